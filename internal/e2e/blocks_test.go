package e2e

import (
	"maps"
	"testing"
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
	onEachScreen(t, func(d *demo, b *tab) {
		d.slack("chat.postMessage", map[string]any{"channel": ventes, "text": "tous les blocs", "blocks": everyBlock()})
		b.goes(`.entry[href="#` + ventes + `"]`)
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
		b.fits()
		b.asksFirst(d)

		b.fill("[data-action=menu]", "Inbound")
		d.until("the choice", func() bool { return d.pressed("menu") == 1 })
		b.fill("[data-action=day]", "2026-11-20")
		d.until("the day", func() bool { return d.pressed("day") == 1 })
		b.click(`[data-action="more"]`, "")
		b.sees("[role=menu]", "Réglages")
		b.press("ArrowDown")
		b.until("the second entry", `document.activeElement.textContent === "Aide"`)
		b.press("Escape")
		b.until("the menu gone, the focus back", `!document.querySelector("[role=menu]") && document.activeElement.dataset.action === "more"`)
	})
}

// asksFirst presses a button that wants to be confirmed, and means it the second
// time only.
func (b *tab) asksFirst(d *demo) {
	b.Helper()
	b.click("button", "Avec question")
	b.sees("dialog[open]", "Pour de bon")
	b.press("Escape")
	b.until("the question gone", `!document.querySelector("dialog[open]")`)
	if sent := d.pressed("sure"); sent != 0 {
		b.Errorf("%d presses were sent without agreement", sent)
	}
	b.click("button", "Avec question")
	b.click("dialog[open] button", "Oui")
	d.until("the press", func() bool { return d.pressed("sure") == 1 })
}

// moreBlocks are the blocks that the bot does not use, and an app under
// development may.
func moreBlocks() []any {
	point := func(label string, value int) map[string]any { return map[string]any{"label": label, "value": value} }
	feedback := func(text, value string) map[string]any { return map[string]any{"text": words(text), "value": value} }
	return []any{
		map[string]any{"type": "card", "title": words("Salon de Lyon"), "body": words("38 leads"), "actions": []any{button("in_card", "Saisir", nil)}},
		map[string]any{"type": "carousel", "elements": []any{map[string]any{"type": "card", "title": words("Une fiche")}}},
		map[string]any{"type": "container", "title": words("Calculs"), "is_collapsible": true, "child_blocks": []any{
			map[string]any{"type": "section", "text": marked("V / G")},
		}},
		map[string]any{"type": "context_actions", "elements": []any{map[string]any{
			"type": "feedback_buttons", "action_id": "useful", "positive_button": feedback("Utile", "yes"), "negative_button": feedback("Inutile", "no"),
		}}},
		map[string]any{
			"type": "video", "title": words("En deux minutes"), "alt_text": "La visite",
			"thumbnail_url": "https://exemple.fr/x.png", "video_url": "https://exemple.fr/v",
		},
		map[string]any{"type": "image", "image_url": "https://exemple.fr/y.png", "alt_text": "Une image d’ailleurs"},
		map[string]any{"type": "data_visualization", "title": "Par semaine", "chart": map[string]any{
			"type": "bar", "axis_config": map[string]any{"categories": []any{"S1", "S2"}},
			"series": []any{map[string]any{"name": "Leads", "data": []any{point("S1", 12), point("S2", 30)}}},
		}},
	}
}

// TestBrowserDrawsMore shows what no bot here sends.
func TestBrowserDrawsMore(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		d.slack("chat.postMessage", map[string]any{"channel": ventes, "text": "les autres blocs", "blocks": moreBlocks()})
		b.goes(`.entry[href="#` + ventes + `"]`)
		b.sees(".card-title", "Salon de Lyon")
		for name, script := range map[string]string{
			"everything is drawn": `!document.querySelector(".undrawn")`,
			"a card in a row":     `document.querySelector(".carousel .card").textContent === "Une fiche"`,
			"a title that folds":  `document.querySelector("details.card[open] summary").textContent === "Calculs"`,
			"a film elsewhere":    `document.querySelector(".block-video a").textContent === "La visite"`,
			"bars":                `document.querySelectorAll(".chart-bar").length === 2`,
			"their numbers":       `document.querySelector(".chart td.align-right").textContent === "12"`,
			"no picture":          `!document.querySelector("article img")`,
		} {
			b.until(name, script)
		}
		b.click("[aria-label=Inutile]", "")
		d.until("the opinion", func() bool { return d.pressed("useful") == 1 })
		eval[bool](b, slips)
		b.click("[data-action=in_card]", "")
		d.until("the card's button", func() bool { return d.pressed("in_card") == 1 })
		eval[bool](b, `document.body.style.marginTop = "", true`)
	})
}

// slips has the page slip away under the pointer once, as it does where a message
// comes in.
const slips = `addEventListener("pointermove", () => { document.body.style.marginTop = "9rem"; }, { once: true }), true`

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
