// A short list of things to try, for somebody who sees the bot for the first
// time. What has been done is ticked, however it was done, and stays ticked as long
// as the server runs. The list can be closed, and stays closed.

import { on } from "./bus.js";
import { showClock } from "./clock.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { compose, latestButton } from "./pane.js";
import { pointAt } from "./point.js";
import { drawer } from "./sidebar.js";
import { t } from "./strings.js";
import { appConversation, open, workspace } from "./workspace.js";

const panel = document.getElementById("tour");
const CLOSED = "tour-closed";
const DONE = "tour-done";

const done = new Set();
let run = 0; // of the server that the ticks are of
let asked = ""; // the step that the app's next answer completes

const steps = [
  { name: "tryRecord", how: () => t("commandRecord"), code: true, go: () => inMarketing(t("commandRecord")) },
  { name: "tryUndo", how: () => t("tryUndoHow"), go: undo },
  { name: "tryAsk", how: () => t("commandAsk"), code: true, go: ask },
  { name: "tryClock", how: () => t("tryClockHow"), go: showClock },
  { name: "tryLate", how: () => t("commandLate"), code: true, go: () => inMarketing(t("commandLate")) },
];

// startTour shows the list, unless it was closed before.
export function startTour() {
  panel.hidden = remembered(CLOSED) === "yes";
  on("state", () => {
    recall();
    draw();
  });
  on("moved", () => finish("tryClock"));
  on("sent", sent);
  on("pressed", (action) => (asked = action.includes("undo") ? "tryUndo" : asked));
  on("answered", answered);
}

// tourButton returns the button that brings the list back.
export function tourButton() {
  return h("button", { type: "button", class: "plain", id: "tour-button", title: t("tryShow"), "aria-label": t("tryShow"), on: { click: () => close(!panel.hidden) } }, icon("spark"));
}

// known reports whether there is anything to try: another app than Trêve may be
// here alone.
function known() {
  return workspace.commands.some((command) => command.name === "/leads");
}

function draw() {
  if (!known()) panel.hidden = true;
  document.getElementById("tour-button").hidden = !known();
  const next = steps.find((step) => !done.has(step.name));
  panel.setAttribute("aria-label", t("try"));
  fill(panel,
    h("div", { class: "tour-head" }, h("h2", {}, icon("spark"), t("try"), h("span", { class: "tour-count" }, `${done.size}/${steps.length}`)),
      h("button", { type: "button", class: "plain", "aria-label": t("tryHide"), title: t("tryHide"), on: { click: () => close(true) } }, icon("close"))),
    h("ol", {}, steps.map((step) => h("li", {}, entry(step, step === next)))),
    !next && h("p", { class: "tour-over", role: "status" }, t("tryOver")));
}

function entry(step, next) {
  const over = done.has(step.name);
  return h("button", {
    type: "button", class: ["try", over && "try-done", next && "try-next"].filter(Boolean).join(" "), data: { try: step.name }, on: { click: () => go(step) },
  },
  h("span", { class: "try-sign", "aria-hidden": "true" }, over ? icon("check") : ""),
  h("span", {}, h("span", { class: "try-name" }, t(step.name), over && h("span", { class: "unseen" }, ` (${t("tryDone")})`)),
    h(step.code ? "code" : "span", { class: "try-how" }, step.how())));
}

function go(step) {
  drawer(false);
  step.go();
}

// sent notes what the person wants; only the app's answer shows that it was done.
function sent({ text, kind }) {
  if (/^\/leads\s+(undo|annuler)/.test(text)) asked = "tryUndo";
  else if (/^\/leads\s.*\b(hier|yesterday|(lun|mar|mercre|jeu|vendre|same)di|dimanche|\w+day|\d+\/\d+|\d{4}-\d\d-\d\d)\b/i.test(text)) asked = "tryLate";
  else if (/^\/leads\s+\S*\d/.test(text)) asked = "tryRecord";
  else if (kind === "app" && !text.startsWith("/")) asked = "tryAsk";
  else asked = "";
}

// answered ticks what the app has done. Whoever records gets a button to undo it,
// whichever way they recorded; a question gets an answer in the conversation.
function answered(message) {
  if (!message) return;
  const recorded = JSON.stringify(message.blocks ?? []).includes("undo");
  if (recorded) finish(asked === "tryLate" ? "tryLate" : "tryRecord");
  else if (asked === "tryUndo" && message.conversation === workspace.current) finish("tryUndo");
  else if (asked === "tryAsk" && message.conversation === appConversation()?.id) finish("tryAsk");
}

function finish(name) {
  asked = "";
  if (done.has(name)) return;
  done.add(name);
  remember(DONE, [run, ...done].join(" "));
  draw();
}

// recall ticks again what was done since the server has been running.
function recall() {
  if (run === workspace.run) return;
  run = workspace.run;
  done.clear();
  const [of, ...names] = remembered(DONE).split(" ");
  if (of === String(run)) names.forEach((name) => done.add(name));
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
  pointAt(button);
}

async function ask() {
  const place = appConversation();
  if (!place) return;
  if (workspace.current !== place.id) await open(place.id);
  compose(t("commandAsk"));
}

function close(hidden) {
  panel.hidden = hidden;
  remember(CLOSED, hidden ? "yes" : "");
}

function remember(what, value) {
  try {
    localStorage.setItem(what, value);
  } catch {
    // Without storage the list comes back as new at the next visit.
  }
}

function remembered(what) {
  try {
    return localStorage.getItem(what) ?? "";
  } catch {
    return "";
  }
}
