"""Reads a message with a parser that is not the one that wrote it and prints what a mail program would show."""
import email
import email.policy
import json
import sys

raw = open(sys.argv[1], "rb").read()
message = email.message_from_bytes(raw, policy=email.policy.default)
plain = message.get_body(("plain",))
html = message.get_body(("html",))
calendars = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
print(json.dumps({
    "headers": [name for name, _ in message.items()],
    "subject": str(message["Subject"]), "from": str(message["From"]), "to": str(message["To"]),
    "date": message["Date"].datetime.isoformat(), "id": str(message["Message-ID"]),
    "stop": str(message["List-Unsubscribe"]), "stop_by": str(message["List-Unsubscribe-Post"]),
    "auto": str(message["Auto-Submitted"]), "type": message.get_content_type(),
    "plain": plain.get_content().replace("\r\n", "\n"), "plain_charset": plain.get_content_charset(),
    "html": html.get_content().replace("\r\n", "\n"), "html_charset": html.get_content_charset(),
    "parts": [part.get_content_type() for part in message.walk()],
    "calendar": calendars[0].get_payload(decode=True).decode("utf-8") if calendars else "",
    "calendar_method": calendars[0].get_param("method") if calendars else "",
    "defects": [str(defect) for part in message.walk() for defect in part.defects],
    "bare_newlines": raw.count(b"\n") - raw.count(b"\r\n"), "ascii": raw.isascii(),
    "longest_line": max(len(line) for line in raw.split(b"\r\n")),
}, ensure_ascii=False))
