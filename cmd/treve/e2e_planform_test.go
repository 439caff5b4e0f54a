package main

import (
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// inputs fills the fields of a modal in by their labels: typed, or an option by
// the words it is shown with, or a person as "@" and the id.
func (s *stage) inputs(v localclient.View, filled map[string]string) localclient.Values {
	s.Helper()
	values := localclient.Values{}
	for label, typed := range filled {
		block, element := countField(s, v, label)
		action, _ := element["action_id"].(string)
		switch element["type"] {
		case "static_select":
			values.Set(block, action, "selected_option", choose(s, v, block, typed))
		case "users_select":
			values.Set(block, action, "selected_user", strings.TrimPrefix(typed, "@"))
		default:
			values.Set(block, action, "value", typed)
		}
	}
	return values
}

// send fills a modal in and sends it, and wants another in its place.
func (s *stage) send(user string, v localclient.View, filled map[string]string) localclient.View {
	s.Helper()
	done, err := s.as(user).Submit(s.Context(), v, s.inputs(v, filled))
	if err != nil {
		s.Fatal(err)
	}
	if done.Closed || len(done.Errors) > 0 || done.View == nil {
		s.Fatalf("a modal sent: closed %t, errors %v; want another one\n%s", done.Closed, done.Errors, s.said())
	}
	return *done.View
}

// wrong fills a modal in and wants what is wrong said beside fields, by label.
func (s *stage) wrong(user string, v localclient.View, filled map[string]string, want map[string]string) {
	s.Helper()
	done, err := s.as(user).Submit(s.Context(), v, s.inputs(v, filled))
	if err != nil {
		s.Fatal(err)
	}
	if done.Closed || len(done.Errors) != len(want) {
		s.Fatalf("a modal sent: closed %t, errors %v; want errors of %v\n%s", done.Closed, done.Errors, want, s.said())
	}
	for label, because := range want {
		block, _ := countField(s, v, label)
		if !strings.Contains(plainSpaces(done.Errors[block]), because) {
			s.Errorf("%s: %q; want %q", label, done.Errors[block], because)
		}
	}
}

// finish fills a modal in and sends it, wants it closed, and returns what is
// said then.
func (s *stage) finish(user string, v localclient.View, filled map[string]string, words ...string) message {
	s.Helper()
	answer := s.hear(user, func(c *client) error {
		done, err := c.Submit(s.Context(), v, s.inputs(v, filled))
		if err == nil && (!done.Closed || done.View != nil) {
			s.Errorf("a modal sent: closed %t, errors %v, %v below; want none left", done.Closed, done.Errors, done.View)
		}
		return err
	}, s.answers)
	s.wantWords(answer, words...)
	return answer
}

// opens presses a button in a message and returns the modal it opens.
func (s *stage) opens(user string, m message, actionID string) localclient.View {
	s.Helper()
	return s.view(user, func(c *client) error { return c.Press(s.Context(), m, actionID) })
}

// leads presses something in a modal and returns the modal that leads to.
func (s *stage) leadsTo(user string, v localclient.View, actionID string, choice ...map[string]any) localclient.View {
	s.Helper()
	return s.view(user, func(c *client) error { return c.PressIn(s.Context(), v, actionID, nil, choice...) })
}

// wantShown wants words in a modal.
func (s *stage) wantShown(v localclient.View, words ...string) {
	s.Helper()
	text := wordsOf(message{Blocks: v.Blocks})
	for _, word := range words {
		if !strings.Contains(text, word) {
			s.Errorf("the modal has no %q:\n%s", word, text)
		}
	}
}

// picks opens the form of a channel or persona from the plan.
func (s *stage) picks(user string, plan message, actionID, name string) localclient.View {
	s.Helper()
	list := s.opens(user, plan, actionID)
	for _, b := range list.Blocks {
		elements, _ := b["elements"].([]any)
		for _, e := range elements {
			element, _ := e.(map[string]any)
			for _, o := range element["options"].([]any) {
				option, _ := o.(map[string]any)
				if text, _ := option["text"].(map[string]any); text["text"] == name {
					return s.leadsTo(user, list, "plan_pick", map[string]any{"selected_option": option})
				}
			}
		}
	}
	s.Fatalf("the list has no %s: %v", name, list.Blocks)
	return list
}

// A manager builds a plan from nothing without typing a command but the one that
// shows it.
func TestAPlanBuiltByModalsAlone(t *testing.T) {
	onEachEmptyStage(t, onMonday, func(s *stage) {
		s.serve()
		plan := s.ask(claire, s.direct(claire), "plan", "Plan, novembre 2026", "un canal d'acquisition")

		v := s.opens(claire, plan, "plan_add_persona")
		s.wrong(claire, v, map[string]string{"Nom": "lundi", "Vente moyenne (EUR)": "-5"}, map[string]string{"Nom": "veut déjà dire autre chose", "Vente moyenne (EUR)": "négatif"})
		plan = s.finish(claire, v, map[string]string{"Nom": "PME", "Alias": "TPE, petites", "Vente moyenne (EUR)": "1 800 €"}, "Persona *PME* ajouté", "– → 1 800 €")
		plan = s.finish(claire, s.opens(claire, plan, "plan_add_persona"), map[string]string{"Nom": "ETI"}, "Persona *ETI* ajouté")

		card := s.opens(claire, plan, "plan_add_channel")
		s.wrong(claire, card, map[string]string{"Nom": "pme"}, map[string]string{"Nom": "PME existe déjà"})
		var figures localclient.View
		s.hear(claire, func(*client) error {
			figures = s.send(claire, card, map[string]string{
				"Nom": "Webinaire", "Équipe qui apporte les leads": "Marketing", "Responsable": "@" + marc, "Rythme de saisie": "Chaque semaine",
				"Ce qui compte comme un lead": "Une inscription, présence comprise", "Persona par défaut": "PME",
			})
			return nil
		}, s.answers)
		s.wantShown(figures, "*Webinaire*, dès novembre 2026", "Vente moyenne : PME 1 800 € · ETI –")
		rate, goal := "PME · taux de transformation", "PME · engagement (leads)"
		s.wrong(claire, figures, map[string]string{rate: "300 %", goal: "douze", "Dates propres": "24-27/12"},
			map[string]string{rate: "n'est pas un taux", goal: "par exemple 120", "Dates propres": "jours de novembre"})
		confirm := s.send(claire, figures, map[string]string{rate: "3,5 %", goal: "120", "Dates propres": "24-27/11"})
		s.wantShown(confirm, rate+" : – → 3,5 %", goal+" : 0 → 120", "tout le mois → du 24/11 au 27/11", "0 € → 7 560 € (+7 560 €)")
		back := s.leadsTo(claire, confirm, "plan_back")
		if _, element := countField(s, back, goal); element["initial_value"] != "120" {
			s.Errorf("back in the form, the goal is %v", element["initial_value"])
		}
		confirm = s.send(claire, back, map[string]string{rate: "3,5 %", goal: "100", "Dates propres": ""})
		plan = s.finish(claire, confirm, nil, "engagement 0 → 100 leads", "0 € → 6 300 € (+6 300 €)", "Engagement total : 6 300 €", "Webinaire · PME")

		confirm = s.send(claire, s.opens(claire, plan, "plan_target"), map[string]string{"Objectif de chiffre d'affaires (EUR)": "7 000"})
		s.wantShown(confirm, "– → 7 000 €", "engagement moins objectif −700 €")
		plan = s.finish(claire, confirm, nil, "Objectif de chiffre d'affaires 7 000 €", "−700 €")

		s.ask(marc, marketing, "/leads 3 webinaire", "3 leads Webinaire · PME")
		s.ask(marc, marketing, "/sla pourquoi webinaire", "Une inscription, présence comprise")

		confirm = s.send(claire, s.picks(claire, plan, "plan_edit_persona", "ETI"), map[string]string{"Nom": "Moyennes", "Vente moyenne (EUR)": "6 500"})
		s.wantShown(confirm, "Nom : ETI → Moyennes", "– → 6 500 €")
		plan = s.finish(claire, confirm, nil, "*ETI* s'appelle désormais *Moyennes*")

		figures = s.opens(claire, plan, "plan_edit_channel") // the only one
		pushed := s.leadsTo(claire, figures, "plan_card")
		s.hear(claire, func(c *client) error {
			done, err := c.Submit(s.Context(), pushed, s.inputs(pushed, map[string]string{"Nom": "Webinaires", "Équipe qui apporte les leads": "Ventes", "Responsable": ""}))
			if err == nil && (done.View == nil || done.View.ID != figures.ID) {
				s.Errorf("the card saved: %+v; want the figures below it", done)
			}
			return err
		}, func(m message) bool {
			return s.answers(m) && strings.Contains(wordsOf(m), "Webinaire* s'appelle désormais *Webinaires") && strings.Contains(wordsOf(m), "responsable")
		})
		archive := s.leadsTo(claire, figures, "plan_archive")
		s.wantShown(archive, "Archiver *Webinaires*", "6 300 € → 0 € (−6 300 €)")
		plan = s.finish(claire, archive, nil, "*Webinaires* est archivé")
		restore := s.opens(claire, plan, "plan_edit_channel")
		s.wantShown(restore, "*Webinaires* est archivé. Le restaurer ?")
		s.finish(claire, restore, nil, "*Webinaires* est restauré")
		s.ask(marc, marketing, "/leads 3 webinaire", "3 leads Webinaires · PME")
	})
}

// Two managers change one channel at once. The second is told what the first has
// changed, and keeps what they typed.
func TestTwoManagersAtOnce(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.fill("2026-10") // and is carried over, so that what changes now is an amendment
		code := oneTimeCode.FindString(s.serve().said.String())
		s.ask(julien, s.direct(julien), code, "manager")
		rate, goal, other := "PME · taux de transformation", "PME · engagement (leads)", "ETI · taux de transformation"
		hers := s.picks(claire, s.ask(claire, marketing, "/sla plan", "43 216 €"), "plan_edit_channel", "E-mail")
		his := s.picks(julien, s.ask(julien, marketing, "/sla plan", "43 216 €"), "plan_edit_channel", "E-mail")
		plan := s.finish(julien, s.send(julien, his, map[string]string{rate: "5 %"}), nil, "4 % → 5 %")

		told := s.send(claire, hers, map[string]string{goal: "70", other: "4 %"})
		s.wantShown(told, "Le plan a changé pendant que vous écriviez", rate+" : maintenant 5 %, par <@"+julien+">")
		for label, want := range map[string]string{rate: "5 %", goal: "70", other: "4 %"} {
			if _, element := countField(s, told, label); plainSpaces(element["initial_value"].(string)) != want {
				s.Errorf("%s shows %v; want %s", label, element["initial_value"], want)
			}
		}
		confirm := s.send(claire, told, nil)
		s.wantShown(confirm, goal+" : 60 → 70", other+" : 3 % → 4 %")

		s.finish(julien, s.send(julien, s.picks(julien, plan, "plan_edit_channel", "E-mail"), map[string]string{goal: "65"}), nil, "60 → 65")
		told = s.send(claire, confirm, map[string]string{"Pourquoi ce changement ?": "un envoi de plus"})
		s.wantShown(told, goal+" : maintenant 65, par <@"+julien+">")
		s.finish(claire, s.send(claire, told, nil), map[string]string{"Pourquoi ce changement ?": "un envoi de plus"},
			"65 → 70", "3 % → 4 %", "ses récaps diront", "un envoi de plus")
		s.ask(marc, marketing, "/sla plan", "E-mail · PME : 70 leads × 90,00 € (5 % déclaré", "E-mail · ETI : 24 leads × 260,00 € (4 % déclaré")
	})
}

// A month made and signed by its third working day says what is changed of it
// later, in every recap from then on, and never in those already posted.
func TestRatesChangedInMidMonth(t *testing.T) {
	onTwoStages(t, time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), func(s *stage) {
		s.serve()
		plan := s.ask(claire, marketing, "/sla plan", "Plan, novembre 2026")
		plan = s.finish(claire, s.opens(claire, plan, "plan_add_persona"), map[string]string{"Nom": "PME", "Vente moyenne (EUR)": "1 800 €"}, "PME")
		rate, goal := "PME · taux de transformation", "PME · engagement (leads)"
		var figures localclient.View
		s.hear(claire, func(*client) error {
			figures = s.send(claire, s.opens(claire, plan, "plan_add_channel"), map[string]string{"Nom": "E-mail", "Ce qui compte comme un lead": "Une demande de devis"})
			return nil
		}, s.answers)
		plan = s.finish(claire, s.send(claire, figures, map[string]string{rate: "4 %", goal: "100"}), nil, "0 € → 7 200 €")
		s.press(claire, s.press(claire, plan, "sign_show", "Validation du SLA"), "sign_side:0", "C'est signé pour le marketing")
		s.ask(claire, marketing, "/sla sign ventes @julien", "ventes")
		s.press(julien, s.ask(julien, marketing, "/sla sign"), "sign_side:0", "est validé des deux côtés")
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.jump("2026-11-16 17:00")
		s.ask(marc, marketing, "/leads 50 email pme", "50 leads")
		s.jump("2026-11-17 09:00")
		before := s.recaps(marketing)
		old := before[len(before)-1]
		s.wantWords(old, "mardi 17 novembre", "3 600 €", "7 200 €", "SLA validé le 2 nov. par Claire Morel et Julien Bernard")
		if strings.Contains(wordsOf(old), "modifié") {
			s.Errorf("nothing has changed, and the recap says so: %s", wordsOf(old))
		}

		confirm := s.send(claire, s.opens(claire, s.ask(claire, marketing, "/sla plan"), "plan_edit_channel"), map[string]string{rate: "5 %"})
		s.wantShown(confirm, "7 200 € → 9 000 € (+1 800 €)", "Pourquoi ce changement ?")
		s.finish(claire, confirm, map[string]string{"Pourquoi ce changement ?": "trois mois de mesures"},
			"ses récaps diront « engagement modifié le 17/11", "« trois mois de mesures »")
		s.jump("2026-11-18 09:00")
		after := s.recaps(marketing)
		next := after[len(after)-1]
		s.wantWords(next, "mercredi 18 novembre", "4 500 €", "9 000 €", "Engagement modifié le 17/11 par Claire Morel")
		s.wantPrinted("2026-11-17", old)

		s.jump("2026-11-24 09:30")
		s.ask(claire, marketing, "/sla set email pme taux 6 %", "5 % → 6 %")
		s.ask(claire, marketing, "/sla set email définition Un devis signé", "définition modifiée le 24/11")
		s.jump("2026-11-25 09:00")
		late := s.recaps(marketing)
		s.wantWords(late[len(late)-1], "10 800 €", "le 17/11 par Claire Morel et le 24/11 par Claire Morel", "E-mail : définition modifiée le 24/11 par Claire Morel")
		s.wantPrinted("2026-11-17", old)
		s.wantPrinted("2026-11-18", next)

		s.ask(claire, marketing, "/recap pause", "en pause")
		s.jump("2026-12-10 09:30") // November is closed
		s.ask(claire, marketing, "/sla set novembre email pme taux 9 %", "Novembre 2026 est clos")
		s.ask(claire, marketing, "/sla set email pme taux 9 %", "6 % → 9 %, dès décembre 2026")
		s.ask(claire, marketing, "/sla set email définition Tout contact", "dès décembre 2026")
		s.ask(claire, marketing, "/sla pourquoi email novembre", "6 %", "Un devis signé")
		s.ask(marc, marketing, "/sla novembre", "5 400 €", "10 800 €")
		s.ask(claire, marketing, "/sla pourquoi email", "9 %", "Tout contact")
		closed := s.ask(claire, marketing, "/sla plan novembre", "Plan, novembre 2026", "6 % déclaré")
		for _, button := range closed.Actions() {
			if strings.HasPrefix(button, "plan_") {
				s.Errorf("the plan of a closed month offers %s", button)
			}
		}
		s.wantPrinted("2026-11-17", old)
		s.wantPrinted("2026-11-18", next)
	})
}

// A month that only carries another over is confirmed by copying it.
func TestLastMonthCopied(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.fill("2026-10")
		s.serve()
		plan := s.ask(claire, marketing, "/sla plan", "Plan reconduit depuis octobre 2026, non validé")
		confirm := s.opens(claire, plan, "plan_copy")
		s.wantShown(confirm, "Reprendre en novembre 2026", "inchangé", "43 216 €")
		plan = s.finish(claire, confirm, nil, "Novembre 2026 reprend le plan du mois précédent", "43 216 €")
		if words := wordsOf(plan); strings.Contains(words, "non validé") || strings.Contains(words, "ses récaps diront") {
			s.Errorf("copying what was carried over amends it: %s", words)
		}
		s.wantNoButton(claire, plan, "plan_copy")
	})
}
