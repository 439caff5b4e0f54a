// What the page itself says. What the app and Slack's stand-in say comes from
// the server in the reader's language.

import { english } from "./english.js";
import { french } from "./french.js";

const languages = { fr: french, en: english };
let current = "fr";

// speak sets the language of the page.
export function speak(language) {
  current = languages[language] ? language : "fr";
  document.documentElement.lang = current;
}

export function language() {
  return current;
}

// locale is the one dates are written in. British English keeps the day before
// the month and 24 hours, as the app's own English does.
export function locale() {
  return current === "fr" ? "fr-FR" : "en-GB";
}

// t says something, with {names} filled in.
export function t(key, values = {}) {
  return filled(languages[current][key], values);
}

// count says how many there are of something, in the right plural.
export function count(key, n) {
  const forms = languages[current][key];
  const form = new Intl.PluralRules(locale()).select(n);
  return filled(forms[form] ?? forms.other, { n: n.toLocaleString(locale()) });
}

// duration writes milliseconds, a tenth of one included where that matters.
export function duration(milliseconds) {
  const [unit, amount] = milliseconds < 1000 ? ["millisecond", milliseconds] : ["second", milliseconds / 1000];
  const maximumFractionDigits = amount < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits }).format(amount);
}

// weight writes a number of bytes.
export function weight(bytes) {
  const [unit, amount] = bytes < 1000 ? ["byte", bytes] : bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits: unit === "megabyte" ? 1 : 0 }).format(amount);
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
