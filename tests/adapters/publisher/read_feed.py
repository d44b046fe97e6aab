"""Reads an Atom feed (RFC 4287) and prints it; says what a feed has to have and this one lacks."""
import json
import sys
import xml.etree.ElementTree as tree
from datetime import datetime

atom = "{http://www.w3.org/2005/Atom}"
feed = tree.parse(sys.argv[1]).getroot()
faults = []


def one(parent, name):
    found = parent.findall(atom + name)
    if len(found) != 1:
        faults.append(f"{len(found)} {name} in {parent.tag}")
        return ""
    return (found[0].text or "").strip()


def moment(text):
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        faults.append("not a moment: " + text)
        return 0


def links(parent):
    return {link.get("rel", "alternate"): link.get("href", "") for link in parent.findall(atom + "link")}


if feed.tag != atom + "feed":
    faults.append("the root is " + feed.tag)
entries = [{"id": one(entry, "id"), "title": one(entry, "title"), "updated": one(entry, "updated"),
            "link": links(entry).get("alternate", ""), "content": one(entry, "content")}
           for entry in feed.findall(atom + "entry")]
for entry in entries:
    moment(entry["updated"])
if len({entry["id"] for entry in entries}) != len(entries):
    faults.append("an id is used twice")
if not feed.findall(atom + "author/" + atom + "name"):
    faults.append("nobody is the author")
moment(one(feed, "updated"))
print(json.dumps({"id": one(feed, "id"), "title": one(feed, "title"), "updated": one(feed, "updated"),
                  "links": links(feed), "entries": entries, "faults": faults}, ensure_ascii=False))
