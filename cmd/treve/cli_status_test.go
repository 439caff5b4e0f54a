package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
)

func defaultsOf(s shell) ledger.Settings {
	s.Helper()
	return ledger.DefaultSettings()
}

// places is to how many decimals a worked example gives a figure; the others are
// exact.
var places = map[string]int32{
	"attainment": 6, "pace": 6, "required_per_day": 6, "achieved_per_day": 6, "catch_up": 6, "volume": 6, "mix": 6,
	"projection": 2, "projection_low": 2, "projection_high": 2, "probability": 4, "held_probability": 4,
}

// A whole month worked out by hand, through the files and back.
func TestNovember2026(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "import testdata/counts.csv --kind counts --create")
		s.run(0, "plan import testdata/plan.csv --from 2026-11")
		text, err := os.ReadFile("testdata/november-2026.json")
		if err != nil {
			s.Fatal(err)
		}
		var want struct {
			Expected map[string]map[string]any
		}
		reader := json.NewDecoder(bytes.NewReader(text))
		reader.UseNumber()
		if err := reader.Decode(&want); err != nil {
			s.Fatal(err)
		}
		var got struct {
			Month       string
			AsOf        string `json:"as_of"`
			Currency    string
			WorkingDays map[string]int `json:"working_days"`
			Total       map[string]any
			Channels    []map[string]any
		}
		s.json("status --month 2026-11 --as-of 2026-11-15 --json", &got)
		if got.Month != "2026-11" || got.AsOf != "2026-11-15" || got.Currency != "EUR" ||
			got.WorkingDays["total"] != 20 || got.WorkingDays["elapsed"] != 9 {
			s.Errorf("%s as of %s in %s, working days %v", got.Month, got.AsOf, got.Currency, got.WorkingDays)
		}
		if len(got.Channels) != len(want.Expected)-1 {
			s.Errorf("%d channels; want %d", len(got.Channels), len(want.Expected)-1)
		}
		s.sameFigures("total", got.Total, want.Expected["total"])
		for _, c := range got.Channels {
			name, _ := c["channel"].(string)
			s.sameFigures(name, c, want.Expected[name])
		}
	})
}

// sameFigures compares what is printed with a worked example; the example's
// leads a day are no part of the contract.
func (s shell) sameFigures(level string, got, want map[string]any) {
	s.Helper()
	if len(want) < 10 {
		s.Fatalf("%s is not in the example", level)
	}
	for name, expected := range want {
		if strings.HasPrefix(name, "leads_per_day") {
			continue
		}
		a, b := figure(s, got[name]), figure(s, expected)
		if a.decimal != nil && b.decimal != nil {
			if to, rounded := places[name]; rounded {
				*a.decimal = a.decimal.Round(to)
			}
			if a.decimal.Equal(*b.decimal) {
				continue
			}
		}
		if a.text != b.text || a.decimal != nil {
			s.Errorf("%s: %s is %v; want %v", level, name, got[name], expected)
		}
	}
}

// reading is a JSON value as a number where it is one, else as text.
type reading struct {
	decimal *decimal.Decimal
	text    string
}

func figure(s shell, value any) reading {
	s.Helper()
	switch v := value.(type) {
	case json.Number:
		return figure(s, v.String())
	case float64:
		d := decimal.NewFromFloat(v)
		return reading{&d, ""}
	case string:
		if d, err := decimal.NewFromString(v); err == nil {
			return reading{&d, ""}
		}
		return reading{nil, v}
	}
	return reading{nil, "null"}
}

// The working days of May 2026 in France: the first, the eighth, the fourteenth
// (Ascension) and the twenty-fifth (Whit Monday) are none.
func TestMay2026(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "plan import testdata/plan.csv --from 2026-05")
		for day, want := range map[string]struct {
			elapsed int
			due     string
		}{
			"2026-05-03": {0, "0"}, "2026-05-04": {1, "2542.117647"}, "2026-05-15": {8, "20336.941176"},
			"2026-05-22": {13, "33047.529412"}, "2026-05-31": {17, "43216"},
		} {
			var r struct {
				WorkingDays struct{ Total, Elapsed int } `json:"working_days"`
				Total       figures
			}
			s.json("status --json --as-of "+day, &r)
			if r.WorkingDays.Total != 17 || r.WorkingDays.Elapsed != want.elapsed || r.Total.Due == nil || *r.Total.Due != want.due {
				s.Errorf("at the close of %s: %+v, due %v; want %d/17 and %s", day, r.WorkingDays, *r.Total.Due, want.elapsed, want.due)
			}
		}
	})
}

// The names, the order and the kinds of values that other programs rely on.
func TestTheShapeOfStatus(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "import testdata/counts.csv --kind counts --create")
		s.run(0, "plan import testdata/plan.csv --from 2026-11")
		var r map[string]any
		s.json("status --as-of 2026-11-15 --json", &r)
		wantNames(s, "report", r, "month as_of currency working_days total channels")
		total := r["total"].(map[string]any)
		const names = "leads commitment_leads value commitment attainment due gap volume mix pace required_per_day " +
			"achieved_per_day catch_up projection projection_low projection_high probability held_probability status " +
			"contacted won won_amount"
		wantNames(s, "total", total, names)
		channel := r["channels"].([]any)[0].(map[string]any)
		wantNames(s, "channel", channel, "channel segments "+names)
		segment := channel["segments"].([]any)[0].(map[string]any)
		wantNames(s, "segment", segment, "persona "+names)
		for name, value := range total {
			_, text := value.(string)
			_, number := value.(float64)
			counted := slices.Contains([]string{"leads", "commitment_leads", "contacted", "won"}, name)
			if counted && !number || !counted && !text {
				s.Errorf("%s is %v (%T)", name, value, value)
			}
		}

		s.json("status --month 2099-01 --json", &r) // nothing of it has elapsed
		future := r["total"].(map[string]any)
		for _, name := range []string{"pace", "achieved_per_day", "catch_up"} {
			if value, there := future[name]; !there || value != nil {
				s.Errorf("%s of a month to come is %v; want null", name, value)
			}
		}
		s.json("status --json", &r)
		live, _ := r["total"].(map[string]any)["today"].(map[string]any)
		wantNames(s, "today", live, "leads value")

		var one struct{ Channels []map[string]any }
		s.json("status --as-of 2026-11-15 --channel email --json", &one)
		if len(one.Channels) != 1 || one.Channels[0]["channel"] != "E-mail" {
			s.Errorf("--channel email gives %v", one.Channels)
		}
		s.run(0, "status --as-of 2026-11-15 --channel email", "E-mail, novembre 2026", "compromis")
	})
}

func wantNames(s shell, what string, object map[string]any, names string) {
	s.Helper()
	want := slices.Sorted(slices.Values(strings.Fields(names)))
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(object))); diff != "" {
		s.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestRecapIsPrinted(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "recap --print --day 2026-11-16", "Rien n'est engagé ce mois-ci")
		s.run(0, "import testdata/counts.csv --kind counts --create")
		s.run(0, "plan import testdata/plan.csv --from 2026-10")
		printed := s.run(0, "recap --print --day 2026-11-16", "Point SLA, lundi 16 novembre", "Arrêté au dim. 15 (ven. 13 au dim. 15 compris : +38 leads)",
			"17 738 € sur 43 216 €", "écart −1 709 € : volume −432 €", "E-mail : 24/90 leads")
		var message struct {
			Text   string
			Blocks []map[string]any
		}
		s.json("recap --print --day 2026-11-16 --json", &message)
		if strings.ReplaceAll(message.Text, "*", "") != strings.TrimSpace(printed.out) || len(message.Blocks) < 5 {
			s.Errorf("the message has %d blocks and this text:\n%s\nprinted is:\n%s", len(message.Blocks), message.Text, printed.out)
		}
		s.run(0, "recap --print --day 2026-11-02", "Bilan SLA, octobre 2026")
		s.run(0, "recap --print --day 2026-11-03", "Point SLA, mardi 3 novembre")
	})
}
