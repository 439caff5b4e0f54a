package e2e

import (
	"maps"
	"testing"
)

// modal is a view of that title with one field.
func modal(title string, more map[string]any) map[string]any {
	v := map[string]any{
		"type": "modal", "title": words(title), "submit": words("Envoyer"), "callback_id": "modal",
		"blocks": []any{asks("note", "plain_text_input", nil)},
	}
	maps.Copy(v, more)
	return v
}

// TestBrowserModals puts one modal on another, changes one under the fingers of
// who fills it in, and closes them.
func TestBrowserModals(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		d.opens(modal("Premier", map[string]any{"blocks": []any{
			asks("note", "plain_text_input", nil),
			map[string]any{"type": "actions", "elements": []any{button("next", "La suite", nil)}},
			map[string]any{"type": "alert", "level": "warning", "text": words("À lire d’abord")},
		}}))
		b.sees("dialog[open] h2", "Premier")
		b.until("the focus in the field", `document.activeElement.dataset.action === "note"`)
		b.types("gardé")
		b.click("dialog [data-action=next]", "")
		d.until("the press", func() bool { return d.pressed("next") == 1 })
		d.slack("views.push", map[string]any{"trigger_id": d.trigger("next"), "view": modal("Second", nil)})
		b.sees("dialog[open] h2", "Second")
		b.until("the focus in its field", `document.activeElement.dataset.action === "note" && document.activeElement.value === ""`)
		b.press("Escape")
		b.sees("dialog[open] h2", "Premier")
		b.until("what had been typed", `document.querySelector("dialog [data-action=note]").value === "gardé"`)

		b.fill("dialog [data-action=note]", "gardé, puis complété")
		eval[any](b, `document.querySelector("dialog [data-action=note]").focus()`)
		d.slack("views.update", map[string]any{"view_id": d.view(), "view": modal("Premier, changé", nil)})
		b.sees("dialog[open] h2", "Premier, changé")
		b.until("what had been typed, and the focus", `document.activeElement.dataset.action === "note" && document.activeElement.value === "gardé, puis complété"`)
		b.click("dialog[open] .dialog-head [aria-label=Fermer]", "")
		b.until("no modal", `!document.querySelector("dialog[open]")`)
	})
}

// TestBrowserModalThatCannotBeSentYet shows a modal that wants an input before it
// is sent.
func TestBrowserModalThatCannotBeSentYet(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		d.opens(modal("Réglage", map[string]any{"submit_disabled": true}))
		b.until("a button that waits", `document.querySelector("dialog[open] [type=submit]")?.disabled`)
		b.fill("dialog [data-action=note]", "voilà")
		b.until("one that does not", `document.querySelector("dialog[open] [type=submit]")?.disabled === false`)
		b.fill("dialog [data-action=note]", "")
		b.until("a button that waits again", `document.querySelector("dialog[open] [type=submit]")?.disabled`)
		b.fill("dialog [data-action=note]", "voilà")
		b.click("dialog[open] [type=submit]", "")
		b.until("the form gone", `!document.querySelector("dialog[open]")`)
	})
}

// trigger is what came with the last press of an element.
func (d *demo) trigger(action string) string {
	d.Helper()
	type payload struct {
		Trigger string `json:"trigger_id"`
		Actions []struct {
			ID string `json:"action_id"`
		}
	}
	var seen struct {
		Traffic []struct{ Request payload }
	}
	d.get("/local/traffic", &seen)
	for _, exchange := range seen.Traffic {
		if len(exchange.Request.Actions) > 0 && exchange.Request.Actions[0].ID == action {
			return exchange.Request.Trigger
		}
	}
	d.Fatalf("%s was not pressed", action)
	return ""
}

// view is the modal Claire has open.
func (d *demo) view() string {
	d.Helper()
	var state struct{ Views []struct{ ID string } }
	d.get("/local/state?user="+claire, &state)
	if len(state.Views) == 0 {
		d.Fatal("no modal is open")
	}
	return state.Views[len(state.Views)-1].ID
}

// TestBrowserHome shows the app's Home tab, and keeps what is typed there while
// it changes.
func TestBrowserHome(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		b.toApp()
		b.click(`[data-tab="home"]`, "")
		b.until("the bot's own Home", `document.querySelector(".home .block")`)
		b.fits()
		d.until("nothing more to come of it", d.homesPublished)
		b.scene("01-accueil")

		search := asks("search", "plain_text_input", nil)
		search["dispatch_action"] = true // when Enter is pressed
		home := func(title string) map[string]any {
			return map[string]any{"user_id": claire, "view": map[string]any{"type": "home", "blocks": []any{
				map[string]any{"type": "header", "text": words(title)}, search,
			}}}
		}
		d.slack("views.publish", home("Mon mois"))
		b.sees(".home h3", "Mon mois")
		b.fill(".home [data-action=search]", "email")
		d.slack("views.publish", home("Mon mois, plus tard"))
		b.sees(".home h3", "Mon mois, plus tard")
		b.until("what had been typed", `document.querySelector(".home [data-action=search]").value === "email"`)
		eval[any](b, `document.querySelector(".home [data-action=search]").focus()`)
		b.press("Enter")
		d.until("the search", func() bool { return d.pressed("search") == 1 })

		// The bot does not know that one, and shows its own Home again.
		b.click(".home button", "Saisir des leads")
		b.sees("dialog[open] h2", "Saisir des leads")
		b.press("Escape")
		b.until("the form gone", `!document.querySelector("dialog[open]")`)
		b.click(`[data-tab="messages"]`, "")
		b.until("the messages again", `document.querySelector("#composer").checkVisibility()`)
	})
}

// homesPublished reports whether the bot has shown a Home for each time one was
// opened.
func (d *demo) homesPublished() bool {
	d.Helper()
	var seen struct {
		Traffic []struct {
			Name    string
			Request struct{ Event struct{ Tab string } }
		}
	}
	d.get("/local/traffic", &seen)
	opened, published := 0, 0
	for _, exchange := range seen.Traffic {
		if exchange.Name == "views.publish" {
			published++
		}
		if exchange.Request.Event.Tab == "home" {
			opened++
		}
	}
	return opened > 0 && published >= opened
}
