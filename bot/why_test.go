package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

func TestWhyGolden(t *testing.T) {
	for _, c := range []struct {
		name string
		l    lang.Language
		cmd  phrase.Why
	}{
		{"total", lang.French, phrase.Why{}},
		{"channel_fr", lang.French, phrase.Why{Channel: 3}},
		{"channel_en", lang.English, phrase.Why{Channel: 3}},
		{"persona", lang.French, phrase.Why{Persona: 2}},
		{"segment", lang.French, phrase.Why{Channel: 3, Persona: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNovember(t)
			n.plans[novemberMonth].Definitions[3] = "Un <contact> qui a rempli un formulaire & laissé son téléphone"
			wantGolden(t, "why_"+c.name, n.does(t, c.l, c.cmd))
		})
	}
}

// The entries shown and those counted are the leads of the number, whatever was
// undone, moved to another month or recorded after the cut-off.
func TestWhyCountsEveryLead(t *testing.T) {
	n := newNovember(t)
	email := ledger.Segment{Channel: 3, Persona: 1}
	cell := ledger.Cell{Day: calendar.NewDate(2026, time.November, 13), Channel: 3, Persona: 1, Stage: ledger.Lead}
	other := cell
	other.Day = other.Day.AddDays(-20)
	n.entries = append(n.entries,
		ledger.Written{Entry: ledger.Entry{Cell: cell, Count: 99}, Reversed: true},
		ledger.Written{Entry: ledger.Entry{Cell: cell, Count: -99, Reverses: 1}},
		ledger.Written{Entry: ledger.Entry{Cell: other, Count: 77}})
	n.totals = append(n.totals, ledger.Total{
		Cell:  ledger.Cell{Day: cell.Day.AddDays(-5), Channel: 3, Persona: 1, Stage: ledger.Lead},
		Count: 6, Standing: 1,
	}) // an entry older than those that are read
	text := spaces.Replace(n.does(t, lang.French, phrase.Why{Channel: email.Channel, Persona: email.Persona}).Text)
	for _, want := range []string{"ven. 13 : 17 leads · <@UCLAIRE> : 17\n", "… et 6 leads en d'autres saisies du mois"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing from:\n%s", want, text)
		}
	}
	for _, stray := range []string{"99", "77"} {
		if strings.Contains(text, stray) {
			t.Errorf("%s is an entry that does not count:\n%s", stray, text)
		}
	}
}

func TestWhyTracesRatesToWhoSetThem(t *testing.T) {
	n := newNovember(t)
	plan := n.plans[novemberMonth]
	plan.From = novemberMonth.Add(-2)
	old := plan
	plan.Changes = nil
	plan.Month = novemberMonth
	n.plans = map[calendar.Month]sla.Plan{novemberMonth.Add(-2): old}
	n.plans[novemberMonth] = plan
	text := spaces.Replace(n.does(t, lang.French, phrase.Why{Channel: 3}).Text)
	if want := "Taux déclaré en vigueur depuis septembre 2026 (02/11, <@UCLAIRE>) : E-mail · PME, E-mail · ETI et E-mail · Grand compte"; !strings.Contains(text, want) {
		t.Errorf("%q is missing from:\n%s", want, text)
	}
}

func TestWhyPressedAnswersThePresserInPrivate(t *testing.T) {
	n := newNovember(t)
	a := n.asks(t, lang.English, "")
	a.value = subject{Channel: 3}.value()
	r, err := n.bot().pressWhy(context.Background(), a)
	if err != nil || r.Public || r.Replace || !strings.HasPrefix(r.Text, "Where does this come from? E-mail, November 2026") {
		t.Errorf("pressing the button answered %+v, %v", r, err)
	}
	a.value = "{"
	if _, err := n.bot().pressWhy(context.Background(), a); err == nil {
		t.Error("a crafted value was taken")
	}
}

func TestWhyOfAnySizeFits(t *testing.T) {
	n := manySegments(20, 8)
	for c := range 20 {
		for d := 1; d <= 15; d++ {
			n.came(calendar.NewDate(2026, time.November, d), ledger.Segment{Channel: ledger.ChannelID(c + 1), Persona: 1}, 3)
		}
	}
	n.does(t, lang.French, phrase.Why{})
	n.does(t, lang.English, phrase.Why{Channel: 1})
	n.does(t, lang.French, phrase.Status{})
}
