package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserKeyboard writes without a mouse.
func TestBrowserKeyboard(t *testing.T) {
	onEachScreen(t, func(_ *demo, b *tab) {
		b.goes(`.entry[href="#` + general + `"]`)
		b.sees(".timeline .empty", "Tapez")
		eval[any](b, `document.querySelector("#composer").focus()`)
		b.types("/")
		b.until("the commands", `document.querySelectorAll(".pane [role=option]").length >= 3`)
		first := eval[string](b, `document.querySelector("[role=option][aria-selected=true]").textContent`)
		b.press("ArrowDown")
		b.until("the next one", `document.querySelector("[role=option][aria-selected=true]").textContent !== `+quoted(first))
		b.scene("08-commandes")
		b.types("le")
		b.sees(".offers", "/leads")
		b.press("Tab")
		b.until("the command taken", `document.querySelector("#composer").value === "/leads "`)
		b.sees(".composer-usage", "/leads")
		b.types("12 email pme")
		b.press("Enter")
		b.sees(".message-ephemeral", "12 leads")

		b.press("ArrowUp")
		b.until("what was sent", `document.querySelector("#composer").value === "/leads 12 email pme"`)
		b.press("ArrowDown")
		b.types("une ligne")
		b.do(chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierShift)))
		b.types("une autre")
		b.press("Enter")
		b.until("two lines", `[...document.querySelectorAll(".message-body")].some((e) => e.innerText.trim() === "une ligne\nune autre")`)

		b.types("bonjour @ju")
		b.sees(".offers", "Julien Bernard")
		b.press("Enter")
		b.until("the name taken", `document.querySelector("#composer").value === "bonjour @julien "`)
		b.press("Enter")
		b.sees(".message .mention", "@Julien Bernard")
	})
}

// TestBrowserWalk goes through messages with the arrows, and to what is in them
// with Tab.
func TestBrowserWalk(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		for _, text := range []string{"un", "deux"} {
			d.does("type", map[string]any{"user": claire, "conversation": marketing, "text": text})
		}
		b.sees(".message", "deux")
		eval[any](b, `document.querySelector("[role=log]").focus()`)
		b.press("ArrowUp")
		b.until("the last message", `document.activeElement.matches(".message") && document.activeElement.textContent.includes("deux")`)
		b.press("ArrowUp")
		b.until("the one before", `document.activeElement.textContent.includes("un")`)
		b.press("Tab")
		b.until("what can be done with it", `document.activeElement.matches(".message .tool")`)
		b.types("\r")
		b.until("its thread", `document.activeElement.id === "composer-thread"`)
		b.press("Escape")
		b.until("the focus where it came from", `document.activeElement.matches(".message .tool")`)
	})
}
