// Short lines that come and go, and the same for those who listen to the page.

import { Refused } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./strings.js";

const STAY = 5000;
const STAY_BAD = 12000;

const place = document.getElementById("toasts");

// A modal dialog covers the page and switches it off, so its own toasts stand
// inside it, and move out when it closes.
document.addEventListener("close", () => document.body.append(place), true);

// toast shows a line for a while. A bad one stays longer and is read out at once.
export function toast(text, { bad = false } = {}) {
  const close = h("button", { type: "button", class: "plain", "aria-label": t("close"), on: { click: () => line.remove() } }, icon("close"));
  const line = h("div", { class: bad ? "toast toast-bad" : "toast", role: bad ? "alert" : "status" },
    icon(bad ? "warning" : "check"), h("span", {}, text), close);
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  if (dialog) dialog.append(place);
  place.append(line);
  setTimeout(() => line.remove(), bad ? STAY_BAD : STAY);
}

// complain shows why something was refused. What is no refusal is a fault of the
// page, for the browser's console too.
export function complain(refused) {
  if (!(refused instanceof Refused)) console.error(refused);
  const text = refused.code === "offline" ? t("offline") : refused.message || t("failed", { code: refused.code ?? "?" });
  toast(text === refused.code ? t("failed", { code: text }) : text, { bad: true });
}

// announce says something to screen readers only.
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
