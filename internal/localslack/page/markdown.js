// The "markdown" block: the common core of Markdown, as nodes.

import { h } from "./dom.js";
import { withShortcodes } from "./emoji.js";
import { link } from "./mentions.js";

// markdown returns the nodes of a text: headings, lists, quotes, code, rules and
// paragraphs.
export function markdown(text) {
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length > 0) nodes.push(block(lines));
  return nodes.filter(Boolean);
}

const bullet = /^\s*[-*+]\s+(.*)$/;
const number = /^\s*\d+[.)]\s+(.*)$/;
const quote = /^>\s?(.*)$/;
const heading = /^(#{1,6})\s+(.*)$/;
const fence = /^```/;
const rule = /^\s*([-*_])(\s*\1){2,}\s*$/;

// block takes the lines of one block off the front; a blank line is none.
function block(lines) {
  const first = lines[0];
  if (first.trim() === "") return skip(lines, null);
  if (fence.test(first)) return code(lines);
  if (heading.test(first)) return title(lines.shift());
  if (rule.test(first)) return skip(lines, h("hr", { class: "divider" }));
  if (bullet.test(first)) return h("ul", {}, run(lines, bullet).map((item) => h("li", {}, spans(item))));
  if (number.test(first)) return h("ol", {}, run(lines, number).map((item) => h("li", {}, spans(item))));
  if (quote.test(first)) return h("blockquote", {}, markdown(run(lines, quote).join("\n")));
  return h("p", {}, paragraph(lines).flatMap((line, i) => (i > 0 ? [h("br"), ...spans(line)] : spans(line))));
}

function skip(lines, node) {
  lines.shift();
  return node;
}

// A message's own headings begin below the page's.
function title(line) {
  const [, signs, text] = heading.exec(line);
  return h(`h${Math.min(signs.length + 2, 6)}`, {}, spans(text));
}

function run(lines, pattern) {
  const taken = [];
  while (lines.length > 0 && pattern.test(lines[0])) taken.push(pattern.exec(lines.shift())[1]);
  return taken;
}

function code(lines) {
  lines.shift();
  const taken = [];
  while (lines.length > 0 && !fence.test(lines[0])) taken.push(lines.shift());
  lines.shift();
  return h("pre", {}, h("code", {}, taken.join("\n")));
}

function paragraph(lines) {
  const taken = [];
  do taken.push(lines.shift());
  while (lines.length > 0 && lines[0].trim() !== "" && ![bullet, number, quote, heading, fence, rule].some((p) => p.test(lines[0])));
  return taken;
}

const marked = [
  [/`([^`]+)`/, (m) => h("code", {}, m[1])],
  [/\*\*(?=\S)(.+?)(?<=\S)\*\*/, (m) => h("strong", {}, spans(m[1]))],
  [/__(?=\S)(.+?)(?<=\S)__/, (m) => h("strong", {}, spans(m[1]))],
  [/~~(?=\S)(.+?)(?<=\S)~~/, (m) => h("s", {}, spans(m[1]))],
  [/\[([^\]]+)\]\(([^)\s]+)\)/, (m) => link(m[2], spans(m[1])) ?? m[0]],
  [/\*(?=\S)([^*]+?)(?<=\S)\*/, (m) => h("em", {}, spans(m[1]))],
  [/(?<![\p{L}\p{N}])_(?=\S)([^_]+?)(?<=\S)_(?![\p{L}\p{N}])/u, (m) => h("em", {}, spans(m[1]))],
];

// spans formats one line: whichever mark comes first, then the rest.
function spans(text) {
  let first = null;
  for (const [pattern, make] of marked) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { found, make };
  }
  if (!first) return withShortcodes(text);
  const { found, make } = first;
  return [...withShortcodes(text.slice(0, found.index)), make(found), ...spans(text.slice(found.index + found[0].length))];
}
