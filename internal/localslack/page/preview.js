// The beginning of a file of text, in the message that brings it.

import { fill, h } from "./dom.js";
import { count, t } from "./strings.js";

const LINES = 6;
const COLUMNS = 8;
const HEAVY = 2e6; // what is heavier is not read for a glimpse

const readable = /^(text\/|application\/json)/;

// preview returns a place that fills with the first lines of a file, or null for
// a file that has none.
export function preview(file, source) {
  if (!source || !readable.test(file.mimetype ?? "") || file.size > HEAVY) return null;
  const frame = h("div", { class: "preview", role: "region", tabindex: 0, "aria-label": t("preview", { name: file.title || file.name }), hidden: true });
  read(source).then((text) => show(frame, file, text)).catch(() => frame.remove());
  return frame;
}

async function read(source) {
  const response = await fetch(source);
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

function show(frame, file, text) {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const first = lines.slice(0, LINES);
  const rest = lines.filter((line) => line.trim() !== "").length - first.length;
  const tabular = file.filetype === "csv" || file.mimetype === "text/csv";
  fill(frame, tabular ? cells(first) : h("pre", {}, first.join("\n")), rest > 0 && h("p", { class: "preview-rest" }, count("moreLines", rest)));
  frame.hidden = false;
}

function cells(lines) {
  const sign = separator(lines[0] ?? "");
  const [head, ...body] = lines.filter((line) => line !== "").map((line) => columns(line, sign).slice(0, COLUMNS));
  if (!head) return null;
  const row = (tag, values) => h("tr", {}, values.map((value) => h(tag, { scope: tag === "th" ? "col" : null }, value)));
  return h("table", {}, h("thead", {}, row("th", head)), h("tbody", {}, body.map((values) => row("td", values))));
}

// separator is whichever sign splits the first line into most columns.
function separator(line) {
  const signs = [";", ",", "\t"].map((sign) => [line.split(sign).length, sign]);
  return signs.sort((a, b) => b[0] - a[0])[0][1];
}

// columns splits a line; quotes keep separators together. A quoted line break is
// cut: this is a glimpse.
function columns(line, sign) {
  const all = [""];
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === sign && !quoted) all.push("");
    else all[all.length - 1] += character;
  }
  return all;
}
