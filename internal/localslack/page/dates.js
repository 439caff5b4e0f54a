// Dates as the workspace's civil clock has them: its zone, not the reader's.

import { locale, t } from "./strings.js";

let zone = "Europe/Paris";

// useZone sets the zone of the workspace.
export function useZone(name) {
  if (name && name !== zone) formatters.clear();
  zone = name || zone;
}

// Making a formatter costs a hundred times what using it does. Each set of
// options has its own, by language.
const formatters = new Map();

function format(instant, options, where = locale()) {
  if (!formatters.has(options)) formatters.set(options, new Map());
  const known = formatters.get(options);
  if (!known.has(where)) known.set(where, new Intl.DateTimeFormat(where, { timeZone: zone, ...options }));
  return known.get(where).format(instant);
}

const shapes = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  key: { year: "numeric", month: "2-digit", day: "2-digit" },
  day: { weekday: "long", day: "numeric", month: "long" },
  shortDay: { weekday: "short", day: "numeric", month: "short" },
  dayYear: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
};

// ofStamp turns Slack's ts ("1790000000.000100") into a Date.
export function ofStamp(ts) {
  return new Date(Number(ts) * 1000);
}

export function clockTime(instant) {
  return format(instant, shapes.time);
}

// clockSecond is for real instants, such as those of exchanges.
export function clockSecond(instant) {
  return format(instant, tokens.time_secs);
}

// dayKey is the civil day as 2026-11-16: it sorts, and days compare by it.
export function dayKey(instant) {
  return format(instant, shapes.key, "en-CA");
}

// localMinute is the civil minute as a datetime-local field takes it.
export function localMinute(instant) {
  return `${dayKey(instant)}T${clockTime(instant)}`;
}

// instantOf is the other way round, in milliseconds. The zone's distance from UTC
// is measured where the minute would be if there were none, then once more, for
// the hours around a change of clocks.
export function instantOf(minute) {
  const wanted = Date.parse(`${minute}Z`);
  const away = (instant) => Date.parse(`${localMinute(new Date(instant))}Z`) - instant;
  return wanted - away(wanted - away(wanted));
}

export function longDay(instant) {
  return format(instant, shapes.day);
}

export function shortDay(instant) {
  return format(instant, shapes.shortDay);
}

export function longMoment(instant) {
  return `${longDay(instant)}, ${clockTime(instant)}`;
}

// dayName is how a line between two days names the later one.
export function dayName(instant, now) {
  const key = dayKey(instant);
  if (key === dayKey(now)) return t("today");
  if (key === dayKey(new Date(now.getTime() - 86_400_000))) return t("yesterday");
  const sameYear = key.slice(0, 4) === dayKey(now).slice(0, 4);
  const day = format(instant, sameYear ? shapes.day : shapes.dayYear);
  return day.charAt(0).toUpperCase() + day.slice(1);
}

const tokens = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { day: "numeric", month: "long", year: "numeric" },
  date_short: { day: "numeric", month: "short", year: "numeric" },
  date_long: shapes.dayYear,
  time: shapes.time,
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

// slackDate fills in the {tokens} of <!date^...>.
export function slackDate(seconds, pattern, now) {
  const instant = new Date(Number(seconds) * 1000);
  return pattern.replace(/\{(\w+?)(_pretty)?\}/g, (whole, name, pretty) => {
    if (!tokens[name]) return whole;
    return pretty && Math.abs(now - instant) < 2 * 86_400_000
      ? dayName(instant, now).toLowerCase()
      : format(instant, tokens[name]);
  });
}
