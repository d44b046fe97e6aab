"""Reads a message with a parser that is not the one that wrote it and prints what a mail program would show."""
import email
import email.policy
import html.parser
import json
import sys


class Shown(html.parser.HTMLParser):
    """The words that a page shows, and where its links lead."""

    def __init__(self):
        super().__init__()
        self.words = []

    def handle_starttag(self, _, attributes):
        self.words += [value for name, value in attributes if name == "href"]

    def handle_data(self, text):
        self.words += text.split()


def only_in_html(page, text):
    """What somebody who reads the text alone would miss; capitals and the ends of sentences aside."""
    shown = Shown()
    shown.feed(page)
    said = {word.strip(".,:").lower() for word in text.split()}
    return [word for word in shown.words if word.strip(".,:").lower() not in said]


raw = open(sys.argv[1], "rb").read()
message = email.message_from_bytes(raw, policy=email.policy.default)
plain = message.get_body(("plain",))
page = message.get_body(("html",)) or plain
calendars = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
print(json.dumps({
    "headers": [name for name, _ in message.items()],
    "subject": str(message["Subject"]), "from": str(message["From"]), "to": str(message["To"]),
    "date": message["Date"].datetime.isoformat(), "id": str(message["Message-ID"]),
    "stop": str(message["List-Unsubscribe"]), "stop_by": str(message["List-Unsubscribe-Post"]),
    "auto": str(message["Auto-Submitted"]), "type": message.get_content_type(),
    "plain": plain.get_content().replace("\r\n", "\n"), "plain_charset": plain.get_content_charset(),
    "html": page.get_content().replace("\r\n", "\n"), "html_charset": page.get_content_charset(),
    "only_in_html": only_in_html(page.get_content(), f"{message['Subject']} {plain.get_content()}")
                    if page is not plain else [],
    "parts": [part.get_content_type() for part in message.walk()],
    "calendar": calendars[0].get_payload(decode=True).decode("utf-8") if calendars else "",
    "calendar_method": calendars[0].get_param("method") if calendars else "",
    "defects": [str(defect) for part in message.walk() for defect in part.defects],
    "bare_newlines": raw.count(b"\n") - raw.count(b"\r\n"), "ascii": raw.isascii(),
    "longest_line": max(len(line) for line in raw.split(b"\r\n")),
}, ensure_ascii=False))
