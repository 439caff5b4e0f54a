// Blocks that frame others: cards, rows of cards, containers, and videos, which
// play elsewhere.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { link } from "./mentions.js";
import { picture } from "./pictures.js";
import { t } from "./strings.js";

// card draws a card; words shows a text object, element an element.
export function card(block, scope, { words, element }) {
  return h("div", { class: "card" },
    block.hero_image && picture(block.hero_image, "card-hero"),
    block.icon && picture(block.icon, "context-image"),
    block.title && h("div", { class: "card-title" }, words(block.title)),
    block.subtitle && h("div", { class: "card-more" }, words(block.subtitle)),
    block.body && h("div", {}, words(block.body)),
    block.subtext && h("div", { class: "card-more" }, words(block.subtext)),
    block.actions && h("div", { class: "block-actions" }, block.actions.map((made) => element(made, block, scope))));
}

// carousel draws cards side by side; it scrolls by itself.
export function carousel(block, scope, drawing) {
  return h("div", { class: "carousel", tabindex: 0, role: "group", "aria-label": t("cards") },
    block.elements.map((one) => card(one, scope, drawing)));
}

// container draws blocks under a title, which folds them where the app wants.
export function container(block, scope, { words, blocks }) {
  const title = block.title ? words(block.title) : t("details");
  const inside = [block.subtitle && h("div", { class: "card-more" }, words(block.subtitle)), blocks(block.child_blocks, scope)];
  if (!block.is_collapsible) return h("section", { class: "card" }, block.title && h("div", { class: "card-title" }, title), inside);
  return h("details", { class: "card", open: !block.default_collapsed }, h("summary", { class: "card-title" }, title), inside);
}

// video names a video and leads to it: nothing of another machine is shown here.
export function video(block, scope, { words }) {
  return h("div", { class: "card" },
    h("div", { class: "card-title" }, icon("play"), words(block.title)),
    (block.author_name || block.provider_name) && h("div", { class: "card-more" }, [block.author_name, block.provider_name].filter(Boolean).join(" · ")),
    block.description && h("div", {}, words(block.description)),
    h("div", {}, link(block.title_url ?? block.video_url, block.alt_text)));
}
