// JSON for people to read.

import { h } from "./dom.js";

// unfolded replaces strings that hold JSON by what they hold: forms carry their
// blocks that way.
function unfolded(value) {
  if (typeof value === "string" && /^[[{]/.test(value)) {
    try {
      return unfolded(JSON.parse(value));
    } catch {
      return value; // it only looked like JSON
    }
  }
  if (Array.isArray(value)) return value.map(unfolded);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unfolded(inner)]));
  }
  return value;
}

// jsonText is a value as lines of text.
export function jsonText(value) {
  const shown = unfolded(value);
  return typeof shown === "string" ? shown : JSON.stringify(shown, null, 2);
}

// jsonNodes is the same with the names of members set apart.
export function jsonNodes(value) {
  return jsonText(value).split(/^(\s*"(?:[^"\\]|\\.)*")(?=: )/m)
    .map((part, i) => (i % 2 === 1 ? h("span", { class: "json-name" }, part) : part));
}
