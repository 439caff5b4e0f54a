package sheet

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

func table(t *testing.T, text string) Table {
	t.Helper()
	got, err := ReadCSV(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestRowsOfCounts(t *testing.T) {
	rows, bad, err := Rows(table(t, `Jour;Canal;Persona;Étape;Nombre;Montant
20/11/2026;E-mail;PME;;12;
2026-05;Salon;ETI;gagné;2;13 000,50
;E-mail;PME;;12;
20/11/2026;E-mail;PME;parti;12;
20/11/2026;E-mail;PME;;1.200;
20/11/2026;E-mail;PME;;-3;`), ledger.Counts, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []ledger.ImportRow{
		{Line: 2, Day: calendar.NewDate(2026, 11, 20), Channel: "E-mail", Persona: "PME", Stage: ledger.Lead, Count: 12},
		{Line: 3, Day: calendar.NewDate(2026, 5, 31), Monthly: true, Channel: "Salon", Persona: "ETI", Stage: ledger.Won, Count: 2, AmountCents: 1_300_050},
	}
	if !cmp.Equal(rows, want) {
		t.Error(cmp.Diff(want, rows))
	}
	var reasons []string
	for _, b := range bad {
		reasons = append(reasons, string(b.Problem.ID))
	}
	wantBad := []string{"import.bad_day", "import.bad_stage", "import.ambiguous_number", "import.bad_count"}
	if !cmp.Equal(reasons, wantBad) || bad[0].Line != 4 || bad[3].Line != 7 {
		t.Errorf("bad rows %v; want %v from line 4 to 7", reasons, wantBad)
	}
}

func TestRowsOfLeadsAndDeals(t *testing.T) {
	rows, bad, err := Rows(table(t, "Record ID,Create date,Original source\nL-1,2026-11-20 14:03,SEO\n,2026-11-20,SEO\n"),
		ledger.Leads, Options{Persona: "PME"})
	want := []ledger.ImportRow{{
		Line: 2, Day: calendar.NewDate(2026, 11, 20), Channel: "SEO", Persona: "PME", Stage: ledger.Lead, LeadRef: "L-1",
		Moment: ledger.Moment{At: time.Date(2026, 11, 20, 14, 3, 0, 0, time.UTC)},
	}}
	if err != nil || !cmp.Equal(rows, want) || len(bad) != 1 || bad[0].Problem.ID != "import.no_id" {
		t.Errorf("leads: %v, bad %v\n%s", err, bad, cmp.Diff(want, rows))
	}
	rows, _, err = Rows(table(t, "Deal,Close Date,Total\nL-1,21/11/2026,\"1 800,00 €\"\n"),
		ledger.Deals, Options{Columns: map[string]string{"lead": "deal", "amount": "Total"}})
	want = []ledger.ImportRow{{Line: 2, Day: calendar.NewDate(2026, 11, 21), Stage: ledger.Lead, LeadRef: "L-1", AmountCents: 180_000}}
	if err != nil || !cmp.Equal(rows, want) {
		t.Errorf("deals: %v\n%s", err, cmp.Diff(want, rows))
	}
}

func TestColumnsThatAreNotThere(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
		want lang.ID
	}{
		{"missing", Options{}, "import.missing_column"},
		{"renamed to nothing", Options{Columns: map[string]string{"count": "Total"}}, "import.no_such_heading"},
		{"no such field", Options{Columns: map[string]string{"colour": "day"}}, "import.no_such_field"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := Rows(table(t, "day,channel\n2026-11-20,E-mail\n"), ledger.Counts, c.o)
			problem, ok := errors.AsType[*lang.Problem](err)
			if !ok || problem.ID != c.want {
				t.Errorf("Rows = %v; want %s", err, c.want)
			}
		})
	}
}

func TestPlanKeepsEmptyCellsApartFromZeros(t *testing.T) {
	rows, bad, err := Plan(table(t, "channel,persona,close_rate,average_sale,commitment\nE-mail,PME,\"3,5 %\",\"1 800,00\",0\nE-mail,ETI,,,\nE-mail,GC,4,,\n"), Options{})
	if err != nil || len(rows) != 2 || len(bad) != 1 || bad[0].Problem.ID != "import.rate_range" {
		t.Fatalf("Plan = %v, %v, %v", rows, bad, err)
	}
	if r := rows[0]; r.Rate.String() != "0.035" || *r.SaleCents != 180_000 || *r.Commitment != 0 {
		t.Errorf("first row %+v", r)
	}
	if r := rows[1]; r.Rate != nil || r.SaleCents != nil || r.Commitment != nil {
		t.Errorf("an empty cell became a value: %+v", r)
	}
}
