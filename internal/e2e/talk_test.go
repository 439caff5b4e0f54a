package e2e

import "testing"

// TestBrowserTalk covers what people do among themselves: unread marks, threads,
// changing and deleting, and speaking to one another.
func TestBrowserTalk(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		d.does("type", map[string]any{"user": julien, "conversation": ventes, "text": "Un premier mot"})
		d.does("type", map[string]any{"user": julien, "conversation": ventes, "text": "*Un autre* pour @claire"})
		b.sees(".entry-unread", "ventes")
		b.sees(`.entry-unread[href="#`+ventes+`"] .count`, "2 non lus")
		total := `[...document.querySelectorAll(".count [aria-hidden]")].reduce((sum, e) => sum + Number(e.textContent), 0)`
		b.until("the count of all in the title", "document.title.startsWith(`(${"+total+"})`)")

		b.goes(`.entry[href="#` + ventes + `"]`)
		b.sees(".fresh-line", "Nouveaux")
		b.sees(".message-mentions", "Un autre pour @Claire Morel")
		b.until("nothing unread there", `!document.querySelector('.entry-unread[href="#`+ventes+`"]')`)

		b.click(".message-mentions [aria-label='Répondre dans le fil']", "")
		b.until("the focus in the thread", `document.activeElement.id === "composer-thread"`)
		b.types("Bien reçu")
		b.press("Enter")
		b.sees(".thread .message", "Bien reçu")
		b.sees(".pane .thread-link", "1 réponse")
		b.scene("05-fil")
		b.fits()

		b.click(".thread [aria-label='Modifier']", "")
		b.types(", merci")
		b.press("Enter")
		b.sees(".thread .message", "Bien reçu, merci (modifié)")
		b.click(".thread [aria-label='Supprimer']", "")
		b.click("dialog[open] button", "Supprimer")
		b.until("the reply gone", `!document.querySelector(".thread").textContent.includes("Bien reçu")`)
		b.press("Escape")
		b.until("the thread closed", `document.querySelector("#thread").hidden`)
	})
}

// TestBrowserDirect writes to a person, who sees it.
func TestBrowserDirect(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		b.goes(`[data-person="` + julien + `"]`)
		b.sees(".pane-title", "Julien Bernard")
		b.writes("On se voit à midi ?")
		b.sees(".message", "On se voit à midi ?")
		b.goes(`.entry[href="#` + marketing + `"]`)
		b.speaksAs("Julien Bernard")
		b.sees(".entry-unread", "Claire Morel")
		b.goes(`.entry-unread:not([data-kind="app"])`)
		b.sees(".message", "On se voit à midi ?")
	})
}

// speaksAs changes who the page speaks as.
func (b *tab) speaksAs(name string) {
	b.Helper()
	if b.phone {
		b.click("#drawer-button", "")
	}
	b.click("#speak-as", "")
	at := eval[int](b, `[...document.querySelectorAll("[role=menuitemradio]")].findIndex((e) => e.textContent.includes(`+quoted(name)+`)) + 1`)
	b.click("[role=menuitemradio]:nth-child("+string(rune('0'+at))+")", "")
	b.sees(".me", name)
	b.until("the address names who speaks", `location.search.includes("user=") && !document.querySelector("[role=menu]")`)
	if b.phone {
		b.press("Escape")
	}
	b.until("the conversation of that person", `document.querySelector(".composer-field").placeholder.includes(`+quoted(name)+`)`)
}

// TestBrowserPeople is each kind of person once: what they see, and what the bot
// lets them do.
func TestBrowserPeople(t *testing.T) {
	const refused = "Trêve ne répond qu'aux membres"
	onEachScreen(t, func(_ *demo, b *tab) {
		for _, c := range []struct{ name, rights, sees, not, answer string }{
			{"Marc Dubois", "Chargé de marketing", "general", "direction", "3 leads"},
			{"Julien Bernard", "Directeur commercial", "direction", "", "3 leads"},
			{"Inès Faure", "invité", "marketing", "ventes", refused},
			{"Tom Weber", "autre organisation", "ventes", "marketing", refused},
		} {
			b.speaksAs(c.name)
			b.sees(".me", c.rights)
			b.sees("#sidebar", c.sees)
			if c.not != "" {
				b.until("not "+c.not+" for "+c.name, `![...document.querySelectorAll(".entry-name")].some((e) => e.textContent === `+quoted(c.not)+`)`)
			}
			b.writes("/leads 3 email pme")
			b.sees(".message-ephemeral", c.answer)
		}
		b.speaksAs("Claire Morel")
		if b.phone {
			return
		}
		b.click("#speak-as", "")
		b.sees("[role=menuitemradio]", "Inès Faure")
		b.press("Escape")
		b.until("the focus back", `document.activeElement.id === "speak-as"`)
	})
}
