package bot

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// written is what a request of /leads did. It is kept as the request's answer
// and told in the language of whoever asks, so that a second delivery reads the
// same.
type written struct {
	Lines   []ledger.Recorded
	Undone  []ledger.Recorded     // taken back: by an undo, or to make room for Lines
	Worth   []decimal.NullDecimal // of each of Lines, in currency units; null without rate or price
	Month   calendar.Month
	Channel ledger.ChannelID // whose figures they are; 0 for the total
	Figures sla.Figures
	Days    int // working days left of the month
	Planned bool
	Own     int64 `json:",omitempty"` // of a guest: their leads of the month, in that channel
	// Followed is set where sales said what became of leads.
	Followed *followed `json:",omitempty"`

	Drafts    []ledger.Draft `json:",omitempty"` // kept until a manager has decided
	New       []string       `json:",omitempty"` // of their channels those that no draft named before
	Withdrawn []ledger.Draft `json:",omitempty"` // taken back
}

// all lists what was written, lines taken back first.
func (w written) all() []ledger.Recorded {
	return append(append([]ledger.Recorded{}, w.Undone...), w.Lines...)
}

// said are the lines to tell: what was recorded, else what was taken back.
func (w written) said() []ledger.Recorded {
	if len(w.Lines) > 0 {
		return w.Lines
	}
	return w.Undone
}

// standing adds where the month stands with what was written: that of the
// channel, or of the whole where several channels are concerned.
func (a asked) standing(ctx context.Context, p Page, done written, before past) (written, error) {
	if len(done.all()) == 0 {
		return done, nil
	}
	if a.guest() {
		return a.ownStanding(ctx, p, done)
	}
	first := done.said()[0].Entry.Cell
	done.Month, done.Channel = first.Day.In(), first.Channel
	for _, one := range done.said() {
		if one.Entry.Cell.Channel != first.Channel {
			done.Channel = 0
		}
	}
	r, err := a.reportWith(ctx, prepared{p, a}, done.Month, before)
	if err != nil {
		return written{}, err
	}
	done.Planned, done.Figures = r.Planned, r.Total
	done.Days = r.WorkingDays.Total - r.WorkingDays.Elapsed
	for _, c := range r.Channels {
		if c.ID == done.Channel {
			done.Figures = c.Figures
		}
	}
	for _, one := range done.Lines {
		done.Worth = append(done.Worth, worth(r, one.Entry))
	}
	return done, nil
}

// reportWith reports a month with its past as read before; that of an earlier
// month is read now.
func (a asked) reportWith(ctx context.Context, from report.Source, m calendar.Month, before past) (r report.Report, err error) {
	cut, err := cutOf(a, m)
	if err != nil {
		return r, err
	}
	if m == before.month {
		r, err = report.GatherWith(ctx, from, cut, before.history)
	} else {
		r, err = report.Gather(ctx, from, cut)
	}
	if err != nil {
		return r, fmt.Errorf("report %s: %w", m, err)
	}
	return r, nil
}

// worth is what an entry's leads are worth at the month's rates and prices, and
// what those won have brought in.
func worth(r report.Report, e ledger.Entry) decimal.NullDecimal {
	switch e.Cell.Stage {
	case ledger.Won:
		return decimal.NewNullDecimal(decimal.New(e.AmountCents, -2))
	case ledger.Contacted, ledger.Lost, ledger.Rejected:
		return decimal.NullDecimal{}
	}
	for _, c := range r.Channels {
		for _, s := range c.Segments {
			if c.ID == e.Cell.Channel && s.ID == e.Cell.Persona && !s.Unknown {
				lead := s.Rate.Value.Mul(decimal.New(s.SaleCents, -2))
				return decimal.NewNullDecimal(lead.Mul(decimal.NewFromInt(e.Count)))
			}
		}
	}
	return decimal.NullDecimal{}
}

// prepared is a page whose settings and names have already been read: nobody waits
// for them while the page is held.
type prepared struct {
	Page
	asked asked
}

// Settings returns the settings as they were when the request came in.
func (p prepared) Settings(context.Context) (ledger.Settings, error) { return p.asked.settings, nil }

// Exceptions returns the closures as they were when the request came in.
func (p prepared) Exceptions(context.Context) ([]calendar.Exception, error) {
	return p.asked.exceptions, nil
}

// Catalogue returns the names as they were when the request came in.
func (p prepared) Catalogue(context.Context) (ledger.Catalogue, error) { return p.asked.catalogue, nil }
