#!/usr/bin/env python3
"""The site that is scanned: shop.py PORT FOLDER GATE. While the file GATE is there, nobody gets its front page: who asks has to
wait until it is taken away, and a scan is held there for as long as a test wants."""
import functools
import http.server
import os
import sys
import time

port, folder, gate = sys.argv[1:]


class Shop(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        while self.path == "/" and os.path.exists(gate):
            time.sleep(0.02)
        super().do_GET()


http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), functools.partial(Shop, directory=folder)).serve_forever()
