// The panel beside the conversation: one message and its replies.

import { acceptDrops } from "./attachments.js";
import { on } from "./bus.js";
import { Composer } from "./composer.js";
import { deliver } from "./deliver.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./strings.js";
import { Timeline } from "./timeline.js";
import { complain } from "./toast.js";
import { closeThread, workspace } from "./workspace.js";

const panel = document.getElementById("thread");
const timeline = new Timeline({ inThread: true });
const composer = new Composer({ send, commands: false, id: "composer-thread" });
const title = h("h2", {});
const close = h("button", { type: "button", class: "plain", on: { click: leave } }, icon("close"));

let shown = "";
let opener = null;

// startThread fills the panel and keeps it current.
export function startThread() {
  fill(panel, h("div", { class: "pane-head" }, title, close), timeline.root, timeline.jump, composer.root);
  acceptDrops(panel, { words: () => t("dropInThread"), take: (files) => composer.attach(files) });
  panel.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && leave());
  on("thread", draw);
  on("opened", draw);
  on("state", () => {
    timeline.clear();
    draw();
  });
}

function draw() {
  const thread = workspace.thread;
  panel.hidden = !thread;
  document.body.classList.toggle("with-thread", Boolean(thread));
  if (!thread) {
    shown = "";
    return;
  }
  title.textContent = t("thread");
  close.setAttribute("aria-label", t("closeThread"));
  panel.setAttribute("aria-label", t("thread"));
  timeline.root.setAttribute("aria-label", t("thread"));
  composer.name(t("threadPlaceholder"));
  const another = shown !== thread.ts;
  if (another) {
    opener = document.activeElement;
    timeline.clear();
    composer.restore();
  }
  shown = thread.ts;
  timeline.show(thread.messages);
  if (another) composer.field.focus();
}

function leave() {
  closeThread();
  if (opener?.isConnected) opener.focus();
}

async function send(text, files) {
  try {
    timeline.stuck = true;
    await deliver(text, files, shown);
    return true;
  } catch (refused) {
    complain(refused);
    return false;
  }
}
