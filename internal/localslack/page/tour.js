// A short list of things to try, for somebody who sees the bot for the first
// time. What has been done is ticked, however it was done. The list can be
// closed, and stays closed.

import { on } from "./bus.js";
import { showClock } from "./clock.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { compose, latestButton } from "./pane.js";
import { drawer } from "./sidebar.js";
import { t } from "./strings.js";
import { appConversation, open, workspace } from "./workspace.js";

const panel = document.getElementById("tour");
const CLOSED = "tour-closed";

const done = new Set();

const steps = [
  { name: "tryRecord", how: () => t("commandRecord"), code: true, go: () => inMarketing(t("commandRecord")) },
  { name: "tryUndo", how: () => t("tryUndoHow"), go: undo },
  { name: "tryAsk", how: () => t("commandAsk"), code: true, go: ask },
  { name: "tryClock", how: () => t("tryClockHow"), go: showClock },
  { name: "tryStatus", how: () => t("commandStatus"), code: true, go: () => inMarketing(t("commandStatus")) },
];

// startTour shows the list, unless it was closed before.
export function startTour() {
  panel.hidden = remembered();
  on("state", draw);
  on("moved", () => finish("tryClock"));
  on("sent", sent);
  on("pressed", (action) => action.includes("undo") && finish("tryUndo"));
}

// tourButton returns the button that brings the list back.
export function tourButton() {
  return h("button", { type: "button", class: "plain", id: "tour-button", title: t("tryShow"), "aria-label": t("tryShow"), on: { click: () => close(!panel.hidden) } }, icon("spark"));
}

function draw() {
  panel.setAttribute("aria-label", t("try"));
  fill(panel,
    h("div", { class: "tour-head" }, h("h2", {}, icon("spark"), t("try")),
      h("button", { type: "button", class: "plain", "aria-label": t("tryHide"), title: t("tryHide"), on: { click: () => close(true) } }, icon("close"))),
    h("ol", {}, steps.map((step) => h("li", {}, entry(step)))));
}

function entry(step) {
  const over = done.has(step.name);
  return h("button", { type: "button", class: over ? "try try-done" : "try", data: { try: step.name }, on: { click: () => go(step) } },
    h("span", { class: "try-sign", "aria-hidden": "true" }, over ? icon("check") : ""),
    h("span", {}, h("span", { class: "try-name" }, t(step.name)), h(step.code ? "code" : "span", { class: "try-how" }, step.how())));
}

function go(step) {
  drawer(false);
  step.go();
}

function sent({ text, kind }) {
  if (/^\/leads\s+\S*\d/.test(text)) finish("tryRecord");
  else if (/^\/leads\s+(undo|annuler)/.test(text)) finish("tryUndo");
  else if (/^\/sla/.test(text)) finish("tryStatus");
  else if (kind === "app") finish("tryAsk");
}

function finish(name) {
  if (done.has(name)) return;
  done.add(name);
  draw();
}

async function inMarketing(text) {
  const all = [...workspace.conversations.values()].filter((c) => c.kind === "channel" && !c.archived);
  const place = all.find((c) => c.name === "marketing") ?? all[0];
  if (place && workspace.current !== place.id) await open(place.id);
  compose(text);
}

// undo points at the button of the last confirmation, or proposes the command
// where there is none.
async function undo() {
  const button = latestButton("undo");
  if (!button) return inMarketing(t("commandUndo"));
  button.scrollIntoView({ block: "center" });
  button.focus();
  button.classList.add("pointed");
  setTimeout(() => button.classList.remove("pointed"), 2500);
}

async function ask() {
  const place = appConversation();
  if (!place) return;
  if (workspace.current !== place.id) await open(place.id);
  compose(t("commandAsk"));
}

function close(hidden) {
  panel.hidden = hidden;
  try {
    localStorage.setItem(CLOSED, hidden ? "yes" : "");
  } catch {
    // Without storage the list comes back at the next visit.
  }
}

function remembered() {
  try {
    return localStorage.getItem(CLOSED) === "yes";
  } catch {
    return false;
  }
}
