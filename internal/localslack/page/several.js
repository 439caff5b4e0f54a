// Fields where one chooses from a list that is shown whole: radio buttons,
// checkboxes, and menus of several.

import { post } from "./api.js";
import { fill, h, newId } from "./dom.js";
import { withShortcodes } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { folded } from "./completion.js";
import { t } from "./strings.js";
import { workspace } from "./workspace.js";

// More than these, and one can search among them.
const FEW = 8;

// choices is a list of radio buttons or checkboxes. offered lists the options of
// an element.
export function choices(type, offered) {
  return (element, start) => {
    const list = new Choices(type, element.max_selected_items);
    list.show(offered(element));
    list.set(start);
    return list.field();
  };
}

class Choices {
  constructor(type, most = Infinity) {
    this.type = type;
    this.most = most;
    this.name = newId("choice");
    this.inputs = []; // [input, option]
    this.node = h("div", { class: "choices", on: { change: () => this.bound() } });
  }

  field() {
    return { node: this.node, read: () => this.read(), set: (options) => this.set(options), group: true };
  }

  // show draws options; what is chosen stays chosen where it is still offered.
  show(options) {
    const chosen = this.read();
    this.inputs = options.map((option) => [h("input", { type: this.type, name: this.name, value: option.value }), option]);
    this.rows = this.inputs.map(([input, option]) => {
      const label = option.text.type === "mrkdwn" ? mrkdwn(option.text.text) : withShortcodes(option.text.text);
      const more = option.description && h("span", { class: "choice-more" }, withShortcodes(option.description.text));
      return h("label", { class: "choice" }, input, h("span", {}, label, more));
    });
    fill(this.node, this.rows);
    this.set(chosen);
  }

  read() {
    return this.inputs.filter(([input]) => input.checked).map(([, option]) => option);
  }

  set(options) {
    const values = new Set([options ?? []].flat().map((option) => option?.value ?? option));
    for (const [input, option] of this.inputs) input.checked = values.has(option.value);
    this.bound();
  }

  // bound lets nobody choose more than the element takes.
  bound() {
    const full = this.type === "checkbox" && this.read().length >= this.most;
    for (const [input] of this.inputs) input.disabled = full && !input.checked;
  }

  // sift shows those whose words contain what is sought.
  sift(sought) {
    for (const row of this.rows) row.hidden = !folded(row.textContent).includes(folded(sought));
  }
}

// several is a menu of several: a list that scrolls, and that one can search when
// it is long. read turns options into what Slack calls their value.
export function several(offered, read = (option) => option) {
  return (element, start) => {
    const list = new Choices("checkbox", element.max_selected_items);
    const options = offered(element);
    list.show(options);
    list.set(start);
    list.node.classList.add("choices-many");
    const search = options.length > FEW && seeking(element, (sought) => list.sift(sought));
    return framed(search, list, () => list.read().map(read));
  };
}

// severalExternal is such a menu whose options the app gives while one types.
export function severalExternal(element, start, { block, origin }) {
  const list = new Choices("checkbox", element.max_selected_items);
  list.show(start ?? []);
  list.set(start);
  list.node.classList.add("choices-many");
  const search = seeking(element, async (sought) => {
    if (sought.length < (element.min_query_length ?? 3)) return;
    const found = await suggested(element, block, origin, sought);
    const chosen = list.read();
    list.show([...chosen, ...found.filter((option) => chosen.every((other) => other.value !== option.value))]);
  });
  return framed(search, list, () => list.read());
}

// suggested asks the app for the options of an external menu.
export async function suggested(element, block, origin, value) {
  const question = { user: workspace.me, ...origin, action_id: element.action_id, block_id: block.block_id, value };
  const answer = await post("suggest", question).catch(() => ({}));
  return answer.options ?? (answer.option_groups ?? []).flatMap((group) => group.options);
}

function seeking(element, sift) {
  const name = element.placeholder?.text ?? t("search");
  return h("input", {
    type: "search", class: "field choices-search", placeholder: name, "aria-label": name, autocomplete: "off",
    on: {
      input: (event) => sift(event.target.value.trim()),
      change: (event) => event.stopPropagation(), // it is no value of the form
      keydown: (event) => event.key === "Enter" && event.preventDefault(), // which would send the form
    },
  });
}

function framed(search, list, read) {
  const field = list.field();
  return { ...field, node: search ? h("div", { class: "choices-frame" }, search, list.node) : list.node, read };
}
