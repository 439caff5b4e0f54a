package bot

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// Months of which something is missing: what is said of them in both languages,
// and what programs read as null.
func TestStatusAtTheEdges(t *testing.T) {
	on := func(d int) calendar.Date { return calendar.NewDate(2026, time.November, d) }
	next := novemberMonth.Add(1)
	half, eve := report.ClosedCut(on(15)), report.Cut{Month: novemberMonth, AsOf: on(1).AddDays(-1)}
	morning := report.Cut{Month: novemberMonth, AsOf: on(1), Live: on(2)}
	empty := func(n *november) {
		n.plans, n.totals, n.months, n.reported, n.catalogue = nil, nil, nil, nil, ledger.Catalogue{}
	}
	unrecorded := func(n *november) { n.totals, n.reported = nil, nil }
	said := map[string]map[string][]string{}
	for _, c := range []struct {
		name   string
		change func(n *november)
		cut    report.Cut
	}{
		{"nothing at all", empty, half},
		{"nothing at all, on the eve", empty, eve},
		{"a month to come", func(*november) {}, report.Cut{Month: next, AsOf: on(15)}},
		{"a month to come, of channels that are silent now", func(*november) {}, report.Cut{Month: next, AsOf: on(27)}},
		{"the first morning", unrecorded, morning},
		{"no entry", unrecorded, half},
		{"no entry, and the month is over", unrecorded, report.ClosedCut(on(30))},
		{"a plan without history", func(n *november) { n.months = nil }, half},
		{"a plan without history, the first morning", func(n *november) { unrecorded(n); n.months = nil }, morning},
		{"history without a plan", func(n *november) { n.plans = nil }, half},
		{"history without a plan, the first morning", func(n *november) { unrecorded(n); n.plans = nil }, morning},
		{"rates without a commitment", func(n *november) { clear(n.plans[novemberMonth].Goals) }, half},
		{"a commitment without rates", func(n *november) { clear(n.plans[novemberMonth].Rates) }, half},
	} {
		n := newNovember(t)
		c.change(n)
		r, err := report.Gather(t.Context(), n, c.cut)
		if err != nil {
			t.Fatal(err)
		}
		said[c.name] = map[string][]string{"null": nulls(t, r)}
		for _, l := range []lang.Language{lang.French, lang.English} {
			text := spaces.Replace(StatusWords(lang.Speak(l), r, report.SalesHalf{}, sla.Signing{}, n.settings, 0))
			said[c.name][string(l)] = strings.Split(text, "\n")
			for _, wrong := range []string{"NaN", "Inf", "nil", "%!", "<no value>"} {
				if strings.Contains(text, wrong) {
					t.Errorf("%s: %s in\n%s", c.name, wrong, text)
				}
			}
		}
	}
	text, err := json.MarshalIndent(said, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	wantGoldenFile(t, "status_edges", text)
}

// nulls lists the total's figures that programs read as undefined.
func nulls(t *testing.T, r report.Report) (names []string) {
	t.Helper()
	text, err := json.Marshal(report.JSON(r))
	if err != nil {
		t.Fatal(err)
	}
	var view struct{ Total map[string]any }
	if err := json.Unmarshal(text, &view); err != nil {
		t.Fatal(err)
	}
	for name, value := range view.Total {
		if value == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
