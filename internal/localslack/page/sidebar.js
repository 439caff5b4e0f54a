// The list of conversations, and who one speaks as.

import { avatar } from "./avatar.js";
import { on } from "./bus.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { chosen } from "./menu.js";
import { count, t } from "./strings.js";
import { complain } from "./toast.js";
import { nameOf, openDirect, titleOf, user, workspace } from "./workspace.js";

const sidebar = document.getElementById("sidebar");
const veil = document.getElementById("veil");
const narrow = matchMedia("(max-width: 760px)");

const me = h("div", {});
const sections = h("div", { class: "sections" });

let change; // what to do when somebody else is chosen

// startSidebar keeps the list current. changeUser is called with the id of the
// person to speak as.
export function startSidebar(changeUser) {
  change = changeUser;
  fill(sidebar, me, sections);
  on("state", drawMe);
  for (const name of ["state", "conversations", "opened"]) on(name, draw);
  on("opened", () => drawer(false));
  veil.addEventListener("click", () => drawer(false));
  narrow.addEventListener("change", () => drawer(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !veil.hidden) drawer(false);
  });
  drawer(false);
}

// drawer opens or closes the list where the window is too narrow to show it
// always. Closed, it is out of reach of the keyboard too.
export function drawer(open) {
  const opened = narrow.matches && open;
  const wasOpen = !veil.hidden;
  document.body.classList.toggle("drawer-open", opened);
  veil.hidden = !opened;
  sidebar.inert = narrow.matches && !open;
  const button = document.getElementById("drawer-button");
  button?.setAttribute("aria-expanded", String(opened));
  if (opened) sidebar.querySelector("[aria-current]")?.focus();
  else if (wasOpen) button?.focus();
}

function draw() {
  sidebar.setAttribute("aria-label", t("conversations"));
  const all = [...workspace.conversations.values()];
  const of = (...kinds) => all.filter((c) => kinds.includes(c.kind)).sort((a, b) => titleOf(a).localeCompare(titleOf(b)));
  const focused = document.activeElement?.closest?.("#sidebar a")?.getAttribute("href");
  fill(sections,
    section(t("conversations"), of("channel", "private").sort((a, b) => Number(a.archived ?? 0) - Number(b.archived ?? 0))),
    section(t("apps"), of("app")),
    section(t("people"), people(), person));
  if (focused) sidebar.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

// drawMe shows who speaks. It is not drawn with the list: news that comes while
// its menu is open must not take the button away.
function drawMe() {
  const mine = user(workspace.me);
  const button = h("button", {
    type: "button", class: "me", id: "speak-as", "aria-haspopup": "menu", "aria-expanded": "false",
    on: { click: () => choose(button) },
  },
  avatar(workspace.me),
  h("span", { class: "me-words" },
    h("span", { class: "me-label" }, t("speakingAs")),
    h("strong", {}, nameOf(workspace.me)),
    mine && h("span", { class: "me-title" }, describe(mine))),
  icon("down"));
  fill(me, button);
}

// describe says what matters about a person here: their work and their rights.
function describe(person) {
  const rights = person.stranger ? t("stranger") : person.guest ? t("guest") : person.admin || person.owner ? t("admin") : "";
  return [person.title, rights].filter(Boolean).join(" · ");
}

async function choose(button) {
  const people = [...workspace.users.values()].filter((person) => !person.bot && !person.deactivated);
  const item = await chosen(button, people.map((person) => ({
    icon: avatar(person.id),
    label: nameOf(person.id),
    detail: describe(person),
    checked: person.id === workspace.me,
    id: person.id,
  })), t("speakAs"));
  if (item && item.id !== workspace.me) change(item.id);
}

function section(name, list, line = entry) {
  if (list.length === 0) return null;
  return h("section", { class: "section" }, h("h2", {}, name), h("ul", {}, list.map((item) => h("li", {}, line(item)))));
}

// people are those one has written with, or shares a conversation with.
function people() {
  const all = [...workspace.conversations.values()];
  const near = new Set(all.flatMap((c) => (c.kind === "im" ? [c.user] : c.members ?? [])));
  return [...workspace.users.values()].filter((u) => !u.bot && u.id !== workspace.me && near.has(u.id))
    .sort((a, b) => nameOf(a.id).localeCompare(nameOf(b.id)));
}

// person leads to the conversation with somebody, which begins when first opened.
function person({ id }) {
  const c = [...workspace.conversations.values()].find((im) => im.kind === "im" && im.user === id);
  if (c) return entry(c);
  return h("button", { type: "button", class: "entry", data: { kind: "person", person: id }, on: { click: () => openDirect(id).catch(complain) } },
    avatar(id), h("span", { class: "entry-name" }, nameOf(id)));
}

function entry(c) {
  const current = c.id === workspace.current;
  const unread = c.unread > 0 && !current;
  const sign = c.kind === "channel" ? icon("hash") : c.kind === "private" ? icon("lock") : avatar(c.user);
  return h("a", {
    href: `#${c.id}`, class: unread ? "entry entry-unread" : "entry", "aria-current": current ? "page" : null, data: { kind: c.kind },
    on: { click: () => current && drawer(false) },
  },
  sign,
  h("span", { class: c.archived ? "entry-name entry-archived" : "entry-name" }, titleOf(c).replace(/^#/, "")),
  c.kind === "private" && h("span", { class: "unseen" }, ` (${t("private")})`),
  unread && h("span", { class: "count" }, h("span", { "aria-hidden": "true" }, String(c.unread)), h("span", { class: "unseen" }, count("unread", c.unread))));
}
