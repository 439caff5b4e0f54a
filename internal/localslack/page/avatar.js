// Faces: initials on a colour that stays with the person.

import { h } from "./dom.js";
import { nameOf, user } from "./workspace.js";

const COLOURS = 8;

// avatar is decoration: the name always stands beside it.
export function avatar(id, name = nameOf(id)) {
  const app = user(id)?.bot;
  const style = app ? "avatar avatar-app" : `avatar avatar-${colour(id ?? name)}`;
  return h("span", { class: style, "aria-hidden": "true" }, initials(name));
}

function initials(name) {
  const words = name.split(/[\s.-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0]).join("").toUpperCase() || "?";
}

function colour(id) {
  let sum = 7;
  for (const character of id) sum = (sum * 31 + character.codePointAt(0)) % 9973;
  return sum % COLOURS;
}
