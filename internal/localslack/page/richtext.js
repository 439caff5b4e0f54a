// rich_text blocks: what Slack's composer writes, already parsed into parts.

import { h } from "./dom.js";
import { emoji, signs } from "./emoji.js";
import { broadcast, channelLink, dateNode, link, mention } from "./mentions.js";

// richText returns the nodes of a rich_text block or table cell.
export function richText(block) {
  return (block.elements ?? []).map((part) => containers[part.type]?.(part) ?? null);
}

const containers = {
  rich_text_section: (part) => h("div", { class: "rich-section" }, inlines(part)),
  rich_text_quote: (part) => h("blockquote", {}, inlines(part)),
  rich_text_preformatted: (part) => h("pre", {}, h("code", {}, (part.elements ?? []).map((e) => e.text ?? e.url ?? ""))),
  rich_text_list(part) {
    const items = (part.elements ?? []).map((item) => h("li", {}, inlines(item)));
    const indent = Math.min(part.indent ?? 0, 8);
    return h(part.style === "ordered" ? "ol" : "ul", { class: `rich-list indent-${indent}`, start: part.offset ? part.offset + 1 : null }, items);
  },
};

function inlines(part) {
  return (part.elements ?? []).map((element) => styled(inline(element), element.style));
}

function inline(element) {
  switch (element.type) {
    case "text":
      return lines(element.text ?? "");
    case "link":
      return link(element.url, element.text) ?? element.text ?? element.url;
    case "user":
      return mention(element.user_id);
    case "channel":
      return channelLink(element.channel_id);
    case "broadcast":
      return broadcast(element.range);
    case "usergroup":
      return broadcast(element.usergroup_id);
    case "emoji":
      return emoji(element.name) ?? `:${element.name}:`;
    case "date":
      return dateNode(["", element.timestamp, element.format ?? "{date}", element.url], element.fallback);
    case "color":
      return h("code", {}, element.value);
  }
  return element.text ?? "";
}

function lines(text) {
  return text.split("\n").flatMap((line, i) => (i > 0 ? [h("br"), ...signs(line)] : signs(line)));
}

const tags = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function styled(node, style = {}) {
  return Object.keys(tags).reduce((inner, name) => (style[name] ? h(tags[name], {}, inner) : inner), node);
}
