package e2e

import (
	"fmt"
	"testing"
)

// TestBrowserFiles chooses, drops and pastes files, and looks at them.
func TestBrowserFiles(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		b.toApp()
		b.chooses(".pane .composer [type=file]", "leads-novembre.csv", "\ufeffjour;canal;leads\n2026-11-16;\"Salon ; Lyon\";12\n")
		b.sees(".attached", "leads-novembre.csv")
		b.writes("voici le fichier")
		b.sees(".message", "voici le fichier")
		b.sees(".file", "leads-novembre.csv")
		b.until("its first lines", `document.querySelector(".preview td:nth-child(2)")?.textContent === "Salon ; Lyon"`)
		b.until("a way to save it", `(() => { const a = document.querySelector("a.file"); return a?.download === "leads-novembre.csv" && a.pathname.startsWith("/local/files/"); })()`)
		if kept := eval[string](b, `fetch(document.querySelector("a.file").href).then((r) => r.text())`); kept == "" {
			b.Error("the file is empty")
		}
		d.until("the bot told of it", func() bool { return d.told("file_share") })

		b.drops(".talk", "plan.xlsx", "over")
		b.until("a place to drop it", `document.querySelector(".talk").dataset.drop?.includes("Trêve")`)
		b.drops(".talk", "plan.xlsx", "drop")
		b.drops(".talk", "vide.csv", "drop")
		b.sees(".toast-bad", "vide.csv est vide")
		b.sees(".attached", "plan.xlsx")
		b.click("[aria-label='Retirer plan.xlsx']", "")
		b.until("nothing to send", `!document.querySelector(".attached") && document.querySelector(".pane .composer-send").disabled`)
		b.pastes("courbe.png")
		b.click(".pane .composer-send", "")
		b.enlarges(".file-picture .enlarge", "courbe.png")
		b.fits()
	})
}

// enlarges opens a picture, and closes it by the keyboard.
func (b *tab) enlarges(selector, alt string) {
	b.Helper()
	b.click(selector, "")
	b.until("the picture, large", `(() => { const img = document.querySelector("dialog.viewer img"); return img?.alt === `+quoted(alt)+` && img.naturalWidth > 0; })()`)
	b.press("Escape")
	b.until("the picture put away, the focus back", `!document.querySelector(".viewer") && document.activeElement.matches(`+quoted(selector)+`)`)
}

// A file as the clipboard and the pointer carry it; "plan.xlsx" holds something,
// "vide.csv" nothing, a picture what a canvas draws.
const carried = `const carry = async (name) => {
	const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
	canvas.getContext("2d").fillRect(40, 40, 300, 200);
	const drawn = await new Promise((done) => canvas.toBlob(done));
	const content = name.endsWith(".png") ? drawn : name === "vide.csv" ? "" : "contenu";
	const type = name.endsWith(".png") ? "image/png" : "application/octet-stream";
	const data = new DataTransfer();
	data.items.add(new File([content], name, { type }));
	return data;
};`

// drops moves a file over a part of the page, and lets go of it there or not.
func (b *tab) drops(selector, name, last string) {
	b.Helper()
	eval[any](b, fmt.Sprintf(`(async () => { %s
		const dataTransfer = await carry(%s);
		for (const type of ["dragenter", "dragover", ...(%s === "drop" ? ["drop"] : [])]) {
			document.querySelector(%s).dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
		}
	})()`, carried, quoted(name), quoted(last), quoted(selector)))
}

// pastes gives the composer a file from the clipboard.
func (b *tab) pastes(name string) {
	b.Helper()
	eval[any](b, fmt.Sprintf(`(async () => { %s
		const clipboardData = await carry(%s);
		document.querySelector("#composer").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
	})()`, carried, quoted(name)))
	b.sees(".attached", name)
}

// told reports whether the bot was sent a message of that subtype.
func (d *demo) told(subtype string) bool {
	d.Helper()
	var seen struct {
		Traffic []struct {
			Request struct{ Event struct{ Subtype string } }
		}
	}
	d.get("/local/traffic", &seen)
	for _, exchange := range seen.Traffic {
		if exchange.Request.Event.Subtype == subtype {
			return true
		}
	}
	return false
}

// TestBrowserPicture shows a picture the bot has uploaded, as the recap's is.
func TestBrowserPicture(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		id := d.uploads("courbe.png", pixel)
		d.slack("chat.postMessage", map[string]any{"channel": ventes, "text": "la courbe", "blocks": []any{map[string]any{
			"type": "image", "slack_file": map[string]any{"id": id}, "alt_text": "Réalisé contre attendu", "title": words("Novembre"),
		}}})
		b.goes(`.entry[href="#` + ventes + `"]`)
		b.sees("figcaption", "Novembre")
		b.until("the picture", `document.querySelector(".block-picture").naturalWidth === 1`)
		b.until("its name", `document.querySelector(".block-image .enlarge").ariaLabel === "Agrandir : Réalisé contre attendu"`)
		b.enlarges(".block-image .enlarge", "Réalisé contre attendu")
	})
}

// pixel is a picture of one.
const pixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\xdacd\xf8\xcfP\x0f\x00\x03\x86\x01\x80Z4}k\x00\x00\x00\x00IEND\xaeB`\x82"

// uploads gives the workspace a file as the bot, and returns its id.
func (d *demo) uploads(name, content string) string {
	d.Helper()
	var place struct {
		URL string `json:"upload_url"`
		ID  string `json:"file_id"`
	}
	bot := map[string]string{"Authorization": "Bearer " + botToken}
	d.call("POST", "/api/files.getUploadURLExternal", bot, map[string]any{"filename": name, "length": len(content)}, &place)
	d.sends(place.URL, content)
	d.slack("files.completeUploadExternal", map[string]any{"files": []any{map[string]any{"id": place.ID, "title": name}}})
	return place.ID
}
