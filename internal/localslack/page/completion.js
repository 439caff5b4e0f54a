// What a composer proposes while somebody types: commands, people, conversations.

import { nameOf, workspace } from "./workspace.js";

const MANY = 8;

// proposals returns { from, to, items: [{ insert, label, detail }] } for the word
// at the caret, or null.
export function proposals(text, caret, commands) {
  const before = text.slice(0, caret);
  const command = commands && /^\/[^\s]*$/.exec(before);
  if (command) return offer(0, caret, commandsLike(command[0]));
  const name = /(^|\s)([@#])([^\s@#]*)$/.exec(before);
  if (!name) return null;
  const from = caret - name[3].length - 1;
  return offer(from, caret, name[2] === "@" ? peopleLike(name[3]) : channelsLike(name[3]));
}

function offer(from, to, items) {
  return items.length > 0 ? { from, to, items: items.slice(0, MANY) } : null;
}

// folded compares without case or accents: "cl" finds Cléa.
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function commandsLike(typed) {
  return workspace.commands
    .filter((command) => folded(command.name).startsWith(folded(typed)))
    .map((command) => ({ insert: `${command.name} `, label: `${command.name} ${command.hint ?? ""}`, detail: command.description }));
}

function peopleLike(typed) {
  const like = (text) => folded(text ?? "").split(/[\s-]+/).some((word) => word.startsWith(folded(typed)));
  return [...workspace.users.values()]
    .filter((user) => like(user.name) || like(user.real_name))
    .map((user) => ({ insert: `@${user.name} `, label: nameOf(user.id), detail: user.title }));
}

function channelsLike(typed) {
  return [...workspace.conversations.values()]
    .filter((c) => (c.kind === "channel" || c.kind === "private") && !c.archived && folded(c.name).startsWith(folded(typed)))
    .map((c) => ({ insert: `#${c.name} `, label: `#${c.name}`, detail: c.topic }));
}

// usage returns the command whose arguments are being typed, to show its hint.
export function usage(text) {
  const typed = /^(\/\S+)\s/.exec(text);
  return typed && workspace.commands.find((command) => command.name === typed[1].toLowerCase());
}
