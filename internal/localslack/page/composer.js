// Where people write: Enter sends, Shift+Enter breaks the line, "/" proposes
// commands, the up arrow brings back what was sent before, and files go along.

import { Attachments } from "./attachments.js";
import { proposals, usage } from "./completion.js";
import { fill, h, newId } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./strings.js";

const sent = []; // what was sent from this page, the latest last
const REMEMBERED = 50;

export class Composer {
  // send gets the text and the files and answers whether they were taken;
  // commands says whether "/" means a command here.
  constructor({ send, commands, id }) {
    this.send = send;
    this.commands = commands;
    this.offer = null;
    this.active = 0;
    this.recalled = 0;
    const listId = newId("offers");
    this.field = h("textarea", {
      id, class: "composer-field", rows: 1, autocomplete: "off", spellcheck: "true",
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
      on: {
        input: () => this.changed(), keydown: (event) => this.key(event), blur: () => this.close(), click: () => this.propose(),
        paste: (event) => this.paste(event),
      },
    });
    this.attached = new Attachments({ changed: () => this.fit() });
    this.list = h("ul", { class: "offers", id: listId, role: "listbox", hidden: true, on: { pointerdown: (event) => event.preventDefault() } });
    this.hint = h("div", { class: "composer-hint", id: newId("hint"), role: "status" });
    this.button = h("button", { type: "submit", class: "composer-send", disabled: true }, icon("send"));
    this.root = h("form", { class: "composer", on: { submit: (event) => this.submit(event) } },
      this.list, h("div", { class: "composer-box" }, this.attached.tray,
        h("div", { class: "composer-line" }, this.attached.button, this.attached.input, this.field, this.button)), this.hint);
    this.name("");
  }

  // name says in what one writes.
  name(placeholder) {
    this.field.placeholder = placeholder;
    this.field.setAttribute("aria-label", placeholder);
    this.list.setAttribute("aria-label", t("suggestions"));
    this.button.setAttribute("aria-label", t("send"));
    this.button.title = t("send");
    this.attached.name();
    this.fit();
  }

  // draft is what has been written and not sent; restore brings it back.
  draft() {
    return { text: this.field.value, files: this.attached.files };
  }

  restore({ text, files } = { text: "", files: [] }) {
    this.put(text);
    this.attached.put(files);
  }

  // attach takes files along with the text.
  attach(files) {
    this.attached.add(files);
    this.field.focus();
  }

  paste(event) {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    this.attach(event.clipboardData.files);
  }

  // put replaces the text, for an example.
  put(text, { focus = false } = {}) {
    this.field.value = text;
    this.fit();
    this.close();
    if (focus) {
      this.field.focus();
      this.field.setSelectionRange(text.length, text.length);
    }
  }

  // fit makes the field as high as its text, and shows how to go on.
  fit() {
    const text = this.field.value;
    this.button.disabled = text.trim() === "" && this.attached.files.length === 0;
    this.field.style.height = "auto"; // let it shrink before it is measured
    this.field.style.height = `${Math.min(this.field.scrollHeight, 200)}px`;
    const command = this.commands && usage(text);
    fill(this.hint, command
      ? [h("code", {}, `${command.name} ${command.hint ?? ""}`), " ", command.description]
      : t(this.commands ? "keys" : "keysThread"));
    this.hint.classList.toggle("composer-usage", Boolean(command));
  }

  changed() {
    this.fit();
    this.propose();
  }

  propose() {
    this.offer = proposals(this.field.value, this.field.selectionStart, this.commands);
    this.active = 0;
    this.drawOffers();
  }

  close() {
    this.offer = null;
    this.drawOffers();
  }

  drawOffers() {
    const items = this.offer?.items ?? [];
    this.list.hidden = items.length === 0;
    this.field.setAttribute("aria-expanded", String(items.length > 0));
    fill(this.list, items.map((item, i) => h("li", {
      id: `${this.list.id}-${i}`, class: "offer", role: "option", "aria-selected": String(i === this.active),
      on: { click: () => this.take(i) },
    }, h("span", { class: "offer-label" }, item.label), item.detail && h("span", { class: "offer-detail" }, item.detail))));
    if (items.length > 0) this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  take(i) {
    const { from, to, items } = this.offer;
    this.field.setRangeText(items[i].insert, from, to, "end");
    this.fit();
    this.close();
    this.field.focus();
  }

  key(event) {
    if (event.isComposing) return;
    if (this.offer && this.steer(event)) {
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey) {
      this.submit(event);
    } else if (event.key === "ArrowUp" && (this.field.value === "" || this.recalled > 0)) {
      this.recall(event, this.recalled + 1);
    } else if (event.key === "ArrowDown" && this.recalled > 0) {
      this.recall(event, this.recalled - 1);
    } else if (event.key.length === 1) {
      this.recalled = 0;
    }
  }

  // steer moves in the list of proposals, and answers whether the key was for it.
  // Enter sends what is already a whole command instead of proposing it again.
  steer(event) {
    const { items, from, to } = this.offer;
    const whole = this.field.value.slice(from, to) === items[this.active].insert.trim();
    const last = items.length - 1;
    switch (event.key) {
      case "ArrowDown":
        this.active = this.active === last ? 0 : this.active + 1;
        break;
      case "ArrowUp":
        this.active = this.active === 0 ? last : this.active - 1;
        break;
      case "Escape":
        this.close();
        return true;
      case "Enter":
        if (event.shiftKey || whole) return false;
        this.take(this.active);
        return true;
      case "Tab":
        if (event.shiftKey) return false;
        this.take(this.active);
        return true;
      default:
        return false;
    }
    this.drawOffers();
    return true;
  }

  recall(event, back) {
    if (back > sent.length) return;
    event.preventDefault();
    this.put(back === 0 ? "" : sent.at(-back));
    this.recalled = back;
  }

  async submit(event) {
    event.preventDefault();
    const { text, files } = this.draft();
    const line = text.trim();
    if (line === "" && files.length === 0) return;
    this.restore();
    this.recalled = 0;
    if (line !== "") sent.push(line);
    if (sent.length > REMEMBERED) sent.shift();
    // What was refused comes back, unless something else has been typed since.
    if (!(await this.send(line, files)) && this.field.value === "") this.restore({ text: line, files });
  }
}
