// Reads calendars as Thunderbird (ical.js) and many web programs (node-ical) do.
// In, on each line: a JSON list of calendar texts. Out, on one line: for each, by program, a list of what its entries
// say; or a word about what went wrong.
import { createInterface } from "node:readline";
import ICAL from "ical.js";
import ical from "node-ical";

const two = (number) => String(number).padStart(2, "0");

function withIcalJs(text) {
  ICAL.TimezoneService.reset(); // no calendar knows the zones of another
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const at = (time) => (time.isDate ? time.toString() : time.toUnixTime());
    return {
      uid: event.uid, starts: at(event.startDate), ends: at(event.endDate), title: event.summary,
      place: event.location ?? null, text: event.description, status: component.getFirstPropertyValue("status"),
    };
  });
}

function withNodeIcal(text) {
  const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const at = (date) => (date.dateOnly ? day(date) : date.getTime() / 1000);
  const said = (value) => (typeof value === "object" && value !== null ? value.val : value ?? null);
  return Object.values(ical.sync.parseICS(text)).filter((entry) => entry.type === "VEVENT").map((event) => ({
    uid: event.uid, starts: at(event.start), ends: at(event.end), title: said(event.summary),
    place: said(event.location), text: said(event.description), status: event.status,
  }));
}

function read(line) {
  try {
    return JSON.parse(line).map((text) => ({ icaljs: withIcalJs(text), nodeical: withNodeIcal(text) }));
  } catch (problem) {
    return String(problem.stack);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(read(line)));
}
