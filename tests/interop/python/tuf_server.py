"""Serves folders: tuf_server.py ADDRESS FOLDER. Below /endless the timestamp never ends, below /elsewhere it is on another
host, below /silent it never comes, below /broken the server has an error; the rest there is that of /good."""

import sys
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

address, folder = sys.argv[1:]
host, port = address.split(":")


class Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments):
        super().__init__(*arguments, directory=folder)

    def do_GET(self):
        first, rest = self.path.lstrip("/").split("/", 1)
        special = getattr(self, first, None)
        if special and rest == "timestamp.json":
            return special()
        if special:
            self.path = f"/good/{rest}"
        return super().do_GET()

    def endless(self):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b" " * 4096)
        except OSError:
            pass

    def elsewhere(self):
        self.send_response(302)
        self.send_header("Location", f"http://localhost:{port}/good/timestamp.json")
        self.end_headers()

    def silent(self):
        time.sleep(90)

    def broken(self):
        self.send_error(503)

    def log_message(self, *_):
        pass


ThreadingHTTPServer((host, int(port)), Handler).serve_forever()
