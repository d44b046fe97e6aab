"""A real web server that takes what is posted to it. Prints its port, then answers until it is killed.

receiver.py FOLDER

Every request it takes is a line of JSON in FOLDER/taken. FOLDER/answer, where there is one, holds a status and the text of
the answer; what is answered with anything but 2xx was not taken.
"""
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

folder = sys.argv[1]


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def take(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode("utf-8")
        status, text = 200, "ok"
        answer = os.path.join(folder, "answer")
        if os.path.exists(answer):
            with open(answer, encoding="utf-8") as file:
                number, _, text = file.read().partition(" ")
                status = int(number)
        if 200 <= status < 300:
            headers = {name.lower(): value for name, value in self.headers.items()}
            line = {"method": self.command, "path": self.path, "headers": headers, "body": body}
            with open(os.path.join(folder, "taken"), "a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        content = text.encode()
        self.send_response(status)
        if status in (301, 302, 307, 308):
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = take


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
