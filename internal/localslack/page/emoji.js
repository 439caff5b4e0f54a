// Emoji. A few shortcodes are known; the signs that carry a status are drawn by
// the page, so that they look alike everywhere and need no emoji font.

import { h } from "./dom.js";

const shortcodes = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", no_entry: "⛔", no_entry_sign: "🚫",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫",
  wave: "👋", "+1": "👍", thumbsup: "👍", "-1": "👎", clap: "👏", raised_hands: "🙌", pray: "🙏", muscle: "💪",
  eyes: "👀", tada: "🎉", rocket: "🚀", fire: "🔥", star: "⭐", sparkles: "✨", heart: "❤️", bulb: "💡",
  smile: "😄", slightly_smiling_face: "🙂", grinning: "😀", joy: "😂", wink: "😉", thinking_face: "🤔",
  sweat_smile: "😅", cry: "😢", neutral_face: "😐", sunglasses: "😎", relieved: "😌",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", dart: "🎯", calendar: "📆",
  date: "📅", alarm_clock: "⏰", hourglass: "⌛", hourglass_flowing_sand: "⏳", bell: "🔔", mega: "📣",
  memo: "📝", pencil2: "✏️", paperclip: "📎", link: "🔗", lock: "🔒", key: "🔑", mag: "🔍", gear: "⚙️",
  email: "✉️", envelope: "✉️", euro: "💶", moneybag: "💰", arrow_right: "➡️", arrow_up: "⬆️", arrow_down: "⬇️",
  leftwards_arrow_with_hook: "↩️", point_right: "👉", question: "❓", exclamation: "❗", information_source: "ℹ️",
};

// What the drawn signs are called where they cannot be seen.
const drawn = {
  "🔴": "red", "🟠": "orange", "🟡": "yellow", "🟢": "green", "🔵": "blue", "⚪": "white", "⚫": "black",
  "✅": "done", "❌": "missed", "⚠️": "warning", "⚠": "warning",
};
const drawnSigns = new RegExp(Object.keys(drawn).join("|"), "gu");

// emoji returns the node of a shortcode without its colons, or null.
export function emoji(name) {
  const sign = Object.hasOwn(shortcodes, name) ? shortcodes[name] : "";
  if (!sign) return null;
  return drawn[sign] ? mark(sign) : h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, sign);
}

// signs returns text as nodes, with the drawn signs in place of their
// characters.
export function signs(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(drawnSigns)) {
    if (found.index > from) nodes.push(text.slice(from, found.index));
    nodes.push(mark(found[0]));
    from = found.index + found[0].length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

// The character stays in the text, invisible, so that copying a line keeps it.
function mark(sign) {
  return h("span", { class: `mark mark-${drawn[sign]}` }, h("span", { class: "mark-sign" }, sign));
}

// withShortcodes returns text as nodes, with :shortcodes: and signs drawn.
export function withShortcodes(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(/:([a-z0-9_+-]+):(?::skin-tone-\d:)?/g)) {
    const node = emoji(found[1]);
    if (!node) continue;
    nodes.push(...signs(text.slice(from, found.index)), node);
    from = found.index + found[0].length;
  }
  nodes.push(...signs(text.slice(from)));
  return nodes;
}
