package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// sales shows what sales' half is read from: its promises, the leads known one
// by one, and the counts beside them.
func sales(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	stranger := newFirm(t, s)
	all, own := sla.Promise{Share: 90, Within: 1, Unit: sla.InDays}, sla.Promise{Share: 95, Within: 4, Unit: sla.InHours}

	same(t, "nothing promised yet", calendar.Month{}, must(f.FirstPromised(ctx))(t))
	f.write(func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.SetPromise(ctx, month(time.October), 0, all, manager),
			tx.SetPromise(ctx, month(time.November), f.email, own, manager),
			tx.SetPromise(ctx, month(time.December), f.email, sla.Promise{}, manager),
			tx.SetPromise(ctx, month(time.December), f.email, sla.Promise{}, manager)) // says nothing new
	})
	same(t, "the first month promised", month(time.October), must(f.FirstPromised(ctx))(t))
	for _, c := range []struct {
		month   time.Month
		channel ledger.ChannelID
		want    sla.Promise
		changes int
	}{
		{time.September, f.email, sla.Promise{}, 0},
		{time.October, f.email, all, 1},
		{time.November, f.email, own, 1},
		{time.November, f.seo, all, 1},
		{time.December, f.email, sla.Promise{}, 1},
		{time.December, f.seo, all, 1},
	} {
		plan := must(f.Plan(ctx, month(c.month)))(t)
		same(t, c.month.String(), c.want, plan.Promise(c.channel))
		same(t, c.month.String()+"'s changes", c.changes, len(plan.Changes))
	}
	same(t, "another workspace's promises", 0, len(must(stranger.Plan(ctx, month(time.November)))(t).Promises))

	named(t, f)
}

func named(t *testing.T, f *firm) {
	ctx, segment := t.Context(), ledger.Segment{Channel: f.email, Persona: f.pme}
	at := time.Date(2026, time.November, 16, 9, 12, 0, 0, time.UTC)
	entry := func(stage ledger.Stage, day calendar.Date, count int64, ref string) ledger.Entry {
		return ledger.Entry{
			Cell: ledger.Cell{Day: day, Channel: segment.Channel, Persona: segment.Persona, Stage: stage}, Count: count,
			LeadRef: ref, Author: "U1", Source: ledger.Typed, RecordedAt: noon,
		}
	}
	precise := entry(ledger.Lead, day(16), 1, "L-1")
	precise.HappenedAt = at
	f.write(func(ctx context.Context, tx *store.Tx) error {
		var errs []error
		for _, e := range []ledger.Entry{
			precise, entry(ledger.Lead, day(16), 4, ""), entry(ledger.Contacted, day(17), 1, "L-1"),
			entry(ledger.Contacted, day(17), 2, ""), entry(ledger.Won, day(17), 1, "L-1"),
		} {
			_, err := tx.Append(ctx, e)
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	})
	kept := must(f.Named(ctx, day(1), day(30)))(t)
	same(t, "leads known one by one", 2, len(kept))
	same(t, "to the instant", true, kept[0].HappenedAt.Equal(at))
	same(t, "or to the day", true, kept[1].HappenedAt.IsZero())
	same(t, "of other days", 0, len(must(f.Named(ctx, day(1), day(15)))(t)))

	november := month(time.November)
	same(t, "sales whose lead is known", []ledger.SaleTime{{Segment: segment, Lead: day(16), Won: day(17)}},
		must(f.SaleTimes(ctx, november, november))(t))
	same(t, "sales of another month", 0, len(must(f.SaleTimes(ctx, november.Add(-1), november.Add(-1)))(t)))

	in := must(followup.Load(ctx, f, month(time.November), day(30)))(t)
	same(t, "since", month(time.October).First(), in.Since)
	pieces, unmatched := followup.Match(in)
	same(t, "nothing unmatched", 0, len(unmatched))
	fates := map[followup.Fate]int64{}
	for _, p := range pieces {
		fates[p.Fate] += p.Lead.Count
	}
	same(t, "the fates", map[followup.Fate]int64{followup.Contacted: 3, followup.Open: 2}, fates)

	f.write(func(ctx context.Context, tx *store.Tx) error {
		back := kept[1]
		back.Count, back.Reverses, back.ID = -1, kept[1].ID, 0
		_, err := tx.Append(ctx, back)
		return err
	})
	same(t, "once a contact is taken back", 1, len(must(f.Named(ctx, day(1), day(30)))(t)))
}
