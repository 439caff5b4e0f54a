// What happens between a click and the app's answer.

import { post } from "./api.js";
import { on, say } from "./bus.js";
import { confirmed } from "./confirm.js";
import { complain } from "./toast.js";
import { workspace } from "./workspace.js";

// An app has three seconds; a little more for the way.
const PATIENCE = 3500;

const busy = new Map(); // control to the timer that ends its wait

// working shows that a control waits for the app, until anything comes back.
export function working(control) {
  control.setAttribute("aria-busy", "true");
  clearTimeout(busy.get(control));
  busy.set(control, setTimeout(() => rested(control), PATIENCE));
}

function rested(control) {
  control.removeAttribute("aria-busy");
  clearTimeout(busy.get(control));
  busy.delete(control);
}

on("answered", () => [...busy.keys()].forEach(rested));

// press tells the app that somebody used an element. It asks first where the
// element wants that, and answers whether it was done.
export async function press({ origin, form }, block, element, control, extra) {
  if (control.getAttribute("aria-busy") === "true") return false;
  if (element.confirm && !(await confirmed(element.confirm))) return false;
  working(control);
  say("pressed", element.action_id ?? ""); // now: the answer may come before the server's
  const action = { type: element.type, action_id: element.action_id, block_id: block.block_id, ...extra };
  try {
    await post("press", { user: workspace.me, ...origin, action, state: { values: form.values() } });
    return true;
  } catch (refused) {
    rested(control);
    complain(refused);
    return false;
  }
}
