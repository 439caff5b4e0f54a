package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// AddChannel adds an acquisition channel. A name that another one has, as its
// name or as an alias, is refused with a Problem.
func (t *Tx) AddChannel(ctx context.Context, c ledger.Channel, by sla.Author) (id ledger.ChannelID, err error) {
	if err := t.freeForChannel(ctx, c); err != nil {
		return 0, err
	}
	err = t.db.GetContext(ctx, &id, `
		INSERT INTO channels (workspace_id, name, folded, aliases, team, owner, rhythm, definition, default_persona_id, archived)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULLIF(CAST($9 AS BIGINT), 0), $10) RETURNING id`,
		t.id, c.Name, ledger.Fold(c.Name), names(c.Aliases), c.Team, c.Owner, c.Rhythm, c.Definition, c.DefaultPersona, c.Archived)
	if err != nil {
		return 0, fmt.Errorf("add channel %s: %w", c.Name, err)
	}
	return id, t.audit(ctx, "channel", "", c.Name, by)
}

// UpdateChannel changes all of a channel but its id, under the rules of
// AddChannel.
func (t *Tx) UpdateChannel(ctx context.Context, c ledger.Channel, by sla.Author) error {
	if err := t.freeForChannel(ctx, c); err != nil {
		return err
	}
	catalogue, err := t.Catalogue(ctx)
	if err != nil {
		return err
	}
	before := catalogue.Channel(c.ID)
	if before.ID == 0 {
		return fmt.Errorf("change channel %d: %w", c.ID, ledger.ErrNotFound)
	}
	_, err = t.db.ExecContext(ctx, `
		UPDATE channels SET name = $3, folded = $4, aliases = $5, team = $6, owner = $7, rhythm = $8, definition = $9,
		       default_persona_id = NULLIF(CAST($10 AS BIGINT), 0), archived = $11
		WHERE workspace_id = $1 AND id = $2`,
		t.id, c.ID, c.Name, ledger.Fold(c.Name), names(c.Aliases), c.Team, c.Owner, c.Rhythm, c.Definition, c.DefaultPersona, c.Archived)
	if err != nil {
		return fmt.Errorf("change channel %s: %w", before.Name, err)
	}
	return t.auditChannel(ctx, before, c, by)
}

// auditChannel logs each field that differs.
func (t *Tx) auditChannel(ctx context.Context, before, after ledger.Channel, by sla.Author) error {
	for _, field := range []struct {
		name string
		text func(ledger.Channel) string
	}{
		{"name", func(c ledger.Channel) string { return c.Name }},
		{"aliases", func(c ledger.Channel) string { return strings.Join(c.Aliases, ", ") }},
		{"team", func(c ledger.Channel) string { return string(c.Team) }},
		{"owner", func(c ledger.Channel) string { return c.Owner }},
		{"rhythm", func(c ledger.Channel) string { return string(c.Rhythm) }},
		{"definition", func(c ledger.Channel) string { return c.Definition }},
		{"default_persona", func(c ledger.Channel) string { return strconv.FormatInt(int64(c.DefaultPersona), 10) }},
		{"archived", func(c ledger.Channel) string { return strconv.FormatBool(c.Archived) }},
	} {
		if field.text(before) == field.text(after) {
			continue
		}
		what := "channel " + field.name + " " + before.Name
		if err := t.audit(ctx, what, field.text(before), field.text(after), by); err != nil {
			return err
		}
	}
	return nil
}

// AddPersona adds a persona. A name that another one has, as its name or as an
// alias, is refused with a Problem.
func (t *Tx) AddPersona(ctx context.Context, p ledger.Persona, by sla.Author) (id ledger.PersonaID, err error) {
	if err := t.planTurn(ctx); err != nil {
		return 0, err
	}
	catalogue, err := t.Catalogue(ctx)
	if err != nil {
		return 0, err
	}
	for _, other := range catalogue.Personas {
		if err := free(p.Name, p.Aliases, other.Name, other.Aliases); err != nil {
			return 0, err
		}
	}
	err = t.db.GetContext(ctx, &id, `
		INSERT INTO personas (workspace_id, name, folded, aliases, archived) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
		t.id, p.Name, ledger.Fold(p.Name), names(p.Aliases), p.Archived)
	if err != nil {
		return 0, fmt.Errorf("add persona %s: %w", p.Name, err)
	}
	return id, t.audit(ctx, "persona", "", p.Name, by)
}

func (t *Tx) freeForChannel(ctx context.Context, c ledger.Channel) error {
	if err := t.planTurn(ctx); err != nil {
		return err
	}
	catalogue, err := t.Catalogue(ctx)
	if err != nil {
		return err
	}
	for _, other := range catalogue.Channels {
		if other.ID == c.ID {
			continue
		}
		if err := free(c.Name, c.Aliases, other.Name, other.Aliases); err != nil {
			return err
		}
	}
	return nil
}

// free refuses a name or alias that folds to one of another's.
func free(name string, aliases []string, other string, others []string) error {
	taken := map[string]bool{ledger.Fold(other): true}
	for _, alias := range others {
		taken[ledger.Fold(alias)] = true
	}
	for _, wanted := range append([]string{name}, aliases...) {
		if taken[ledger.Fold(wanted)] {
			return lang.Refuse("options.name_taken", lang.Args{"name": wanted, "other": other})
		}
	}
	return nil
}

// AddException declares days off, or days worked although they are holidays.
// Who and when is by's to say, whatever e holds.
func (t *Tx) AddException(ctx context.Context, e calendar.Exception, by sla.Author) error {
	if err := t.planTurn(ctx); err != nil {
		return err
	}
	_, err := t.db.ExecContext(ctx, `
		INSERT INTO exceptions (workspace_id, first_day, last_day, working, label, author, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, t.id, e.First, e.Last, e.Working, e.Label, by.ID, instant(by.At))
	if err != nil {
		return fmt.Errorf("add days off from %s to %s: %w", e.First, e.Last, err)
	}
	what := "days off"
	if e.Working {
		what = "days worked"
	}
	return t.audit(ctx, what, "", formatSpan(sla.Span{First: e.First, Last: e.Last}), by)
}
