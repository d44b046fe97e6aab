"""Reads an .ics file with a parser that is not the one that wrote it and prints what a calendar program would see."""
import json
import sys
from datetime import datetime

from icalendar import Calendar

raw = open(sys.argv[1], "rb").read()
calendar = Calendar.from_ical(raw)


def when(component, name):
    value = component[name]
    moment = value.dt
    if isinstance(moment, datetime):
        # The offset the file's own VTIMEZONE gives.
        return {"local": moment.strftime("%Y-%m-%dT%H:%M:%S"), "tzid": value.params.get("TZID", ""),
                "offset_minutes": int(moment.utcoffset().total_seconds() // 60)}
    return {"day": moment.isoformat()}


def categories(component):
    value = component.get("CATEGORIES")
    if value is None:
        return []
    return [str(category) for one in (value if isinstance(value, list) else [value]) for category in one.cats]


seen = {
    "name": str(calendar.get("NAME", "")),
    "wr_name": str(calendar.get("X-WR-CALNAME", "")),
    "url": str(calendar.get("URL", "")),
    "refresh": calendar["REFRESH-INTERVAL"].to_ical().decode() if "REFRESH-INTERVAL" in calendar else "",
    "zones": [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")],
    "longest_line": max(len(line) for line in raw.split(b"\r\n")),
    "bare_newlines": raw.count(b"\n") - raw.count(b"\r\n"),
    "errors": [str(error) for component in calendar.walk() for error in component.errors],
    "events": [{
        "uid": str(event["UID"]), "sequence": int(event["SEQUENCE"]), "summary": str(event["SUMMARY"]),
        "description": str(event.get("DESCRIPTION", "")), "location": str(event.get("LOCATION", "")),
        "url": str(event.get("URL", "")), "status": str(event["STATUS"]), "categories": categories(event),
        "stamp": event["DTSTAMP"].to_ical().decode(), "modified": event["LAST-MODIFIED"].to_ical().decode(),
        "start": when(event, "DTSTART"), "end": when(event, "DTEND"),
    } for event in calendar.walk("VEVENT")],
}
print(json.dumps(seen, ensure_ascii=False))
