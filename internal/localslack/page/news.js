// What happens in the workspace, as the server's stream tells it.

import { say } from "./bus.js";
import { conversation, dropViews, forget, KEPT, read, showView, takeClock, workspace } from "./workspace.js";

const hearers = {
  ready: (event) => takeClock(event.clock),
  message: (event) => hearMessage(event.message),
  ephemeral: (event) => hearMessage(event.message),
  changed: (event) => hearMessage(event.message),
  deleted: (event) => forget(event.message),
  view(event) {
    if (event.view.type === "home") {
      workspace.homes.set(event.view.app, event.view);
      say("homes");
    } else {
      showView(event.view);
    }
    say("answered");
  },
  view_closed: (event) => dropViews([event.view_id, ...(event.closed ?? [])]),
  clock: (event) => takeClock(event.clock),
  unread(event) {
    const c = conversation(event.conversation);
    if (!c) return;
    c.unread = event.unread;
    if (c.id === workspace.current) read();
    say("conversations");
  },
  conversation(event) {
    const changed = event.conversation_changed;
    workspace.conversations.set(changed.id, changed);
    say("conversations");
  },
  toast(event) {
    say("toast", event);
    say("answered");
  },
};

// hear does what an event wants.
export function hear(event) {
  hearers[event.type]?.(event);
}

function hearMessage(message) {
  if (message.conversation === workspace.current) {
    if (isReply(message)) {
      if (message.thread_ts === workspace.thread?.ts) put(workspace.thread.messages, message, "thread");
    } else {
      put(workspace.messages, message, "messages", workspace.limit);
      if (message.ts === workspace.thread?.ts) put(workspace.thread.messages, message, "thread");
    }
  }
  if (message.bot) say("answered", message);
}

function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts && message.subtype !== "thread_broadcast";
}

// put keeps a list in the order of time, each message once.
function put(list, message, name, limit = KEPT) {
  let at = list.length;
  while (at > 0 && list[at - 1].ts > message.ts) at -= 1;
  const known = at > 0 && list[at - 1].ts === message.ts;
  if (known) list[at - 1] = message;
  else list.splice(at, 0, message);
  if (list.length > limit) list.splice(0, list.length - limit);
  say(name, { latest: !known && at === list.length - 1 ? message : null });
}
