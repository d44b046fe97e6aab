// ical.js, which Thunderbird uses: CALENDAR_FILE MODULES_FOLDER to JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const ICAL = (await import(createRequire(`${process.argv[3]}/`).resolve("ical.js"))).default;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const when = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString().replace(".000", ""));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid, summary: event.summary, location: event.location ?? "", description: event.description ?? "",
    start: when(event.startDate), end: when(event.endDate), status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
  };
});
console.log(JSON.stringify(events));
