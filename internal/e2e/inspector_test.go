package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// TestBrowserInspector looks at what Slack and the app say to one another.
func TestBrowserInspector(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		b.alt("KeyI", "i")
		b.until("the panel, and the focus in it", `!document.querySelector("#inspector").hidden && document.querySelector("#inspector").contains(document.activeElement)`)
		b.sees(".exchange", "apps.connections.open")
		d.does("type", map[string]any{"user": claire, "conversation": marketing, "text": "/leads 12 email pme"})
		b.sees(".exchange summary", "/leads") // without anybody asking for it
		b.click(".exchange summary", "")      // the first exchange there was
		b.sees(".payload", `"ok": true`)
		b.fill("#inspector-search", "12 EMAIL")
		b.until("only what was sought", `[...document.querySelectorAll(".exchanges li:not([hidden]) strong")].every((e) => e.textContent === "/leads")`)
		b.click(".exchanges li:not([hidden]) summary", "")
		b.sees(".payload", `"command": "/leads"`)
		b.sees(".payload", "12 leads E-mail")
		b.scene("06-echanges")
		b.fits()
		b.copies()
		b.click(".exchange[open] button", "Envoyer de nouveau")
		b.sees(".toast", "/leads envoyé de nouveau : ok")

		b.fill("#inspector-search", "")
		b.fill("#inspector-which", "called")
		b.until("only calls", `![...document.querySelectorAll(".exchanges li:not([hidden]) .exchange")].some((e) => e.matches(".exchange-sent"))`)
		b.fill("#inspector-which", "troubled")
		d.refused()
		b.sees(".exchanges li:not([hidden]) .badge-bad", "channel_not_found")
		b.click(".inspector-tools button", "Vider")
		b.sees(".inspector-list .empty", "Rien à montrer")
		b.press("Escape")
		b.until("the panel gone, the focus on its button", `document.querySelector("#inspector").hidden && document.activeElement.id === "inspector-button"`)
		b.click("#inspector-button", "")
		b.until("the panel again", `!document.querySelector("#inspector").hidden`)
		b.click("#inspector .pane-head button", "")
	})
}

// TestBrowserInspectorOfFaults looks at what was made to fail: each failure is
// marked, and so is what was sent again because of it.
func TestBrowserInspectorOfFaults(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		d.does("faults", map[string]any{"fault": "message:lose_ack,times=1"})
		b.toApp()
		b.writes("email ?")
		b.sees("article table", "PME")
		b.click("#inspector-button", "")
		b.fill("#inspector-which", "troubled")
		b.sees(".exchanges li:not([hidden])", "panne : message:lose_ack")
		b.sees(".exchanges li:not([hidden])", "renvoi 1")
		b.until("one answer to both", `document.querySelectorAll("article table").length === 1`)
	})
}

// alt strikes a key together with Alt.
func (b *tab) alt(code, key string) {
	b.Helper()
	_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: "rawKeyDown", Code: code, Key: key, Modifiers: 1, // Alt
	})
	if err != nil {
		b.Fatal(err)
	}
}

// copies presses the last button that copies, and looks at the clipboard.
func (b *tab) copies() {
	b.Helper()
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		_, err := chromedp.CallBrowser(b.ctx, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted,
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.click(".payload:last-of-type button", "Copier")
	b.sees(".toast", "Copié")
	if text := eval[string](b, `navigator.clipboard.readText()`); !strings.HasPrefix(text, "{\n") || !strings.Contains(text, "12 leads E-mail") {
		b.Errorf("copied is %q; want the app's answer", text)
	}
}

// refused makes the bot's own call fail, for something to be wrong.
func (d *demo) refused() {
	d.Helper()
	d.call("POST", "/api/chat.postMessage", map[string]string{"Authorization": "Bearer " + botToken},
		map[string]any{"channel": "C0NOWHERE", "text": "x"}, nil)
}
