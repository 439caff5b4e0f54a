package e2e

import (
	"maps"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func words(text string) map[string]any { return map[string]any{"type": "plain_text", "text": text} }
func marked(text string) map[string]any {
	return map[string]any{"type": "mrkdwn", "text": text}
}

// option is one choice of a menu, whose value is its text.
func option(text string) map[string]any { return map[string]any{"text": words(text), "value": text} }

func button(id, text string, more map[string]any) map[string]any {
	b := map[string]any{"type": "button", "action_id": id, "text": words(text), "value": id}
	maps.Copy(b, more)
	return b
}

func cells(texts ...string) []any {
	var row []any
	for _, text := range texts {
		row = append(row, map[string]any{"type": "raw_text", "text": text})
	}
	return row
}

// everyBlock is one message with every block the page draws in messages, and
// hostile words wherever somebody's words can stand.
func everyBlock() []any {
	hostile := `<img src=x onerror="document.title='pwned'"> & "quotes"`
	return []any{
		map[string]any{"type": "header", "text": words("🟠 Titre " + hostile)},
		map[string]any{
			"type": "section", "text": marked("*gras* _italique_ ~barré~ `code` <@" + julien + "> <#" + ventes + "|ventes> &lt;b&gt;pas gras&lt;/b&gt; <https://exemple.fr|lien> :tada:"),
			"accessory": map[string]any{"type": "overflow", "action_id": "more", "options": []any{option("Réglages"), option("Aide")}},
		},
		map[string]any{"type": "section", "fields": []any{marked("*Réalisé*\n17 738 €"), marked("*Leads*\n132")}},
		map[string]any{"type": "context", "elements": []any{marked("<!date^1795507200^{date_num}|un jour> " + "· contexte")}},
		map[string]any{"type": "divider"},
		map[string]any{
			"type":            "table",
			"column_settings": []any{map[string]any{"is_wrapped": true}, map[string]any{"align": "right"}},
			"rows":            []any{cells("Canal d’acquisition", "Écart"), cells(hostile, "−2 039 €"), cells("Inbound", "+104 €")},
		},
		map[string]any{"type": "rich_text", "elements": []any{
			map[string]any{"type": "rich_text_section", "elements": []any{map[string]any{"type": "text", "text": "riche " + hostile, "style": map[string]any{"bold": true}}}},
			map[string]any{"type": "rich_text_list", "style": "bullet", "elements": []any{
				map[string]any{"type": "rich_text_section", "elements": []any{map[string]any{"type": "text", "text": "un point"}}},
			}},
		}},
		map[string]any{"type": "markdown", "text": "## Trois pas\n1. **Saisir**\n2. [Lire](https://exemple.fr)\n\n" + hostile},
		map[string]any{"type": "actions", "elements": []any{
			button("sure", "Avec question", map[string]any{"style": "danger", "confirm": map[string]any{
				"title": words("Vraiment ?"), "text": marked("Pour *de bon*"), "confirm": words("Oui"), "deny": words("Non"),
			}}),
			map[string]any{"type": "static_select", "action_id": "menu", "placeholder": words("Un canal"), "options": []any{option("E-mail"), option("Inbound")}},
			map[string]any{"type": "datepicker", "action_id": "day", "initial_date": "2026-11-16"},
		}},
	}
}

// TestBrowserDrawsBlocks shows what the bot may send, and what people do to it.
func TestBrowserDrawsBlocks(t *testing.T) {
	d := startDemo(t)
	d.slack("chat.postMessage", map[string]any{"channel": ventes, "text": "tous les blocs", "blocks": everyBlock()})
	b := open(t, d.address+"/?user="+claire+"#"+ventes, 1100, 1100)
	b.sees("article h3", "Titre <img")
	for name, script := range map[string]string{
		"bold words":         `document.querySelector("article strong").textContent === "gras"`,
		"code":               `document.querySelector("article code").textContent === "code"`,
		"a mention":          `[...document.querySelectorAll("article .mention")].some((e) => e.textContent === "@Julien Bernard")`,
		"a conversation":     `document.querySelector("article a.mention").hash === "#` + ventes + `"`,
		"replaced signs":     `document.querySelector("article .section-words").textContent.includes("<b>pas gras</b>")`,
		"a link elsewhere":   `document.querySelector("article a[target=_blank]").rel === "noopener noreferrer"`,
		"a drawn status":     `document.querySelector("article h3 .mark-orange")`,
		"a header row":       `document.querySelector("article thead th").textContent === "Canal d’acquisition"`,
		"aligned cells":      `getComputedStyle(document.querySelector("article tbody td")).textAlign === "right"`,
		"a list":             `document.querySelector("article .block-rich-text li").textContent === "un point"`,
		"markdown":           `document.querySelector("article .block-markdown ol strong").textContent === "Saisir"`,
		"no picture":         `!document.querySelector("article img")`,
		"nothing was run":    `document.title !== "pwned"`,
		"a name for the log": `document.querySelector("[role=log]").ariaLabel.includes("#ventes")`,
	} {
		b.until(name, script)
	}
	b.click("button", "Avec question")
	b.sees("dialog[open]", "Pour de bon")
	b.press("Escape")
	b.until("the question gone", `!document.querySelector("dialog[open]")`)
	if sent := d.pressed("sure"); sent != 0 {
		t.Errorf("%d presses were sent without agreement", sent)
	}
	b.click("button", "Avec question")
	b.click("dialog[open] button", "Oui")
	d.until("the press", func() bool { return d.pressed("sure") == 1 })

	eval[any](b, `(() => { const menu = document.querySelector("[data-action=menu]"); menu.value = "Inbound"; menu.dispatchEvent(new Event("change", { bubbles: true })); })()`)
	d.until("the choice", func() bool { return d.pressed("menu") == 1 })
	b.click(`[data-action="more"]`, "")
	b.sees("[role=menu]", "Réglages")
	b.press("ArrowDown")
	b.until("the second entry", `document.activeElement.textContent === "Aide"`)
	b.press("Escape")
	b.until("the menu gone, the focus back", `!document.querySelector("[role=menu]") && document.activeElement.dataset.action === "more"`)
}

// pressed counts what the bot was told of an element.
func (d *demo) pressed(action string) int {
	d.Helper()
	var seen struct {
		Traffic []struct {
			Kind    string
			Request struct {
				Payload struct {
					Actions []struct {
						ID string `json:"action_id"`
					}
				}
				Actions []struct {
					ID string `json:"action_id"`
				}
			}
		}
	}
	d.get("/local/traffic?limit=200", &seen)
	n := 0
	for _, exchange := range seen.Traffic {
		for _, a := range append(exchange.Request.Actions, exchange.Request.Payload.Actions...) {
			if a.ID == action {
				n++
			}
		}
	}
	return n
}

// TestBrowserTalk covers what people do among themselves: unread marks, threads,
// changing and deleting.
func TestBrowserTalk(t *testing.T) {
	d := startDemo(t)
	b := open(t, d.address+"/?user="+claire+"#"+marketing, 1360, 860)
	b.sees(".pane-title", "marketing")
	d.does("type", map[string]any{"user": julien, "conversation": ventes, "text": "Un premier mot"})
	d.does("type", map[string]any{"user": julien, "conversation": ventes, "text": "*Un autre* pour @claire"})
	b.sees(".entry-unread", "ventes")
	b.sees(".entry-unread .count", "2 non lus")
	b.until("the count in the title", `document.title.startsWith("(2)")`)

	b.click(`.entry[href="#`+ventes+`"]`, "")
	b.sees(".fresh-line", "Nouveaux")
	b.sees(".message-mentions", "Un autre pour @Claire Morel")
	b.until("nothing unread", `!document.querySelector(".entry-unread") && !document.title.startsWith("(")`)

	b.click(".message-mentions [aria-label='Répondre dans le fil']", "")
	b.until("the focus in the thread", `document.activeElement.id === "composer-thread"`)
	b.types("Bien reçu")
	b.press("Enter")
	b.sees(".thread .message", "Bien reçu")
	b.sees(".pane .thread-link", "1 réponse")
	b.scene("06-fil")

	b.click(".thread [aria-label='Modifier']", "")
	b.types(", merci")
	b.press("Enter")
	b.sees(".thread .message", "Bien reçu, merci (modifié)")
	b.click(".thread [aria-label='Supprimer']", "")
	b.click("dialog[open] button", "Supprimer")
	b.until("the reply gone", `!document.querySelector(".thread").textContent.includes("Bien reçu")`)
	b.press("Escape")

	b.click("#speak-as", "")
	b.sees("[role=menuitemradio]:nth-child(3)", "Julien Bernard")
	b.scene("07-personnes")
	b.click("[role=menuitemradio]:nth-child(3)", "")
	b.sees(".me", "Julien Bernard")
	b.until("the address names who speaks", `location.search === "?user=`+julien+`"`)
}

// TestBrowserKeyboard writes without a mouse.
func TestBrowserKeyboard(t *testing.T) {
	d := startDemo(t)
	b := open(t, d.address, 1360, 860)
	b.sees(".pane-title", "marketing")
	eval[any](b, `document.querySelector("#composer").focus()`)
	b.types("/")
	b.until("the commands", `document.querySelectorAll(".pane [role=option]").length >= 3`)
	first := eval[string](b, `document.querySelector("[role=option][aria-selected=true]").textContent`)
	b.press("ArrowDown")
	b.until("the next one", `document.querySelector("[role=option][aria-selected=true]").textContent !== `+quoted(first))
	b.types("le")
	b.sees(".offers", "/leads")
	b.scene("08-commandes")
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
}

// TestBrowserPhone holds the page to 360 pixels.
func TestBrowserPhone(t *testing.T) {
	d := startDemo(t)
	b := open(t, d.address, 360, 740)
	b.sees(".pane-title", "marketing")
	b.fits()
	b.until("the list out of the way", `document.querySelector("#sidebar").inert`)
	b.click("#drawer-button", "")
	b.until("the list", `!document.querySelector("#sidebar").inert && document.querySelector("#sidebar").getBoundingClientRect().left === 0`)
	b.scene("09-telephone-liste")
	b.press("Escape")
	b.until("the list away again", `document.querySelector("#sidebar").inert && document.activeElement.id === "drawer-button"`)

	b.writes("/leads 12 email pme")
	b.sees(".message-ephemeral", "12 leads")
	b.fits()
	b.click("#clock-now", "")
	b.click(`[data-jump="tomorrow"]`, "")
	b.sees(".toast", "Nous sommes")
	b.click("#drawer-button", "")
	b.click(`.entry[data-kind="app"]`, "")
	b.until("the conversation with the app", `document.querySelector(".pane-title").textContent === "Trêve"`)
	b.writes("email ?")
	b.sees("article table", "PME")
	b.fits()
	b.dark(true)
	b.scene("10-telephone-reponse")
}

// fits checks that nothing sticks out to the side.
func (b *tab) fits() {
	b.Helper()
	wide := eval[[]string](b, `[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility({ visibilityProperty: true })
		&& !e.closest(".table-frame, .tour, .unseen, .skip, #sidebar") && e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.tagName + "." + e.className)`)
	if len(wide) > 0 {
		b.Errorf("wider than the window: %s", strings.Join(wide, ", "))
	}
}
