package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// planLine is one dated statement of the plan, its value as text whatever table
// it stands in.
type planLine struct {
	What       string
	Month      calendar.Month
	Channel    ledger.ChannelID `db:"channel_id"`
	Persona    ledger.PersonaID `db:"persona_id"`
	Value      string
	Source     string
	Author     string
	Reason     string
	RecordedAt instant `db:"recorded_at"`
}

// planLines are all statements of workspace $1 that bear on month $2: spans are
// about one month only, the others hold until a later one.
const planLines = `
	SELECT 'goal' AS what, month, channel_id, persona_id, CAST(leads AS TEXT) AS value, '' AS source,
	       author, reason, recorded_at, id
	FROM commitments WHERE workspace_id = $1 AND month <= $2
	UNION ALL
	SELECT what, month, COALESCE(channel_id, 0), COALESCE(persona_id, 0), COALESCE(rate, CAST(cents AS TEXT)), source,
	       author, reason, recorded_at, id
	FROM assumptions WHERE workspace_id = $1 AND month <= $2
	UNION ALL
	SELECT 'promise', month, COALESCE(channel_id, 0), 0,
	       CASE WHEN share = 0 THEN '' ELSE CAST(share AS TEXT) || '/' || CAST(within AS TEXT) || '/' || unit END, '', author, reason, recorded_at, id
	FROM promises WHERE workspace_id = $1 AND month <= $2
	UNION ALL
	SELECT 'span', month, channel_id, 0, COALESCE(CAST(first_day AS TEXT) || '/' || CAST(last_day AS TEXT), ''), '',
	       author, reason, recorded_at, id
	FROM spans WHERE workspace_id = $1 AND month = $2
	UNION ALL
	SELECT 'definition', month, channel_id, 0, text, '', author, reason, recorded_at, id
	FROM definitions WHERE workspace_id = $1 AND month <= $2`

// subject is what a statement is about.
type subject struct {
	what    string
	segment ledger.Segment
}

func (l planLine) subject() subject {
	return subject{l.What, ledger.Segment{Channel: l.Channel, Persona: l.Persona}}
}

// Plan returns the month's agreement: for each segment, persona and channel the
// latest statement made for that month or an earlier one, and every change made
// for exactly that month.
func (b books) Plan(ctx context.Context, month calendar.Month) (sla.Plan, error) {
	var lines []planLine
	err := b.db.SelectContext(ctx, &lines, `
		SELECT what, month, channel_id, persona_id, value, source, author, reason, recorded_at
		FROM (SELECT what, month, channel_id, persona_id, value, source, author, reason, recorded_at, id,
		             ROW_NUMBER() OVER (PARTITION BY what, channel_id, persona_id, month = $2
		                                ORDER BY month DESC, id DESC) AS recency
		      FROM (`+planLines+`) AS l) AS ranked
		WHERE recency = 1 OR month = $2
		ORDER BY month, id`, b.id, month)
	if err != nil {
		return sla.Plan{}, fmt.Errorf("read the plan of %s: %w", month, err)
	}
	plan, err := planOf(month, lines)
	if err != nil {
		return sla.Plan{}, fmt.Errorf("read the plan of %s: %w", month, err)
	}
	return plan, nil
}

// planOf lets each line, in order, replace the one before it on its subject.
func planOf(month calendar.Month, lines []planLine) (sla.Plan, error) {
	p := sla.Plan{
		Month: month, Goals: map[ledger.Segment]int64{}, Rates: map[ledger.Segment]sla.Rate{},
		Sales: map[ledger.PersonaID]int64{}, Spans: map[ledger.ChannelID]sla.Span{},
		Promises:    map[ledger.ChannelID]sla.Promise{},
		Definitions: map[ledger.ChannelID]string{},
	}
	latest := map[subject]planLine{}
	for _, line := range lines {
		before := latest[line.subject()]
		latest[line.subject()] = line
		if line.Month == month {
			p.Changes = append(p.Changes, sla.Change{
				What: line.What, Segment: line.subject().segment,
				Old: before.Value, New: line.Value, Author: line.Author, Reason: line.Reason, At: line.RecordedAt.time(),
			})
		}
	}
	sort.SliceStable(p.Changes, func(i, j int) bool { return p.Changes[i].At.Before(p.Changes[j].At) })
	for _, line := range latest {
		if err := state(&p, line); err != nil {
			return sla.Plan{}, fmt.Errorf("%s %q: %w", line.What, line.Value, err)
		}
	}
	return p, nil
}

// state enters into the plan what the latest line on a subject says.
func state(p *sla.Plan, line planLine) (err error) {
	segment := line.subject().segment
	var n int64
	if line.What == sla.GoalChanged || line.What == sla.SaleChanged || line.What == sla.TargetChanged {
		if n, err = strconv.ParseInt(line.Value, 10, 64); err != nil {
			return err
		}
	}
	switch line.What {
	case sla.GoalChanged:
		if line.Month.After(p.From) {
			p.From = line.Month
		}
		if n > 0 {
			p.Goals[segment] = n
		}
	case sla.SaleChanged:
		p.Sales[segment.Persona] = n
	case sla.TargetChanged:
		p.Target = decimal.NewNullDecimal(decimal.New(n, -2))
	case sla.RateChanged:
		var rate decimal.Decimal
		rate, err = decimal.NewFromString(line.Value)
		p.Rates[segment] = sla.Rate{Value: rate, Source: line.Source}
	case sla.SpanChanged:
		if line.Value != "" {
			p.Spans[segment.Channel], err = parseSpan(line.Value)
		}
	case sla.PromiseChanged:
		p.Promises[segment.Channel], err = sla.ParsePromise(line.Value)
	case sla.DefinitionChanged:
		if line.Value != "" {
			p.Definitions[segment.Channel] = line.Value
		}
	}
	return err
}

// A span is written 2026-11-24/2026-11-27, no span as nothing.
func formatSpan(s sla.Span) string {
	if s == (sla.Span{}) {
		return ""
	}
	return s.First.String() + "/" + s.Last.String()
}

func parseSpan(text string) (s sla.Span, err error) {
	first, last, _ := strings.Cut(text, "/")
	if s.First, err = calendar.ParseDate(first); err == nil {
		s.Last, err = calendar.ParseDate(last)
	}
	return s, err
}

// FirstPromised returns the first month for which sales promised anything; zero
// when it never did.
func (b books) FirstPromised(ctx context.Context) (month calendar.Month, err error) {
	err = b.db.GetContext(ctx, &month, `
		SELECT MIN(month) FROM promises WHERE workspace_id = $1 AND share > 0 HAVING COUNT(*) > 0`, b.id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return month, fmt.Errorf("find the first month sales promised anything: %w", err)
	}
	return month, nil
}

// FirstKept returns the first month whose books were kept here as it went by:
// the first with a commitment or, where its first commitment was only recorded
// later, the month of that, in zone. Zero when nothing was ever promised.
func (b books) FirstKept(ctx context.Context, zone *time.Location) (calendar.Month, error) {
	var first struct {
		Month      calendar.Month
		RecordedAt instant `db:"recorded_at"`
	}
	err := b.db.GetContext(ctx, &first, `
		SELECT MIN(month) AS month, MIN(recorded_at) AS recorded_at
		FROM commitments WHERE workspace_id = $1 AND leads > 0 HAVING COUNT(*) > 0`, b.id)
	switch recorded := calendar.On(first.RecordedAt.time(), zone).In(); {
	case errors.Is(err, sql.ErrNoRows):
		return calendar.Month{}, nil
	case err != nil:
		return calendar.Month{}, fmt.Errorf("find the first month kept: %w", err)
	case recorded.After(first.Month):
		return recorded, nil
	}
	return first.Month, nil
}
