package e2e

import (
	"fmt"
	"testing"
)

// TestBrowserPhone holds the page to the narrowest phone there is: the list in a
// drawer, the clock in a panel, and an answer to read in the dark.
func TestBrowserPhone(t *testing.T) {
	d := startDemo(t)
	b := open(t, d.address, screen{name: "small phone", width: 360, height: 740, phone: true})
	b.sees(".pane-title", "marketing")
	b.fits()
	b.until("the list out of the way", `document.querySelector("#sidebar").inert`)
	b.click("#drawer-button", "")
	b.until("the list", `!document.querySelector("#sidebar").inert && document.querySelector("#sidebar").getBoundingClientRect().left === 0`)
	b.press("Escape")
	b.until("the list away again", `document.querySelector("#sidebar").inert && document.activeElement.id === "drawer-button"`)

	b.writes("/leads 12 email pme")
	b.sees(".message-ephemeral", "12 leads")
	b.fits()
	b.jumps("tomorrow")
	b.sees(".toast", "Nous sommes")
	b.toApp()
	b.dark(true)
	b.writes("email ?")
	b.sees("article table", "PME")
	b.fits()
	b.until("the news said and gone", `!document.querySelector(".toast")`)
	b.scene("10-telephone-reponse")
}

// TestBrowserFits opens everything there is beside the conversation, in windows
// of every width.
func TestBrowserFits(t *testing.T) {
	d := startDemo(t)
	d.does("type", map[string]any{"user": julien, "conversation": marketing, "text": "Un fil, s’il vous plaît"})
	b := open(t, d.address+"/?user="+claire+"#"+marketing, desktop)
	b.sees(".message", "Un fil")
	b.click(".message:last-child [aria-label='Répondre dans le fil']", "")
	b.alt("KeyI", "i")
	b.sees(".exchange", "chat.postMessage")
	for _, width := range []int64{320, 390, 600, 760, 761, 900, 1080, 1081, 1281, 1360, 1501, 1920} {
		b.emulate(screen{width: width, height: 800})
		b.until("the window's width", fmt.Sprintf("innerWidth === %d", width))
		b.fits()
	}
}
