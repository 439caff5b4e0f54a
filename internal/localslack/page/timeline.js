// A list of messages that scrolls: the conversation, and the thread beside it.

import { dayKey, dayName } from "./dates.js";
import { h, place } from "./dom.js";
import { icon } from "./icons.js";
import { draw, follows } from "./message.js";
import { count, t } from "./strings.js";
import { now, sentAt, workspace } from "./workspace.js";

// Close enough to the end to be carried along by what arrives.
const NEAR = 80;
const MARGIN = 5; // above what one begins to read at; more would show half a line

export class Timeline {
  // empty says what to show where there is nothing; older loads what came before.
  constructor({ inThread = false, empty = () => t("empty"), older } = {}) {
    this.inThread = inThread;
    this.empty = empty;
    this.older = h("button", { type: "button", class: "older", on: { click: () => this.toOlder(older) } });
    this.drawn = new Map(); // ts to { message, compact, node, scope }
    this.lines = new Map(); // what stands between messages, by name
    this.stuck = true;
    this.list = h("div", { class: "messages" });
    this.root = h("div", { class: "timeline", role: "log", "aria-live": "off", tabindex: 0 }, this.list);
    this.jump = h("button", { type: "button", class: "to-bottom", hidden: true, on: { click: () => this.toEnd() } }, icon("down"), t("newMessages"));
    this.root.addEventListener("scroll", () => this.scrolled());
    this.root.addEventListener("keydown", (event) => this.walk(event));
    // A picture that arrives late, or a window made smaller, must not hide the end.
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(this.list);
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(this.root);
  }

  // clear forgets what was drawn, for another conversation or language.
  clear() {
    this.drawn.clear();
    this.lines.clear();
    this.stuck = true;
    this.jump.hidden = true;
    this.jump.replaceChildren(icon("down"), t("newMessages"));
  }

  // show draws messages, oldest first. fresh is the ts the line "new" stands
  // above; more says that there are older ones to ask for.
  show(messages, { fresh = "", more = false } = {}) {
    const focused = this.focused();
    const nodes = more ? [this.older] : [];
    this.older.textContent = t("older");
    const seen = new Set();
    messages.forEach((message, i) => {
      const before = messages[i - 1];
      const day = this.dayLine(message, before, i);
      if (day) nodes.push(day);
      if (message.ts === fresh) nodes.push(this.line("fresh", "fresh-line", t("fresh")));
      const compact = !day && message.ts !== fresh && follows(message, before);
      nodes.push(this.nodeOf(message, compact));
      seen.add(message.ts);
    });
    for (const ts of this.drawn.keys()) if (!seen.has(ts)) this.drawn.delete(ts);
    if (nodes.length === 0) nodes.push(h("p", { class: "empty" }, this.empty()));
    place(this.list, nodes);
    this.refocus(focused);
    this.follow(messages.at(-1)?.ts);
  }

  // follow keeps the end in sight for who was there. A new message taller than
  // the window is shown from its first line.
  follow(last) {
    const arrived = last !== this.last;
    this.last = last;
    if (!this.stuck) {
      if (arrived) this.jump.hidden = false;
      return;
    }
    this.toEnd();
    const node = arrived && !this.inThread && this.drawn.get(last)?.node;
    if (!node) return;
    const whole = () => this.stuck && this.last === last && this.toBeginning(node);
    whole();
    // Its pictures make it taller once they are there.
    for (const picture of node.querySelectorAll("img")) picture.addEventListener("load", whole, { once: true });
  }

  // toBeginning shows a message that is taller than the window from its first
  // line, or the line that says it is new.
  toBeginning(node) {
    if (node.offsetHeight <= this.root.clientHeight) return;
    const above = node.previousElementSibling;
    this.root.scrollTop = (above?.matches(".fresh-line") ? above : node).offsetTop - MARGIN;
    this.stuck = false;
  }

  nodeOf(message, compact) {
    const known = this.drawn.get(message.ts);
    if (known && known.message === message && known.compact === compact) return known.node;
    const kept = known?.scope?.form.values();
    const entry = { message, compact, ...draw(message, { compact, inThread: this.inThread, kept }) };
    this.drawn.set(message.ts, entry);
    return entry.node;
  }

  // In a thread, a line tells the parent from its replies.
  dayLine(message, before, i) {
    if (this.inThread) {
      const replies = i === 1 && workspace.thread ? workspace.thread.messages.length - 1 : 0;
      return replies > 0 ? this.line("replies", "replies-line", count("replies", replies)) : null;
    }
    const key = dayKey(sentAt(message));
    if (before && dayKey(sentAt(before)) === key) return null;
    return this.line(key, "day-line", dayName(sentAt(message), now()));
  }

  line(name, style, text) {
    if (!this.lines.has(name)) this.lines.set(name, h("div", { class: style, role: "separator" }, h("span", {})));
    const node = this.lines.get(name);
    node.firstChild.textContent = text;
    return node;
  }

  // A message drawn anew must not throw away the focus that was inside it.
  focused() {
    const active = document.activeElement;
    const message = this.list.contains(active) && active.closest("[data-ts]");
    return message ? { ts: message.dataset.ts, action: active.dataset.action } : null;
  }

  refocus(focused) {
    if (!focused || this.list.contains(document.activeElement)) return;
    const node = this.drawn.get(focused.ts)?.node;
    const same = focused.action && [...(node?.querySelectorAll("[data-action]") ?? [])].find((e) => e.dataset.action === focused.action);
    (same || node)?.focus({ preventScroll: true });
  }

  scrolled() {
    this.stuck = this.root.scrollTop + this.root.clientHeight >= this.root.scrollHeight - NEAR;
    if (this.stuck) this.jump.hidden = true;
  }

  // toOlder loads older messages above those in sight, which stay where they are.
  async toOlder(load) {
    const below = this.root.scrollHeight - this.root.scrollTop;
    this.stuck = false;
    await load();
    requestAnimationFrame(() => {
      this.root.scrollTop = this.root.scrollHeight - below;
      if (!this.older.isConnected) this.root.focus();
    });
  }

  // walk moves from message to message with the arrows, from the list itself
  // or from one of them: inside a message the arrows are its own.
  walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !(event.target === this.root || event.target.dataset.ts)) return;
    const all = [...this.list.querySelectorAll("[data-ts]")];
    const at = all.indexOf(event.target);
    const to = at < 0 ? all.at(step < 0 ? -1 : 0) : all[at + step];
    if (!to) return;
    event.preventDefault();
    to.focus();
  }

  toEnd() {
    this.stuck = true;
    this.jump.hidden = true;
    this.root.scrollTop = this.root.scrollHeight;
  }

  // start shows where to begin reading: the first new message, or the end.
  start() {
    const fresh = this.lines.get("fresh");
    this.toEnd();
    if (fresh?.isConnected && fresh.offsetTop < this.root.scrollTop) {
      this.root.scrollTop = fresh.offsetTop - MARGIN;
      this.stuck = false; // whatever grows below, reading begins here
    }
  }
}
