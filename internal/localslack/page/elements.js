// The elements inside blocks: buttons and menus that act, and fields that act
// when their value changes.

import { h } from "./dom.js";
import { withShortcodes } from "./emoji.js";
import { makeField } from "./fields.js";
import { memberOf } from "./form.js";
import { icon } from "./icons.js";
import { chosen } from "./menu.js";
import { picture } from "./pictures.js";
import { press } from "./press.js";
import { t } from "./strings.js";

// element returns the node of an element in an actions or section block. What
// somebody changes there is sent at once.
export function element(made, block, scope) {
  switch (made.type) {
    case "button":
    case "workflow_button":
      return button(made, block, scope);
    case "icon_button":
      return signed(made, block, scope, "trash", made.accessibility_label ?? made.text.text, made.value);
    case "feedback_buttons":
      return [["positive_button", "thumbUp"], ["negative_button", "thumbDown"]].map(([name, sign]) =>
        signed(made, block, scope, sign, made[name].accessibility_label ?? made[name].text.text, made[name].value));
    case "overflow":
      return overflow(made, block, scope);
    case "image":
      return picture(made, "element-image");
  }
  return changing(made, block, scope);
}

function button(made, block, scope) {
  const control = h("button", {
    type: "button",
    class: `button ${made.style ? `button-${made.style}` : ""}`,
    "aria-label": made.accessibility_label,
    data: { action: made.action_id ?? "" },
  }, withShortcodes(made.text.text));
  control.addEventListener("click", () => {
    if (/^https?:/.test(made.url ?? "")) window.open(made.url, "_blank", "noopener");
    press(scope, block, made, control, { value: made.value, text: made.text });
  });
  return control;
}

// signed is a button that shows a sign and is named by its words.
function signed(made, block, scope, sign, name, value) {
  const control = h("button", {
    type: "button", class: "button button-icon", title: name, "aria-label": name, data: { action: made.action_id ?? "" },
  }, icon(sign));
  control.addEventListener("click", () => press(scope, block, made, control, { value }));
  return control;
}

function overflow(made, block, scope) {
  const control = h("button", {
    type: "button", class: "button button-icon", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": t("more"),
    data: { action: made.action_id ?? "" },
  }, icon("more"));
  control.addEventListener("click", async () => {
    const items = made.options.map((option) => ({ label: withShortcodes(option.text.text), detail: option.description?.text, option }));
    const item = await chosen(control, items, t("more"));
    if (!item) return;
    if (/^https?:/.test(item.option.url ?? "")) window.open(item.option.url, "_blank", "noopener");
    press(scope, block, made, control, { selected_option: item.option });
  });
  return control;
}

// changing is a field that tells the app each time its value is another one. If
// the person does not confirm, the field goes back.
function changing(made, block, scope) {
  const field = fieldOf(made, block, scope);
  if (!field) return null;
  const control = field.node;
  let before = field.read();
  control.addEventListener("change", async () => {
    const value = field.read();
    if (await press(scope, block, made, control, { [memberOf(made.type)]: value })) before = value;
    else field.set(before);
  });
  const name = made.placeholder?.text ?? block.text?.text ?? t("choose");
  control.setAttribute("aria-label", name);
  if (field.group) control.setAttribute("role", "group");
  control.classList.add("field-inline");
  return field.beside ? h("span", {}, control, field.beside) : control;
}

// fieldOf makes the field of an element and ties it to the form.
export function fieldOf(made, block, scope) {
  if (!memberOf(made.type)) return null;
  const field = makeField(made, scope.form.start(block, made), { block, origin: scope.origin });
  if (!field) return null;
  scope.form.register(block, made, field.read);
  field.node.dataset.action = made.action_id ?? "";
  return field;
}
