package report

import (
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

var update = flag.Bool("update", false, "write the golden files")

func liveNovember(t testing.TB) Report {
	b := november(t).books(t)
	s := ledger.Segment{Channel: 1, Persona: 1}
	b.record(t, "2026-11-10", s, ledger.Contacted, 9)
	b.record(t, "2026-11-12", s, ledger.Won, 2)
	b.entries[len(b.entries)-1].AmountCents = 3_480_50
	plan := b.plans[november2026]
	plan.Changes = []sla.Change{{
		What: sla.GoalChanged, Segment: s, Old: "40", New: "48", Author: "U1",
		At: time.Date(2026, 11, 12, 9, 30, 0, 0, time.UTC),
	}}
	plan.Spans[3] = sla.Span{First: day(t, "2026-11-01"), Last: day(t, "2026-11-25")} // a due that does not end
	b.plans[november2026] = plan
	return mustGather(t, b, Cut{Month: november2026, AsOf: day(t, "2026-11-15"), Live: day(t, "2026-11-16"), Since: day(t, "2026-11-13")})
}

func TestViewIsStable(t *testing.T) {
	got, err := json.MarshalIndent(JSON(liveNovember(t)), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/november-live.golden.json"
	if *update {
		if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
		t.Error(diff)
	}
}

func TestStoredReportComesBackWhole(t *testing.T) {
	stored := liveNovember(t)
	text, err := json.Marshal(stored)
	if err != nil {
		t.Fatal(err)
	}
	read, err := ParseJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(stored, read); diff != "" {
		t.Error(diff)
	}
	if again, err := json.Marshal(read); err != nil || string(again) != string(text) {
		t.Errorf("stored again it differs: %v", err)
	}
	if _, err := ParseJSON([]byte(`{"Month": 5}`)); err == nil {
		t.Error("a broken report was read")
	}
}

func TestNumbersOfTheView(t *testing.T) {
	for _, c := range []struct {
		name   string
		number number
		want   string
	}{
		{"undefined", rounded(decimal.NullDecimal{}), "null"},
		{"zero", exact(decimal.Zero), `"0"`},
		{"zeros trimmed", exact(decimal.RequireFromString("12.5000")), `"12.5"`},
		{"six places", exact(decimal.RequireFromString("0.12345649")), `"0.123456"`},
		{"half away from zero", exact(decimal.RequireFromString("-0.1234565")), `"-0.123457"`},
		{"a share just short of a whole", share(decimal.NewNullDecimal(decimal.RequireFromString("0.9999999"))), `"0.999999"`},
		{"a whole", share(decimal.NewNullDecimal(decimal.NewFromInt(1))), `"1"`},
		{"just over a whole", share(decimal.NewNullDecimal(decimal.RequireFromString("1.0000001"))), `"1"`},
	} {
		got, err := json.Marshal(c.number)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", c.name, got, err, c.want)
		}
	}
}

func TestVolumeAndMixAddUpAsWritten(t *testing.T) {
	volume := decimal.NewNullDecimal(decimal.RequireFromString("0.3333335"))
	mix := decimal.NewNullDecimal(decimal.RequireFromString("0.6666665"))
	v := view(sla.Figures{Gap: decimal.NewFromInt(1), Volume: volume, Mix: mix})
	if !v.Volume.Decimal.Add(v.Mix.Decimal).Equal(v.Gap.Decimal) {
		t.Errorf("%s and %s are not %s", v.Volume.Decimal, v.Mix.Decimal, v.Gap.Decimal)
	}
}
