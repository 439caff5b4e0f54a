// The workspace's clock, and moving it: how one sees tomorrow's recap today.

import { post } from "./api.js";
import { on, say } from "./bus.js";
import { clockTime, dayKey, localMinute, longMoment, shortDay } from "./dates.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { pointAt } from "./point.js";
import { t } from "./strings.js";
import { complain, toast } from "./toast.js";
import { now, workspace } from "./workspace.js";

const root = h("div", { class: "clock", role: "group" });
const face = h("span", { class: "clock-face" });
const button = h("button", {
  type: "button", class: "clock-now", id: "clock-now", "aria-expanded": "false", "aria-controls": "clock-panel", on: { click: () => toggle() },
}, icon("clock"), face, icon("down"));
const jumps = h("div", { class: "clock-jumps" });
const runner = h("button", { type: "button", class: "chip chip-run", id: "clock-run", "aria-pressed": "false", on: { click: runOrHalt } });
const field = h("input", { type: "datetime-local", class: "field", id: "clock-to" });
const free = h("form", { class: "clock-free", on: { submit: jumpFree } });
const panel = h("div", { class: "clock-panel", id: "clock-panel" }, jumps, runner, free);
const busyWords = h("span", { role: "status" });
const halter = h("button", { type: "button", class: "clock-halt", id: "clock-halt", on: { click: halt } });
const busy = h("div", { class: "clock-busy", hidden: true }, busyWords, halter);

let moving = false; // for this page; others may move the clock too

// clock returns the control for the bar on top.
export function clock() {
  fill(root, button, panel, busy);
  on("clock", draw);
  on("state", draw);
  setInterval(tick, 1000);
  for (const name of ["pointerdown", "focusin"]) {
    document.addEventListener(name, (event) => root.contains(event.target) || toggle(false));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || root.dataset.open !== "true") return;
    toggle(false);
    button.focus();
  });
  return root;
}

// showClock opens the panel and points at the button that leads to the morning.
export function showClock() {
  toggle(true);
  pointAt(jumps.querySelector('[data-jump="tomorrow"]'));
}

function toggle(open = root.dataset.open !== "true") {
  root.dataset.open = String(open);
  button.setAttribute("aria-expanded", String(open));
  if (open) field.value = localMinute(now());
}

// Where one can jump: a name, what is asked of the server, and whether it still
// lies ahead.
const places = [
  ["tonight", () => `${dayKey(now())} 18:30`, () => clockTime(now()) < "18:30"],
  ["tomorrow", () => "tomorrow 09:00"],
  ["monday", () => "monday 09:00"],
  ["nextMonth", () => "next month 09:00"],
];

function draw() {
  root.setAttribute("aria-label", t("clock"));
  button.title = t("clockHelp");
  // Redrawing the buttons would throw away the focus on one of them.
  if (jumps.dataset.language !== t("tomorrow")) drawPanel();
  tick();
}

function drawPanel() {
  jumps.dataset.language = t("tomorrow");
  fill(jumps, places.map(([name, to]) => h("button", {
    type: "button", class: "chip", data: { jump: name }, on: { click: () => jump(to()) },
  }, t(name))));
  fill(free, h("label", { for: field.id }, t("goTo")), field, h("button", { type: "submit", class: "button button-primary" }, t("go")),
    h("p", { class: "clock-help" }, t("clockHelp")));
  fill(halter, icon("stop"), t("halt"));
  delete runner.dataset.running; // drawn with the next tick
}

// tick shows the time, and what may be done now.
function tick() {
  const at = now();
  const { running } = workspace.clock;
  face.replaceChildren(h("span", { class: "clock-day" }, shortDay(at)), h("strong", {}, clockTime(at)));
  const still = moving || running || Boolean(workspace.clock.moving);
  root.setAttribute("aria-busy", String(still));
  busy.hidden = !still;
  halter.hidden = !running;
  const words = running ? t("running") : still ? t("moving") : "";
  if (busyWords.textContent !== words) busyWords.textContent = words; // said once, not at each tick
  drawRunner(String(Boolean(running)));
  for (const chip of jumps.querySelectorAll("[data-jump]")) {
    const ahead = places.find(([name]) => name === chip.dataset.jump)[2];
    chip.disabled = still || (ahead ? !ahead() : false);
  }
}

function drawRunner(running) {
  if (runner.dataset.running === running) return;
  runner.dataset.running = running;
  runner.setAttribute("aria-pressed", running);
  runner.title = t("runHelp");
  fill(runner, icon(running === "true" ? "stop" : "play"), t("run"));
}

function jumpFree(event) {
  event.preventDefault();
  if (!field.value) return;
  if (field.value <= localMinute(now())) {
    toast(t("past", { when: longMoment(now()) }), { bad: true });
    return;
  }
  jump(field.value.replace("T", " "));
}

// jump moves the clock and waits until everybody who lives by it has done what
// there was to do in between.
function jump(to) {
  return move(() => post("clock", { to }));
}

function runOrHalt() {
  toggle(false); // what arrives is to be seen
  if (workspace.clock.running) halt();
  // The clock runs for as long as the request is open: closing the page stops it.
  else move(() => post("clock/run", {}));
}

function halt() {
  post("clock/halt", {}).catch(complain);
}

async function move(ask) {
  if (moving) return;
  moving = true;
  tick();
  try {
    const reached = await ask();
    Object.assign(workspace.clock, { moving: false, running: false });
    toggle(false);
    arrived(reached);
  } catch (refused) {
    complain(refused);
  } finally {
    moving = false;
    tick();
    // The button pressed was switched off meanwhile, and lost the focus.
    if (document.activeElement === document.body) button.focus();
  }
}

function arrived(reached) {
  const waiting = reached.waiting ?? [];
  if (reached.reached === false && waiting.length > 0) toast(t("slow", { names: waiting.join(", ") }), { bad: true });
  else toast(t("moved", { when: longMoment(new Date(reached.now)) }));
  say("moved");
}
