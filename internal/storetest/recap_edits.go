package storetest

import (
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/store"
)

// edited reopens a posted recap, writes it anew and tells of it in its thread.
func edited(t *testing.T, r store.Recaps) {
	planned(t, r, morning(16))
	refused(t, "reopened before it is posted", errorOf(r.Reopen(t.Context(), morning(16).Key, "a", long)))
	p := claimed(t, r, morning(16).Key, "a", long)
	p.State, p.MessageTS, p.SentAt = recap.Posted, "1.2", morning(16).DueAt
	first := write(t, r, p, "Point SLA", nil)
	p.Version = 1
	saved(t, r, p, lapsed)

	p = must(r.Reopen(t.Context(), p.Key, "b", long))(t)
	refused(t, "reopened by two", errorOf(r.Reopen(t.Context(), p.Key, "c", long)))
	p.Editing, p.EditedAt, p.EditAttempts = true, p.SentAt.Add(time.Hour), 2
	write(t, r, p, "given up", nil)
	second := write(t, r, p, "Point SLA, corrigé", nil)
	same(t, "under way", p, stored(t, r, p.Key))
	p.Editing, p.Version, p.Lines = false, 2, 3
	saved(t, r, p, lapsed)
	same(t, "done", p, stored(t, r, p.Key))
	same(t, "its first wording", first, must(r.Version(t.Context(), p.Key, 1))(t))
	same(t, "its second", second, must(r.Version(t.Context(), p.Key, 2))(t))
	same(t, "as it was posted", first, must(r.AsPosted(t.Context(), day(16)))(t))

	line := morning(16)
	line.Kind = recap.Daily.Line(3)
	planned(t, r, line)
	same(t, "receipts", 1, len(must(r.Recent(t.Context(), 10))(t)))

	p = must(r.Reopen(t.Context(), p.Key, "b", long))(t)
	p.Ended = "message_not_found"
	saved(t, r, p, lapsed)
	refused(t, "reopened once it has ended", errorOf(r.Reopen(t.Context(), p.Key, "a", long)))
}

// recordedSince lists what was recorded for some days, taken back or not, and
// nothing of other days, of months as a whole or of before.
func recordedSince(f *firm) {
	early, late := noon, noon.Add(time.Hour)
	for _, e := range []struct {
		day     int
		at      time.Time
		count   int64
		monthly bool
	}{{12, early, 1, false}, {13, late, 2, false}, {12, late, 3, false}, {16, late, 4, false}, {30, late, 5, true}} {
		entry := typed(f.cell(e.day), e.count)
		entry.RecordedAt, entry.Monthly = e.at, e.monthly
		f.append(entry)
	}
	undone := must(f.EntriesOn(f.Context(), f.cell(12)))(f)[1]
	back := reversal(ledger.Written{Entry: undone})
	back.RecordedAt = late.Add(time.Minute)
	f.append(back)
	var got []int64
	for _, e := range must(f.Recorded(f.Context(), day(12), day(13), late))(f) {
		got = append(got, e.Count)
	}
	same(f.T, "recorded since", []int64{2, 3, -3}, got)
}
