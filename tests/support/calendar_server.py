"""A real web server of calendars for tests. Prints its port, then answers until it is killed.

calendar_server.py FOLDER

/good.ics is the file FOLDER/good.ics with an ETag, and 304 for who has it; every request is a line of FOLDER/requests.
"""
import hashlib
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

folder = sys.argv[1]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with open(os.path.join(folder, "requests"), "a", encoding="utf-8") as file:
            file.write(f"{self.path} {self.headers.get('If-None-Match', '-')}\n")
        what = self.path.strip("/")
        if what == "good.ics":
            with open(os.path.join(folder, "good.ics"), "rb") as file:
                body = file.read()
            tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
            if self.headers.get("If-None-Match") == tag:
                self.answer(304, headers=[("ETag", tag)])
            else:
                self.answer(200, body, [("ETag", tag), ("Content-Type", "text/calendar")])
        elif what == "moved":
            self.answer(302, headers=[("Location", "/good.ics")])
        elif what == "loop":
            self.answer(302, headers=[("Location", "/loop")])
        elif what == "to-file":
            self.answer(302, headers=[("Location", "file:///etc/passwd")])
        elif what == "garbage":
            self.answer(200, bytes(range(256)) * 20)
        elif what == "slow":
            time.sleep(30)
        elif what == "endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"X-A:" + b"a" * 60_000 + b"\r\n")
            except OSError:
                pass
        elif what == "cut-short":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"BEGIN:VCALENDAR\r\n")
            self.close_connection = True
        else:
            self.answer(404, b"not here")


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
