package sheet

import (
	"errors"
	"fmt"
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
	f, err := Plan(table(t, "channel,persona,close_rate,average_sale,commitment\nE-mail,PME,\"3,5 %\",\"1 800,00\",0\nE-mail,ETI,,,\nE-mail,GC,4,,\n"), Options{})
	if err != nil || len(f.Bad) != 1 || f.Bad[0].Problem.ID != "import.rate_range" || f.Bad[0].At.Line != 4 {
		t.Fatalf("Plan = %+v, %v", f, err)
	}
	var says []string
	for _, c := range f.Cells {
		says = append(says, fmt.Sprint(c.At, " ", c.Persona, " ", c.What, " ", c.Value))
	}
	want := []string{
		"2 PME named 0", "2 PME rate 0.035", "2 PME sale 1800", "2 PME goal 0", "3 ETI named 0", "4 GC named 0",
	}
	if diff := cmp.Diff(want, says); diff != "" {
		t.Errorf("an empty cell says nothing, and a zero is one (-want +got):\n%s", diff)
	}
}

// A heading that is nearly one of a plan's is a slip; others are named.
func TestHeadingsOfAPlanThatAreNone(t *testing.T) {
	for _, c := range []struct {
		heading string
		want    lang.ID
		near    string
		unread  []string
	}{
		{"channel,persona,engagments", "intake.mistyped_column", "engagement", nil},
		{"canal,persona,taux,Engagment", "intake.mistyped_column", "engagement", nil},
		{"channel,persona,close_rat,commitment", "intake.mistyped_column", "close_rate", nil},
		{"channel,persona,commitment,notes,Responsable", "", "", []string{"notes", "Responsable"}},
		{"channel,persona,commitment,commitments", "", "", []string{"commitments"}},
		{"channel,persona,notes", "import.missing_column", "", nil},
	} {
		f, err := Plan(table(t, c.heading+"\nE-mail,PME,3\n"), Options{})
		problem, _ := errors.AsType[*lang.Problem](err)
		if problem == nil {
			problem = &lang.Problem{}
		}
		if problem.ID != c.want || c.near != "" && problem.Args["near"] != c.near || err == nil && !cmp.Equal(f.Unread, c.unread) {
			t.Errorf("%s: %v %v, unread %v; want %s %s, %v", c.heading, problem.ID, problem.Args, f.Unread, c.want, c.near, c.unread)
		}
	}
}
