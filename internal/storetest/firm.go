package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// noon is when everything happens unless a test says otherwise.
var noon = time.Date(2026, time.November, 16, 11, 0, 0, 0, time.UTC)

// manager signs the changes of the plan.
var manager = sla.Author{ID: "U0MANAGER", Reason: "agreed on Monday", At: noon}

func day(d int) calendar.Date { return calendar.NewDate(2026, time.November, d) }

func month(m time.Month) calendar.Month { return calendar.Month{Year: 2026, Month: m} }

// firm is a workspace with two channels and two personas.
type firm struct {
	*testing.T
	*store.Space

	email, seo ledger.ChannelID
	pme, eti   ledger.PersonaID
}

var keys atomic.Int64

func newFirm(t *testing.T, s *store.Store) *firm {
	t.Helper()
	space, err := s.Adopt(t.Context(), fmt.Sprintf("T%d", keys.Add(1)), "Ateliers", ledger.DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	f := &firm{T: t, Space: space}
	f.write(func(ctx context.Context, tx *store.Tx) (err error) {
		f.email = f.addChannel(ctx, tx, "E-mail")
		f.seo = f.addChannel(ctx, tx, "Référencement")
		if f.pme, err = tx.AddPersona(ctx, ledger.Persona{Name: "PME"}, manager); err == nil {
			f.eti, err = tx.AddPersona(ctx, ledger.Persona{Name: "ETI"}, manager)
		}
		return err
	})
	return f
}

func (f *firm) addChannel(ctx context.Context, tx *store.Tx, name string) ledger.ChannelID {
	f.Helper()
	id, err := tx.AddChannel(ctx, ledger.Channel{Name: name, Team: ledger.Marketing, Rhythm: ledger.Daily}, manager)
	if err != nil {
		f.Fatal(err)
	}
	return id
}

func request() ledger.Request {
	return ledger.Request{Key: fmt.Sprintf("trigger-%d", keys.Add(1)), Asked: "/leads", Author: "U1", At: noon}
}

// try runs one request and returns what it ended in.
func (f *firm) try(write func(ctx context.Context, tx *store.Tx) error) error {
	_, _, err := f.Once(f.Context(), request(), func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		return nil, write(ctx, tx)
	})
	return err
}

func (f *firm) write(write func(ctx context.Context, tx *store.Tx) error) {
	f.Helper()
	if err := f.try(write); err != nil {
		f.Fatal(err)
	}
}

// cell is the leads of e-mail and PME on a day of November.
func (f *firm) cell(d int) ledger.Cell {
	return ledger.Cell{Day: day(d), Channel: f.email, Persona: f.pme, Stage: ledger.Lead}
}

func typed(cell ledger.Cell, count int64) ledger.Entry {
	return ledger.Entry{Cell: cell, Count: count, Author: "U1", Source: ledger.Typed, RecordedAt: noon}
}

func (f *firm) append(e ledger.Entry) {
	f.Helper()
	f.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Append(ctx, e)
		return err
	})
}

// latest returns the newest entry.
func (f *firm) latest() ledger.Written {
	f.Helper()
	all := must(f.RecentEntries(f.Context(), 0, 1))(f)
	if len(all) != 1 {
		f.Fatal("there is no entry")
	}
	return all[0]
}

// balanced reports totals that differ from the ledger.
func (f *firm) balanced() {
	f.Helper()
	if found := must(f.Check(f.Context()))(f); len(found) > 0 {
		f.Errorf("totals differ from the ledger: %+v", found)
	}
}

// must unwraps a result: must(f())(t).
func must[V any](v V, err error) func(testing.TB) V {
	return func(tb testing.TB) V {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

func same(tb testing.TB, what string, want, got any) {
	tb.Helper()
	// What a half was judged by is no part of what is stored of it.
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(report.SalesHalf{})); diff != "" {
		tb.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// together runs n goroutines at once and returns how each ended.
func together(n int, act func(i int) error) []error {
	var group sync.WaitGroup
	start := make(chan struct{})
	ended := make([]error, n)
	for i := range n {
		group.Go(func() {
			<-start
			ended[i] = act(i)
		})
	}
	close(start)
	group.Wait()
	return ended
}

// isProblem reports whether err is one the person can put right.
func isProblem(err error) bool {
	_, ok := errors.AsType[*lang.Problem](err)
	return ok
}

func allWell(tb testing.TB, ended []error) {
	tb.Helper()
	for _, err := range ended {
		if err != nil {
			tb.Fatal(err)
		}
	}
}
