// What Slack sends the app, what the app asks of Slack, and what came back: for
// the curious, and to find out why something did not work. The list is read anew
// each second while it is open, and not at all otherwise.

import { get, post } from "./api.js";
import { on } from "./bus.js";
import { clockSecond } from "./dates.js";
import { fill, h, place } from "./dom.js";
import { icon } from "./icons.js";
import { jsonNodes, jsonText } from "./json.js";
import { duration, t } from "./strings.js";
import { complain, toast } from "./toast.js";
import { workspace } from "./workspace.js";

const EVERY = 1000;
const KEPT = 200; // as many as the server remembers

const panel = document.getElementById("inspector");
const title = h("h2", { id: "inspector-title" });
const close = h("button", { type: "button", class: "plain", on: { click: () => showInspector(false) } }, icon("close"));
const search = h("input", { type: "search", class: "field", id: "inspector-search", autocomplete: "off", on: { input: sift } });
const which = h("select", { class: "field field-menu", id: "inspector-which", on: { change: sift } });
const clear = h("button", { type: "button", class: "button", on: { click: empty } });
const list = h("ol", { class: "exchanges" });
const nothing = h("p", { class: "empty" });

const rows = new Map(); // id to { exchange, node, words }, the newest first
let last = 0; // id of the newest exchange there was
let timer;

// startInspector makes the panel ready; it is closed at first.
export function startInspector() {
  panel.setAttribute("aria-labelledby", title.id);
  fill(panel, h("div", { class: "pane-head" }, title, close),
    h("div", { class: "inspector-tools" }, search, which, clear),
    h("div", { class: "inspector-list", tabindex: 0, role: "region", "aria-labelledby": title.id }, nothing, list));
  on("state", redraw);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && showInspector(false));
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyI") return;
    event.preventDefault();
    showInspector(panel.hidden);
  });
  document.addEventListener("visibilitychange", watch);
}

// inspectorButton returns the button that opens the panel and closes it.
export function inspectorButton() {
  return h("button", {
    type: "button", class: "plain", id: "inspector-button", title: `${t("inspector")} (Alt + I)`, "aria-label": t("inspector"),
    "aria-controls": "inspector", "aria-expanded": String(!panel.hidden), "aria-keyshortcuts": "Alt+I",
    on: { click: () => showInspector(panel.hidden) },
  }, icon("pulse"));
}

function showInspector(open) {
  const button = document.getElementById("inspector-button");
  const inside = panel.contains(document.activeElement);
  panel.hidden = !open;
  document.body.classList.toggle("with-inspector", open);
  button?.setAttribute("aria-expanded", String(open));
  if (open) panel.querySelector(".inspector-list").focus();
  else if (inside) button?.focus();
  watch();
}

// A redraw follows a change of language or of person, or a server that has
// started anew and counts from one.
function redraw() {
  title.textContent = t("inspector");
  close.setAttribute("aria-label", t("close"));
  search.placeholder = t("filter");
  search.setAttribute("aria-label", t("filter"));
  which.setAttribute("aria-label", t("inspectorWhich"));
  const chosen = which.value;
  fill(which, ["all", "sent", "called", "troubled"].map((name) => h("option", { value: name }, t(`exchanges_${name}`))));
  which.value = chosen || "all";
  clear.textContent = t("clear");
  nothing.textContent = t("inspectorEmpty");
  rows.clear();
  last = 0;
  draw();
  watch();
}

function empty() {
  rows.clear();
  draw();
}

function watch() {
  clearTimeout(timer);
  if (!panel.hidden && document.visibilityState === "visible") look();
}

async function look() {
  clearTimeout(timer);
  const { traffic } = await get("traffic", { after: last, limit: KEPT }).catch(() => ({ traffic: [] }));
  if (traffic.length > 0) take(traffic);
  clearTimeout(timer);
  if (!panel.hidden) timer = setTimeout(look, EVERY);
}

function take(traffic) {
  const before = [...rows.values()];
  rows.clear();
  for (const exchange of traffic) rows.set(exchange.id, { exchange, node: row(exchange), words: wordsOf(exchange) });
  for (const known of before) if (rows.size < KEPT) rows.set(known.exchange.id, known);
  last = Math.max(last, traffic[0].id);
  draw();
}

function draw() {
  place(list, [...rows.values()].map((known) => known.node));
  sift();
}

// sift hides what is not asked for.
function sift() {
  const sought = search.value.trim().toLowerCase();
  let shown = 0;
  for (const { exchange, node, words } of rows.values()) {
    node.hidden = !(wanted(exchange) && words.includes(sought));
    if (!node.hidden) shown += 1;
  }
  nothing.hidden = shown > 0;
}

function wanted(exchange) {
  if (which.value === "all" || which.value === "") return true;
  return which.value === "troubled" ? troubled(exchange) : exchange.direction === which.value;
}

function troubled(exchange) {
  return Boolean(exchange.error || exchange.fault || exchange.attempt > 0);
}

function wordsOf(exchange) {
  return JSON.stringify(exchange).toLowerCase();
}

function row(exchange) {
  const sent = exchange.direction === "sent";
  const body = h("div", { class: "exchange-body" });
  const details = h("details", { class: sent ? "exchange exchange-sent" : "exchange", data: { id: exchange.id } },
    h("summary", {},
      h("span", { class: "exchange-way" }, icon(sent ? "toApp" : "toSlack"), h("span", { class: "unseen" }, `${wayOf(exchange)} :`)),
      h("strong", { class: "exchange-name" }, exchange.name),
      badges(exchange),
      h("span", { class: "exchange-latency" }, duration(exchange.latency_ms)),
      h("time", { class: "exchange-at", datetime: exchange.at }, clockSecond(new Date(exchange.at)))),
    body);
  // What is inside costs a thousand nodes: it is there while it is open only.
  details.addEventListener("toggle", () => fill(body, details.open ? inside(exchange) : []));
  return h("li", {}, details);
}

function wayOf({ direction, app }) {
  const name = appName(app);
  return direction === "sent" ? `Slack → ${name}` : `${name} → Slack`;
}

function appName(id) {
  return workspace.apps.find((app) => app.id === id)?.name || id || t("app");
}

function badges(exchange) {
  const badge = (style, text) => h("span", { class: `badge badge-${style}` }, text);
  return h("span", { class: "exchange-badges" },
    exchange.attempt > 0 && badge("again", t("attempt", { n: exchange.attempt })),
    exchange.fault && badge("bad", t("fault", { name: faultName(exchange.fault) })),
    exchange.error && badge("bad", exchange.error));
}

function faultName(fault) {
  return typeof fault === "string" ? fault : fault.kind ?? JSON.stringify(fault);
}

function inside(exchange) {
  const sent = exchange.direction === "sent";
  const names = { name: appName(exchange.app) };
  const facts = [wayOf(exchange), exchange.kind, exchange.transport, exchange.status && `HTTP ${exchange.status}`, exchange.envelope];
  return [
    h("p", { class: "exchange-facts" }, facts.filter(Boolean).join(" · ")),
    payload(sent ? t("slackSent") : t("appAsked", names), exchange.request),
    payload(sent ? t("appAnswered", names) : t("slackAnswered"), exchange.response),
    sent && h("button", { type: "button", class: "button", title: t("redeliverHelp"), on: { click: () => redeliver(exchange) } }, t("redeliver")),
  ];
}

function payload(name, value) {
  const nothingCame = value === null || value === undefined;
  const copied = h("button", { type: "button", class: "button button-small", "aria-label": `${t("copy")} : ${name}`, on: { click: () => copy(value) } }, t("copy"));
  return h("section", { class: "payload" },
    h("h3", {}, name, !nothingCame && copied),
    nothingCame ? h("p", { class: "exchange-facts" }, t("bareAnswer"))
      : h("pre", { tabindex: 0, "aria-label": name }, h("code", {}, jsonNodes(value))));
}

async function copy(value) {
  try {
    await navigator.clipboard.writeText(jsonText(value));
    toast(t("copied"));
  } catch {
    toast(t("notCopied"), { bad: true });
  }
}

// redeliver sends the app the same thing once more, as Slack does when an
// acknowledgement is lost: nothing may happen twice.
async function redeliver(exchange) {
  try {
    const { status } = await post("redeliver", { id: exchange.id });
    toast(t("redelivered", { name: exchange.name, status }), { bad: status !== "ok" });
    look();
  } catch (refused) {
    complain(refused);
  }
}
