// The field of a modal that takes files. They are uploaded as soon as they are
// chosen, and the app gets them with the rest.

import { post } from "./api.js";
import { contentOf } from "./attachments.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { t, weight } from "./strings.js";
import { complain } from "./toast.js";
import { workspace } from "./workspace.js";

// fileField makes it; its value is a list of files as Slack has them.
export function fileField(element, start) {
  const most = element.max_files ?? 10;
  const accept = (element.filetypes ?? []).map((type) => `.${type}`).join(",");
  const input = h("input", { type: "file", class: "field", multiple: most > 1, accept: accept || null, "aria-label": t("attach") });
  const list = h("ul", { class: "attachments" });
  const node = h("div", { class: "file-field" }, input, list);
  let files = start ?? [];
  const draw = () => {
    input.disabled = files.length >= most;
    fill(list, files.map((file) => h("li", { class: "attached" },
      icon("file"), h("span", {}, h("strong", {}, file.name), " ", h("span", { class: "file-size" }, weight(file.size ?? 0))),
      h("button", { type: "button", class: "plain", "aria-label": t("detach", { name: file.name }), on: { click: () => set(files.filter((other) => other !== file)) } }, icon("close")))));
  };
  const set = (list) => {
    files = list ?? [];
    draw();
  };
  input.addEventListener("change", async () => {
    const chosen = [...input.files].slice(0, most - files.length);
    input.value = ""; // the same file may be chosen again
    for (const file of chosen) {
      const kept = await upload(file);
      if (kept) set([...files, kept]);
    }
  });
  draw();
  return { node, read: () => files, set, group: true };
}

async function upload(file) {
  try {
    return await post("file", { user: workspace.me, name: file.name, mimetype: file.type, content: await contentOf(file) });
  } catch (refused) {
    complain(refused);
    return null;
  }
}
