#!/usr/bin/env python3
"""A deck that shows what its folder says: /config is the file config, /healthz answers 500 while there is a file sick.

usage: deck.py FOLDER     prints its port (loopback, chosen by the system) and serves until it is killed.
"""
import http.server
import os
import sys


class Deck(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = 404, b"no such page\n"
        if self.path == "/healthz":
            status, body = (500, b"sick\n") if os.path.exists("sick") else (200, b"OK\n")
        elif self.path == "/config":
            with open("config", "rb") as file:
                status, body = 200, file.read()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


os.chdir(sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Deck)
print(server.server_address[1], flush=True)
server.serve_forever()
