"""A small server that speaks as S3 does: GET, PUT and DELETE of objects in one bucket. Prints its port.

s3_server.py FOLDER ACCESS_KEY SECRET

Every request's signature is worked out anew by botocore, Amazon's own library (Debian's python3-botocore), and has to be
the same; the body has to be what it says. Objects are files in FOLDER/bucket, with what was said of them beside, in
FOLDER/said. FOLDER/answer, where there is one, holds a status that every PUT of a page is answered with.
"""
import hashlib
import json
import os
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

folder, access_key, secret = sys.argv[1:4]


def signature(handler, body, region):
    """As botocore signs the same request, with the headers that were signed and the time that was given."""
    signed = handler.headers["Authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    request = AWSRequest(method=handler.command, data=body,
                         url=f"http://{handler.headers['Host']}{handler.path}",
                         headers={name: handler.headers.get(name, "") for name in signed})
    request.context["timestamp"] = handler.headers["x-amz-date"]
    request.headers["X-Amz-Content-SHA256"] = handler.headers["x-amz-content-sha256"]
    auth = S3SigV4Auth(Credentials(access_key, secret), "s3", region)
    headers = HTTPHeaders.from_pairs([(name, handler.headers.get(name, "was not sent")) for name in signed])
    auth.headers_to_sign = lambda _: headers
    canonical = auth.canonical_request(request)
    return auth.signature(auth.string_to_sign(request, canonical), request)


class Bucket(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b""):
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def is_signed(self, body):
        given = self.headers.get("Authorization", "")
        if not given.startswith(f"AWS4-HMAC-SHA256 Credential={access_key}/"):
            return False
        region = given.split("/")[2]
        if hashlib.sha256(body).hexdigest() != self.headers.get("x-amz-content-sha256"):
            return False
        return given.endswith("Signature=" + signature(self, body, region))

    def take(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if not self.is_signed(body):
            return self.answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        key = urllib.parse.unquote(self.path).removeprefix("/bucket/")
        file = os.path.join(folder, "bucket", key)
        said = os.path.join(folder, "said", key.replace("/", "|"))
        if not self.path.startswith("/bucket/"):
            return self.answer(404, b"<Error><Code>NoSuchBucket</Code></Error>")
        if self.command == "GET":
            if not os.path.exists(file):
                return self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            with open(file, "rb") as content:
                return self.answer(200, content.read())
        if self.command == "DELETE":
            if os.path.exists(file):
                os.remove(file)
            return self.answer(204)
        busy = os.path.join(folder, "answer")
        if os.path.exists(busy) and key.count("/") > 1:
            with open(busy, encoding="utf-8") as status:
                return self.answer(int(status.read()))
        os.makedirs(os.path.dirname(file), exist_ok=True)
        os.makedirs(os.path.dirname(said), exist_ok=True)
        with open(file, "wb") as content:
            content.write(body)
        with open(said, "w", encoding="utf-8") as words:
            json.dump({name: self.headers.get(name, "") for name in ("Content-Type", "Cache-Control")}, words)
        self.answer(200)

    do_GET = do_PUT = do_DELETE = take


server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
