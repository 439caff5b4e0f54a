package e2e

import (
	"fmt"
	"testing"
)

// TestBrowserOlder goes back to messages from before those the page keeps.
func TestBrowserOlder(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		for i := range 230 {
			d.does("type", map[string]any{"user": julien, "conversation": ventes, "text": fmt.Sprintf("ligne %d.", i+1)})
		}
		b.goes(`.entry[href="#` + ventes + `"]`)
		b.sees(".message", "ligne 31.")
		b.until("no older ones", `![...document.querySelectorAll(".message")].some((e) => e.textContent.includes("ligne 1."))`)
		eval[any](b, `document.querySelector(".timeline").scrollTop = 0`)
		b.click(".older", "")
		b.sees(".message", "ligne 1.")
		b.until("all there are", `document.querySelectorAll(".message").length === 230 && !document.querySelector(".older")`)
		b.until("what was in sight still there", `(() => {
			const line = [...document.querySelectorAll(".message")].find((e) => e.textContent.includes("ligne 31.")).getBoundingClientRect();
			const list = document.querySelector(".timeline").getBoundingClientRect();
			return line.top > list.top && line.bottom < list.bottom;
		})()`)
	})
}
