// Modals: the views an app opens on top of the page, one above the other.

import { post } from "./api.js";
import { blocks, newScope, words } from "./blocks.js";
import { on } from "./bus.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./strings.js";
import { complain } from "./toast.js";
import { dropViews, showView, workspace } from "./workspace.js";

const heading = h("h2", { id: "modal-title" });
const cross = h("button", { type: "button", class: "plain", on: { click: () => leave(true) } }, icon("close"));
const body = h("div", { class: "dialog-body" });
const foot = h("div", { class: "dialog-foot" });
const form = h("form", { novalidate: true, on: { submit, input: unlock, change: unlock } }, h("div", { class: "dialog-head" }, heading, cross), body, foot);
const dialog = h("dialog", { class: "dialog", "aria-labelledby": "modal-title", on: { cancel: escape } }, form);

const drawn = new Map(); // view id to { view, scope }: what lies below keeps its values
let top = null;

// startModals shows the views the app opens.
export function startModals() {
  document.body.append(dialog);
  on("views", draw);
  on("state", draw);
}

function draw() {
  const view = workspace.views.at(-1);
  for (const id of drawn.keys()) if (!workspace.views.some((open) => open.id === id)) drawn.delete(id);
  if (!view) {
    top = null;
    if (dialog.open) dialog.close();
    return;
  }
  if (top?.view !== view) show(view);
  if (!dialog.open) dialog.showModal();
}

function show(view) {
  const before = drawn.get(view.id);
  const another = top?.view.id !== view.id;
  const focused = another ? "" : document.activeElement?.dataset?.action;
  top = { view, scope: newScope({ view_id: view.id }, before?.scope.form.values() ?? view.state?.values) };
  drawn.set(view.id, top);
  heading.replaceChildren(...[words(view.title)].flat());
  cross.setAttribute("aria-label", t("close"));
  fill(body, blocks(view.blocks, top.scope));
  fill(foot,
    h("button", { type: "button", class: "button", on: { click: () => leave(false) } }, words(view.close) ?? (view.submit ? t("cancel") : t("close"))),
    view.submit && h("button", { type: "submit", class: "button button-primary" }, words(view.submit)));
  unlock();
  if (!dialog.open) dialog.showModal();
  focusIn(another, focused);
}

// Where the app asks for it, a view can only be sent once one of its inputs is
// filled in.
function unlock() {
  const send = foot.querySelector("[type=submit]");
  if (send) send.disabled = Boolean(top.view.submit_disabled) && !top.scope.form.filled();
}

// A new view begins at its first input; an updated one stays where it was.
function focusIn(another, action) {
  const inputs = [...top.scope.inputs.values()].map((input) => input);
  const first = inputs.find((input) => input.focusOnLoad) ?? inputs[0];
  const control = first?.control.matches("input, select, textarea") ? first.control : first?.control.querySelector("input");
  const same = action && [...body.querySelectorAll("[data-action]")].find((e) => e.dataset.action === action);
  if (another) (control ?? foot.lastElementChild).focus();
  else same?.focus();
}

// The Escape key closes what is on top only, and lets the app know.
function escape(event) {
  if (event.target !== dialog) return;
  event.preventDefault();
  leave(false);
}

let leaving = null; // the view on its way out: browsers may say "cancel" twice

async function leave(all) {
  const view = top?.view;
  if (!view || leaving === view) return;
  leaving = view;
  const ids = all ? workspace.views.map((open) => open.id) : [view.id];
  try {
    const answer = await post("close", { user: workspace.me, view_id: view.id, all });
    dropViews(answer.closed_views ?? ids);
  } catch (refused) {
    // A view the server no longer knows must not stay in the way.
    dropViews(ids);
    complain(refused);
  } finally {
    leaving = null;
  }
}

async function submit(event) {
  event.preventDefault();
  const sent = top;
  if (!sent || form.getAttribute("aria-busy") === "true" || foot.querySelector("[type=submit]")?.disabled) return;
  for (const input of sent.scope.inputs.values()) input.show("");
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await post("submit", { user: workspace.me, view_id: sent.view.id, values: sent.scope.form.values() });
    settle(sent, answer);
  } catch (refused) {
    complain(refused);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function settle(sent, answer) {
  if (answer.closed) dropViews(answer.closed_views ?? [sent.view.id]);
  if (answer.view) showView(answer.view);
  if (answer.errors) showErrors(sent.scope.inputs, answer.errors);
}

// The first field that is wrong gets the focus; a screen reader then reads why.
function showErrors(inputs, errors) {
  const wrong = [...inputs].filter(([block]) => errors[block]);
  for (const [block, input] of wrong) input.show(errors[block]);
  const control = wrong[0]?.[1].control;
  (control?.matches("input, select, textarea") ? control : control?.querySelector("input"))?.focus();
}
