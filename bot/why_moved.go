package bot

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/report"
)

// moves explain how the gap of a subject came from those at the close of the
// working day before, and of the month before.
func (b *Bot) moves(ctx context.Context, a asked, v view) ([]report.Move, error) {
	days := []calendar.Date{a.calendar.Previous(v.report.AsOf), v.report.Month.First().AddDays(-1)}
	if v.report.AsOf.Before(v.report.Month.First()) || days[0].Before(v.report.Month.First()) {
		days = days[1:]
	}
	var moves []report.Move
	for _, day := range days {
		before, err := report.Gather(ctx, b.booksOf(v.about), report.ClosedCut(day))
		if err != nil {
			return nil, fmt.Errorf("report the close of %s: %w", day, err)
		}
		if !before.Planned {
			continue
		}
		before.Channels = narrowed(before.Channels, v.about)
		moves = append(moves, v.report.MovedSince(before))
	}
	return moves, nil
}
