package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// SetGoal promises a segment's leads from the month on; 0 promises none.
func (t *Tx) SetGoal(ctx context.Context, m calendar.Month, s ledger.Segment, leads int64, by sla.Author) error {
	line := planLine{
		What: sla.GoalChanged, Month: m, Channel: s.Channel, Persona: s.Persona,
		Value: strconv.FormatInt(leads, 10),
	}
	return t.amend(ctx, line, by, `
		INSERT INTO commitments (workspace_id, month, author, reason, recorded_at, channel_id, persona_id, leads)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, s.Channel, s.Persona, leads)
}

// SetRate sets a segment's close rate, a share, from the month on.
func (t *Tx) SetRate(ctx context.Context, m calendar.Month, s ledger.Segment, rate decimal.Decimal, source string, by sla.Author) error {
	line := planLine{
		What: sla.RateChanged, Month: m, Channel: s.Channel, Persona: s.Persona,
		Value: rate.String(), Source: source,
	}
	return t.amend(ctx, line, by, `
		INSERT INTO assumptions (workspace_id, month, author, reason, recorded_at, what, channel_id, persona_id, rate, source)
		VALUES ($1, $2, $3, $4, $5, 'rate', $6, $7, $8, $9)`, s.Channel, s.Persona, rate.String(), source)
}

// SetSale sets a persona's average sale from the month on.
func (t *Tx) SetSale(ctx context.Context, m calendar.Month, p ledger.PersonaID, cents int64, by sla.Author) error {
	line := planLine{What: sla.SaleChanged, Month: m, Persona: p, Value: strconv.FormatInt(cents, 10)}
	return t.amend(ctx, line, by, `
		INSERT INTO assumptions (workspace_id, month, author, reason, recorded_at, what, persona_id, cents, source)
		VALUES ($1, $2, $3, $4, $5, 'sale', $6, $7, '')`, p, cents)
}

// SetTarget sets the revenue target from the month on.
func (t *Tx) SetTarget(ctx context.Context, m calendar.Month, cents int64, by sla.Author) error {
	line := planLine{What: sla.TargetChanged, Month: m, Value: strconv.FormatInt(cents, 10)}
	return t.amend(ctx, line, by, `
		INSERT INTO assumptions (workspace_id, month, author, reason, recorded_at, what, cents, source)
		VALUES ($1, $2, $3, $4, $5, 'target', $6, '')`, cents)
}

// SetSpan limits the channel's commitment of that month to its own days; the
// zero Span gives it the whole month again.
func (t *Tx) SetSpan(ctx context.Context, m calendar.Month, c ledger.ChannelID, span sla.Span, by sla.Author) error {
	line := planLine{What: sla.SpanChanged, Month: m, Channel: c, Value: formatSpan(span)}
	return t.amend(ctx, line, by, `
		INSERT INTO spans (workspace_id, month, author, reason, recorded_at, channel_id, first_day, last_day)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, c, span.First, span.Last)
}

// SetPromise sets what sales promises from the month on: for a channel, or for
// all that have no promise of their own (0). A share of 0 promises nothing.
func (t *Tx) SetPromise(ctx context.Context, m calendar.Month, c ledger.ChannelID, p sla.Promise, by sla.Author) error {
	if !p.Made() {
		p = sla.Promise{Within: 1, Unit: sla.InDays}
	}
	line := planLine{What: sla.PromiseChanged, Month: m, Channel: c, Value: p.String()}
	return t.amend(ctx, line, by, `
		INSERT INTO promises (workspace_id, month, author, reason, recorded_at, channel_id, share, within, unit)
		VALUES ($1, $2, $3, $4, $5, NULLIF(CAST($6 AS BIGINT), 0), $7, $8, $9)`, c, p.Share, p.Within, p.Unit)
}

// SetDefinition writes down what counts as a lead of the channel from the month
// on; "" takes it away. The channel itself goes by what was written last.
func (t *Tx) SetDefinition(ctx context.Context, m calendar.Month, c ledger.ChannelID, text string, by sla.Author) error {
	line := planLine{What: sla.DefinitionChanged, Month: m, Channel: c, Value: text}
	err := t.amend(ctx, line, by, `
		INSERT INTO definitions (workspace_id, month, author, reason, recorded_at, channel_id, text)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, c, text)
	if err != nil {
		return err
	}
	if _, err := t.db.ExecContext(ctx, `UPDATE channels SET definition = $3 WHERE workspace_id = $1 AND id = $2`, t.id, c, text); err != nil {
		return fmt.Errorf("set the definition of channel %d: %w", c, err)
	}
	return nil
}

// define notes what a channel is added with, which holds from before any month.
func (t *Tx) define(ctx context.Context, c ledger.ChannelID, text string, by sla.Author) error {
	if text == "" {
		return nil
	}
	_, err := t.db.ExecContext(ctx, `
		INSERT INTO definitions (workspace_id, month, author, reason, recorded_at, channel_id, text)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		t.id, calendar.Month{Year: 1, Month: time.January}, by.ID, by.Reason, instant(by.At), c, text)
	if err != nil {
		return fmt.Errorf("note the definition of channel %d: %w", c, err)
	}
	return nil
}

// amend adds a line to the plan and to the log, unless the month says so
// already. The statement's first parameters are the same for all.
func (t *Tx) amend(ctx context.Context, line planLine, by sla.Author, insert string, values ...any) error {
	if err := t.planTurn(ctx); err != nil {
		return err
	}
	about, err := t.about(ctx, line)
	if err != nil {
		return err
	}
	before, err := t.inForce(ctx, line)
	if err != nil {
		return err
	}
	if before.Month == line.Month && before.Value == line.Value && before.Source == line.Source {
		return nil
	}
	args := append([]any{t.id, line.Month, by.ID, by.Reason, instant(by.At)}, values...)
	if _, err := t.db.ExecContext(ctx, insert, args...); err != nil {
		return fmt.Errorf("set %s: %w", about, err)
	}
	return t.audit(ctx, about, before.Value, line.Value, by)
}

// inForce returns the line that so far says what line is about, the zero line
// when none does.
func (t *Tx) inForce(ctx context.Context, line planLine) (before planLine, err error) {
	err = t.db.GetContext(ctx, &before, `
		SELECT month, value, source FROM (`+planLines+`) AS l
		WHERE what = $3 AND channel_id = $4 AND persona_id = $5
		ORDER BY month DESC, id DESC LIMIT 1`, t.id, line.Month, line.What, line.Channel, line.Persona)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return before, fmt.Errorf("read what %s %s replaces: %w", line.What, line.Month, err)
	}
	return before, nil
}

// about names a line's subject for the log: "goal 2026-11 Email PME".
func (t *Tx) about(ctx context.Context, line planLine) (string, error) {
	var names struct{ Channel, Persona sql.NullString }
	err := t.db.GetContext(ctx, &names, `
		SELECT (SELECT name FROM channels WHERE workspace_id = $1 AND id = $2) AS channel,
		       (SELECT name FROM personas WHERE workspace_id = $1 AND id = $3) AS persona`,
		t.id, line.Channel, line.Persona)
	about := line.What + " " + line.Month.String()
	switch {
	case err != nil:
		return "", fmt.Errorf("set %s: %w", about, err)
	case line.Channel != 0 && !names.Channel.Valid, line.Persona != 0 && !names.Persona.Valid:
		return "", fmt.Errorf("set %s of a segment: %w", about, ledger.ErrNotFound)
	}
	for _, name := range []sql.NullString{names.Channel, names.Persona} {
		if name.Valid {
			about += " " + name.String
		}
	}
	return about, nil
}
