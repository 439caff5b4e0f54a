// Asking before doing: the confirm dialog of a block's element, and the page's
// own questions.

import { h, newId } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { withShortcodes } from "./emoji.js";
import { t } from "./strings.js";

// confirmed shows Slack's confirm object and answers whether the person agreed.
// The browser's dialog keeps the focus inside and gives it back.
export function confirmed(ask) {
  const title = newId("confirm");
  const agree = ask.style === "danger" ? "button button-danger" : "button button-primary";
  const dialog = h("dialog", { class: "dialog dialog-small", "aria-labelledby": title },
    h("form", { method: "dialog" },
      h("h2", { id: title }, shown(ask.title)),
      h("div", { class: "dialog-body" }, shown(ask.text)),
      h("div", { class: "dialog-foot" },
        h("button", { class: "button", value: "no" }, shown(ask.deny) ?? t("cancel")),
        h("button", { class: agree, value: "yes", autofocus: true }, shown(ask.confirm) ?? t("yes")))));
  document.body.append(dialog);
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

function shown(text) {
  if (!text) return null;
  if (typeof text === "string") return text;
  return text.type === "mrkdwn" ? mrkdwn(text.text, text) : withShortcodes(text.text);
}
