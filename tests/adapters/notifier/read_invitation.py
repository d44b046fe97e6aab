"""Reads the calendar of an invitation with a parser that is not the one that wrote it."""
import json
import sys

from icalendar import Calendar

raw = open(sys.argv[1], "rb").read()
calendar = Calendar.from_ical(raw)
event = calendar.walk("VEVENT")[0]
attendees = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
print(json.dumps({
    "method": str(calendar["METHOD"]), "uid": str(event["UID"]), "sequence": int(event["SEQUENCE"]),
    "status": str(event["STATUS"]), "organizer": str(event["ORGANIZER"]),
    "attendees": [str(attendee) for attendee in attendees],
    "attendee_name": str(attendees[0].params.get("CN", "")), "summary": str(event["SUMMARY"]),
    "location": str(event["LOCATION"]), "start": event["DTSTART"].dt.strftime("%Y-%m-%dT%H:%M:%S"),
    "longest_line": max(len(line) for line in raw.split(b"\r\n")),
}, ensure_ascii=False))
