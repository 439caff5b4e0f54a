// Pictures and files. The page shows what this machine serves, and asks nobody
// else for anything: a picture from elsewhere is a link.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { link } from "./mentions.js";
import { preview } from "./preview.js";
import { t, weight } from "./strings.js";
import { enlargeable } from "./viewer.js";

// local is the address of something this server holds, or "" for anything else.
// The server may be reached under another name than the one an app was given
// (localhost, 127.0.0.1), so only the path counts; and apps show a token for
// their files, where the page has a door of its own.
function local(address) {
  if (/^data:image\/(png|jpeg|gif|webp);/.test(address)) return address;
  try {
    const url = new URL(address, location.href);
    const here = url.port === location.port && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
    return here ? url.pathname.replace(/^\/files\//, "/local/files/") + url.search : "";
  } catch {
    return "";
  }
}

function addressOf({ image_url: url, slack_file: file }) {
  return url ?? file?.url ?? (file?.id ? `/files/${file.id}/image` : "");
}

// picture shows an image element with its alternative text.
export function picture(image, style) {
  const source = local(addressOf(image));
  return source ? h("img", { class: style, src: source, alt: image.alt_text, loading: "lazy" }) : elsewhere(image);
}

// pictureBlock shows an image block, which can be looked at closely.
export function pictureBlock(image) {
  const source = local(addressOf(image));
  return source ? enlargeable(source, image.alt_text, "block-picture") : elsewhere(image);
}

function elsewhere(image) {
  return h("span", { class: "picture-elsewhere" }, image.alt_text, " ", link(addressOf(image), t("outside")));
}

// fileCard shows an uploaded file: a picture as itself, anything else as a card,
// with its first lines where it is text.
export function fileCard(file) {
  const source = local(file.url_private ?? "");
  const name = file.title || file.name;
  const save = { href: source, download: file.name, "aria-label": t("download", { name }) };
  if (source && /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype)) {
    return h("figure", { class: "file-picture" }, enlargeable(source, file.alt_txt || name, null),
      h("figcaption", {}, name, h("a", { class: "plain", title: t("download", { name }), ...save }, icon("save"))));
  }
  const card = [icon("file"), h("span", {}, h("strong", {}, name), h("span", { class: "file-size" }, `${file.filetype ?? ""} · ${weight(file.size ?? 0)}`))];
  if (!source) return h("div", { class: "file" }, card);
  return h("div", { class: "file-with-preview" }, h("a", { class: "file", ...save }, card, icon("save")), preview(file, source));
}
