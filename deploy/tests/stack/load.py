#!/usr/bin/env python3
"""People at the front door, until the file FOLDER/enough is there: load.py FOLDER URL AUTHORITY [--readers N] [--keepers N]
[--writers N] [--scans N --asset ID]. The token comes from $TOKEN.

Readers ask by GET on a new connection each time, keepers by POST on one that they keep, writers create assets, and one more starts so
many scans. Each answer is a line of FOLDER/answers. Whoever gets no good one asks again, with the same idempotency key, until it
does: what was sent twice must have happened once.
"""
import argparse
import http.client
import json
import os
import ssl
import threading
import time
import urllib.parse

arguments = argparse.ArgumentParser()
for name in ("folder", "url", "authority"):
    arguments.add_argument(name)
for name in ("readers", "keepers", "writers", "scans"):
    arguments.add_argument(f"--{name}", type=int, default=0)
arguments.add_argument("--asset")
arguments = arguments.parse_args()

# Each a few times a second: nginx's limit for one address is not what is tested, nor how fast this machine is.
PERIOD = 0.2
PATIENCE = 20
HEADERS = {"Authorization": f"Bearer {os.environ['TOKEN']}", "Content-Type": "application/json", "Accept": "application/json"}
QUERY = "{ findingCounts { count } assets(first: 3) { nodes { id name } } scans(first: 3) { nodes { id state } } }"
site = urllib.parse.urlsplit(arguments.url)
context = ssl.create_default_context(cafile=arguments.authority)
answers = open(os.path.join(arguments.folder, "answers"), "a", buffering=1)
writing = threading.Lock()


def is_enough():
    return os.path.exists(os.path.join(arguments.folder, "enough"))


def connect():
    return http.client.HTTPSConnection(site.hostname, site.port, context=context, timeout=PATIENCE)


def exchange(connection, method, path, body):
    connection.request(method, path, body, HEADERS)
    response = connection.getresponse()
    return response.status, response.read()


class Client(threading.Thread):
    """One person. `kept` is a connection that is used again."""

    def __init__(self, kind, keeps=False):
        super().__init__()
        self.kind, self.keeps, self.kept, self.is_used = kind, keeps, None, False

    def send(self, method, path, body):
        if not self.keeps:
            connection = connect()
            try:
                return exchange(connection, method, path, body)
            finally:
                connection.close()
        for _ in range(2):
            was_used, self.is_used = self.is_used, True
            self.kept = self.kept or connect()
            try:
                return exchange(self.kept, method, path, body)
            except (ConnectionError, ssl.SSLEOFError) as error:
                # A server may close a connection that rests; who finds it so opens another (RFC 9112, 9.3.1).
                self.kept, self.is_used = None, False
                if not was_used:
                    raise error
        raise ConnectionError("closed twice")

    def attempt(self, method, path, body):
        """The data of a good answer, or None; either way a line."""
        begun, data, words = time.time(), None, ""
        try:
            status, content = self.send(method, path, body)
            if status == 200:
                answer = json.loads(content)
                refusals = [payload["userErrors"] for payload in (answer.get("data") or {}).values() if isinstance(payload, dict) and payload.get("userErrors")]
                words = json.dumps(answer.get("errors") or refusals or "")
                data = None if answer.get("errors") or refusals else answer["data"]
            else:
                words = content[:200].decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.kept, self.is_used, status, words = None, False, 0, repr(error)
        line = {"kind": self.kind, "good": data is not None, "status": status, "begun": begun, "took": round(time.time() - begun, 3)}
        if data is None:
            line["words"] = words
        for payload in (data or {}).values():
            for made in (payload.get("asset"), payload.get("scan")) if isinstance(payload, dict) else ():
                if made:
                    line["id"] = made["id"]
        with writing:
            answers.write(json.dumps(line) + "\n")
        return data

    def insist(self, *request):
        until = time.monotonic() + PATIENCE
        while self.attempt(*request) is None and time.monotonic() < until:
            time.sleep(PERIOD)

    def post(self, query):
        self.insist("POST", "/graphql", json.dumps({"query": query}))

    def run(self):
        number = 0
        while not is_enough() and not (self.kind == "scan" and number >= arguments.scans):
            due, number = time.monotonic() + PERIOD, number + 1
            key = f"{self.name}-{number}-{os.getpid()}"
            if self.kind == "query":
                self.insist("GET", "/graphql?" + urllib.parse.urlencode({"query": QUERY}), None)
            elif self.kind == "posted":
                self.post(QUERY)
            elif self.kind == "mutation":
                self.post(f'mutation {{ createAsset(input: {{ name: "{key}", kind: HOST, address: "{key.lower()}.example.org", idempotencyKey: "{key}" }}) {{ asset {{ id }} userErrors {{ message }} }} }}')
            else:
                self.post(f'mutation {{ startScan(input: {{ assetId: "{arguments.asset}", profile: QUICK, idempotencyKey: "{key}" }}) {{ scan {{ id }} userErrors {{ message }} }} }}')
            time.sleep(max(0, due - time.monotonic()))


clients = [Client("query") for _ in range(arguments.readers)]
clients += [Client("posted", keeps=True) for _ in range(arguments.keepers)]
clients += [Client("mutation", keeps=number % 2 == 1) for number in range(arguments.writers)]
clients += [Client("scan")] if arguments.scans else []
for client in clients:
    client.start()
for client in clients:
    client.join()
