package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

const contactsHeader = "lead,at\n"

// salesFigures are those of sales in treve status --json.
type salesFigures struct {
	Received int64  `json:"received"`
	InTime   int64  `json:"in_time"`
	Late     int64  `json:"late"`
	Overdue  int64  `json:"overdue"`
	Within   int64  `json:"within"`
	Median   *int64 `json:"median_minutes"`
	P90      *int64 `json:"p90_minutes"`
}

func (s shell) salesHalf(asOf string) (f salesFigures, won int64, amount string) {
	s.Helper()
	var r struct {
		Sales *salesFigures
		Total struct {
			Won    int64
			Amount string `json:"won_amount"`
		}
	}
	out := s.run(0, "status --json --as-of "+asOf).out
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		s.Fatalf("%v in %s", err, out)
	}
	if r.Sales != nil {
		f = *r.Sales
	}
	return f, r.Total.Won, r.Total.Amount
}

// promises commits sales, as a manager does in Slack.
func (s shell) promises(p sla.Promise, m calendar.Month) {
	s.Helper()
	db, err := store.Open(s.Context(), strings.TrimPrefix(s.environ[0], "TREVE_DATABASE="), slog.New(slog.DiscardHandler))
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	books, err := db.Local(s.Context(), "", ledger.DefaultSettings())
	if err != nil {
		s.Fatal(err)
	}
	request := ledger.Request{Key: "promise", Asked: "promise", At: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)}
	if _, _, err := books.Once(s.Context(), request, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		return nil, tx.SetPromise(ctx, m, 0, p, sla.Author{At: request.At})
	}); err != nil {
		s.Fatal(err)
	}
}

func TestImportContacts(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "import "+s.file(leadsHeader+"L1,2026-11-12 09:00,Inbound,PME\nL2,2026-11-12,Inbound,PME\n")+" --kind leads --create")
		s.promises(sla.Promise{Share: 90, Within: 4, Unit: sla.InHours}, calendar.Month{Year: 2026, Month: 11})
		rows := contactsHeader + "L1,2026-11-12 13:00\nL1,2026-11-12 16:00\nL9,2026-11-12 13:00\n"
		s.run(1, "import "+s.file(rows)+" --kind contacts", "ligne 4", "Aucun lead n'a l'identifiant « L9 »", "Rien n'a été enregistré")
		s.run(0, "import "+s.file(rows)+" --kind contacts --skip-bad", "2 saisies ajoutées")
		s.run(1, "import "+s.file(rows)+" --kind contacts", "Rien n'a été enregistré")
		if f, _, _ := s.salesHalf("2026-11-16"); f.InTime != 1 || f.Overdue != 1 || f.Median == nil || *f.Median != 240 {
			s.Errorf("sales' half is %+v", f)
		}
		s.run(0, "import "+s.file(contactsHeader+"L2,2026-11-16T10:00:00Z\n")+" --kind contacts", "1 saisie ajoutée")
		if f, _, _ := s.salesHalf("2026-11-16"); f.InTime != 1 || f.Late != 1 {
			s.Errorf("sales' half is %+v", f)
		}
		s.run(0, "status --as-of 2026-11-16", "Inbound")
		s.run(0, "check", "Les totaux correspondent")
	})
}

// An export of ten thousand leads with their contacts and deals gives the figures
// of a plain recomputation, minute by minute.
func TestImportOfAWholeCRM(t *testing.T) {
	if testing.Short() {
		t.Skip("a long file")
	}
	t.Parallel()
	s := shell{t, []string{"TREVE_DATABASE=" + t.TempDir() + "/treve.db"}}
	crm := newCRM(10_000)
	s.run(0, "import "+s.file(crm.leads)+" --kind leads --create", "saisies ajoutées")
	s.promises(sla.Promise{Share: 90, Within: 4, Unit: sla.InHours}, calendar.Month{Year: 2026, Month: 11})
	s.run(0, "import "+s.file(crm.contacts)+" --kind contacts", "saisies ajoutées")
	s.run(0, "import "+s.file(crm.deals)+" --kind deals", "saisies ajoutées")
	f, won, amount := s.salesHalf("2026-11-20")
	want, median, p90 := crm.judged(time.Date(2026, 11, 20, 18, 0, 0, 0, crm.zone))
	if f.Received != want.Received || f.InTime != want.InTime || f.Late != want.Late || f.Overdue != want.Overdue || f.Within != want.Within {
		t.Errorf("sales' half is %+v; want %+v", f, want)
	}
	if *f.Median != median || *f.P90 != p90 {
		t.Errorf("half contacted within %d minutes and nine in ten within %d; want %d and %d", *f.Median, *f.P90, median, p90)
	}
	if won != crm.won || amount != fmt.Sprint(crm.amount) {
		t.Errorf("%d won for %s; want %d for %d", won, amount, crm.won, crm.amount)
	}
}

// crm is an export, and what it says.
type crm struct {
	leads, contacts, deals string
	zone                   *time.Location
	came, called           []time.Time // called is zero for nobody yet
	won, amount            int64
}

func newCRM(n int) crm {
	random := rand.New(rand.NewPCG(20, 26))
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	c := crm{zone: zone}
	var leads, contacts, deals strings.Builder
	leads.WriteString(leadsHeader)
	contacts.WriteString(contactsHeader)
	deals.WriteString("lead,day,amount\n")
	begin := time.Date(2026, 11, 1, 0, 0, 0, 0, zone)
	for i := range n {
		came := begin.Add(time.Duration(random.IntN(19*24*60)) * time.Minute)
		fmt.Fprintf(&leads, "L%d,%s,%s,%s\n", i, came.Format("2006-01-02 15:04"), []string{"Inbound", "E-mail"}[i%2], []string{"PME", "ETI"}[i%3%2])
		var called time.Time
		if random.IntN(10) > 0 {
			called = came.Add(time.Duration(random.IntN(2*24*60)) * time.Minute)
			fmt.Fprintf(&contacts, "L%d,%s\n", i, called.Format(time.RFC3339))
			fmt.Fprintf(&contacts, "L%d,%s\n", i, called.Add(time.Hour).Format("2006-01-02 15:04")) // calls back
		}
		c.came, c.called = append(c.came, came), append(c.called, called)
		if !called.IsZero() && random.IntN(20) == 0 {
			euros := int64(random.IntN(5_000))
			c.won, c.amount = c.won+1, c.amount+euros
			fmt.Fprintf(&deals, "L%d,2026-11-20,%d\n", i, euros)
		}
	}
	c.leads, c.contacts, c.deals = leads.String(), contacts.String(), deals.String()
	return c
}

// judged walks the clock of every lead: nine to six, on weekdays but the 11th.
func (c crm) judged(now time.Time) (f salesFigures, median, p90 int64) {
	worked := make([]int64, 1, 30*24*60) // minutes of work up to each minute of the month
	begin := time.Date(2026, 11, 1, 0, 0, 0, 0, c.zone)
	for at := begin; len(worked) < cap(worked); at = at.Add(time.Minute) {
		n := worked[len(worked)-1]
		weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
		if !weekend && at.Day() != 11 && at.Hour() >= 9 && at.Hour() < 18 {
			n++
		}
		worked = append(worked, n)
	}
	minute := func(at time.Time) int { return int(at.Sub(begin).Minutes()) }
	minutes := func(from, to time.Time) int64 { return worked[minute(to)] - worked[minute(from)] }
	due := func(from time.Time) int { // the first minute by which four hours of work have gone by
		n, _ := slices.BinarySearch(worked, worked[minute(from)]+240)
		return n
	}
	var times []int64
	for i, came := range c.came {
		f.Received++
		called := c.called[i]
		contacted := !called.IsZero() && !calendar.On(called, c.zone).After(calendar.On(now, c.zone))
		if contacted {
			times = append(times, minutes(came, called))
		}
		switch {
		case due(came) > minute(now):
			f.Within++
		case contacted && minute(called) <= due(came):
			f.InTime++
		case contacted:
			f.Late++
		default:
			f.Overdue++
		}
	}
	slices.Sort(times)
	return f, times[(len(times)+1)/2-1], times[(len(times)*9+9)/10-1]
}
