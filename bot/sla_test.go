package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

func TestStatusGolden(t *testing.T) {
	for _, c := range []struct {
		name string
		l    lang.Language
		cmd  phrase.Status
	}{
		{"total_fr", lang.French, phrase.Status{}},
		{"total_en", lang.English, phrase.Status{}},
		{"channel", lang.French, phrase.Status{Channel: 3}},
		{"persona", lang.French, phrase.Status{Persona: 2}},
		{"segment", lang.French, phrase.Status{Channel: 3, Persona: 2, Guessed: true}},
		{"late_fr", lang.French, phrase.Status{Ask: phrase.AskLate}},
		{"late_en", lang.English, phrase.Status{Ask: phrase.AskLate}},
		{"needed", lang.French, phrase.Status{Ask: phrase.AskNeeded}},
		{"next_month", lang.French, phrase.Status{Month: calendar.Month{Year: 2026, Month: time.December}}},
		{"last_month", lang.French, phrase.Status{Month: calendar.Month{Year: 2026, Month: time.October}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantGolden(t, "sla_"+c.name, newNovember(t).does(t, c.l, c.cmd))
		})
	}
}

// A live answer counts today's leads apart, and judges by the last ended day.
func TestStatusLive(t *testing.T) {
	n := newNovember(t)
	n.came(calendar.NewDate(2026, time.November, 16), ledger.Segment{Channel: 3, Persona: 1}, 12)
	text := spaces.Replace(n.does(t, lang.French, phrase.Status{Channel: 3}).Text)
	for _, want := range []string{"36 leads sur 90, dont 12 aujourd'hui", "Réalisé 3 483 €", "écart −2 039 €", "compromis"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing from:\n%s", want, text)
		}
	}
	why := spaces.Replace(n.does(t, lang.French, phrase.Why{Channel: 3}).Text)
	for _, want := range []string{
		"3 483,00 € (36 leads) ; dont aujourd'hui 864,00 € (12 leads), soit 2 619,00 € au dim. 15",
		"Écart : 2 619,00 € − 4 657,50 € = −2 038,50 €", "(24 − 40,5) leads × 115,00 €", "lun. 16 : 12 leads",
	} {
		if !strings.Contains(why, want) {
			t.Errorf("%q is missing from:\n%s", want, why)
		}
	}
}

func TestStatusNotes(t *testing.T) {
	n := newNovember(t)
	n.reported[n.channel("E-mail")] = calendar.NewDate(2026, time.November, 6)
	delete(n.reported, n.channel("Outbound"))
	plan := n.plans[novemberMonth]
	plan.From = novemberMonth.Add(-1)
	plan.Spans[n.channel("Publicité")] = sla.Span{First: calendar.NewDate(2026, time.November, 9), Last: calendar.NewDate(2026, time.November, 20)}
	delete(plan.Rates, ledger.Segment{Channel: n.channel("Inbound"), Persona: 3})
	plan.Changes = append(plan.Changes,
		sla.Change{What: sla.GoalChanged, Segment: ledger.Segment{Channel: 1, Persona: 1}, Old: "40", New: "48", Author: "UMARC", At: day(12)},
		sla.Change{What: sla.GoalChanged, Segment: ledger.Segment{Channel: 1, Persona: 2}, Old: "40", New: "16", Author: "UMARC", At: day(12)})
	n.plans[novemberMonth] = plan
	n.exceptions = []calendar.Exception{
		{First: calendar.NewDate(2026, time.November, 24), Last: calendar.NewDate(2026, time.November, 26), By: "UMARC", DeclaredAt: day(12)},
		{First: calendar.NewDate(2026, time.November, 11), Last: calendar.NewDate(2026, time.November, 11), Working: true, DeclaredAt: day(9)},
	}
	wantGolden(t, "sla_notes_en", n.does(t, lang.English, phrase.Status{}))
	wantGolden(t, "sla_notes", n.does(t, lang.French, phrase.Status{}))
	wantGolden(t, "why_notes", n.does(t, lang.French, phrase.Why{}))
	n.does(t, lang.French, phrase.Why{Channel: n.channel("Publicité")})
}

func TestStatusOfMonthsThatAreOver(t *testing.T) {
	for _, c := range []struct {
		name string
		goal int64 // of October's every segment
		want string
	}{
		{"missed", 20, "non atteint, tenu à"},
		{"reached", 2, "atteint ("},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNovember(t)
			october := emptyPlan(novemberMonth.Add(-1))
			october.From = october.Month
			for s := range n.plans[novemberMonth].Goals {
				october.Goals[s] = c.goal
				october.Rates[s], october.Sales[s.Persona] = n.plans[novemberMonth].Rates[s], n.plans[novemberMonth].Sales[s.Persona]
			}
			n.plans[october.Month] = october
			r := n.does(t, lang.French, phrase.Status{Month: october.Month})
			if !strings.Contains(r.Text, c.want) {
				t.Errorf("%q is missing from:\n%s", c.want, r.Text)
			}
			wantGolden(t, "sla_"+c.name, r)
		})
	}
}

func TestStatusWithoutPlan(t *testing.T) {
	n := &november{settings: ledger.DefaultSettings(), kept: map[string][]byte{}}
	wantGolden(t, "sla_nothing", n.does(t, lang.French, phrase.Status{}))
	n.came(calendar.NewDate(2026, time.November, 12), ledger.Segment{Channel: n.channel("E-mail"), Persona: n.persona("PME")}, 7)
	wantGolden(t, "sla_unplanned", n.does(t, lang.English, phrase.Status{}))
}

// A persona without commitment is no reason to explain how a plan is typed.
func TestStatusOfPersonaWithoutCommitment(t *testing.T) {
	n := newNovember(t)
	n.came(calendar.NewDate(2026, time.November, 12), ledger.Segment{Channel: 1, Persona: n.persona("Collectivité")}, 3)
	want := "⚪ Collectivité, novembre 2026 : sans engagement\n"
	if text := spaces.Replace(n.does(t, lang.French, phrase.Status{Persona: 4}).Text); !strings.HasPrefix(text, want) {
		t.Errorf("got\n%s\nwant it to begin with %q", text, want)
	}
}

func TestShareStripsEurosWhereTheyAreHidden(t *testing.T) {
	n := newNovember(t)
	for _, hidden := range []bool{false, true} {
		n.settings.HideEuros = hidden
		a := n.asks(t, lang.English, "")
		a.value = subject{}.value()
		r, err := n.bot().share(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		wantFits(t, r)
		if !r.Public || !strings.Contains(r.Text, "Partagé par <@UCLAIRE>") {
			t.Errorf("shared as %+v; want it public, signed and in the workspace's language", r)
		}
		if wire, _ := json.Marshal(r.Blocks); strings.Contains(string(wire)+r.Text, "€") == hidden {
			t.Errorf("hidden %t: %s", hidden, r.Text)
		}
		wantGolden(t, fmt.Sprintf("sla_shared_hidden_%t", hidden), r)
	}
}

// A mention is answered before everybody, so it hides what the workspace hides.
func TestStatusAskedInPublic(t *testing.T) {
	n := newNovember(t)
	n.settings.HideEuros = true
	a := n.asks(t, lang.French, "")
	a.public = true
	for _, c := range []struct {
		cmd    phrase.Command
		public bool
	}{{phrase.Status{}, true}, {phrase.Status{Ask: phrase.AskNeeded}, true}, {phrase.ShowPlan{}, false}, {phrase.Why{}, false}} {
		r, err := n.bot().sla(context.Background(), a, c.cmd)
		if err != nil || r.Public != c.public || r.Public && strings.Contains(r.Text, "€") {
			t.Errorf("%T in public: %+v, %v; want public %t", c.cmd, r, err, c.public)
		}
	}
}

func TestStatusOfSixtyChannelsFits(t *testing.T) {
	n := manySegments(60, 2)
	wantGolden(t, "sla_60_channels", n.does(t, lang.French, phrase.Status{}))
	n.does(t, lang.English, phrase.Status{Channel: 60})
	n.does(t, lang.French, phrase.Status{Persona: 2, Ask: phrase.AskNeeded})
	n.does(t, lang.French, phrase.Status{Ask: phrase.AskLate})
}

// The worst case: sixty channels off track, with names as long as they may be
// and an owner each.
func TestStatusOfSixtyChannelsBehindFits(t *testing.T) {
	n := manySegments(60, 2)
	for i := range n.catalogue.Channels {
		c := &n.catalogue.Channels[i]
		c.Name, c.Owner = strings.Repeat("&é", 38)+fmt.Sprintf(" %d", i), fmt.Sprintf("U%010d", i)
		n.came(calendar.NewDate(2026, time.November, 13), ledger.Segment{Channel: c.ID, Persona: 1}, 100)
	}
	n.reported = map[ledger.ChannelID]calendar.Date{}
	for _, c := range n.catalogue.Channels {
		n.reported[c.ID] = calendar.NewDate(2026, time.November, 13)
	}
	for _, cmd := range []phrase.Command{
		phrase.Status{},
		phrase.Status{Ask: phrase.AskLate},
		phrase.Status{Ask: phrase.AskNeeded},
		phrase.Status{Persona: 1},
		phrase.Status{Channel: 7},
		phrase.Why{},
		phrase.ShowPlan{},
	} {
		if r := n.does(t, lang.French, cmd); !strings.Contains(r.Text, "lignes de plus") && cmd == (phrase.Status{}) {
			t.Errorf("what is left out is not announced:\n%s", r.Text)
		}
	}
}

// A persona across channels is judged as if the others were not there, history
// included.
func TestPersonaIsJudgedAlone(t *testing.T) {
	all, alone := newNovember(t), newNovember(t)
	for _, n := range []*november{all, alone} {
		for d := calendar.NewDate(2026, time.May, 1); d.Before(novemberMonth.First()); d = d.AddDays(1) {
			n.came(d, ledger.Segment{Channel: 1, Persona: 2}, int64(d.Day%3))
			n.came(d, ledger.Segment{Channel: 1, Persona: 1}, int64(d.Day%2*40))
		}
		n.months = slices.DeleteFunc(n.months, func(m ledger.MonthTotal) bool {
			return m.Segment.Persona == 2 && m.Month != novemberMonth.Add(-1)
		})
	}
	other := func(p ledger.PersonaID) bool { return p != 2 }
	plan := emptyPlan(novemberMonth)
	for s, goal := range alone.plans[novemberMonth].Goals {
		if !other(s.Persona) {
			plan.Goals[s], plan.Rates[s], plan.Sales[s.Persona] = goal, alone.plans[novemberMonth].Rates[s], alone.plans[novemberMonth].Sales[s.Persona]
		}
	}
	plan.From = novemberMonth
	alone.plans = map[calendar.Month]sla.Plan{novemberMonth: plan}
	september := emptyPlan(novemberMonth.Add(-2))
	september.From, september.Goals[ledger.Segment{Channel: 1, Persona: 1}] = september.Month, 10
	all.plans[september.Month] = september
	alone.totals = slices.DeleteFunc(alone.totals, func(t ledger.Total) bool { return other(t.Cell.Persona) })
	alone.months = slices.DeleteFunc(alone.months, func(m ledger.MonthTotal) bool { return other(m.Segment.Persona) })
	got, want := all.does(t, lang.French, phrase.Status{Persona: 2}), alone.does(t, lang.French, phrase.Status{Persona: 2})
	if diff := cmp.Diff(want.Text, got.Text); diff != "" {
		t.Errorf("the other personas changed it:\n%s", diff)
	}
}
