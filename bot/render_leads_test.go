package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// slipOf tells the worked example's books to Claire.
func slipOf(t *testing.T, l lang.Language) slip {
	t.Helper()
	n := newNovember(t)
	return slip{
		say: lang.Speak(l), settings: n.settings, catalogue: n.catalogue, today: calendar.NewDate(2026, 11, 17),
		reader: "UCLAIRE", names: map[string]string{"UCLAIRE": "Claire", "UMARC": "Marc", "UEVIL": "*Ève* <!channel>"},
	}
}

func (s slip) cell(channel string, day calendar.Date) ledger.Cell {
	c := ledger.Cell{Day: day, Persona: 1, Stage: ledger.Lead}
	for _, one := range s.catalogue.Channels {
		if one.Name == channel {
			c.Channel = one.ID
		}
	}
	return c
}

// line is a count recorded on a day that had some already.
func line(cell ledger.Cell, count, before int64, shares ...ledger.Share) ledger.Recorded {
	return ledger.Recorded{
		Line: ledger.Line{Count: count, Cell: cell}, Entry: ledger.Entry{Cell: cell, Count: count},
		Before: ledger.Total{Cell: cell, Count: before}, After: ledger.Total{Cell: cell, Count: before + count}, Day: shares,
	}
}

// lagging is E-mail on 17 November, well behind its commitment.
func lagging() sla.Figures {
	null := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	return sla.Figures{
		Leads: 36, CommitmentLeads: 90, Value: decimal.New(3_483, 0), Commitment: decimal.New(10_350, 0), Attainment: null("0.3365"),
		Due: decimal.RequireFromString("5175"), Gap: decimal.New(-2_556, 0), Status: sla.OffTrack,
		LeadValue: null("115"), LeadsPerDayNeeded: null("6.1"), LeadsPerDayNow: null("2.4"),
	}
}

func worths(amounts ...int64) []decimal.NullDecimal {
	var all []decimal.NullDecimal
	for _, a := range amounts {
		all = append(all, decimal.NewNullDecimal(decimal.New(a, 0)))
	}
	return all
}

func TestConfirmations(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		s := slipOf(t, l)
		email, ads := s.cell("E-mail", s.today), s.cell("Publicité", s.today.AddDays(-1))
		single := written{
			Month: novemberMonth, Channel: email.Channel, Figures: lagging(), Days: 10, Planned: true, Worth: worths(864),
			Lines: []ledger.Recorded{line(email, 12, 4, ledger.Share{Author: "UMARC", Count: 4}, ledger.Share{Author: "UCLAIRE", Count: 12})},
		}
		set := single
		set.Lines = []ledger.Recorded{line(email, 36, 4, ledger.Share{Author: "", Count: 4}, ledger.Share{Author: "UEVIL", Count: 36})}
		set.Lines[0].Line = ledger.Line{Count: 40, Set: true, Cell: email}
		unpriced := written{
			Month: novemberMonth, Channel: ads.Channel, Figures: sla.Figures{Leads: 1, Status: sla.NoCommitment}, Planned: true,
			Worth: []decimal.NullDecimal{{}}, Lines: []ledger.Recorded{line(ads, 0, 1, ledger.Share{Author: "UCLAIRE", Count: 1})},
		}
		several := written{
			Month: novemberMonth, Figures: lagging(), Planned: true, Worth: worths(864, -144),
			Lines: []ledger.Recorded{line(email, 12, 0), line(ads, -2, 9)},
		}
		undone := written{
			Month: novemberMonth, Channel: email.Channel, Figures: lagging(), Planned: true,
			Undone: []ledger.Recorded{line(email, -12, 12)},
		}
		undone.Undone[0].Entry.Reverses = 7
		for name, done := range map[string]written{
			"single": single, "set": set, "unpriced": unpriced, "several": several, "undone": undone,
		} {
			t.Run(name+" "+string(l), func(t *testing.T) {
				l := s.confirmation(done, "13345224609.738474920.8088930838d88f008e0")
				r := l.reply()
				wantFits(t, r)
				wantGolden(t, "leads_"+name+"_"+string(s.say.Language), r)
			})
		}
	}
}

// Where euros are hidden, everybody reads leads and shares only.
func TestConfirmationWithoutAmounts(t *testing.T) {
	s := slipOf(t, lang.French)
	s.bare, s.reader = true, ""
	email := s.cell("E-mail", s.today)
	l := s.confirmation(written{
		Month: novemberMonth, Channel: email.Channel, Figures: lagging(), Days: 10, Planned: true, Worth: worths(864),
		Lines: []ledger.Recorded{line(email, 12, 0, ledger.Share{Author: "UCLAIRE", Count: 12})},
	}, "r1")
	r := l.reply()
	if strings.Contains(r.Text, "€") {
		t.Errorf("said %s", r.Text)
	}
	wantSaid(t, r.Text, "12 par Claire", "Il manque 15 leads pour être à l'attendu")
}

func TestChangeNote(t *testing.T) {
	s := slipOf(t, lang.French)
	s.reader = "UMARC"
	r := s.changed("UEVIL", []ledger.Recorded{line(s.cell("E-mail", s.today), -3, 4)})
	wantGolden(t, "leads_changed_fr", r)
}

func TestQuestions(t *testing.T) {
	s := slipOf(t, lang.French)
	unlikely := ledger.Line{Count: 400, Cell: s.cell("E-mail", s.today)}
	r := s.question(ledger.Questions{
		{Kind: ledger.Unlikely, Line: unlikely, Largest: 12},
		{Kind: ledger.Twice, Line: unlikely, Author: "UMARC"},
		{Kind: ledger.Unlikely, Line: unlikely},
		{Kind: ledger.Twice, Line: unlikely},
	}, actionConfirm, carried{Key: "r1", Lines: pack([]ledger.Line{unlikely})})
	wantFits(t, r)
	wantGolden(t, "leads_question_fr", r)

	r = s.question(ledger.Questions{{Kind: ledger.Unlikely, Line: unlikely}}, actionConfirm, carried{Lines: strings.Repeat("x", 3_000)})
	wantSaid(t, r.Text, "plusieurs fois")
}

// However much is recorded at once, and whatever it is called, Slack takes the
// confirmation.
func TestConfirmationsOfAnySizeFit(t *testing.T) {
	s := slipOf(t, lang.French)
	name := strings.Repeat("<&>*_~`é", 10)
	s.catalogue = ledger.Catalogue{Personas: []ledger.Persona{{ID: 1, Name: name}}}
	for id := range 60 {
		s.catalogue.Channels = append(s.catalogue.Channels, ledger.Channel{ID: ledger.ChannelID(id + 1), Name: name})
	}
	for _, lines := range []int{1, 2, 20, 60} {
		done := written{Month: novemberMonth, Figures: lagging(), Planned: true}
		for i := range lines {
			cell := ledger.Cell{Day: s.today.AddDays(-i % 3), Channel: ledger.ChannelID(i + 1), Persona: 1, Stage: ledger.Lead}
			done.Lines = append(done.Lines, line(cell, 1_000_000, 1_000_000, ledger.Share{Author: "UCLAIRE", Count: 2_000_000}))
			done.Worth = append(done.Worth, decimal.NewNullDecimal(decimal.New(999_999_999, 0)))
		}
		t.Run(fmt.Sprint(lines), func(t *testing.T) {
			l := s.confirmation(done, strings.Repeat("k", 200))
			wantFits(t, l.reply())
		})
	}
}

func TestForm(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		s := slipOf(t, l)
		v := formView(s.say, s.catalogue.Channels, s.catalogue.Personas,
			sheet{whence: whence{Conversation: "C1"}, Replaces: "r1"},
			filled{Day: s.today, Channel: 2, Counts: map[ledger.PersonaID]int64{1: 12}})
		got, err := json.MarshalIndent(v, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		wantGoldenFile(t, "leads_form_"+string(l), got)
	}
}

func TestFormOfManyNames(t *testing.T) {
	var channels []ledger.Channel
	var personas []ledger.Persona
	for id := range int64(150) {
		name := fmt.Sprintf("%s %d", strings.Repeat("é", 76), id)
		channels = append(channels, ledger.Channel{ID: ledger.ChannelID(id + 1), Name: name})
		personas = append(personas, ledger.Persona{ID: ledger.PersonaID(id + 1), Name: name})
	}
	v := formView(lang.Speak(lang.French), channels, personas, sheet{}, filled{Day: tuesday17, Channel: 150})
	if n := len(v.Blocks.BlockSet); n > 100 {
		t.Errorf("%d blocks; Slack takes 100", n)
	}
	raw := string(encode(v))
	if n := strings.Count(raw, `"value":`) - 1; n > 100 { // one of them stands there again as chosen
		t.Errorf("%d options; Slack takes 100", n)
	}
	wantSaid(t, raw, `"initial_option":{"text":{"type":"plain_text"`, `"value":"150"`)
}
