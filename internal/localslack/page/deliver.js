// Sending what a composer holds.

import { post } from "./api.js";
import { contentOf } from "./attachments.js";
import { workspace } from "./workspace.js";

// deliver sends a text, or files with the text beside the first of them, to the
// conversation shown or to a thread of it.
export async function deliver(text, files, thread) {
  const to = { user: workspace.me, conversation: workspace.current, thread_ts: thread };
  if (files.length === 0) return post("type", { ...to, text });
  for (let beside = text; files.length > 0; beside = "") {
    const [file] = files;
    await post("file", { ...to, text: beside, name: file.name, mimetype: file.type, content: await contentOf(file) });
    files.shift(); // what is left over after a failure has not been sent
  }
}
