// A picture on its own, as large as the window has room for.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./strings.js";

// enlarge shows a picture until it is closed. The browser's dialog keeps the
// focus inside and gives it back.
export function enlarge(source, alt) {
  const dialog = h("dialog", { class: "viewer", "aria-label": alt || t("image"), on: { click: () => dialog.close() } },
    h("img", { src: source, alt }),
    h("div", { class: "viewer-foot" }, h("span", { "aria-hidden": "true" }, alt),
      h("button", { type: "button", class: "plain", "aria-label": t("close"), autofocus: true }, icon("close"))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

// enlargeable is a picture that can be looked at closely.
export function enlargeable(source, alt, style) {
  return h("button", {
    type: "button", class: "enlarge", "aria-label": t("enlarge", { alt: alt || t("image") }), on: { click: () => enlarge(source, alt) },
  }, h("img", { class: style, src: source, alt: "", loading: "lazy" }));
}
