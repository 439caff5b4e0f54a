// Names inside text: people, conversations, everybody, dates and addresses.

import { slackDate, longMoment } from "./dates.js";
import { h } from "./dom.js";
import { t } from "./strings.js";
import { conversation, nameOf, now, titleOf, user, workspace } from "./workspace.js";

// mention names a user.
export function mention(id, label) {
  const name = user(id) ? nameOf(id) : label || id;
  return h("span", { class: id === workspace.me ? "mention mention-me" : "mention" }, `@${name}`);
}

// channelLink names a conversation and opens it, where the reader may see it.
export function channelLink(id, label) {
  const known = conversation(id);
  if (known) return h("a", { class: "mention", href: `#${id}` }, titleOf(known));
  return h("span", { class: "mention" }, label ? `#${label}` : t("hidden"));
}

// broadcast names everybody who listens: @here, @channel, a group.
export function broadcast(name) {
  return h("span", { class: "mention mention-me" }, `@${name}`);
}

// dateNode shows <!date^seconds^pattern^link|fallback>.
export function dateNode([, seconds, pattern = "", address], fallback) {
  const instant = new Date(Number(seconds) * 1000);
  if (Number.isNaN(instant.getTime())) return h("span", {}, fallback);
  const time = h("time", { datetime: instant.toISOString(), title: longMoment(instant) }, slackDate(seconds, pattern, now()));
  return (address && link(address, time)) ?? time;
}

const allowed = ["http:", "https:", "mailto:", "tel:"];

// link is an address people may follow, or null for any other: a javascript:
// address stays text.
export function link(address, label) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (!allowed.includes(url.protocol)) return null;
  const shown = label && label.length !== 0 ? label : address.replace(/^mailto:/, "");
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, shown);
}
