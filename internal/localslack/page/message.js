// One message: who, when, what, and what can be done with it.

import { post } from "./api.js";
import { avatar } from "./avatar.js";
import { blocks, newScope } from "./blocks.js";
import { confirmed } from "./confirm.js";
import { clockTime, longMoment } from "./dates.js";
import { fill, h } from "./dom.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { asTyped, mrkdwn } from "./mrkdwn.js";
import { fileCard } from "./pictures.js";
import { count, t } from "./strings.js";
import { complain } from "./toast.js";
import { closeThread, forget, nameOf, openThread, sentAt, workspace } from "./workspace.js";

// A message by the same author soon after needs no second head.
const CLOSE = 5 * 60_000;

// follows tells whether a message may stand under the one before without a head.
export function follows(message, before) {
  return Boolean(before) && before.user === message.user && before.name === message.name &&
    !before.ephemeral === !message.ephemeral && !special(message) && !special(before) &&
    sentAt(message) - sentAt(before) < CLOSE;
}

const special = (message) => /_(join|leave|topic|purpose|name|archive|unarchive)$/.test(message.subtype ?? "");

// draw returns { node, scope } of a message. compact leaves out the head;
// inThread leaves out what leads to the thread; kept are the values its inputs
// had before.
export function draw(message, { compact, inThread, kept }) {
  if (special(message)) return { node: notice(message), scope: null };
  const scope = newScope({ conversation: message.conversation, message_ts: message.ts }, kept);
  const name = message.name || nameOf(message.user);
  const body = h("div", { class: "message-body" }, content(message, scope));
  if (message.edited) lastLine(body).append(h("span", { class: "edited" }, ` ${t("edited")}`));
  const node = h("article", {
    class: styleOf(message, compact), tabindex: -1, "aria-label": `${name}, ${clockTime(sentAt(message))}`,
    data: { ts: message.ts },
  },
  h("div", { class: "message-side" }, compact ? stamp(message, "time-aside") : avatar(message.user, name)),
  h("div", { class: "message-main" },
    message.ephemeral && h("div", { class: "only-you" }, icon("eye"), t("onlyYou")),
    !compact && head(message, name),
    body,
    (message.files ?? []).map(fileCard),
    reactions(message),
    !inThread && message.reply_count > 0 && threadLink(message)),
  tools(message, inThread, body));
  return { node, scope };
}

function styleOf(message, compact) {
  const mine = (message.text ?? "").includes(`<@${workspace.me}>`);
  return ["message", compact && "message-compact", message.ephemeral && "message-ephemeral", mine && "message-mentions"].filter(Boolean).join(" ");
}

function notice(message) {
  return h("article", { class: "notice", data: { ts: message.ts }, tabindex: -1 }, mrkdwn(message.text ?? ""), " · ", stamp(message));
}

function head(message, name) {
  return h("div", { class: "message-head" },
    h("span", { class: "author" }, name),
    message.bot && h("span", { class: "badge" }, t("app")),
    stamp(message));
}

function stamp(message, style = "time") {
  const at = sentAt(message);
  return h("time", { class: style, datetime: at.toISOString(), title: longMoment(at) }, clockTime(at));
}

function content(message, scope) {
  const attached = (message.attachments ?? []).map((attachment) => h("div", { class: "attachment" },
    attachment.blocks ? blocks(attachment.blocks, scope) : mrkdwn(attachment.text ?? attachment.fallback ?? "")));
  if (message.blocks?.length && !typedText(message)) return [blocks(message.blocks, scope), attached];
  return [message.text ? h("div", { class: "words" }, mrkdwn(message.text)) : null, attached];
}

// What people type reaches the blocks as plain text; Slack's composer would have
// formatted their *bold* words, and so does the page.
function typedText(message) {
  return !message.bot && message.text && message.blocks.length === 1 && message.blocks[0].type === "rich_text";
}

// lastLine is where a word can follow the text, rather than stand below it.
function lastLine(body) {
  return body.querySelector(":scope > .words:last-child, :scope > .block-rich-text:last-child > .rich-section:last-child") ?? body;
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((reaction) =>
    h("span", { class: "reaction", title: reaction.users.map(nameOf).join(", ") }, emoji(reaction.name) ?? `:${reaction.name}:`, ` ${reaction.count}`)));
}

function threadLink(message) {
  const last = message.latest_reply && t("lastReply", { time: clockTime(new Date(Number(message.latest_reply) * 1000)) });
  return h("button", { type: "button", class: "thread-link", on: { click: () => openThread(message.ts) } },
    icon("reply"), h("strong", {}, count("replies", message.reply_count)), last && h("span", {}, last));
}

function tools(message, inThread, body) {
  const tool = (name, sign, act) => h("button", { type: "button", class: "tool", title: t(name), "aria-label": t(name), on: { click: act } }, icon(sign));
  if (message.ephemeral) return h("div", { class: "tools" }, tool("hide", "close", () => forget(message)));
  const mine = message.user === workspace.me;
  const list = [
    !inThread && tool("reply", "reply", () => openThread(message.ts)),
    mine && tool("edit", "edit", () => edit(message, body)),
    mine && tool("remove", "trash", () => remove(message, body)),
  ];
  return h("div", { class: "tools" }, list);
}

async function remove(message, body) {
  const panel = body.closest("main, aside");
  const sure = await confirmed({ title: t("removeTitle"), text: t("removeText"), confirm: t("remove"), style: "danger" });
  if (!sure) return;
  panel.querySelector(".composer-field").focus(); // the button goes with the message
  try {
    await post("delete", { user: workspace.me, conversation: message.conversation, ts: message.ts });
    if (workspace.thread?.ts === message.ts) closeThread();
  } catch (refused) {
    complain(refused);
  }
}

// edit puts a field in place of the text until it is saved or given up.
function edit(message, body) {
  const panel = body.closest("main, aside"); // what is saved may be drawn anew first
  const before = [...body.childNodes];
  const field = h("textarea", { class: "field", rows: 3, "aria-label": t("edit") });
  field.value = asTyped(message.text ?? "");
  const end = () => {
    fill(body, before);
    panel.querySelector(".composer-field").focus();
  };
  const save = async () => {
    try {
      await post("edit", { user: workspace.me, conversation: message.conversation, ts: message.ts, text: field.value });
      end();
    } catch (refused) {
      complain(refused);
    }
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      end();
    }
  });
  fill(body, field, h("div", { class: "edit-foot" },
    h("button", { type: "button", class: "button", on: { click: end } }, t("cancel")),
    h("button", { type: "button", class: "button button-primary", on: { click: save } }, t("save"))));
  field.focus();
}

// summary is a message in words, for those who hear the page.
export function summary(message) {
  return `${message.name || nameOf(message.user)} : ${message.text ?? ""}`;
}
