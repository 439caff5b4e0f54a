// What the page knows of the workspace, and how events change it. Other modules
// read `workspace` and listen on the bus; only this one writes.
//
// Said on the bus: "state" (everything may have changed), "conversations",
// "opened" (another conversation is shown), "messages" (all of them, or with
// { latest } news), "thread", "views", "homes", "clock", "toast", "answered" (an
// app has reacted), "offline", "online". Other modules say "sent", "pressed" and
// "moved": what the person has done.

import { get, listen, post } from "./api.js";
import { say } from "./bus.js";
import { ofStamp, useZone } from "./dates.js";
import { hear } from "./news.js";

// Older messages stay on the server until they are asked for: a page left open
// all day must not grow.
export const KEPT = 200;

export const workspace = {
  run: 0, // tells one start of the server from another
  me: "",
  language: "fr",
  team: { id: "", name: "" },
  users: new Map(),
  conversations: new Map(),
  commands: [],
  apps: [],
  views: [], // my open modals, the top one last
  homes: new Map(), // app id to its Home view
  current: "", // the conversation shown
  messages: [],
  limit: KEPT, // how many of them are kept
  fresh: "", // ts of the first message that was unread when it was opened
  thread: null, // { ts, messages } of the thread beside it
  clock: { moving: false, sequence: 0, waiting: [] },
};

let offset = 0; // civil time minus the browser's, in milliseconds
let stop = () => {};
let heldFor = 0; // answers on their way that the news must wait for
let held = []; // that news

// now is the civil time. While the clock moves, the server says how far it has
// come.
export function now() {
  return new Date(Date.now() + offset);
}

export function user(id) {
  return workspace.users.get(id);
}

// nameOf is how a user is shown.
export function nameOf(id) {
  const known = user(id);
  return known ? known.real_name || known.name : id;
}

export function conversation(id = workspace.current) {
  return workspace.conversations.get(id);
}

// titleOf names a conversation as people do: "#marketing", or the other person.
export function titleOf(c) {
  return c.kind === "channel" || c.kind === "private" ? `#${c.name}` : c.user ? nameOf(c.user) : c.name;
}

// appConversation is the one with an app: that asked for, or the first.
export function appConversation(app) {
  const all = [...workspace.conversations.values()].filter((c) => c.kind === "app");
  return all.find((c) => !app || c.app === app);
}

// speakAs connects as a person; without a name, as the first one. A person who
// is no longer there is forgotten.
export async function speakAs(id) {
  stop();
  const { me } = await get("state", { user: id }).catch((refused) => {
    if (!id || refused.code === "offline") throw refused;
    return get("state");
  });
  Object.assign(workspace, { me, current: "", messages: [], thread: null });
  let connected = false;
  await new Promise((ready) => {
    stop = listen(me, {
      lost: () => say("offline"),
      event(event) {
        if (event.type === "ready" && connected) refresh().catch(() => {});
        if (event.type === "ready") say("online");
        connected = true;
        ready();
        if (heldFor > 0) held.push(event);
        else hear(event);
      },
    });
  });
  // What happened before the stream began is in the state asked for after.
  await holding(async () => take(await get("state", { user: me })));
}

// holding keeps the news back while an answer is on its way: an answer made
// before the news must not come after it and hide it.
async function holding(load) {
  heldFor += 1;
  try {
    return await load();
  } finally {
    heldFor -= 1;
    if (heldFor === 0) held.splice(0).forEach(hear);
  }
}

function take(state) {
  workspace.me = state.me;
  workspace.run = state.run;
  workspace.language = state.language ?? "fr";
  workspace.team = state.team;
  workspace.users = byId(state.users);
  workspace.conversations = byId(state.conversations);
  workspace.commands = state.commands ?? [];
  workspace.apps = state.apps ?? [];
  workspace.views = state.views ?? [];
  workspace.homes = new Map((state.homes ?? []).map((home) => [home.app, home]));
  takeClock(state.clock);
  say("state");
}

function byId(list) {
  return new Map((list ?? []).map((item) => [item.id, item]));
}

// takeClock sets the civil time.
export function takeClock(clock) {
  workspace.clock = clock;
  useZone(clock.zone);
  offset = Date.parse(clock.now) - Date.now();
  say("clock");
}

// refresh loads again what a lost connection may have hidden.
function refresh() {
  return holding(async () => {
    take(await get("state", { user: workspace.me }));
    if (workspace.current) await Promise.all([load(), workspace.thread && openThread(workspace.thread.ts)]);
  });
}

// open shows a conversation.
export async function open(id) {
  if (!workspace.conversations.has(id)) return;
  workspace.current = id;
  workspace.thread = null;
  workspace.messages = [];
  workspace.limit = KEPT;
  workspace.fresh = "";
  say("opened");
  await holding(load);
}

async function load() {
  const id = workspace.current;
  const { messages } = await get("messages", { user: workspace.me, conversation: id, limit: workspace.limit });
  if (id !== workspace.current) return; // another one was opened meanwhile
  workspace.messages = messages ?? [];
  workspace.fresh ||= firstUnread(conversation());
  say("messages");
  read();
}

// older loads messages from before the first that is shown.
export function older() {
  workspace.limit += KEPT;
  return holding(load);
}

// openDirect shows the conversation with a person.
export async function openDirect(person) {
  const c = await post("conversation", { user: workspace.me, action: "direct", id: person });
  workspace.conversations.set(c.id, c);
  say("conversations");
  return open(c.id);
}

function firstUnread(c) {
  const others = workspace.messages.filter((m) => m.user !== workspace.me && !m.ephemeral);
  return c?.unread > 0 ? others.at(-c.unread)?.ts ?? "" : "";
}

// read tells that what is shown has been seen, if anybody is looking.
export function read() {
  const c = conversation();
  if (!c || document.visibilityState !== "visible" || !c.unread) return;
  c.unread = 0;
  say("conversations");
  post("read", { user: workspace.me, conversation: c.id }).catch(() => {});
}

// openThread shows the replies to a message.
export async function openThread(ts) {
  const id = workspace.current;
  workspace.thread = { ts, messages: workspace.messages.filter((m) => m.ts === ts) };
  say("thread");
  await holding(async () => {
    const { messages } = await get("messages", { user: workspace.me, conversation: id, thread: ts });
    if (workspace.thread?.ts !== ts || id !== workspace.current) return;
    workspace.thread.messages = messages ?? [];
    say("thread");
  });
}

export function closeThread() {
  workspace.thread = null;
  say("thread");
}

// openHome asks an app for its Home tab.
export function openHome(app, tab) {
  return holding(async () => {
    const answer = await post("open_home", { user: workspace.me, app, tab });
    if (answer.view) workspace.homes.set(app, answer.view);
    say("homes");
  });
}

// dropViews forgets closed modals.
export function dropViews(ids) {
  const gone = new Set(ids ?? []);
  workspace.views = workspace.views.filter((view) => !gone.has(view.id));
  say("views");
}

// showView takes a modal that was opened or updated.
export function showView(view) {
  const at = workspace.views.findIndex((known) => known.id === view.id);
  if (at >= 0 && view.hash && workspace.views[at].hash === view.hash) return; // drawn already
  if (at >= 0) workspace.views[at] = view;
  else workspace.views = [...workspace.views, view].sort((a, b) => (a.depth ?? 0) - (b.depth ?? 0));
  say("views");
}

// forget takes a message out of sight: a deleted one, or an ephemeral answer that
// was read.
export function forget(message) {
  workspace.messages = workspace.messages.filter((m) => m.ts !== message.ts);
  if (workspace.thread) workspace.thread.messages = workspace.thread.messages.filter((m) => m.ts !== message.ts);
  say("messages", {});
  say("thread");
}

// sentAt is the civil instant a message was written.
export function sentAt(message) {
  return ofStamp(message.ts);
}
