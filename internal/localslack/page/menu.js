// A small menu beside a button: overflow menus, message actions, who to speak as.

import { h } from "./dom.js";

// chosen opens a menu at a button and answers with the item picked, or null.
// Items are { label, detail?, checked?, danger? }; label may be nodes.
export function chosen(anchor, items, name) {
  return new Promise((answer) => {
    const radio = items.some((item) => item.checked !== undefined);
    const entries = items.map((item) => h("button", {
      type: "button",
      class: item.danger ? "menu-item menu-danger" : "menu-item",
      role: radio ? "menuitemradio" : "menuitem",
      "aria-checked": radio ? String(Boolean(item.checked)) : null,
      tabindex: -1,
      on: { click: () => close(item) },
    }, item.icon ?? null, h("span", { class: "menu-text" }, item.label, item.detail && h("span", { class: "menu-detail" }, item.detail))));
    const menu = h("div", { class: "menu", role: "menu", "aria-label": name }, entries);
    const outside = (event) => menu.contains(event.target) || close(null);
    const close = (item) => {
      // Whoever left the menu by pressing elsewhere keeps the focus there.
      const held = menu.contains(document.activeElement);
      menu.remove();
      anchor.setAttribute("aria-expanded", "false");
      for (const event of ["pointerdown", "focusin"]) document.removeEventListener(event, outside, true);
      if (held) anchor.focus();
      answer(item);
    };
    menu.addEventListener("keydown", (event) => steer(event, entries, close));
    // Inside a modal, only what stands in the dialog can be reached.
    (anchor.closest("dialog") ?? document.body).append(menu);
    put(menu, anchor);
    anchor.setAttribute("aria-expanded", "true");
    for (const event of ["pointerdown", "focusin"]) document.addEventListener(event, outside, true);
    (entries.find((entry) => entry.getAttribute("aria-checked") === "true") ?? entries[0])?.focus();
  });
}

function steer(event, entries, close) {
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    entries.at(to % entries.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close(null);
  }
}

// put places the menu under its button, or above where there is no room, and
// inside the window.
function put(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = at.bottom + size.height + 8 < innerHeight;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - size.height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
}
