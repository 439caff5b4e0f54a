package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// entryRow is an entry as it is stored.
type entryRow struct {
	ID          int64
	Day         calendar.Date
	Monthly     bool
	Channel     ledger.ChannelID `db:"channel_id"`
	Persona     ledger.PersonaID `db:"persona_id"`
	Stage       ledger.Stage
	Count       int64
	AmountCents int64  `db:"amount_cents"`
	LeadRef     string `db:"lead_ref"`
	Note        string
	Author      string
	Source      ledger.Source
	RecordedAt  instant  `db:"recorded_at"`
	HappenedAt  *instant `db:"happened_at"`
	Request     string
	Line        int
	Reverses    int64
	ImportKey   string `db:"import_key"`
	Reversed    bool
}

// selectEntries is completed by a condition on e and an order.
const selectEntries = `
	SELECT e.id, e.day, e.monthly, e.channel_id, e.persona_id, e.stage, e.count, e.amount_cents,
	       e.lead_ref, e.note, e.author, e.source, e.recorded_at, e.happened_at, e.request, e.line,
	       COALESCE(e.reverses, 0) AS reverses, COALESCE(e.import_key, '') AS import_key,
	       EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id) AS reversed
	FROM entries e
	WHERE e.workspace_id = $1 AND `

func (b books) entries(ctx context.Context, condition string, args ...any) ([]ledger.Written, error) {
	var rows []entryRow
	err := b.db.SelectContext(ctx, &rows, selectEntries+condition, append([]any{b.id}, args...)...)
	if err != nil {
		return nil, err
	}
	written := make([]ledger.Written, len(rows))
	for i, r := range rows {
		written[i] = ledger.Written{Reversed: r.Reversed, Entry: ledger.Entry{
			ID: r.ID, Cell: ledger.Cell{Day: r.Day, Channel: r.Channel, Persona: r.Persona, Stage: r.Stage},
			Monthly: r.Monthly, Count: r.Count, AmountCents: r.AmountCents, LeadRef: r.LeadRef, Note: r.Note,
			Author: r.Author, Source: r.Source, RecordedAt: r.RecordedAt.time(), HappenedAt: orZero(r.HappenedAt), Request: r.Request,
			Line: r.Line, Reverses: r.Reverses, ImportKey: r.ImportKey,
		}}
	}
	return written, nil
}

// RecentEntries lists the latest entries of a channel (0 for all), newest
// first.
func (b books) RecentEntries(ctx context.Context, channel ledger.ChannelID, limit int) (written []ledger.Written, err error) {
	if channel == 0 {
		written, err = b.entries(ctx, `TRUE ORDER BY e.id DESC LIMIT $2`, limit)
	} else {
		written, err = b.entries(ctx, `e.channel_id = $3 ORDER BY e.id DESC LIMIT $2`, limit, channel)
	}
	if err != nil {
		return nil, fmt.Errorf("list recent entries: %w", err)
	}
	return written, nil
}

// EntriesOn lists a cell's standing entries, those that neither reverse another
// nor are reversed, oldest first. Monthly history is not among them.
func (b books) EntriesOn(ctx context.Context, cell ledger.Cell) ([]ledger.Entry, error) {
	written, err := b.entries(ctx, `e.day = $2 AND e.channel_id = $3 AND e.persona_id = $4 AND e.stage = $5
		AND NOT e.monthly AND e.reverses IS NULL ORDER BY e.id`, cell.Day, cell.Channel, cell.Persona, cell.Stage)
	if err != nil {
		return nil, fmt.Errorf("list entries on %s: %w", cell.Day, err)
	}
	return standing(written), nil
}

// standing leaves out what was taken back.
func standing(written []ledger.Written) (entries []ledger.Entry) {
	for _, w := range written {
		if !w.Reversed {
			entries = append(entries, w.Entry)
		}
	}
	return entries
}

// EntriesOf lists the lines a request wrote, in order, saying for each whether
// it has been reversed.
func (b books) EntriesOf(ctx context.Context, request string) ([]ledger.Written, error) {
	written, err := b.entries(ctx, `e.request = $2 ORDER BY e.line, e.id`, request)
	if err != nil {
		return nil, fmt.Errorf("list the entries of a request: %w", err)
	}
	return written, nil
}

// Named lists the standing entries of leads known one by one, of the days from
// first to last and of those stages, by day.
func (b books) Named(ctx context.Context, first, last calendar.Date) ([]ledger.Entry, error) {
	written, err := b.entries(ctx, `e.day BETWEEN $2 AND $3 AND e.lead_ref <> '' AND NOT e.monthly
		AND e.stage IN ('lead', 'contacted', 'rejected') AND e.reverses IS NULL ORDER BY e.day, e.id`, first, last)
	if err != nil {
		return nil, fmt.Errorf("list the leads known one by one from %s to %s: %w", first, last, err)
	}
	return standing(written), nil
}

// Recorded lists the entries of the days from first to last that were recorded at
// an instant or later, oldest first, those taken back among them. Monthly history
// is not.
func (b books) Recorded(ctx context.Context, first, last calendar.Date, since time.Time) (entries []ledger.Entry, err error) {
	written, err := b.entries(ctx, `e.day BETWEEN $2 AND $3 AND e.recorded_at >= $4 AND NOT e.monthly ORDER BY e.id`,
		first, last, instant(since))
	if err != nil {
		return nil, fmt.Errorf("list what was recorded since %s: %w", since, err)
	}
	for _, w := range written {
		entries = append(entries, w.Entry)
	}
	return entries, nil
}

// CountedSoFar lists the entries that files with month-to-date counts wrote into
// a month, oldest first.
func (b books) CountedSoFar(ctx context.Context, m calendar.Month) (counted []ledger.Entry, err error) {
	written, err := b.entries(ctx, `e.day BETWEEN $2 AND $3 AND e.import_key LIKE $4 ORDER BY e.id`,
		m.First(), m.Last(), ledger.SoFarKey+"%")
	if err != nil {
		return nil, fmt.Errorf("list the month-to-date counts of %s: %w", m, err)
	}
	for _, w := range written {
		counted = append(counted, w.Entry)
	}
	return counted, nil
}

// LastRequest returns the key of the author's latest request that typed entries,
// is itself no undo and is not yet undone, or ErrNotFound. What a file brought is
// not undone line by line: it is corrected by another file.
func (b books) LastRequest(ctx context.Context, author string) (request string, err error) {
	err = b.db.GetContext(ctx, &request, `
		SELECT e.request FROM entries e
		WHERE e.workspace_id = $1 AND e.author = $2 AND e.reverses IS NULL AND e.source = 'typed'
		  AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)
		ORDER BY e.id DESC LIMIT 1`, b.id, author)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ledger.ErrNotFound
	}
	if err != nil {
		return "", fmt.Errorf("find the last request: %w", err)
	}
	return request, nil
}

// LeadSegment returns the segment of the lead of that id, or ErrNotFound.
func (b books) LeadSegment(ctx context.Context, ref string) (ledger.Segment, error) {
	var row struct {
		Channel ledger.ChannelID `db:"channel_id"`
		Persona ledger.PersonaID `db:"persona_id"`
	}
	err := b.db.GetContext(ctx, &row, `
		SELECT channel_id, persona_id FROM entries e
		WHERE e.workspace_id = $1 AND e.lead_ref = $2 AND e.lead_ref <> '' AND e.stage = 'lead' AND e.reverses IS NULL
		ORDER BY e.id DESC LIMIT 1`, b.id, ref)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Segment{}, ledger.ErrNotFound
	}
	if err != nil {
		return ledger.Segment{}, fmt.Errorf("find lead %s: %w", ref, err)
	}
	return ledger.Segment{Channel: row.Channel, Persona: row.Persona}, nil
}

// LeadContacted reports whether a contact of the lead of that id stands.
func (b books) LeadContacted(ctx context.Context, ref string) (contacted bool, err error) {
	err = b.db.GetContext(ctx, &contacted, `
		SELECT EXISTS (SELECT 1 FROM entries e
		               WHERE e.workspace_id = $1 AND e.lead_ref = $2 AND e.lead_ref <> '' AND e.stage = 'contacted'
		                 AND e.count > 0 AND e.reverses IS NULL
		                 AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id))`, b.id, ref)
	if err != nil {
		return false, fmt.Errorf("find the contacts of lead %s: %w", ref, err)
	}
	return contacted, nil
}

// Imported returns what imports have put in a cell so far, and whether they
// ever did. What was taken back no longer counts.
func (b books) Imported(ctx context.Context, cell ledger.Cell, monthly bool) (count, amountCents int64, ever bool, err error) {
	var sum struct{ Count, Cents, Entries int64 }
	err = b.db.GetContext(ctx, &sum, `
		SELECT COALESCE(CAST(SUM(e.count) AS BIGINT), 0)        AS count,
		       COALESCE(CAST(SUM(e.amount_cents) AS BIGINT), 0) AS cents,
		       COUNT(*)                                         AS entries
		FROM entries e
		WHERE e.workspace_id = $1 AND e.day = $2 AND e.channel_id = $3 AND e.persona_id = $4 AND e.stage = $5
		  AND e.monthly = $6 AND e.source = 'imported' AND e.reverses IS NULL
		  AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)`,
		b.id, cell.Day, cell.Channel, cell.Persona, cell.Stage, monthly)
	if err != nil {
		return 0, 0, false, fmt.Errorf("add up the imports on %s: %w", cell.Day, err)
	}
	return sum.Count, sum.Cents, sum.Entries > 0, nil
}
