package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/ledger"
)

var monday16th = tuesday17.AddDays(-1)

func TestLeadsConfirmed(t *testing.T) {
	d := newDesk(t)
	d.types("UMARC", "t1", "/leads 4 email pme")
	wantSaid(t, d.types("UCLAIRE", "t2", "/leads 12 email pme").Text,
		"12 leads E-mail · PME notés pour mardi 17 novembre, aujourd'hui", "Valeur 120 €",
		"Total du jour 16 leads : 4 par Marc et 12 par vous",
		"E-mail en novembre 2026 : 16 leads sur 100, 16 % de l'engagement",
		"Il manque", "pour être à l'attendu", "par jour ouvré nécessaires")
	wantSaid(t, d.types("UJANE", "t3", "/leads -3 email pme").Text,
		"3 leads E-mail · PME taken off", "Total of the day 13 leads")
	wantSaid(t, d.types("UJANE", "t4", "/leads set 40 email pme").Text, "total set to 40", "(+27)")
	wantSaid(t, d.types("UCLAIRE", "t5", "/leads 0 salon eti").Text,
		"0 lead Salon · ETI noté", "Valeur encore inconnue", "sans engagement")
	if total := d.total(tuesday17, 2, 2); total.Standing != 1 {
		t.Errorf("a zero typed leaves %+v; want an entry", total)
	}
}

func TestLeadsOfSeveralLines(t *testing.T) {
	d := newDesk(t)
	a := d.types("UCLAIRE", "t1", "/leads 12 email pme\n3 email eti hier\n5 salon pme")
	wantSaid(t, a.Text, "3 lignes notées, +20 en tout", "Mardi 17 novembre, aujourd'hui", "• +12 E-mail · PME → 12 ce jour-là",
		"Lundi 16 novembre, hier", "• +3 E-mail · ETI", "Total en novembre 2026")
	_, value := a.button(t, actionUndo)
	wantSaid(t, d.presses("UCLAIRE", "t2", actionUndo, value).Text, "Annulé : +5 Salon · PME", "Annulé : +12 E-mail · PME")
	d.wantTotal(tuesday17, 1, 1, 0)
	d.wantTotal(monday16th, 1, 2, 0)
}

func TestUndoButton(t *testing.T) {
	d := newDesk(t)
	_, value := d.types("UCLAIRE", "t1", "/leads 12 email pme").button(t, actionUndo)
	undone := d.presses("UCLAIRE", "t2", actionUndo, value)
	wantSaid(t, undone.Text, "Annulé : +12 E-mail · PME", "Plus aucune saisie ce jour-là")
	if !undone.ReplaceOriginal {
		t.Error("the confirmation stays beside what undoes it")
	}
	if again := d.presses("UCLAIRE", "t2", actionUndo, value); again.Text != undone.Text {
		t.Errorf("delivered again it said %q; want %q", again.Text, undone.Text)
	}
	wantSaid(t, d.presses("UCLAIRE", "t3", actionUndo, value).Text, "C'est déjà annulé")
	wantSaid(t, d.types("UCLAIRE", "t4", "/leads undo").Text, "Il n'y a rien à annuler")
	d.wantTotal(tuesday17, 1, 1, 0)
}

func TestYesterdayButton(t *testing.T) {
	d := newDesk(t)
	a := d.types("UCLAIRE", "t1", "/leads 12 email pme")
	_, value := a.button(t, actionYesterday)
	moved := d.presses("UCLAIRE", "t2", actionYesterday, value)
	wantSaid(t, moved.Text, "12 leads E-mail · PME notés pour lundi 16 novembre, hier")
	// A double click is one wish.
	if again := d.presses("UCLAIRE", "t3", actionYesterday, value); again.Text != moved.Text {
		t.Errorf("the second click said %q", again.Text)
	}
	d.wantTotal(tuesday17, 1, 1, 0)
	d.wantTotal(monday16th, 1, 1, 12)
	_, undo := moved.button(t, actionUndo)
	d.presses("UCLAIRE", "t4", actionUndo, undo)
	d.wantTotal(tuesday17, 1, 1, 12)
	d.wantTotal(monday16th, 1, 1, 0)
}

func TestDoubtsAreSettledByAButton(t *testing.T) {
	d := newDesk(t)
	a := d.types("UCLAIRE", "t1", "/leads 12 emial pme")
	wantSaid(t, a.Text, "Vouliez-vous dire E-mail ?", "/leads 12 E-mail PME 2026-11-17")
	d.wantTotal(tuesday17, 1, 1, 0)
	id, value := a.button(t, actionSettle)
	settled := d.presses("UCLAIRE", "t2", id, value)
	wantSaid(t, settled.Text, "12 leads E-mail · PME notés")
	d.presses("UCLAIRE", "t3", id, value)
	d.wantTotal(tuesday17, 1, 1, 12)

	a = d.types("UCLAIRE", "t4", "/leads 7 email")
	wantSaid(t, a.Text, "pour quel persona", "• PME", "• ETI")
	id, value = a.button(t, actionSettle)
	d.presses("UCLAIRE", "t5", id, value)
	d.wantTotal(tuesday17, 1, 1, 19)
	wantSaid(t, d.presses("UCLAIRE", "t6", actionDrop, "no").Text, "rien n'a été noté")
}

func TestDoubtsInSeveralLines(t *testing.T) {
	d := newDesk(t)
	a := d.types("UCLAIRE", "t1", "/leads 12 email pme\n7 email\n3 emial eti")
	wantSaid(t, a.Text, "Ligne 2 : « 7 email », pour quel persona")
	id, value := a.button(t, actionSettle)
	a = d.presses("UCLAIRE", "t2", id, value)
	wantSaid(t, a.Text, "Ligne 3 : ", "Vouliez-vous dire E-mail ?")
	d.wantTotal(tuesday17, 1, 1, 0)
	id, later := a.button(t, actionSettle)
	wantSaid(t, d.presses("UCLAIRE", "t3", id, later).Text, "3 lignes notées")
	d.wantTotal(tuesday17, 1, 1, 19)
	d.wantTotal(tuesday17, 1, 2, 3)

	d.clock = d.clock.AddDate(0, 0, 1)
	wantSaid(t, d.presses("UCLAIRE", "t4", id, value).Text, "date d'un autre jour")
}

func TestUnlikelyCountsAreAsked(t *testing.T) {
	d := newDesk(t)
	a := d.types("UCLAIRE", "t1", "/leads 101 email pme")
	wantSaid(t, a.Text, "beaucoup pour une première saisie", "Rien n'est encore noté")
	d.wantTotal(tuesday17, 1, 1, 0)
	_, value := a.button(t, actionConfirm)
	wantSaid(t, d.presses("UCLAIRE", "t2", actionConfirm, value).Text, "101 leads E-mail · PME notés")
	d.presses("UCLAIRE", "t3", actionConfirm, value)
	d.wantTotal(tuesday17, 1, 1, 101)

	a = d.types("UMARC", "t4", "/leads 101 email pme")
	wantSaid(t, a.Text, "Claire a déjà noté 101 leads E-mail · PME pour mardi 17 novembre")
	_, value = a.button(t, actionConfirm)
	d.presses("UMARC", "t5", actionConfirm, value)
	d.wantTotal(tuesday17, 1, 1, 202)
}

func TestRefusalsStoreNothing(t *testing.T) {
	d := newDesk(t)
	for i, c := range []struct{ typed, want string }{
		{"-1 email pme", "E-mail · PME compte 0 le mardi 17 novembre"},
		{"12 email pme demain", "Mercredi 18 novembre n'est pas encore arrivé"},
		{"12 email pme 2026-12-01", "n'est pas encore arrivé"},
		{"12 email pme 2026-09-30", "Septembre 2026 est clos"},
		{"1000001 email pme", "1000001"},
		{"12 fax pme", "fax"},
		{"email pme", "12 e-mail pme"},
	} {
		wantSaid(t, d.types("UCLAIRE", fmt.Sprint("t", i), "/leads "+c.typed).Text, c.want)
	}
	entries, err := d.books.RecentEntries(t.Context(), 0, 10)
	if err != nil || len(entries) != 0 {
		t.Errorf("%d entries, %v; want none", len(entries), err)
	}
}

func TestWhoeverIsChangedIsTold(t *testing.T) {
	d := newDesk(t)
	d.types("UMARC", "t0", "/leads log") // Marc's language is known
	d.types("UMARC", "t1", "/leads 12 email pme")
	d.types("UCLAIRE", "t2", "/leads 5 email pme")
	if told := d.slack.told("chat.postMessage"); len(told) != 0 {
		t.Errorf("adding to a day told %v", told)
	}
	d.types("UCLAIRE", "t3", "/leads -2 email pme")
	told := d.slack.told("chat.postMessage")
	if len(told) != 1 || told[0].params["channel"] != "UMARC" {
		t.Fatalf("told %v; want Marc", told)
	}
	wantSaid(t, told[0].params["text"], "Claire a modifié ce que vous aviez noté", "−2, le total du jour passe de 17 à 15 leads")
	d.types("UCLAIRE", "t3", "/leads -2 email pme")
	if told := d.slack.told("chat.postMessage"); len(told) != 0 {
		t.Errorf("the second delivery told %v again", told)
	}
	_, undo := d.types("UMARC", "t4", "/leads 1 salon pme").button(t, actionUndo)
	d.presses("UCLAIRE", "t5", actionUndo, undo)
	if told := d.slack.told("chat.postMessage"); len(told) != 1 || told[0].params["channel"] != "UMARC" {
		t.Errorf("undoing Marc's told %v", told)
	}
}

func TestLog(t *testing.T) {
	d := newDesk(t)
	wantSaid(t, d.types("UCLAIRE", "t1", "/leads log").Text, "Aucune saisie")
	d.types("UMARC", "t2", "/leads 4 email pme")
	d.types("UCLAIRE", "t3", "/leads 3 salon eti hier")
	d.types("UCLAIRE", "t4", "/leads undo")
	wantSaid(t, d.types("UCLAIRE", "t5", "/leads log").Text,
		"• mar. 17 nov. : +4 E-mail · PME, Marc, mar. 17 10:00",
		"• lun. 16 nov. : +3 Salon · ETI, Claire, mar. 17 10:00 (annulé)", "−3 Salon · ETI, Claire, mar. 17 10:00 (annulation)")
	if text := d.types("UCLAIRE", "t6", "/leads log email").Text; strings.Contains(text, "Salon") {
		t.Errorf("the log of E-mail lists %q", text)
	}
}

func TestFormRecords(t *testing.T) {
	d := newDesk(t)
	if a := d.types("UCLAIRE", "t1", "/leads"); a.Text != "" {
		t.Errorf("opening the form said %q", a.Text)
	}
	opened := d.slack.told("views.open")
	if len(opened) != 1 || opened[0].params["trigger_id"] != "t1" {
		t.Fatalf("opened %v", opened)
	}
	view := readView(t, opened[0])
	if got, want := view.blocks(), []string{"day", "channel", "persona_1", "persona_2", ""}; !cmp.Equal(got, want) {
		t.Errorf("the form has %q; want %q", got, want)
	}
	sent := map[string]string{"day": "2026-11-16", "channel": "1", "persona_1": "12", "persona_2": ""}
	if errs := d.submits("UCLAIRE", "t2", view, sent); errs != nil {
		t.Fatalf("refused: %v", errs)
	}
	said := d.slack.told("/commands/1")
	wantSaid(t, readAnswer(t, said[0].raw).Text, "12 leads E-mail · PME notés pour lundi 16 novembre, hier")
	d.submits("UCLAIRE", "t2", view, sent)
	d.wantTotal(monday16th, 1, 1, 12)
	if total := d.total(monday16th, 1, 2); total.Standing != 0 {
		t.Errorf("an empty field recorded %+v", total)
	}
}

func TestFormRefuses(t *testing.T) {
	d := newDesk(t)
	d.types("UCLAIRE", "t1", "/leads")
	view := readView(t, d.slack.told("views.open")[0])
	for _, c := range []struct {
		name        string
		sent        map[string]string
		block, want string
	}{
		{"nothing filled in", map[string]string{"day": "2026-11-17", "channel": "1"}, "persona_1", "au moins un nombre"},
		{"tomorrow", map[string]string{"day": "2026-11-18", "channel": "1", "persona_2": "1"}, "day", "pas encore arrivé"},
		{"no day", map[string]string{"channel": "1", "persona_1": "1"}, "day", "Choisissez un jour"},
		{"no channel", map[string]string{"day": "2026-11-17", "persona_1": "1"}, "channel", "Choisissez un canal d'acquisition"},
		{"no number", map[string]string{"day": "2026-11-17", "channel": "1", "persona_2": "1.5"}, "persona_2", "nombre entier"},
		{"less than nothing", map[string]string{"day": "2026-11-17", "channel": "1", "persona_2": "-1"}, "persona_2", "on ne peut pas"},
	} {
		t.Run(c.name, func(t *testing.T) {
			errs := d.submits("UCLAIRE", "f "+c.name, view, c.sent)
			if len(errs) != 1 {
				t.Fatalf("refused with %v", errs)
			}
			wantSaid(t, errs[c.block], c.want)
		})
	}
	d.wantTotal(tuesday17, 1, 1, 0)
}

func TestEditButton(t *testing.T) {
	d := newDesk(t)
	_, value := d.types("UCLAIRE", "t1", "/leads 12 email pme\n3 email eti").button(t, actionEdit)
	if said := d.presses("UCLAIRE", "t2", actionEdit, value); said.Text != "" {
		t.Errorf("opening the form said %q", said.Text)
	}
	view := readView(t, d.slack.told("views.open")[0])
	wantSaid(t, view.raw, `"initial_date":"2026-11-17"`, `"initial_value":"12"`, `"initial_value":"3"`, `"text":"E-mail"`)
	errs := d.submits("UCLAIRE", "t3", view, map[string]string{"day": "2026-11-17", "channel": "1", "persona_1": "10", "persona_2": "3"})
	if errs != nil {
		t.Fatalf("refused: %v", errs)
	}
	said := readAnswer(t, d.slack.told("/actions/1")[0].raw)
	wantSaid(t, said.Text, "2 lignes notées", "+10 E-mail · PME")
	if !said.ReplaceOriginal {
		t.Error("the confirmation that was edited still stands")
	}
	d.wantTotal(tuesday17, 1, 1, 10)
	d.wantTotal(tuesday17, 1, 2, 3)
	wantSaid(t, d.presses("UCLAIRE", "t4", actionUndo, `{"r":"t1"}`).Text, "déjà annulé")
	d.presses("UCLAIRE", "t5", actionUndo, `{"r":"Vt3"}`)
	d.wantTotal(tuesday17, 1, 1, 12)
}

// What was typed into a modal stays where it could not be recorded.
func TestAFailureKeepsTheFormOpen(t *testing.T) {
	d := newDesk(t)
	d.types("UCLAIRE", "t1", "/leads")
	view, filled := readView(t, d.slack.told("views.open")[0]), map[string]string{"day": "2026-11-17", "channel": "1", "persona_1": "12"}
	books := d.Bot.Books
	d.Bot.Books = torn{books}
	errs := d.submits("UCLAIRE", "t2", view, filled)
	wantSaid(t, errs[fieldChannel], "référence", "encore là")
	d.Bot.Books = books
	if errs := d.submits("UCLAIRE", "t2", view, filled); errs != nil {
		t.Errorf("refused: %v", errs)
	}
	d.wantTotal(tuesday17, 1, 1, 12)
}

func TestFormFromAMessage(t *testing.T) {
	d := newDesk(t)
	said := d.writes(direct("UCLAIRE", "formulaire"), "E1")
	if len(said) != 1 {
		t.Fatal("no answer")
	}
	d.presses("UCLAIRE", "t1", actionForm, "form")
	if opened := d.slack.told("views.open"); len(opened) != 1 {
		t.Errorf("opened %v", opened)
	}
}

func TestPackedLines(t *testing.T) {
	lines := []ledger.Line{
		{Count: 12, Cell: ledger.Cell{Day: tuesday17, Channel: 1, Persona: 2, Stage: ledger.Lead}},
		{Count: 0, Set: true, Cell: ledger.Cell{Day: monday16th, Channel: 3, Persona: 4, Stage: ledger.Lead}},
		{Count: -3, Cell: ledger.Cell{Day: monday16th, Channel: 3, Persona: 4, Stage: ledger.Contacted}},
	}
	got, err := unpack(pack(lines))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines, got); diff != "" {
		t.Error(diff)
	}
	for _, broken := range []string{"", ";", "2026-11-17,1,2,lead", "2026-11-31,1,2,lead,1", "2026-11-17,a,2,lead,1", "2026-11-17,1,2,lead,=", "2026-11-17,1,2,lead,1,1"} {
		if _, err := unpack(broken); err == nil {
			t.Errorf("unpack(%q) took it", broken)
		}
	}
}

// shown is a modal as Slack was told to open it.
type shown struct {
	Private string `json:"private_metadata"`
	Blocks  []struct {
		ID string `json:"block_id"`
	}
	raw string
}

func readView(t *testing.T, c call) (v shown) {
	t.Helper()
	if err := json.Unmarshal([]byte(c.params["view"]), &v); err != nil {
		t.Fatal(err)
	}
	v.raw = c.params["view"]
	return v
}

func (v shown) blocks() (ids []string) {
	for _, b := range v.Blocks {
		ids = append(ids, b.ID)
	}
	return ids
}

// submits sends a filled-in form of /leads and returns what is wrong with it, by
// block.
func (d *desk) submits(user, trigger string, v shown, fields map[string]string) map[string]string {
	d.t.Helper()
	return d.sends(user, trigger, formLeads, v.Private, fields)
}

// sends sends a filled-in modal, one of its own for each trigger, and returns what is wrong with it, by block.
func (d *desk) sends(user, trigger, callback, private string, fields map[string]string) map[string]string {
	d.t.Helper()
	values := map[string]any{}
	for block, value := range fields {
		element := map[string]any{"type": "number_input", "value": value}
		switch block {
		case fieldDay:
			element = map[string]any{"type": "datepicker", "selected_date": value}
		case fieldChannel, fieldStage, fieldSegment, fieldReason:
			element = map[string]any{"type": "static_select", "selected_option": map[string]string{"value": value}}
		}
		values[block] = map[string]any{block: element}
	}
	w := d.interacts(encode(map[string]any{
		"type": "view_submission", "trigger_id": trigger, "team": map[string]string{"id": "T1"},
		"user": map[string]string{"id": user, "team_id": "T1"},
		"view": map[string]any{
			"id": "V" + trigger, "hash": "h", "callback_id": callback, "private_metadata": private,
			"state": map[string]any{"values": values},
		},
	}))
	var answer struct {
		Action string `json:"response_action"`
		Errors map[string]string
	}
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Action != "errors" {
			d.t.Fatalf("acknowledged with %q, %v", w.Body, err)
		}
	}
	return answer.Errors
}
