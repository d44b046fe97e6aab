"""A real mail server for tests. Prints its port, then keeps every message it takes as NNN.eml and NNN.json in a folder.

mail_server.py FOLDER plain|starttls|implicit [CERTIFICATE KEY] [USER PASSWORD]

Addresses beginning with "refused" are refused for good, "later" until FOLDER/open exists, "broken" loses the
connection; while FOLDER/slow exists each message takes a second; a message with "unwanted content" in it is refused after it was sent.
"""
import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder, mode = sys.argv[1], sys.argv[2]
certificate, key, user, password = (sys.argv[3:] + [""] * 4)[:4]


class Handler:
    count = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.8 we do not know this sender"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later") and not os.path.exists(os.path.join(folder, "open")):
            return "451 4.7.1 try again later"
        if address.startswith("broken") and not os.path.exists(os.path.join(folder, "open")):
            server.transport.abort()
            return "421 gone"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if os.path.exists(os.path.join(folder, "slow")):
            await asyncio.sleep(1)
        if b"unwanted content" in envelope.original_content:
            return "554 5.7.1 not this"
        name = os.path.join(folder, f"{Handler.count:03d}")
        Handler.count += 1
        with open(name + ".eml", "wb") as file:
            file.write(envelope.original_content)
        with open(name + ".json", "w", encoding="utf-8") as file:
            json.dump({"from": envelope.mail_from, "to": envelope.rcpt_tos, "ehlo": session.host_name,
                       "tls": session.ssl is not None or mode == "implicit",
                       "signed_in": bool(session.authenticated)}, file)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == user.encode() and data.password == password.encode()
    return AuthResult(success=good, handled=False)


async def main():
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    options = {"hostname": "mail.tauira.example"}
    if mode == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if user:
        options |= {"authenticator": authenticate, "auth_required": True,
                    "auth_require_tls": mode == "starttls"}
    listener = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Handler(), **options), "127.0.0.1", 0, ssl=context if mode == "implicit" else None)
    print(listener.sockets[0].getsockname()[1], flush=True)
    await listener.serve_forever()


asyncio.run(main())
