package rates

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// shelf notes which months were read of it.
type shelf struct {
	wins, sales [2]calendar.Month
	failing     error
}

func (s *shelf) MonthTotals(_ context.Context, first, last calendar.Month) ([]ledger.MonthTotal, error) {
	return []ledger.MonthTotal{{Month: last, Segment: ledger.Segment{Channel: 1, Persona: 1}, Stage: ledger.Lead, Count: 1}}, nil
}

func (s *shelf) LinkedWins(_ context.Context, first, last calendar.Month) ([]ledger.LinkedWins, error) {
	s.wins = [2]calendar.Month{first, last}
	return nil, nil
}

func (s *shelf) Sales(_ context.Context, first, last calendar.Month) ([]ledger.PersonaSales, error) {
	s.sales = [2]calendar.Month{first, last}
	return nil, s.failing
}

func (s *shelf) Catalogue(context.Context) (ledger.Catalogue, error) { return firm, nil }
func (s *shelf) Plan(_ context.Context, m calendar.Month) (sla.Plan, error) {
	return sla.Plan{Month: m}, nil
}

// An offer is made from the complete months before its own, as far as they are
// over.
func TestGatherEndsWithACompleteMonth(t *testing.T) {
	month := func(text string) calendar.Month {
		m, err := calendar.ParseMonth(text)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, c := range []struct{ name, month, last string }{
		{"the running month", "2026-11", "2026-10"},
		{"a month to come", "2027-03", "2026-10"},
		{"an earlier month, as it began", "2026-07", "2026-06"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &shelf{}
			o, err := Gather(t.Context(), s, ledger.DefaultSettings(), month(c.month), calendar.NewDate(2026, time.November, 16))
			if err != nil {
				t.Fatal(err)
			}
			last := month(c.last)
			if o.Plan.Month != month(c.month) || o.Last != last || o.First != last.Add(-5) || o.Complete != 1 || len(o.Segments) != 1 {
				t.Errorf("for %s from %s to %s, %d months", o.Plan.Month, o.First, o.Last, o.Complete)
			}
			if s.wins != [2]calendar.Month{last.Add(-13), last} || s.sales != [2]calendar.Month{last.Add(-5), last} {
				t.Errorf("read wins of %v, sales of %v", s.wins, s.sales)
			}
		})
	}
	broken := &shelf{failing: errors.New("away")}
	if _, err := Gather(t.Context(), broken, ledger.DefaultSettings(), month("2026-11"), calendar.NewDate(2026, time.November, 16)); !errors.Is(err, broken.failing) {
		t.Errorf("with books that cannot be read: %v", err)
	}
}
