"""python3-vobject, which decodes strictly: CALENDAR_FILE to JSON."""
import datetime
import json
import sys

import vobject


def when(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


calendar = vobject.readOne(open(sys.argv[1], "rb").read().decode("utf-8"))
calendar.validate(raiseException=True)
print(json.dumps([{
    "uid": event.uid.value, "summary": event.summary.value,
    "location": event.location.value if hasattr(event, "location") else "",
    "description": event.description.value if hasattr(event, "description") else "",
    "start": when(event.dtstart.value), "end": when(event.dtend.value), "status": event.status.value,
    "sequence": int(event.sequence.value),
} for event in calendar.vevent_list]))
