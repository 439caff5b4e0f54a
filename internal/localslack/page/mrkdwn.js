// Slack's markup ("mrkdwn") as nodes: *bold*, _italic_, ~struck~, `code`,
// ```blocks```, > quotes, <links|labels>, mentions, dates and emoji. What is not
// markup is text, whatever it contains.

import { h } from "./dom.js";
import { emoji, signs } from "./emoji.js";
import { broadcast, channelLink, dateNode, link, mention } from "./mentions.js";
import { conversation, user } from "./workspace.js";

// mrkdwn returns the nodes of a text. verbatim leaves bare addresses alone.
export function mrkdwn(text, { verbatim = false } = {}) {
  const nodes = [];
  const parts = text.split(/```([\s\S]+?)```/);
  parts.forEach((part, i) => {
    if (i % 2 === 1) {
      nodes.push(h("pre", {}, h("code", {}, literal(part.replace(/^\n|\n$/g, "")))));
    } else {
      // The line break beside a block is the block's own.
      const lines = part.replace(i > 0 ? /^\n/ : /$^/, "").replace(i < parts.length - 1 ? /\n$/ : /$^/, "");
      if (lines) nodes.push(...quoted(lines, verbatim));
    }
  });
  return nodes;
}

// quoted sets runs of lines that begin with ">" apart.
function quoted(text, verbatim) {
  const nodes = [];
  let run = { quote: false, lines: [] };
  const end = () => {
    if (run.lines.length === 0) return;
    const content = inline(run.lines.join("\n"), verbatim);
    nodes.push(...(run.quote ? [h("blockquote", {}, content)] : content));
  };
  for (const line of text.split("\n")) {
    const quote = /^(&gt;|>)/.test(line);
    if (quote !== run.quote) {
      end();
      run = { quote, lines: [] };
    }
    run.lines.push(quote ? line.replace(/^(&gt;|>) ?/, "") : line);
  }
  end();
  return nodes;
}

const wraps = { "*": "strong", _: "em", "~": "s" };
const entities = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

// inline reads one stretch of text from left to right.
function inline(text, verbatim) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    nodes.push(...(verbatim ? signs(plain) : withAddresses(plain)));
    plain = "";
  };
  let i = 0;
  while (i < text.length) {
    const found = token(text, i, verbatim);
    if (!found) {
      plain += text[i];
      i += 1;
    } else {
      if (found.node) flush();
      if (found.node) nodes.push(found.node);
      else plain += found.text;
      i = found.end;
    }
  }
  flush();
  return nodes;
}

// token returns what begins at i, as { node, end } or { text, end }, or null for
// an ordinary character.
function token(text, i, verbatim) {
  switch (text[i]) {
    case "\n":
      return { node: h("br"), end: i + 1 };
    case "&":
      return entity(text, i);
    case "<":
      return angled(text, i);
    case ":":
      return shortcode(text, i);
    case "`":
      return codeSpan(text, i);
    case "*":
    case "_":
    case "~": {
      const end = closing(text, i);
      return end && { node: h(wraps[text[i]], {}, inline(text.slice(i + 1, end), verbatim)), end: end + 1 };
    }
  }
  return null;
}

function entity(text, i) {
  const found = /^&(amp|lt|gt);/.exec(text.slice(i, i + 5));
  return found && { text: entities[found[0]], end: i + found[0].length };
}

function shortcode(text, i) {
  const found = /^:([a-z0-9_+-]{1,50}):/.exec(text.slice(i, i + 52));
  const node = found && emoji(found[1]);
  return node && { node, end: i + found[0].length };
}

function codeSpan(text, i) {
  const end = text.indexOf("`", i + 1);
  if (end <= i + 1 || text.slice(i, end).includes("\n")) return null;
  return { node: h("code", {}, literal(text.slice(i + 1, end))), end: end + 1 };
}

// A sign formats only when it hugs what it wraps and stands apart from the words
// around: 3*4*5 and snake_case_names stay as they are. The zero-width space is
// how a sender says "just a sign".
const blank = /[\s\u200b]/;
const word = /[\p{L}\p{N}]/u;

function closing(text, i) {
  const sign = text[i];
  if (i > 0 && word.test(text[i - 1])) return 0;
  if (i + 1 >= text.length || blank.test(text[i + 1]) || text[i + 1] === sign) return 0;
  for (let j = i + 2; j < text.length && text[j] !== "\n"; j += 1) {
    if (text[j] === "<") j = Math.max(j, text.indexOf(">", j));
    const closes = text[j] === sign && !blank.test(text[j - 1]);
    if (closes && (j + 1 === text.length || !word.test(text[j + 1]))) return j;
  }
  return 0;
}

// angled reads <...>: a mention, a date or a link.
function angled(text, i) {
  const end = text.indexOf(">", i);
  if (end < 0) return null;
  const inside = text.slice(i + 1, end);
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : decoded(inside.slice(bar + 1));
  const node = mentioned(target, label) ?? link(decoded(target), label && signs(label));
  return node && { node, end: end + 1 };
}

function mentioned(target, label) {
  const id = target.slice(1);
  if (/^@[UW]\w+$/.test(target)) return mention(id, label);
  if (/^#[CG]\w+$/.test(target)) return channelLink(id, label);
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(id);
  if (target.startsWith("!subteam^")) return broadcast(label.replace(/^@/, "") || "…");
  if (target.startsWith("!date^")) return dateNode(target.split("^"), label);
  return null;
}

// decoded gives back the three characters Slack sends replaced.
function decoded(text) {
  return text.replace(/&(amp|lt|gt);/g, (whole) => entities[whole]);
}

// literal is text inside code: nothing but the replaced characters is read, and
// links show what they say.
function literal(text) {
  return decoded(text.replace(/<([^>|]+)(?:\|([^>]*))?>/g, (whole, target, label) => label || target));
}

// asTyped turns a message back into what its author typed, to edit it.
export function asTyped(text) {
  return decoded(text
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (whole, id) => (user(id) ? `@${user(id).name}` : whole))
    .replace(/<#(\w+)(?:\|([^>]*))?>/g, (whole, id, label) => (conversation(id)?.name || label ? `#${conversation(id)?.name || label}` : whole))
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1"));
}

// withAddresses turns bare web addresses into links.
function withAddresses(text) {
  return text.split(/(https?:\/\/[^\s<>]*[^\s<>.,;:!?)»"'])/).flatMap((part, i) => (i % 2 === 1 ? [link(part) ?? part] : signs(part)));
}
