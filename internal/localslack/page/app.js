// The page starts here: who speaks, which conversation, which language.

import { on, say } from "./bus.js";
import { clock } from "./clock.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { inspectorButton, startInspector } from "./inspector.js";
import { startModals } from "./modal.js";
import { startPane } from "./pane.js";
import { drawer, startSidebar } from "./sidebar.js";
import { language, speak, t } from "./strings.js";
import { startThread } from "./thread.js";
import { complain, toast } from "./toast.js";
import { startTour, tourButton } from "./tour.js";
import { appConversation, open, read, speakAs, workspace } from "./workspace.js";

const LANGUAGE = "language";

let chosenLanguage = stored();
let lost = null; // the timer before a lost connection is worth a word

function stored() {
  try {
    return localStorage.getItem(LANGUAGE);
  } catch {
    return null;
  }
}

let dial;

function drawTopbar() {
  const drawerButton = h("button", {
    type: "button", class: "plain drawer-button", id: "drawer-button", "aria-expanded": "false", "aria-controls": "sidebar", "aria-label": t("openMenu"),
    on: { click: () => drawer(true) },
  }, icon("menu"));
  const languages = h("div", { class: "languages", role: "group", "aria-label": t("language") },
    ["fr", "en"].map((name) => h("button", {
      type: "button", lang: name, "aria-pressed": String(language() === name), on: { click: () => choose(name) },
    }, name.toUpperCase())));
  fill(document.getElementById("topbar"),
    drawerButton,
    h("div", { class: "brand" }, h("span", { class: "brand-sign", "aria-hidden": "true" }), h("span", { class: "brand-words" },
      h("strong", {}, workspace.team.name || t("title")), h("span", {}, t("title")))),
    dial, inspectorButton(), tourButton(), languages);
  document.getElementById("skip").textContent = t("skip");
}

function choose(name) {
  chosenLanguage = name;
  try {
    localStorage.setItem(LANGUAGE, name);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  say("state"); // everything is drawn anew, in that language
}

// The address keeps who speaks (?user=) and where (#C1), so that a reload, a
// second tab or a link lands in the same place.
function wanted() {
  return { user: new URLSearchParams(location.search).get("user") ?? "", conversation: location.hash.slice(1) };
}

function remember() {
  const query = new URLSearchParams(location.search);
  query.set("user", workspace.me);
  history.replaceState(null, "", `?${query}#${workspace.current}`);
}

function first() {
  const all = [...workspace.conversations.values()];
  const here = all.find((c) => c.id === wanted().conversation);
  return here ?? all.find((c) => c.name === "marketing") ?? all.find((c) => c.kind === "channel") ?? appConversation() ?? all[0];
}

async function begin(id, { again = false } = {}) {
  try {
    await speakAs(id);
    const place = first();
    if (place) await open(place.id);
  } catch (refused) {
    if (!again) complain(refused); // once is enough
    setTimeout(() => begin(id, { again: true }), 3000);
  }
}

function start() {
  speak(chosenLanguage ?? "fr");
  on("state", () => {
    speak(chosenLanguage ?? workspace.language);
    drawTopbar();
  });
  dial = clock();
  startSidebar((id) => begin(id));
  startPane();
  startThread();
  startModals();
  startTour();
  startInspector();
  on("opened", remember);
  on("toast", (event) => toast(event.text, { bad: Boolean(event.error) }));
  on("offline", () => (lost ??= setTimeout(() => toast(t("offline"), { bad: true }), 1500)));
  on("online", () => {
    clearTimeout(lost);
    lost = null;
  });
  addEventListener("hashchange", () => {
    const { conversation } = wanted();
    if (conversation !== workspace.current && workspace.conversations.has(conversation)) open(conversation);
  });
  document.addEventListener("visibilitychange", read);
  begin(wanted().user);
}

start();
