package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

func TestGuardedNames(t *testing.T) {
	for name, want := range map[string]string{
		"E-mail": "E-mail", "=1+1": "'=1+1", "+33": "'+33", "-x": "'-x", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r'=1",
		" =1": "' =1", "\u00a0+1": "'\u00a0+1", "\u202f\ufeff@x": "'\u202f\ufeff@x", "\x00=1": "'\x00=1", "E-mail =1": "E-mail =1",
		"Note\n=1": "Note\n'=1", "Note\r\n -1\n+2": "Note\r\n' -1\n'+2", "a\r=1": "a\r'=1",
		"Salon;=1+1": "Salon;'=1+1", "Salon, -x": "Salon,' -x", "Lyon; Nice": "Lyon; Nice", "a;'b": "a;'b",
		"＝1+1": "'＝1+1", "'t Hooft": "'t Hooft", "'=1": "''=1", "": "", "'": "'",
	} {
		if got := guarded(name); got != want {
			t.Errorf("guarded(%q) = %q; want %q", name, got, want)
		}
	}
}

func TestGuardedNamesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.SampledFrom([]rune("'=+-@\t＝ab \u00a0\n\r;,"))).Draw(t, "name")
		written := guarded(name)
		for _, line := range strings.FieldsFunc(written, func(r rune) bool { return strings.ContainsRune("\n\r;,", r) }) {
			if dangerous(line) {
				t.Fatalf("%q is written %q", name, written)
			}
		}
		if unguarded(written) != name {
			t.Fatalf("%q is written %q and comes back as %q", name, written, unguarded(written))
		}
	})
}

func TestPlanCSV(t *testing.T) {
	plan := sla.Plan{
		Goals: map[ledger.Segment]int64{{Channel: 1, Persona: 1}: 34, {Channel: 2, Persona: 2}: 5},
		Rates: map[ledger.Segment]sla.Rate{{Channel: 1, Persona: 1}: {Value: decimal.New(125, -3)}, {Channel: 2, Persona: 1}: {Value: decimal.New(3, -2)}},
		Sales: map[ledger.PersonaID]int64{1: 180_050},
	}
	names := ledger.Catalogue{
		Channels: []ledger.Channel{{ID: 1, Name: "=Inbound"}, {ID: 2, Name: "Salon; congrès"}},
		Personas: []ledger.Persona{{ID: 1, Name: "PME"}, {ID: 2, Name: "ETI"}},
	}
	for l, want := range map[lang.Language]string{
		lang.French: "\ufeffcanal;persona;taux;vente moyenne;engagement\r\n'=Inbound;PME;0,125;1800,50;34\r\n" +
			"\"Salon; congrès\";PME;0,03;1800,50;\r\n\"Salon; congrès\";ETI;;;5\r\n",
		lang.English: "\ufeffchannel,persona,close_rate,average_sale,commitment\r\n'=Inbound,PME,0.125,1800.50,34\r\n" +
			"Salon; congrès,PME,0.03,1800.50,\r\nSalon; congrès,ETI,,,5\r\n",
	} {
		got, err := PlanCSV(plan, names, l)
		if err != nil || string(got) != want {
			t.Errorf("PlanCSV in %s: %v\n%s", l, err, cmp.Diff(want, string(got)))
		}
		table, err := ReadCSV(bytes.NewReader(got))
		if err != nil {
			t.Fatal(err)
		}
		f, err := Plan(table, Options{})
		if err != nil || len(f.Bad) > 0 || len(f.Cells) != 9 {
			t.Fatalf("read back: %d cells, bad %v, %v", len(f.Cells), f.Bad, err)
		}
		if c := f.Cells[1]; c.Channel != "=Inbound" || c.What != sla.RateChanged || c.Value.String() != "0.125" {
			t.Errorf("read back: %+v", c)
		}
		if c := f.Cells[2]; c.What != sla.SaleChanged || c.Value.String() != "1800.5" {
			t.Errorf("read back: %+v", c)
		}
	}
}
