package report

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Move is why the total's gap is another than at the close of an earlier day.
type Move struct {
	sla.Moved
	From calendar.Date // the close it is compared with
}

// MovedSince explains how the gap of a report came from that of an earlier one, of the
// same month or of another.
func (r Report) MovedSince(before Report) Move {
	return Move{Moved: sla.Move(before.holdings(), r.holdings()), From: before.AsOf}
}

// Worsened reports whether the gap has grown by more than a twentieth of the
// commitment, which everybody should be told.
func (m Move) Worsened(r Report) bool {
	return m.Gap.Neg().Mul(decimal.NewFromInt(20)).GreaterThan(r.Total.Commitment) && r.Total.Commitment.IsPositive()
}

// GatherSince reports the close of an earlier day of a report's month, or another
// month's last, and explains what has moved since.
func GatherSince(ctx context.Context, from Source, r Report, day calendar.Date) (Move, error) {
	before, err := Gather(ctx, from, ClosedCut(day))
	if err != nil {
		return Move{}, fmt.Errorf("report the close of %s: %w", day, err)
	}
	return r.MovedSince(before), nil
}

func (r Report) holdings() map[ledger.Segment]sla.Holding {
	all := map[ledger.Segment]sla.Holding{}
	for _, c := range r.Channels {
		for _, s := range c.Segments {
			all[ledger.Segment{Channel: c.ID, Persona: s.ID}] = sla.Holding{
				Goal: s.Figures.CommitmentLeads, Leads: closed(s.Figures), Span: s.Span, Known: !s.Unknown,
				Rate: s.Rate.Value, Sale: decimal.New(s.SaleCents, -2),
			}
		}
	}
	return all
}
