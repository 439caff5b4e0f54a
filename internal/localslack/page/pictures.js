// Pictures and files. The page shows what this machine serves, and asks nobody
// else for anything: a picture from elsewhere is a link.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { link } from "./mentions.js";
import { locale, t } from "./strings.js";

// local is the address of something this server holds, or "" for anything else.
// The server may be reached under another name than the one an app was given
// (localhost, 127.0.0.1), so only the path counts; and apps show a token for
// their files, where the page has a door of its own.
function local(address) {
  if (/^data:image\/(png|jpeg|gif|webp);/.test(address)) return address;
  try {
    const url = new URL(address, location.href);
    const here = url.origin === location.origin || ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
    return here ? url.pathname.replace(/^\/files\//, "/local/files/") + url.search : "";
  } catch {
    return "";
  }
}

function addressOf({ image_url: url, slack_file: file }) {
  return url ?? file?.url ?? (file?.id ? `/files/${file.id}/image` : "");
}

// picture shows an image block or element with its alternative text.
export function picture(image, style) {
  const address = addressOf(image);
  const source = local(address);
  if (!source) return h("span", { class: "picture-elsewhere" }, image.alt_text, " ", link(address, t("outside")));
  return h("img", { class: style, src: source, alt: image.alt_text, loading: "lazy" });
}

// fileCard shows an uploaded file: a picture as itself, anything else as a card.
export function fileCard(file) {
  const source = local(file.url_private ?? "");
  const name = file.title || file.name;
  if (source && /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype)) {
    return h("figure", { class: "file-picture" },
      h("a", { href: source, target: "_blank", rel: "noopener" }, h("img", { src: source, alt: file.alt_txt || name, loading: "lazy" })),
      h("figcaption", {}, name));
  }
  const card = [icon("file"), h("span", {}, h("strong", {}, name), h("span", { class: "file-size" }, `${file.filetype ?? ""} · ${weight(file.size ?? 0)}`))];
  if (!source) return h("div", { class: "file" }, card);
  return h("a", { class: "file", href: source, download: file.name, "aria-label": t("download", { name }) }, card);
}

function weight(bytes) {
  const [unit, amount] = bytes < 1000 ? ["byte", bytes] : bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits: unit === "megabyte" ? 1 : 0 }).format(amount);
}
