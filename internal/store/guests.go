package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// letIn adds to a guest the channels that they may record for.
func (b books) letIn(ctx context.Context, p ledger.Person) (ledger.Person, error) {
	if !p.Guest {
		return p, nil
	}
	var err error
	p.For, err = b.guestChannels(ctx, p.ID)
	return p, err
}

func (b books) guestChannels(ctx context.Context, person string) (channels []ledger.ChannelID, err error) {
	err = b.db.SelectContext(ctx, &channels, `
		SELECT channel_id FROM guest_channels WHERE workspace_id = $1 AND person = $2 ORDER BY channel_id`, b.id, person)
	if err != nil {
		return nil, fmt.Errorf("list the channels of guest %s: %w", person, err)
	}
	return channels, nil
}

// Guests lists whoever a manager has let in for a channel, by user id, those who
// are no guests any more among them.
func (b books) Guests(ctx context.Context) (guests []ledger.Person, err error) {
	var rows []struct {
		ID      string
		Name    string
		Channel ledger.ChannelID `db:"channel_id"`
	}
	err = b.db.SelectContext(ctx, &rows, `
		SELECT g.person AS id, COALESCE(p.name, '') AS name, g.channel_id
		FROM guest_channels g LEFT JOIN people p ON p.workspace_id = g.workspace_id AND p.id = g.person
		WHERE g.workspace_id = $1 ORDER BY g.person, g.channel_id`, b.id)
	if err != nil {
		return nil, fmt.Errorf("list the guests: %w", err)
	}
	for _, r := range rows {
		if last := len(guests) - 1; last >= 0 && guests[last].ID == r.ID {
			guests[last].For = append(guests[last].For, r.Channel)
			continue
		}
		guests = append(guests, ledger.Person{ID: r.ID, Name: r.Name, Guest: true, For: []ledger.ChannelID{r.Channel}})
	}
	return guests, nil
}

// SetGuest lets a guest record for these channels and no others; none lets them
// out.
func (t *Tx) SetGuest(ctx context.Context, person string, channels []ledger.ChannelID, by sla.Author) error {
	if err := t.planTurn(ctx); err != nil {
		return err
	}
	before, err := t.guestChannels(ctx, person)
	if err != nil || slices.Equal(before, channels) {
		return err
	}
	catalogue, err := t.Catalogue(ctx)
	if err != nil {
		return err
	}
	if _, err := t.db.ExecContext(ctx, `DELETE FROM guest_channels WHERE workspace_id = $1 AND person = $2`, t.id, person); err != nil {
		return fmt.Errorf("let guest %s out: %w", person, err)
	}
	for _, c := range channels {
		_, err := t.db.ExecContext(ctx, `
			INSERT INTO guest_channels (workspace_id, person, channel_id) VALUES ($1, $2, $3)`, t.id, person, c)
		if err != nil {
			return fmt.Errorf("let guest %s in: %w", person, err)
		}
	}
	return t.audit(ctx, "guest "+person, channelNames(catalogue, before), channelNames(catalogue, channels), by)
}

func channelNames(c ledger.Catalogue, ids []ledger.ChannelID) string {
	called := make([]string, 0, len(ids))
	for _, id := range ids {
		called = append(called, c.Channel(id).Name)
	}
	return strings.Join(called, ", ")
}

// EntriesBy lists the latest entries that somebody recorded, newest first.
func (b books) EntriesBy(ctx context.Context, author string, limit int) ([]ledger.Written, error) {
	written, err := b.entries(ctx, `e.author = $2 ORDER BY e.id DESC LIMIT $3`, author, limit)
	if err != nil {
		return nil, fmt.Errorf("list the entries of %s: %w", author, err)
	}
	return written, nil
}

// LeadsBy adds up the leads of a month that somebody recorded for a channel, 0 for
// all, their corrections included and what was taken back not.
func (b books) LeadsBy(ctx context.Context, author string, channel ledger.ChannelID, m calendar.Month) (leads int64, err error) {
	err = b.db.GetContext(ctx, &leads, `
		SELECT COALESCE(CAST(SUM(e.count) AS BIGINT), 0) FROM entries e
		WHERE e.workspace_id = $1 AND e.author = $2 AND (e.channel_id = $3 OR CAST($3 AS BIGINT) = 0) AND e.stage = 'lead'
		  AND e.day BETWEEN $4 AND $5 AND e.reverses IS NULL
		  AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)`,
		b.id, author, channel, m.First(), m.Last())
	if err != nil {
		return 0, fmt.Errorf("add up the leads of %s in %s: %w", author, m, err)
	}
	return leads, nil
}
