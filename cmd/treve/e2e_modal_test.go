package main

import (
	"maps"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// choose is an option of a select, by the words it is shown with.
func choose(s *stage, v localclient.View, block, shown string) map[string]any {
	s.Helper()
	for _, b := range v.Blocks {
		element, _ := b["element"].(map[string]any)
		if b["block_id"] != block {
			continue
		}
		options, _ := element["options"].([]any)
		for _, one := range options {
			option, _ := one.(map[string]any)
			if text, _ := option["text"].(map[string]any); text["text"] == shown {
				return option
			}
		}
	}
	s.Fatalf("%s offers no %s", block, shown)
	return nil
}

// countField is the number field of a persona, by its label.
func countField(s *stage, v localclient.View, label string) (block string, element map[string]any) {
	s.Helper()
	for _, b := range v.Blocks {
		text, _ := b["label"].(map[string]any)
		if shown, _ := text["text"].(string); plainSpaces(shown) == label {
			element, _ = b["element"].(map[string]any)
			return b["block_id"].(string), element
		}
	}
	s.Fatalf("no field is called %s", label)
	return "", nil
}

// submit sends a modal and wants errors of these fields, or that it closes.
func (s *stage) submit(user string, v localclient.View, values localclient.Values, fields ...string) {
	s.Helper()
	done, err := s.as(user).Submit(s.Context(), v, values)
	if err != nil {
		s.Fatal(err)
	}
	if done.Closed != (len(fields) == 0) || len(done.Errors) != len(fields) {
		s.Fatalf("the modal: closed %t, errors %v; want errors of %v\n%s", done.Closed, done.Errors, fields, s.said())
	}
	for _, field := range fields {
		if done.Errors[field] == "" {
			s.Errorf("errors %v; want one of %s", done.Errors, field)
		}
	}
}

func TestTheForm(t *testing.T) {
	onEachStage(t, func(s *stage) {
		v := s.view(marc, func(c *client) error { _, err := c.Type(s.Context(), marketing, "/leads"); return err })
		pme, number := countField(s, v, "PME")
		eti, _ := countField(s, v, "ETI")
		if _, filled := number["initial_value"]; filled {
			s.Errorf("the form opens with a count in it: %v", number)
		}
		inbound := localclient.Values{}.Set("channel", "channel", "selected_option", choose(s, v, "channel", "Inbound"))
		s.submit(marc, v, localclient.Values{}.Set(pme, pme, "value", "4"), "channel")
		s.submit(marc, v, inbound, pme) // no number at all
		future := maps.Clone(inbound).Set("day", "day", "selected_date", "2027-01-04").Set(pme, pme, "value", "4")
		s.submit(marc, v, future, "day")
		below := maps.Clone(inbound).Set(pme, pme, "value", "-4")
		s.submit(marc, v, below, pme)
		s.wantLeads("Inbound", 21)

		answer := s.hear(marc, func(*client) error {
			s.submit(marc, v, maps.Clone(inbound).Set(pme, pme, "value", "4").Set(eti, eti, "value", "0"))
			return nil
		}, func(m message) bool { return m.Conversation == marketing && m.Ephemeral })
		s.wantWords(answer, "2 lignes", "+4 Inbound · PME", "Inbound · ETI")
		s.redeliver("interactive", answer)
		s.wantLeads("Inbound", 25)
	})
}

// Slack may not hear that a form is recorded: it stays open then, and whoever sends
// it again is told what stands, and adds nothing.
func TestAFormThatIsSentAgain(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		for _, form := range []struct {
			command, number, told string
			chosen                map[string]string
		}{
			{"/leads", "PME", "4 leads Inbound · PME", map[string]string{"channel": "Inbound"}},
			{"/ventes", "Combien de leads", "4 leads contactés, Inbound · PME", map[string]string{"channel": "Inbound", "persona": "PME"}},
		} {
			v := s.view(marc, func(c *client) error { _, err := c.Type(s.Context(), marketing, form.command); return err })
			number, _ := countField(s, v, form.number)
			values := localclient.Values{}
			for block, shown := range form.chosen {
				values.Set(block, block, "selected_option", choose(s, v, block, shown))
			}
			s.fails("interactive:lose_ack,times=1")
			first := s.hear(marc, func(c *client) error {
				unheard, err := c.Submit(s.Context(), v, maps.Clone(values).Set(number, number, "value", "4"))
				if unheard.Closed {
					s.Errorf("%s closes unheard", form.command)
				}
				return err
			}, s.answers)
			s.wantWords(first, form.told)
			again := s.hear(marc, func(*client) error {
				s.submit(marc, v, values.Set(number, number, "value", "5"))
				return nil
			}, s.answers)
			s.wantWords(again, form.told)
		}
		s.wantLeads("Inbound", 25)
	}))
}

func TestEditingAnEntry(t *testing.T) {
	onEachStage(t, func(s *stage) {
		m := s.ask(marc, marketing, "/leads 12 email pme", "12 leads")
		v := s.view(marc, func(c *client) error { return c.Press(s.Context(), m, "leads_edit") })
		pme, number := countField(s, v, "PME")
		if number["initial_value"] != "12" || !strings.Contains(v.Title["text"].(string), "Modifier") {
			s.Errorf("the form to edit shows %v under %v", number["initial_value"], v.Title)
		}
		edited := s.hear(marc, func(*client) error {
			s.submit(marc, v, localclient.Values{}.Set(pme, pme, "value", "15"))
			return nil
		}, func(m message) bool { return m.Ephemeral })
		s.wantWords(edited, "15 leads E-mail · PME", "15 par vous", "39 leads sur 90")
		if edited.TS != m.TS {
			s.Error("the confirmation of what was edited away still stands")
		}
		s.wantLeads("E-mail", 39)
		s.press(marc, edited, "leads_undo", "Annulé")
		s.ask(marc, marketing, "/leads journal email", "Dernières saisies")
	})
}
