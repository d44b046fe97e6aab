"""python3-icalendar: CALENDAR_FILE to JSON."""
import datetime
import json
import sys

from icalendar import Calendar


def when(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


calendar = Calendar.from_ical(open(sys.argv[1], "rb").read())
print(json.dumps([{
    "uid": str(event["UID"]), "summary": str(event["SUMMARY"]), "location": str(event.get("LOCATION", "")),
    "description": str(event.get("DESCRIPTION", "")), "start": when(event["DTSTART"].dt), "end": when(event["DTEND"].dt),
    "status": str(event["STATUS"]), "sequence": int(event["SEQUENCE"]),
} for event in calendar.walk("VEVENT")]))
