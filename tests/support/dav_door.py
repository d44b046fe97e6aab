"""Stands between a CalDAV client and a real server, and misbehaves when it is told to. Prints its port.

dav_door.py FOLDER SERVER_PORT

What FOLDER/mode says: busy-after N (503 once N entries were put), status N (every answer), multistatus N (a PUT is
answered 207 with that status inside), race (before the next PUT over something, somebody else changes it), no-etag.
"""
import http.client
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

folder, port = sys.argv[1], int(sys.argv[2])
mode_file = os.path.join(folder, "mode")
puts = 0


def mode():
    if not os.path.exists(mode_file):
        return ["", "0"]
    with open(mode_file, encoding="utf-8") as file:
        return (file.read().split() + ["0", "0"])[:2]


def forward(method, path, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, headers, body):
        self.send_response(status)
        for name in ("ETag", "Content-Type"):
            if name in headers:
                self.send_header(name, headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def pass_on(self):
        global puts
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name: value for name, value in self.headers.items() if name != "Host"}
        what, number = mode()
        if what == "status":
            return self.answer(int(number), {}, b"")
        if self.command == "PUT":
            if what == "busy-after" and puts >= int(number):
                return self.answer(503, {}, b"")
            if what == "multistatus":
                text = ('<?xml version="1.0"?><ns0:multistatus xmlns:ns0="DAV:"><ns0:response>'
                        f'<ns0:status>HTTP/1.1 {number} Tauira</ns0:status></ns0:response></ns0:multistatus>')
                return self.answer(207, {}, text.encode())
            if what == "race" and "If-Match" in headers:
                os.remove(mode_file)
                signed_in = {"Authorization": headers.get("Authorization", "")}
                _, _, there = forward("GET", self.path, None, signed_in)
                there = there.replace(b"END:VEVENT", b"X-TAUIRA-NOTE:bring tea\r\nEND:VEVENT")
                forward("PUT", self.path, there, signed_in | {"Content-Type": "text/calendar"})
            puts += 1
        status, answered, content = forward(self.command, self.path, body, headers)
        if what == "no-etag":
            answered.pop("ETag", None)
        self.answer(status, answered, content)

    do_GET = do_PUT = do_DELETE = pass_on


server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
