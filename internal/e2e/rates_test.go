package e2e

import "testing"

// TestBrowserRates has a manager look at the rates, pick one in the form, see what
// it comes to, and take it.
func TestBrowserRates(t *testing.T) {
	onEachScreen(t, func(_ *demo, b *tab) {
		b.writes("/sla taux")
		b.sees(".message-ephemeral", "Taux de transformation")
		b.sees(".message-ephemeral td", "déclaré")
		b.fits()

		b.click(".message-ephemeral button", "Choisir…")
		b.sees("dialog[open]", "l'engagement total passerait")
		effect := `document.querySelector("dialog[open] .block-section").textContent`
		before := eval[string](b, effect)
		b.fill("dialog select", "keep")
		b.until("what the choice comes to", effect+" !== "+quoted(before))
		b.click("dialog[open] [type=submit]", "")
		b.until("the form gone", `!document.querySelector("dialog[open]")`)
		b.sees(".message-ephemeral", "C'est noté")
	})
}
