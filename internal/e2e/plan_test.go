package e2e

import "testing"

// TestBrowserPlan has a manager change the plan in its forms: what is wrong is
// said beside its field, and what a change is worth before it is saved.
func TestBrowserPlan(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		b.writes("/sla plan")
		b.sees("article table", "PME")
		b.click("[data-action=plan_edit_channel]", "")
		b.picks("E-mail")
		b.fill("dialog [data-action=rate_1]", "300 %")
		b.fill("dialog [data-action=goal_1]", "douze")
		b.click("dialog[open] [type=submit]", "")
		b.until("both mistakes", `document.querySelectorAll("dialog [aria-invalid=true]").length === 2`)
		b.fits()
		b.fill("dialog [data-action=rate_1]", "4,5 %")
		b.fill("dialog [data-action=goal_1]", "70")
		b.click("dialog[open] [type=submit]", "")
		b.sees("dialog[open]", "43 216 € → 44 566 € (+1 350 €)")
		b.fits()
		b.click("dialog[open] [data-action=plan_back]", "")
		b.until("what was typed", `document.querySelector("dialog[open] [data-action='rate_1.1']")?.value === "4,5\u00a0%"`)
		b.click("dialog[open] [type=submit]", "")
		b.click("dialog[open] [type=submit]", "Enregistrer")
		b.until("the form gone", `!document.querySelector("dialog[open]")`)
		b.sees("article", "engagement 60 → 70")

		b.click("[data-action=plan_edit_channel]", "")
		b.picks("E-mail")
		b.fill("dialog [data-action=goal_2]", "25")
		b.click("dialog[open] [data-action=plan_card]", "")
		b.sees("dialog[open]", "Ce qui compte comme un lead")
		b.fits()
		b.press("Escape")
		b.until("the figures below it, as they were left", `document.querySelector("dialog[open] [data-action=goal_2]")?.value === "25"`)
		b.press("Escape")
		b.until("the form gone", `!document.querySelector("dialog[open]")`)
	})
}

// picks chooses a channel in the list of those that can be edited.
func (b *tab) picks(name string) {
	b.Helper()
	b.until("the list", `document.querySelector("dialog[open] [data-action=plan_pick]")`)
	b.fill("dialog [data-action=plan_pick]", eval[string](b, `[...document.querySelectorAll("[data-action=plan_pick] option")].find((e) => e.textContent === `+quoted(name)+`).value`))
	b.until("the form", `document.querySelector("dialog[open] [data-action=rate_1]")`)
}

// TestBrowserDrafts has a manager keep a count for a channel there is not, and
// add the channel.
func TestBrowserDrafts(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		b.writes("/leads 12 webinaire pme hier")
		b.sees("article", "n'est pas un canal d'acquisition")
		b.click("article [data-action=leads_settle]", "Garder en brouillon")
		b.sees("article", "en brouillon pour")
		b.click("article button", "Ajouter, côté ventes")
		b.sees("article", "Noté au nom de Claire Morel")
		b.writes("/sla webinaire")
		b.sees("article", "Webinaire")
	})
}
