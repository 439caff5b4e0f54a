// Files on their way: chosen, dropped or pasted, and not yet sent.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { t, weight } from "./strings.js";
import { toast } from "./toast.js";

// Heavier files are refused before the server would.
const MOST = 30e6;

export class Attachments {
  // changed is called whenever there are other files than before.
  constructor({ changed }) {
    this.changed = changed;
    this.files = [];
    this.input = h("input", { type: "file", multiple: true, hidden: true, on: { change: () => this.chosen() } });
    this.button = h("button", { type: "button", class: "composer-attach", on: { click: () => this.input.click() } }, icon("clip"));
    this.tray = h("ul", { class: "attachments", hidden: true });
  }

  // name says in the page's language what the button does.
  name() {
    this.button.title = t("attach");
    this.button.setAttribute("aria-label", t("attach"));
    this.draw();
  }

  chosen() {
    this.add(this.input.files);
    this.input.value = ""; // the same file may be chosen again
  }

  // add takes files along, those that are not too heavy or empty.
  add(files) {
    for (const file of files) {
      if (file.size > MOST) toast(t("tooHeavy", { name: file.name, most: weight(MOST) }), { bad: true });
      else if (file.size === 0) toast(t("emptyFile", { name: file.name }), { bad: true });
      else this.files.push(file);
    }
    this.draw();
    this.changed();
  }

  // put replaces all of them.
  put(files) {
    this.files = [...files];
    this.draw();
    this.changed();
  }

  draw() {
    this.tray.hidden = this.files.length === 0;
    fill(this.tray, this.files.map((file) => h("li", { class: "attached" },
      icon("file"), h("span", {}, h("strong", {}, file.name), " ", h("span", { class: "file-size" }, weight(file.size))),
      h("button", { type: "button", class: "plain", "aria-label": t("detach", { name: file.name }), on: { click: () => this.drop(file) } }, icon("close")))));
  }

  drop(file) {
    this.put(this.files.filter((other) => other !== file));
    this.button.focus();
  }
}

// acceptDrops lets people drop files on a part of the page. Where they may, words
// says so while a file hovers; elsewhere it answers "".
export function acceptDrops(zone, { words, take }) {
  const over = (event) => {
    if (!event.dataTransfer?.types.includes("Files") || !words()) return;
    event.preventDefault();
    zone.dataset.drop = words();
  };
  zone.addEventListener("dragenter", over);
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", (event) => zone.contains(event.relatedTarget) || delete zone.dataset.drop);
  zone.addEventListener("drop", (event) => {
    if (!zone.dataset.drop) return;
    delete zone.dataset.drop;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
}

// A file dropped beside must not make the browser leave the page for it.
for (const name of ["dragover", "drop"]) {
  addEventListener(name, (event) => {
    if (!event.defaultPrevented && event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}

// contentOf reads a file as the server takes it: base64.
export function contentOf(file) {
  return new Promise((read, refused) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => read(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => refused(reader.error));
    reader.readAsDataURL(file);
  });
}
