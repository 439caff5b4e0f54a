package bot

import (
	"context"
	"fmt"
	"strconv"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
)

// actionCaughtUp records that all that waited past its deadline in a channel has
// been contacted.
const actionCaughtUp = "sales_caught_up"

// pressCaughtUp records today's contacts of all that is overdue in a channel, as
// it is now: what somebody has recorded meanwhile is not recorded again.
func (b *Bot) pressCaughtUp(ctx context.Context, a asked) (reply, error) {
	id, err := strconv.ParseInt(a.value, 10, 64)
	if err != nil {
		return reply{}, fmt.Errorf("read which channel is caught up: %w", err)
	}
	half, err := report.Sales(ctx, b.Books, a.liveCut())
	if err != nil {
		return reply{}, err
	}
	office, err := report.OfficeOf(ctx, b.Books)
	if err != nil {
		return reply{}, err
	}
	lines := a.overdueLines(half, office, ledger.ChannelID(id))
	if len(lines) == 0 {
		return reply{}, lang.Refuse("chase.nothing", lang.Args{"channel": a.catalogue.Channel(ledger.ChannelID(id)).Name})
	}
	out, err := b.write(ctx, a, writing{Lines: lines, Confirmed: true})
	out.Replace = false // the letter may have other channels
	return out, err
}

// overdueLines contact, today, each persona's overdue leads of a channel.
func (a asked) overdueLines(half report.SalesHalf, office calendar.Office, channel ledger.ChannelID) []ledger.Line {
	counts := map[ledger.PersonaID]int64{}
	for _, p := range half.Pieces {
		promise := half.Judging(p.Lead)
		late := promise.Made() && !followup.Deadline(promise, office, p.Lead).After(office.CloseAfter(a.today.AddDays(-1), 0))
		if p.Lead.Segment.Channel == channel && p.Fate == followup.Open && late {
			counts[p.Lead.Segment.Persona] += p.Lead.Count
		}
	}
	var lines []ledger.Line
	for _, p := range a.catalogue.Personas {
		if n := counts[p.ID]; n > 0 {
			lines = append(lines, ledger.Line{Count: n, Cell: ledger.Cell{
				Day: a.today, Channel: channel, Persona: p.ID, Stage: ledger.Contacted,
			}})
		}
	}
	return lines
}
