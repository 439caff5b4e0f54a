// The middle of the page: the conversation that is open.

import { post } from "./api.js";
import { acceptDrops } from "./attachments.js";
import { on, say } from "./bus.js";
import { Composer } from "./composer.js";
import { dayKey } from "./dates.js";
import { deliver } from "./deliver.js";
import { fill, h } from "./dom.js";
import { home } from "./home.js";
import { icon } from "./icons.js";
import { summary } from "./message.js";
import { count, t } from "./strings.js";
import { Timeline } from "./timeline.js";
import { announce, complain } from "./toast.js";
import { conversation, nameOf, now, older, openHome, titleOf, workspace } from "./workspace.js";

const WAIT = 4000;

const drafts = new Map(); // conversation to what is not yet sent
const timeline = new Timeline({ empty: nothing, older: () => older().catch(complain) });
const composer = new Composer({ send, commands: true, id: "composer" });
const header = h("div", { class: "pane-head" });
const tabs = h("div", { class: "tabs", role: "tablist", hidden: true, on: { keydown: steerTabs } },
  ["messages", "home"].map((name) => h("button", { type: "button", role: "tab", class: "tab", data: { tab: name }, on: { click: () => choose(name) } })));
const waiting = h("div", { class: "waiting", role: "status", hidden: true });
const bar = h("div", { class: "bar", hidden: true });
const homeTab = h("div", { class: "home", role: "tabpanel", hidden: true, tabindex: 0 });
const talk = h("div", { class: "talk" }, timeline.root, timeline.jump, waiting, bar, composer.root);

let tab = "messages";
let shown = ""; // the conversation the composer's text belongs to
let loaded = false; // whether the messages of the open conversation have come
let begun = false; // whether they have been shown once
let waitTimer;

// startPane fills the middle of the page and keeps it current.
export function startPane() {
  fill(document.getElementById("pane"), header, tabs, talk, homeTab);
  acceptDrops(talk, {
    words: () => (composer.root.hidden ? "" : t("dropHere", { name: titleOf(conversation()) })),
    take: (files) => composer.attach(files),
  });
  on("state", () => {
    timeline.clear();
    draw();
    showMessages();
  });
  on("opened", opened);
  on("messages", (what) => {
    loaded ||= !what; // what comes alone is news; all there is comes without
    showMessages(what?.latest);
  });
  on("conversations", draw);
  on("homes", drawHome);
  on("answered", () => wait(""));
  on("clock", newDay);
  setInterval(newDay, 30_000);
}

// compose puts a text into the composer, ready to send.
export function compose(text) {
  if (tab !== "messages") choose("messages");
  composer.put(text, { focus: true });
}

// latestButton finds the last button drawn whose action has that word in its id.
export function latestButton(word) {
  return [...timeline.list.querySelectorAll("button[data-action]")].filter((button) => button.dataset.action.includes(word)).at(-1);
}

function opened() {
  loaded = false;
  begun = false;
  drafts.set(shown, composer.draft());
  shown = workspace.current;
  tab = "messages";
  wait("");
  timeline.clear();
  draw();
  timeline.show([]);
  composer.restore(drafts.get(shown));
  const c = conversation();
  if (c.kind === "app") openHome(c.app, tab).catch(complain); // the app is told, as in Slack
}

let frame = 0;

// Messages come in bursts; they are drawn once for each frame of the screen.
function showMessages(latest) {
  if (!loaded) return;
  if (latest && latest.user !== workspace.me) announce(summary(latest));
  // One's own words, and what answers them to nobody else, are where one looks.
  if (latest?.user === workspace.me || latest?.ephemeral) timeline.stuck = true;
  if (frame && document.visibilityState === "visible") return;
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => {
    frame = 0;
    const first = !begun;
    begun = true;
    timeline.show(workspace.messages, { fresh: workspace.fresh, more: workspace.messages.length >= workspace.limit });
    if (first) timeline.start();
  });
}

let today = "";

// newDay renames "today" and "yesterday" when the civil day is another one.
function newDay() {
  const key = dayKey(now());
  if (today && today !== key) showMessages();
  today = key;
}

function nothing() {
  const c = conversation();
  if (!loaded) return "";
  if (c?.kind === "app") return t("emptyApp", { name: titleOf(c) });
  const app = c?.kind === "channel" && workspace.apps[0];
  return app ? t("emptyChannel", { name: app.name }) : t("empty");
}

function draw() {
  const c = conversation();
  if (!c) return;
  const name = titleOf(c);
  const about = c.kind === "app" ? t("app") : c.user ? workspace.users.get(c.user)?.title : c.topic;
  const members = c.members ?? [];
  document.title = title(name);
  fill(header,
    h("h1", { class: "pane-title" }, sign(c), name.replace(/^#/, "")),
    about && h("span", { class: "pane-topic" }, about),
    members.length > 2 && h("span", { class: "pane-members", title: members.map(nameOf).join(", ") }, count("members", members.length)));
  timeline.root.setAttribute("aria-label", t("messagesOf", { name }));
  timeline.jump.replaceChildren(icon("down"), t("newMessages"));
  composer.name(`${t("placeholder", { name })} ${t("as", { name: nameOf(workspace.me) })}`);
  composer.root.hidden = Boolean(c.archived);
  drawTabs(c);
  drawBar(c, name);
}

function sign(c) {
  if (c.kind === "channel") return icon("hash");
  return c.kind === "private" ? icon("lock") : null;
}

function title(name) {
  const others = [...workspace.conversations.values()].reduce((sum, c) => sum + (c.unread ?? 0), 0);
  return `${others > 0 ? `(${others}) ` : ""}${name} · ${t("title")}`;
}

function drawTabs(c) {
  tabs.hidden = c.kind !== "app" || workspace.apps.some((app) => app.id === c.app && app.home === false);
  for (const button of tabs.children) {
    const chosen = button.dataset.tab === tab;
    button.textContent = t(button.dataset.tab === "home" ? "homeTab" : "messagesTab");
    button.setAttribute("aria-selected", String(chosen));
    button.tabIndex = chosen ? 0 : -1;
  }
  talk.hidden = c.kind === "app" && tab === "home";
  homeTab.hidden = !talk.hidden;
}

// Arrows move between tabs, as in every list of tabs.
function steerTabs(event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  choose(tab === "home" ? "messages" : "home");
  [...tabs.children].find((button) => button.dataset.tab === tab).focus();
}

function choose(name) {
  tab = name;
  draw();
  const c = conversation();
  if (c?.kind !== "app") return;
  drawHome();
  openHome(c.app, name).catch(complain);
}

function drawHome() {
  const c = conversation();
  if (c?.kind === "app" && tab === "home") home(homeTab, workspace.homes.get(c.app));
}

function drawBar(c, name) {
  const outside = c.kind === "channel" && c.member === false;
  bar.hidden = !c.archived && !outside;
  fill(bar, c.archived ? t("archived") : [t("notMember", { name }), " ",
    h("button", { type: "button", class: "button", on: { click: () => join(c) } }, t("join"))]);
}

function join(c) {
  post("invite", { user: workspace.me, conversation: c.id, invited: workspace.me }).catch(complain);
}

async function send(text, files) {
  if (text.startsWith("/") && files.length === 0) wait(text.split(/\s/)[0]);
  say("sent", { text, kind: conversation()?.kind }); // now: the answer may come before the server's
  try {
    await deliver(text, files);
    return true;
  } catch (refused) {
    wait("");
    complain(refused);
    return false;
  }
}

// wait shows that a command is on its way, until the app has reacted.
function wait(command) {
  clearTimeout(waitTimer);
  waiting.hidden = !command;
  waiting.textContent = command ? t("waiting", { command }) : "";
  if (command) waitTimer = setTimeout(() => wait(""), WAIT);
}
