// The elements that hold a value: texts, numbers, dates, menus, choices. Each
// maker returns { node, read, set, group?, beside? }: the field, how to read it,
// how to put a value back, whether it is a group of fields rather than one, and
// what must stand beside it. The browser's own controls are used wherever there
// is one: they know the keyboard, screen readers and phones.

import { instantOf, localMinute } from "./dates.js";
import { h, newId } from "./dom.js";
import { fileField } from "./filefield.js";
import { choices, several, severalExternal, suggested } from "./several.js";
import { t } from "./strings.js";
import { nameOf, titleOf, workspace } from "./workspace.js";

const typed = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };

// A number stays a text field: a number field of the browser loses what it
// cannot read, and people type "1 800,50".
function text(element, start) {
  const common = {
    id: newId("field"),
    class: "field",
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    autocomplete: "off",
  };
  const node = element.multiline
    ? h("textarea", { ...common, rows: 4 })
    : h("input", { ...common, type: "text", inputmode: typed[element.type] });
  node.value = start ?? "";
  const number = element.type === "number_input";
  return { node, read: () => (number ? plainNumber(node.value) : node.value) || null, set: (v) => (node.value = v ?? "") };
}

// Slack's formatted text, which this page lets one write without formats.
function rich(element, start) {
  const plain = text({ ...element, multiline: true });
  plain.set((start?.elements ?? []).flatMap((part) => part.elements ?? []).map((part) => part.text ?? "").join(""));
  const read = () => {
    const written = plain.read();
    const section = { type: "rich_text_section", elements: [{ type: "text", text: written }] };
    return written && { type: "rich_text", elements: [section] };
  };
  return { ...plain, read };
}

// plainNumber writes "1 800,50" the way programs do, and leaves alone what is no
// number, so that it can be refused as it was typed.
function plainNumber(value) {
  const plain = value.replace(/\s/g, "").replace(/^([^.,]*),([^.,]*)$/, "$1.$2").replace("\u2212", "-");
  return /^[-+]?\d*\.?\d+$/.test(plain) ? plain : value.trim();
}

function dated(type, toField, fromField) {
  return (element, start) => {
    const node = h("input", { id: newId("field"), class: "field field-date", type });
    const set = (value) => (node.value = value ? toField(value) : "");
    set(start);
    return { node, read: () => (node.value ? fromField(node.value) : null), set };
  };
}

const same = (value) => value;
const date = dated("date", same, same);
const time = dated("time", same, same);
const moment = dated("datetime-local",
  (seconds) => localMinute(new Date(seconds * 1000)),
  (minute) => Math.round(instantOf(minute) / 1000));

// groupsOf lists what a menu offers, as [{ label, options }].
export function groupsOf(element) {
  if (element.option_groups) return element.option_groups.map((g) => ({ label: g.label?.text, options: g.options ?? [] }));
  return [{ options: element.options ?? [] }];
}

function menuOf(element, groups, start) {
  const node = h("select", { id: newId("field"), class: "field field-menu" }, h("option", { value: "" }, element.placeholder?.text ?? t("choose")));
  const options = groups.flatMap((group) => group.options);
  for (const group of groups) {
    const made = group.options.map((option) => h("option", { value: option.value }, option.text.text));
    node.append(...(group.label ? [h("optgroup", { label: group.label }, made)] : made));
  }
  const find = (value) => options.find((option) => option.value === value) ?? null;
  node.value = start?.value ?? "";
  return { node, read: () => find(node.value), set: (option) => (node.value = option?.value ?? "") };
}

const staticMenu = (element, start) => menuOf(element, groupsOf(element), start);

// entities is a menu of users or conversations: options made from the workspace,
// ids for values.
function entities(list) {
  return (element, start) => {
    const options = list(element).map(([value, label]) => ({ value, text: { text: label } }));
    const menu = menuOf(element, [{ options }], { value: start });
    return { node: menu.node, read: () => menu.node.value || null, set: (id) => (menu.node.value = id ?? "") };
  };
}

const people = () => [...workspace.users.values()].filter((u) => !u.bot && !u.deactivated).map((u) => [u.id, nameOf(u.id)]);

// A conversations menu may ask for some kinds only.
const kinds = { channel: "public", private: "private", im: "im", app: "im" };
const everywhere = ({ filter = {} }) => [...workspace.conversations.values()]
  .filter((c) => !c.archived && (!filter.include || filter.include.includes(kinds[c.kind])) && !(filter.exclude_bot_users && c.kind === "app"))
  .map((c) => [c.id, titleOf(c)]);
const channels = () => [...workspace.conversations.values()].filter((c) => c.kind === "channel" && !c.archived).map((c) => [c.id, titleOf(c)]);

const radio = (element, start) => {
  const list = choices("radio", (e) => e.options ?? [])(element, start);
  return { ...list, read: () => list.read()[0] ?? null };
};

const asOptions = (list) => (element) => list(element).map(([value, label]) => ({ value, text: { text: label } }));
const ids = (option) => option.value;

// external asks the app for options while somebody types.
function external(element, start, { block, origin }) {
  let offered = start ? [start] : [];
  const list = h("datalist", { id: newId("offers") });
  const node = h("input", {
    id: newId("field"), class: "field", type: "text", list: list.id, autocomplete: "off",
    placeholder: element.placeholder?.text ?? t("choose"),
  });
  const set = (option) => (node.value = option?.text?.text ?? "");
  set(start);
  node.addEventListener("input", async () => {
    if (node.value.length < (element.min_query_length ?? 3)) return;
    offered = await suggested(element, block, origin, node.value);
    list.replaceChildren(...offered.map((option) => h("option", { value: option.text.text })));
  });
  const read = () => offered.find((option) => option.text.text === node.value) ?? null;
  return { node, beside: list, read, set };
}

const makers = {
  plain_text_input: text, number_input: text, email_text_input: text, url_text_input: text,
  rich_text_input: rich, file_input: fileField,
  datepicker: date, timepicker: time, datetimepicker: moment,
  static_select: staticMenu, external_select: external,
  users_select: entities(people), conversations_select: entities(everywhere), channels_select: entities(channels),
  radio_buttons: radio,
  checkboxes: choices("checkbox", (e) => e.options ?? []),
  multi_static_select: several((e) => groupsOf(e).flatMap((g) => g.options)),
  multi_external_select: severalExternal,
  multi_users_select: several(asOptions(people), ids),
  multi_conversations_select: several(asOptions(everywhere), ids),
  multi_channels_select: several(asOptions(channels), ids),
};

// makeField returns the field of an element, or null when it holds no value.
export function makeField(element, start, context) {
  return makers[element.type]?.(element, start, context) ?? null;
}
