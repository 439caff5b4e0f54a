package report

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// months draws books with up to five channels and four personas, a plan, six
// months of entries and a running month.
func months(t *rapid.T, tb testing.TB) *books {
	b := newBooks()
	for i := range rapid.IntRange(1, 5).Draw(t, "channels") {
		b.channel(fmt.Sprint("channel ", i), rapid.SampledFrom([]ledger.Rhythm{ledger.Daily, ledger.Weekly, ledger.Occasional}).Draw(t, "rhythm"))
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "personas") {
		b.persona(fmt.Sprint("persona ", i))
	}
	plan := november2026
	if rapid.Bool().Draw(t, "carried over") {
		plan = plan.Add(-2)
	}
	for _, s := range b.segments() {
		if rapid.IntRange(0, 4).Draw(t, "planned") > 0 {
			rate := decimal.New(rapid.Int64Range(0, 100_000).Draw(t, "rate"), -6)
			b.promise(plan, s, rapid.Int64Range(0, 80).Draw(t, "goal"), rate.String(), rapid.Int64Range(100, 9000).Draw(t, "sale"))
		}
	}
	if p, ok := b.plans[plan]; ok && rapid.Bool().Draw(t, "own dates") {
		p.Spans[1] = sla.Span{First: day(tb, "2026-11-10"), Last: day(tb, "2026-11-20")}
	}
	for range rapid.IntRange(0, 60).Draw(t, "entries") {
		b.entries = append(b.entries, b.draw(t, tb))
	}
	return b
}

func (b *books) segments() (all []ledger.Segment) {
	for _, c := range b.catalogue.Channels {
		for _, p := range b.catalogue.Personas {
			all = append(all, ledger.Segment{Channel: c.ID, Persona: p.ID})
		}
	}
	return all
}

func (b *books) draw(t *rapid.T, tb testing.TB) ledger.Entry {
	s := rapid.SampledFrom(b.segments()).Draw(t, "segment")
	back := 0
	if rapid.Bool().Draw(t, "earlier month") {
		back = rapid.IntRange(1, 190).Draw(t, "back")
	}
	e := ledger.Entry{Count: rapid.Int64Range(0, 30).Draw(t, "count"), Cell: ledger.Cell{
		Day:     day(tb, "2026-11-01").AddDays(rapid.IntRange(0, 15).Draw(t, "day") - back),
		Channel: s.Channel, Persona: s.Persona,
		Stage: rapid.SampledFrom([]ledger.Stage{ledger.Lead, ledger.Lead, ledger.Lead, ledger.Contacted, ledger.Won}).Draw(t, "stage"),
	}}
	if e.Cell.Stage == ledger.Won {
		e.AmountCents = rapid.Int64Range(0, 1_000_000).Draw(t, "amount")
	}
	return e
}

func drawCut(t *rapid.T, tb testing.TB) Cut {
	cut := ClosedCut(day(tb, "2026-11-15"))
	if rapid.Bool().Draw(t, "live") {
		cut.Live = day(tb, "2026-11-16")
	}
	return cut
}

func TestLevelsAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := mustGather(t, months(rt, t), drawCut(rt, t))
		var channels, segments, personas sums
		for _, c := range r.Channels {
			channels.add(c.Figures)
			for _, s := range c.Segments {
				segments.add(s.Figures)
			}
		}
		for _, p := range r.Personas {
			personas.add(p.Figures)
		}
		var total sums
		total.add(r.Total)
		if channels.cents() != total.cents() || segments.cents() != total.cents() || personas.cents() != total.cents() {
			rt.Fatalf("channels %s\nsegments %s\npersonas %s\ntotal %s", channels.cents(), segments.cents(), personas.cents(), total.cents())
		}
	})
}

type sums struct {
	leads, goals, won                     int64
	value, commitment, due, gap, wonValue decimal.Decimal
}

func (s *sums) add(f sla.Figures) {
	s.leads += f.Leads
	s.goals += f.CommitmentLeads
	s.won += f.Won
	s.value = s.value.Add(f.Value)
	s.commitment = s.commitment.Add(f.Commitment)
	s.due = s.due.Add(f.Due)
	s.gap = s.gap.Add(f.Gap)
	s.wonValue = s.wonValue.Add(f.WonAmount)
}

func (s *sums) cents() string {
	text := fmt.Sprint(s.leads, s.goals, s.won)
	for _, d := range []decimal.Decimal{s.value, s.commitment, s.due, s.gap, s.wonValue} {
		text += " " + d.StringFixed(2)
	}
	return text
}

func TestOrderOfEntriesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b, cut := months(rt, t), drawCut(rt, t)
		want := mustGather(t, b, cut)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		random.Shuffle(len(b.entries), func(i, j int) { b.entries[i], b.entries[j] = b.entries[j], b.entries[i] })
		shuffled, err := read(context.Background(), b, cut)
		if err != nil {
			rt.Fatal(err)
		}
		if shuffled.History, err = LoadHistory(context.Background(), b, cut.Month); err != nil {
			rt.Fatal(err)
		}
		random.Shuffle(len(shuffled.Totals), func(i, j int) {
			shuffled.Totals[i], shuffled.Totals[j] = shuffled.Totals[j], shuffled.Totals[i]
		})
		if diff := cmp.Diff(want, Compute(shuffled, cut)); diff != "" {
			rt.Fatal(diff)
		}
	})
}

func TestUndoRestoresTheReport(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b, cut := months(rt, t), drawCut(rt, t)
		before := mustGather(t, b, cut)
		e := b.draw(rt, t)
		e.ID = 1000
		undo := e
		undo.ID, undo.Count, undo.AmountCents, undo.Reverses = 1001, -e.Count, -e.AmountCents, e.ID
		b.entries = append(b.entries, e, undo)
		if diff := cmp.Diff(before, mustGather(t, b, cut)); diff != "" {
			rt.Fatal(diff)
		}
	})
}

func TestMoreLeadsNeverLowerTheValue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b, cut := months(rt, t), drawCut(rt, t)
		before := mustGather(t, b, cut)
		e := b.draw(rt, t)
		e.Cell.Stage, e.AmountCents = ledger.Lead, 0
		b.entries = append(b.entries, e)
		after := mustGather(t, b, cut)
		if after.Total.Value.LessThan(before.Total.Value) || after.Total.Leads < before.Total.Leads {
			rt.Fatalf("%s of %d leads after %s of %d", after.Total.Value, after.Total.Leads, before.Total.Value, before.Total.Leads)
		}
	})
}
