#!/usr/bin/env python3
"""Stands for systemd where there is none: it starts processes and brings them back by the rules of their own unit files.

  supervisor.py      listens on $SUPERVISOR/control until it is told to end; then everything ends
  systemctl define UNIT FILE[,FILE…] LOG NAME=VALUE… -- PROGRAM ARGUMENT…
  systemctl start|restart|stop|reload|is-active|show|list-units …      as update.sh calls it

Of a unit and its drop-ins it obeys Type= (notify: started is when the process says so; oneshot), Restart=, RestartSec=,
WatchdogSec= and TimeoutStopSec=, as systemd.service(5) has them. The environment is what `define` was given and nothing else.
"""
import fnmatch
import os
import re
import signal
import socket
import socketserver
import subprocess
import threading
import time

HOME = os.environ["SUPERVISOR"]
CONTROL = os.path.join(HOME, "control")
UNITS = {}
# What systemd takes for a clean end beside status 0.
CLEAN_SIGNALS = {signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGPIPE}


def seconds(text):
    """A time of systemd: 1, 100ms, 1h, infinity."""
    if text == "infinity":
        return None
    number, unit = re.fullmatch(r"([0-9.]+) *([a-z]*)", text).groups()
    return float(number) * {"": 1, "s": 1, "ms": 0.001, "min": 60, "h": 3600}[unit]


def rules_of(files):
    """The last word on each setting."""
    rules = {"Type": "simple", "Restart": "no", "RestartSec": "100ms", "WatchdogSec": "0", "TimeoutStopSec": "90"}
    for file in files:
        for line in open(file):
            name, _, value = line.strip().partition("=")
            if name in rules:
                rules[name] = value
    return rules


class Unit:
    def __init__(self, name, files, log, environment, argv):
        self.name, self.log, self.environment, self.argv = name, log, environment, argv
        rules = rules_of(files)
        self.kind, self.policy = rules["Type"], rules["Restart"]
        self.pause, self.watchdog, self.patience = (seconds(rules[r]) for r in ("RestartSec", "WatchdogSec", "TimeoutStopSec"))
        self.changed = threading.Condition()
        self.state, self.process, self.restarts, self.wanted = "inactive", None, 0, False
        self.heard = 0.0

    def become(self, state):
        with self.changed:
            self.state = state
            self.changed.notify_all()

    def start(self):
        with self.changed:
            if not self.wanted:
                self.wanted, self.state = True, "activating"
                threading.Thread(target=self.live, daemon=True).start()
            self.changed.wait_for(lambda: self.state == "active" or self.is_over())
            return self.state == "active" or (self.kind == "oneshot" and self.state == "inactive")

    def stop(self):
        with self.changed:
            self.wanted = False
            if self.process:
                self.state = "deactivating"
                self.process.terminate()
            if not self.changed.wait_for(self.is_over, self.patience) and self.process:
                self.process.kill()
                self.changed.wait_for(self.is_over)

    def is_over(self):
        return self.state in ("inactive", "failed")

    def live(self):
        while True:
            was_clean = self.run_once()
            again = self.wanted and (self.policy == "always" or (self.policy == "on-failure" and not was_clean))
            if not again:
                self.wanted = False
                self.become("inactive" if was_clean else "failed")
                return
            self.become("activating")
            time.sleep(self.pause)
            if not self.wanted:
                self.become("inactive")
                return
            self.restarts += 1

    def run_once(self):
        path = os.path.join(HOME, f"notify-{self.name}")
        if os.path.exists(path):
            os.unlink(path)
        ears = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        ears.bind(path)
        os.chmod(path, 0o777)
        ears.settimeout(0.1)
        environment = dict(self.environment)
        if self.kind == "notify":
            environment["NOTIFY_SOCKET"] = path
            if self.watchdog:
                environment["WATCHDOG_USEC"] = str(int(self.watchdog * 1_000_000))
        with open(self.log, "ab") as log:
            process = subprocess.Popen(self.argv, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        with self.changed:
            self.process = process
            if not self.wanted:
                process.terminate()
        self.heard = time.monotonic()
        if self.kind not in ("notify", "oneshot"):
            self.become("active")
        while process.poll() is None:
            self.listen(ears)
            self.mind_watchdog(process)
        ears.close()
        # What the main process left behind goes with it.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        with self.changed:
            self.process = None
        return process.returncode == 0 or -process.returncode in CLEAN_SIGNALS

    def listen(self, ears):
        try:
            words = ears.recv(4096).decode().splitlines()
        except TimeoutError:
            return
        if "READY=1" in words and self.wanted:
            self.become("active")
        self.heard = time.monotonic()

    def mind_watchdog(self, process):
        if self.watchdog and self.state == "active" and time.monotonic() - self.heard > self.watchdog:
            print(f"{self.name}: silent for {self.watchdog:g} s", flush=True)
            self.heard = time.monotonic()
            # The order wakes whoever was frozen, or it would never be heard.
            process.send_signal(signal.SIGABRT)
            process.send_signal(signal.SIGCONT)


def systemctl(command, *arguments):
    """What systemctl would print, and its exit code."""
    options = [a for a in arguments if a.startswith("-")]
    names = [a for a in arguments if not a.startswith("-")]
    if command == "show":
        unit = UNITS[names[1]]
        value = {"NRestarts": unit.restarts, "MainPID": unit.process.pid if unit.process else 0, "ActiveState": unit.state}[names[0]]
        return f"{value}\n", 0
    if command == "list-units":
        states = next((o.split("=")[1].split(",") for o in options if o.startswith("--state=")), None)
        pattern = names[0] if names else "*"
        shown = [u.name for u in UNITS.values() if fnmatch.fnmatch(u.name, pattern + ("" if "." in pattern else ".service")) and (not states or u.state in states)]
        return "".join(f"{name} loaded\n" for name in sorted(shown)), 0
    unit = UNITS[names[0]]
    if command == "is-active":
        return "" if "--quiet" in options else f"{unit.state}\n", 0 if unit.state == "active" else 3
    if command == "reload":
        unit.process.send_signal(signal.SIGHUP)
        return "", 0
    if command in ("stop", "restart"):
        unit.stop()
    return "", 0 if command == "stop" or unit.start() else 1


class Asked(socketserver.StreamRequestHandler):
    def handle(self):
        command, *arguments = self.rfile.readline().decode().rstrip("\n").split("\0")
        if command == "define":
            name, files, log, *rest = arguments
            split = rest.index("--")
            environment = dict(variable.split("=", 1) for variable in rest[:split])
            UNITS[name] = Unit(name, files.split(","), log, environment, rest[split + 1 :])
            output, status = "", 0
        else:
            output, status = systemctl(command, *arguments)
        self.wfile.write(f"{status}\n{output}".encode())


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


def serve():
    server = Server(CONTROL, Asked)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    for unit in UNITS.values():
        unit.wanted = False
        if unit.process:
            # An order that no process outlives, and that PostgreSQL passes on to its children.
            unit.process.send_signal(signal.SIGQUIT if "postgres" in unit.name else signal.SIGKILL)
            unit.process.send_signal(signal.SIGCONT)
    for unit in UNITS.values():
        with unit.changed:
            unit.changed.wait_for(unit.is_over, 10)


serve()
