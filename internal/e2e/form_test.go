package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserForm records leads by the form: what is missing or wrong is said
// beside its field, and what has been put right is recorded.
func TestBrowserForm(t *testing.T) {
	onEachScreen(t, func(_ *demo, b *tab) {
		b.writes("/leads")
		b.until("the form", `document.querySelector("dialog[open] [data-action=day]")`)
		b.until("the focus inside", `document.querySelector("dialog[open]").contains(document.activeElement)`)
		b.fill(`dialog [inputmode="decimal"]`, "une douzaine")
		b.click("dialog[open] [type=submit]", "")
		b.until("what is wrong, beside the field", `document.querySelector("dialog [inputmode=decimal][aria-invalid=true]")`)
		b.until("the focus on the first wrong field", `document.activeElement.getAttribute("aria-invalid") === "true"`)
		b.scene("03-formulaire")
		b.fits()

		b.fill("dialog select", eval[string](b, `[...document.querySelectorAll("dialog select option")].find((e) => e.textContent === "E-mail").value`))
		b.fill(`dialog [inputmode="decimal"]`, "12")
		b.click("dialog[open] [type=submit]", "")
		b.until("the form gone", `!document.querySelector("dialog[open]")`)
		b.sees(".message", "12 leads E-mail")
	})
}

// fill puts a value into the first field of a selector, and says so as a browser
// does.
func (b *tab) fill(selector, value string) {
	b.Helper()
	b.until("a field "+selector, `document.querySelector(`+quoted(selector)+`)`)
	eval[any](b, `(() => {
		const field = document.querySelector(`+quoted(selector)+`);
		if (field.type === "checkbox" || field.type === "radio") field.checked = true;
		else field.value = `+quoted(value)+`;
		for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
	})()`)
}

func asks(id, kind string, more map[string]any) map[string]any {
	element := map[string]any{"type": kind, "action_id": id}
	maps.Copy(element, more)
	return map[string]any{"type": "input", "block_id": id, "label": words("Champ " + id), "element": element}
}

// everyInput is a view with every input the page draws, one way to fill it in,
// and what the app then gets.
func everyInput() (blocks []any, filling, want map[string]string) {
	choices := map[string]any{"options": []any{option("un"), option("deux")}}
	blocks = []any{
		asks("text", "plain_text_input", map[string]any{"multiline": true, "max_length": 50}),
		asks("number", "number_input", map[string]any{"is_decimal_allowed": true}),
		asks("mail", "email_text_input", nil),
		asks("url", "url_text_input", nil),
		asks("day", "datepicker", nil),
		asks("time", "timepicker", nil),
		asks("moment", "datetimepicker", nil),
		asks("menu", "static_select", choices),
		asks("menus", "multi_static_select", choices),
		asks("radio", "radio_buttons", choices),
		asks("checks", "checkboxes", choices),
		asks("person", "users_select", nil),
		asks("people", "multi_users_select", nil),
		asks("place", "conversations_select", nil),
		asks("channel", "channels_select", nil),
		asks("places", "multi_conversations_select", nil),
		asks("channels", "multi_channels_select", nil),
		asks("rich", "rich_text_input", nil),
		asks("files", "file_input", map[string]any{"filetypes": []any{"csv"}, "max_files": 1}),
	}
	filling = map[string]string{
		"textarea[data-action=text]":                       "deux\nlignes",
		"[data-action=number]":                             "1 800,50",
		"[data-action=mail]":                               "a@b.example",
		"[data-action=url]":                                "https://exemple.fr",
		"[data-action=day]":                                "2026-11-16",
		"[data-action=time]":                               "09:30",
		"[data-action=moment]":                             "2026-11-16T09:00",
		"[data-action=menu]":                               "deux",
		"[data-action=menus] [value=deux]":                 "",
		"[data-action=radio] [value=deux]":                 "",
		"[data-action=checks] [value=deux]":                "",
		"[data-action=person]":                             julien,
		"[data-action=people] [value^=U0JU]":               "",
		"[data-action=place]":                              ventes,
		"[data-action=channel]":                            marketing,
		"[data-action=places] [value=" + ventes + "]":      "",
		"[data-action=channels] [value=" + marketing + "]": "",
		"[data-action=rich]":                               "tout simplement",
	}
	two := `{"text":{"text":"deux","type":"plain_text"},"value":"deux"}`
	want = map[string]string{
		"text":   `{"type":"plain_text_input","value":"deux\nlignes"}`,
		"number": `{"type":"number_input","value":"1800.50"}`,
		"mail":   `{"type":"email_text_input","value":"a@b.example"}`,
		"url":    `{"type":"url_text_input","value":"https://exemple.fr"}`,
		"day":    `{"selected_date":"2026-11-16","type":"datepicker"}`,
		"time":   `{"selected_time":"09:30","type":"timepicker"}`,
		// Nine in Paris, whatever the browser's own zone.
		"moment":   `{"selected_date_time":1794816000,"type":"datetimepicker"}`,
		"menu":     `{"selected_option":` + two + `,"type":"static_select"}`,
		"menus":    `{"selected_options":[` + two + `],"type":"multi_static_select"}`,
		"radio":    `{"selected_option":` + two + `,"type":"radio_buttons"}`,
		"checks":   `{"selected_options":[` + two + `],"type":"checkboxes"}`,
		"person":   `{"selected_user":"` + julien + `","type":"users_select"}`,
		"people":   `{"selected_users":["` + julien + `"],"type":"multi_users_select"}`,
		"place":    `{"selected_conversation":"` + ventes + `","type":"conversations_select"}`,
		"channel":  `{"selected_channel":"` + marketing + `","type":"channels_select"}`,
		"places":   `{"selected_conversations":["` + ventes + `"],"type":"multi_conversations_select"}`,
		"channels": `{"selected_channels":["` + marketing + `"],"type":"multi_channels_select"}`,
		"rich": `{"rich_text_value":{"elements":[{"elements":[{"text":"tout simplement","type":"text"}],"type":"rich_text_section"}],` +
			`"type":"rich_text"},"type":"rich_text_input"}`,
	}
	return blocks, filling, want
}

// TestBrowserInputs fills in every kind of input, and compares what the app gets
// with what Slack would send.
func TestBrowserInputs(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		blocks, filling, want := everyInput()
		d.opens(map[string]any{
			"type": "modal", "callback_id": "every_input", "title": words("Tous les champs"), "submit": words("Envoyer"), "blocks": blocks,
		})
		b.sees("dialog[open] h2", "Tous les champs")
		b.click("dialog[open] [type=submit]", "")
		b.until("every field asked for", fmt.Sprintf(`document.querySelectorAll("dialog .input-error:not([hidden])").length === %d`, len(blocks)))
		for selector, value := range filling {
			b.fill("dialog "+selector, value)
		}
		b.chooses("dialog [data-action=files] input", "leads.csv", "jour;leads\n")
		b.sees("dialog [data-action=files] .attached", "leads.csv")
		b.click("dialog[open] [type=submit]", "")
		var got map[string]map[string]json.RawMessage
		d.until("the submission", func() bool { got = d.submitted("every_input"); return got != nil })
		for id, value := range want {
			if string(got[id][id]) != value {
				b.Errorf("%s: the app gets\n\t%s; want\n\t%s", id, got[id][id], value)
			}
		}
		var held struct {
			Files []struct{ Name, Mimetype string }
		}
		if err := json.Unmarshal(got["files"]["files"], &held); err != nil || len(held.Files) != 1 || held.Files[0].Name != "leads.csv" {
			b.Errorf("of the file the app gets %s, %v", got["files"]["files"], err)
		}
	})
}

// TestBrowserChoosesSeveral searches a long menu, and takes no more than the app
// wants.
func TestBrowserChoosesSeveral(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		var options []any
		for i := range 12 {
			options = append(options, option(fmt.Sprintf("Canal %d", i+1)))
		}
		d.opens(map[string]any{
			"type": "modal", "callback_id": "several", "title": words("Plusieurs"), "submit": words("Envoyer"),
			"blocks": []any{asks("menus", "multi_static_select", map[string]any{"options": options, "max_selected_items": 2})},
		})
		b.sees("dialog .choice", "Canal 12")
		b.fill("dialog .choices-search", "canal 1")
		b.until("those sought", `[...document.querySelectorAll("dialog .choice")].filter((e) => e.checkVisibility()).length === 4`)
		b.click("dialog .choice", "Canal 12")
		b.click("dialog .choice", "Canal 10")
		b.until("no third one", `document.querySelectorAll("dialog .choice input:disabled").length === 10`)
		b.click("dialog[open] [type=submit]", "")
		d.until("the submission", func() bool { return d.submitted("several") != nil })
		if got := string(d.submitted("several")["menus"]["menus"]); strings.Count(got, `"value"`) != 2 || !strings.Contains(got, "Canal 12") {
			b.Errorf("the app gets %s", got)
		}
	})
}

// opens has the bot open a modal for Claire, as if in answer to a command.
func (d *demo) opens(view map[string]any) {
	d.Helper()
	var typed struct{ ID string }
	d.call(http.MethodPost, "/local/type", map[string]string{"X-Local": "1"},
		map[string]any{"user": claire, "conversation": marketing, "text": "/sla"}, &typed)
	d.slack("views.open", map[string]any{"trigger_id": typed.ID, "view": view})
}

// chooses picks a file in the machine's own dialog, which no page sees.
func (b *tab) chooses(selector, name, content string) {
	b.Helper()
	file := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		b.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles(chromedp.CSS(selector), []string{file}))
}

// submitted returns the values the bot was sent of a view, nil before that.
func (d *demo) submitted(callback string) map[string]map[string]json.RawMessage {
	d.Helper()
	type payload struct {
		Type string
		View struct {
			Callback string `json:"callback_id"`
			State    struct {
				Values map[string]map[string]any
			}
		}
	}
	var seen struct {
		Traffic []struct {
			Request struct {
				payload
				Payload payload
			}
		}
	}
	d.get("/local/traffic?limit=200", &seen)
	for _, exchange := range seen.Traffic {
		for _, p := range []payload{exchange.Request.payload, exchange.Request.Payload} {
			if p.Type == "view_submission" && p.View.Callback == callback {
				return sorted(d, p.View.State.Values)
			}
		}
	}
	return nil
}

// sorted writes each value with its members in order, so that two compare as
// text.
func sorted(d *demo, values map[string]map[string]any) map[string]map[string]json.RawMessage {
	d.Helper()
	all := map[string]map[string]json.RawMessage{}
	for block, actions := range values {
		all[block] = map[string]json.RawMessage{}
		for action, value := range actions {
			data, err := json.Marshal(value)
			if err != nil {
				d.Fatal(err)
			}
			all[block][action] = data
		}
	}
	return all
}
