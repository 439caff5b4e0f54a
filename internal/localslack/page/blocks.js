// Block Kit, drawn: one function for each type of block.

import { card, carousel, container, video } from "./cards.js";
import { chart } from "./chart.js";
import { h, newId } from "./dom.js";
import { element, fieldOf } from "./elements.js";
import { withShortcodes } from "./emoji.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { mrkdwn } from "./mrkdwn.js";
import { picture, pictureBlock } from "./pictures.js";
import { press } from "./press.js";
import { richText } from "./richtext.js";
import { t } from "./strings.js";
import { table } from "./table.js";

// newScope is what the blocks of one message or view share: where they stand
// (what /local/press wants to know), what people have put into them, and how to
// show an error beside an input.
export function newScope(origin, kept) {
  return { origin, form: new Form(kept), inputs: new Map() };
}

// blocks returns the nodes of a list of blocks.
export function blocks(list, scope) {
  return (list ?? []).map((block) => draw(block, scope));
}

function draw(block, scope) {
  const drawer = Object.hasOwn(drawers, block.type) && drawers[block.type];
  if (!drawer) return h("p", { class: "undrawn" }, t("undrawn", { type: block.type }));
  return h("div", { class: `block block-${block.type.replaceAll("_", "-")}` }, drawer(block, scope));
}

// words shows a text object.
export function words(text) {
  if (!text) return null;
  return text.type === "mrkdwn" ? mrkdwn(text.text, text) : lines(text.text);
}

function lines(text) {
  return text.split("\n").flatMap((line, i) => (i > 0 ? [h("br"), ...withShortcodes(line)] : withShortcodes(line)));
}

// What the blocks that frame others draw with.
const drawing = { words, element, blocks };

const drawers = {
  header: (block) => h(`h${Math.min((block.level ?? 1) + 2, 6)}`, { class: "block-title" }, words(block.text)),
  section: (block, scope) => [
    h("div", { class: "section-words" },
      block.text && h("div", {}, words(block.text)),
      block.fields && h("div", { class: "section-fields" }, block.fields.map((field) => h("div", {}, words(field))))),
    block.accessory && h("div", { class: "section-accessory" }, element(block.accessory, block, scope)),
  ],
  context: (block) => block.elements.map((part) => (part.type === "image" ? picture(part, "context-image") : h("span", {}, words(part)))),
  divider: () => h("hr"),
  actions: (block, scope) => block.elements.map((part) => element(part, block, scope)),
  image: (block) => h("figure", {},
    block.title && h("figcaption", {}, words(block.title)),
    pictureBlock(block)),
  rich_text: (block) => richText(block),
  markdown: (block) => markdown(block.text),
  table: (block, scope) => table(block, scope, element),
  data_table: (block, scope) => table(block, scope, element),
  context_actions: (block, scope) => block.elements.map((part) => element(part, block, scope)),
  card: (block, scope) => card(block, scope, drawing),
  carousel: (block, scope) => carousel(block, scope, drawing),
  container: (block, scope) => container(block, scope, drawing),
  video: (block, scope) => video(block, scope, drawing),
  data_visualization: chart,
  alert: (block) => h("div", { class: `alert alert-${block.level ?? "default"}`, role: "note" }, icon("warning"), h("span", {}, words(block.text))),
  input,
};

// input is a labelled field with its hint and room for an error.
function input(block, scope) {
  const made = block.element;
  const field = fieldOf(made, block, scope);
  if (!field) return h("p", { class: "undrawn" }, t("undrawn", { type: made?.type }));
  const ids = { label: newId("label"), hint: newId("hint"), error: newId("error") };
  const error = h("p", { class: "input-error", id: ids.error, hidden: true });
  const label = [words(block.label), block.optional && h("span", { class: "input-optional" }, t("optional"))];
  const hint = block.hint && h("p", { class: "input-hint", id: ids.hint }, words(block.hint));
  const control = field.node;
  control.setAttribute("aria-describedby", block.hint ? `${ids.hint} ${ids.error}` : ids.error);
  if (!block.optional) control.setAttribute("aria-required", "true");
  if (block.dispatch_action) dispatch(block, scope, control);
  scope.inputs.set(block.block_id, { control, focusOnLoad: made.focus_on_load, show: (text) => showError(control, error, text) });
  if (!field.group) return [h("label", { class: "input-label", for: control.id, id: ids.label }, label), control, field.beside ?? null, hint, error];
  control.setAttribute("role", made.type === "radio_buttons" ? "radiogroup" : "group");
  control.setAttribute("aria-labelledby", ids.label);
  return [h("span", { class: "input-label", id: ids.label }, label), control, hint, error];
}

const typedIn = ["plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"];
const PAUSE = 400; // of somebody typing, before the app is told

// dispatch tells the app of a value at once: of a text when Enter is pressed or
// characters are entered, as the element wants, of anything else when it changes.
function dispatch(block, scope, control) {
  const made = block.element;
  const tell = () => press(scope, block, made, control, scope.form.value(block, made));
  if (!typedIn.includes(made.type)) {
    control.addEventListener("change", tell);
    return;
  }
  const on = made.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || !on.includes("on_enter_pressed")) return;
    event.preventDefault();
    tell();
  });
  let pause;
  control.addEventListener("input", () => {
    clearTimeout(pause);
    if (on.includes("on_character_entered")) pause = setTimeout(tell, PAUSE);
  });
}

function showError(control, error, text) {
  error.hidden = !text;
  error.textContent = text ?? "";
  if (text) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}
