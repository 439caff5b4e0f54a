// The Home tab of an app.

import { blocks, newScope } from "./blocks.js";
import { fill, h } from "./dom.js";
import { t } from "./strings.js";

let shown = null; // { view, scope } that is drawn

// home draws a Home view into its panel. What somebody has put into its inputs
// survives an update.
export function home(panel, view) {
  if (view && shown?.view === view && panel.childElementCount > 0) return;
  if (!view) {
    fill(panel, h("p", { class: "empty" }, t("noHome")));
    return;
  }
  const kept = shown?.view.id === view.id ? shown.scope.form.values() : {};
  shown = { view, scope: newScope({ view_id: view.id }, kept) };
  fill(panel, blocks(view.blocks, shown.scope));
}
