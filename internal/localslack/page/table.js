// table and data_table blocks.

import { h } from "./dom.js";
import { signs } from "./emoji.js";
import { richText } from "./richtext.js";
import { t } from "./strings.js";

// table draws rows of cells; the first row is the header. It scrolls by itself
// where it is wider than the page, and can be scrolled from the keyboard.
export function table(block, scope, element) {
  const settings = block.column_settings ?? [];
  const [head = [], ...body] = block.rows ?? [];
  const cell = (tag, properties) => (value, column) => h(tag, { ...properties, class: look(settings[column]) }, content(value, block, scope, element));
  const row = (cells) => {
    const header = block.row_header_column_index ?? 0;
    return h("tr", {}, cells.map((value, column) =>
      (column === header ? cell("th", { scope: "row" }) : cell("td", {}))(value, column)));
  };
  const name = block.caption ?? t("table");
  return h("div", { class: "table-frame", tabindex: 0, role: "region", "aria-label": name },
    h("table", { "aria-label": block.caption ? null : name },
      block.caption && h("caption", {}, block.caption),
      h("thead", {}, h("tr", {}, head.map(cell("th", { scope: "col" })))),
      h("tbody", {}, body.map(row))));
}

function look(setting) {
  const align = ["center", "right"].includes(setting?.align) ? `align-${setting.align}` : "";
  return `${align} ${setting?.is_wrapped ? "wraps" : ""}`.trim() || null;
}

function content(value, block, scope, element) {
  switch (value?.type) {
    case "rich_text":
      return richText(value);
    case "action_cell":
      return element(value.element, block, scope);
  }
  return signs(String(value?.text ?? value?.value ?? ""));
}
