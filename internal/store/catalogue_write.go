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
		INSERT INTO channels (workspace_id, name, folded, aliases, team, owner, rhythm, definition, default_persona_id, archived, sales_owner)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULLIF(CAST($9 AS BIGINT), 0), $10, $11) RETURNING id`,
		t.id, c.Name, ledger.Fold(c.Name), names(c.Aliases), c.Team, c.Owner, c.Rhythm, c.Definition, c.DefaultPersona, c.Archived, c.SalesOwner)
	if err != nil {
		return 0, fmt.Errorf("add channel %s: %w", c.Name, err)
	}
	if err := t.define(ctx, id, c.Definition, by); err != nil {
		return 0, err
	}
	return id, t.audit(ctx, "channel", "", c.Name, by)
}

// UpdateChannel changes all of a channel but its id and its definition, which is
// dated (see SetDefinition), under the rules of AddChannel.
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
		UPDATE channels SET name = $3, folded = $4, aliases = $5, team = $6, owner = $7, rhythm = $8,
		       default_persona_id = NULLIF(CAST($9 AS BIGINT), 0), archived = $10, sales_owner = $11,
		       left_by = $12, sales_left_by = $13
		WHERE workspace_id = $1 AND id = $2`,
		t.id, c.ID, c.Name, ledger.Fold(c.Name), names(c.Aliases), c.Team, c.Owner, c.Rhythm, c.DefaultPersona, c.Archived, c.SalesOwner,
		c.LeftBy, c.SalesLeftBy)
	if err != nil {
		return fmt.Errorf("change channel %s: %w", before.Name, err)
	}
	return t.auditFields(ctx, "channel", before.Name, by, []field{
		{"name", before.Name, c.Name},
		{"aliases", strings.Join(before.Aliases, ", "), strings.Join(c.Aliases, ", ")},
		{"team", string(before.Team), string(c.Team)},
		{"owner", before.Owner, c.Owner},
		{"sales_owner", before.SalesOwner, c.SalesOwner},
		{"rhythm", string(before.Rhythm), string(c.Rhythm)},
		{"default_persona", personaText(before.DefaultPersona), personaText(c.DefaultPersona)},
		{"archived", strconv.FormatBool(before.Archived), strconv.FormatBool(c.Archived)},
	})
}

// field is one thing that may have changed, as the log has it.
type field struct{ name, before, after string }

// auditFields logs each field that differs: "channel owner E-mail".
func (t *Tx) auditFields(ctx context.Context, of, called string, by sla.Author, fields []field) error {
	for _, f := range fields {
		if f.before == f.after {
			continue
		}
		if err := t.audit(ctx, of+" "+f.name+" "+called, f.before, f.after, by); err != nil {
			return err
		}
	}
	return nil
}

func personaText(p ledger.PersonaID) string { return strconv.FormatInt(int64(p), 10) }

// AddPersona adds a persona. A name that another one has, as its name or as an
// alias, is refused with a Problem.
func (t *Tx) AddPersona(ctx context.Context, p ledger.Persona, by sla.Author) (id ledger.PersonaID, err error) {
	if err := t.freeForPersona(ctx, p); err != nil {
		return 0, err
	}
	err = t.db.GetContext(ctx, &id, `
		INSERT INTO personas (workspace_id, name, folded, aliases, archived) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
		t.id, p.Name, ledger.Fold(p.Name), names(p.Aliases), p.Archived)
	if err != nil {
		return 0, fmt.Errorf("add persona %s: %w", p.Name, err)
	}
	return id, t.audit(ctx, "persona", "", p.Name, by)
}

// UpdatePersona changes all of a persona but its id, under the rules of
// AddPersona.
func (t *Tx) UpdatePersona(ctx context.Context, p ledger.Persona, by sla.Author) error {
	if err := t.freeForPersona(ctx, p); err != nil {
		return err
	}
	catalogue, err := t.Catalogue(ctx)
	if err != nil {
		return err
	}
	before := catalogue.Persona(p.ID)
	if before.ID == 0 {
		return fmt.Errorf("change persona %d: %w", p.ID, ledger.ErrNotFound)
	}
	_, err = t.db.ExecContext(ctx, `
		UPDATE personas SET name = $3, folded = $4, aliases = $5, archived = $6 WHERE workspace_id = $1 AND id = $2`,
		t.id, p.ID, p.Name, ledger.Fold(p.Name), names(p.Aliases), p.Archived)
	if err != nil {
		return fmt.Errorf("change persona %s: %w", before.Name, err)
	}
	return t.auditFields(ctx, "persona", before.Name, by, []field{
		{"name", before.Name, p.Name},
		{"aliases", strings.Join(before.Aliases, ", "), strings.Join(p.Aliases, ", ")},
		{"archived", strconv.FormatBool(before.Archived), strconv.FormatBool(p.Archived)},
	})
}

func (t *Tx) freeForPersona(ctx context.Context, p ledger.Persona) error {
	if err := t.planTurn(ctx); err != nil {
		return err
	}
	catalogue, err := t.Catalogue(ctx)
	if err != nil {
		return err
	}
	for _, other := range catalogue.Personas {
		if other.ID == p.ID {
			continue
		}
		if err := free(p.Name, p.Aliases, other.Name, other.Aliases); err != nil {
			return err
		}
	}
	return nil
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
