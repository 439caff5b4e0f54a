package bot

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/report"
)

// The buttons of /sla.
const (
	actionWhy   = "sla_why"
	actionShare = "sla_share"
)

// slaRoutes are the buttons of /sla.
func (b *Bot) slaRoutes(r routes) {
	r.actions[actionWhy] = b.pressWhy
	r.actions[actionShare] = b.share
}

// sla answers what is asked of a month: where it stands and why, its plan, and
// the settings it is counted by.
func (b *Bot) sla(ctx context.Context, a asked, cmd phrase.Command) (reply, error) {
	switch c := cmd.(type) {
	case phrase.Status:
		return b.status(ctx, a, c)
	case phrase.Why:
		return b.why(ctx, a, subject{c.Channel, c.Persona, c.Month})
	case phrase.ShowPlan:
		return b.showPlan(ctx, a, c.Month)
	case phrase.ShowSettings:
		return b.showSettings(a), nil
	case phrase.SetOption:
		return b.changeOption(ctx, a, c)
	}
	return b.changePlan(ctx, a, cmd)
}

// subject is what a status is about: everything, a channel, a persona across
// channels, or one segment, in a month.
type subject struct {
	Channel ledger.ChannelID `json:"channel,omitempty"`
	Persona ledger.PersonaID `json:"persona,omitempty"`
	Month   calendar.Month   `json:"month"` // zero: the running one
}

// value carries the subject in a button.
func (s subject) value() string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // two numbers and a month always have a JSON form
	}
	return string(text)
}

func subjectOf(value string) (s subject, err error) {
	if err = json.Unmarshal([]byte(value), &s); err != nil {
		err = fmt.Errorf("read what a button is about: %w", err)
	}
	return s, err
}

// gather reports a month: the running one as it is now, with today's leads
// apart, others at the close of their last day.
func (b *Bot) gather(ctx context.Context, a asked, m calendar.Month) (report.Report, error) {
	cut, err := cutOf(a, m)
	if err != nil {
		return report.Report{}, err
	}
	r, err := report.Gather(ctx, b.Books, cut)
	if err != nil {
		return report.Report{}, fmt.Errorf("report %s: %w", cut.Month, err)
	}
	return r, nil
}

func cutOf(a asked, m calendar.Month) (report.Cut, error) {
	zone, err := a.settings.Zone()
	if err != nil {
		return report.Cut{}, err
	}
	switch running := a.today.In(); {
	case m.IsZero() || m == running:
		return report.LiveCut(a.now, zone), nil
	case m.Before(running):
		return report.ClosedCut(m.Last()), nil
	}
	return report.Cut{Month: m, AsOf: m.First().AddDays(-1)}, nil
}

func (b *Bot) status(ctx context.Context, a asked, c phrase.Status) (reply, error) {
	about := subject{c.Channel, c.Persona, c.Month}
	r, err := b.gather(ctx, a, c.Month)
	if err != nil {
		return reply{}, err
	}
	v := newView(newBoard(a.say, r, a.settings, a.public), about, a.catalogue)
	if !r.Planned {
		return b.unplanned(ctx, a, v)
	}
	answer := v.answer(c)
	answer.Public = a.public
	return answer, nil
}

// unplanned answers about a month nothing is promised for: what has come in all
// the same, and how to type a plan.
func (b *Bot) unplanned(ctx context.Context, a asked, v view) (reply, error) {
	plan, err := b.Books.Plan(ctx, v.report.Month)
	if err != nil {
		return reply{}, err
	}
	w := planWords{a.say, a.settings, a.catalogue}
	answer := v.unplanned(w.lacking(plan, 3), a.person.MayManage())
	answer.Public = a.public
	return answer, nil
}

func (b *Bot) showPlan(ctx context.Context, a asked, m calendar.Month) (reply, error) {
	if m.IsZero() {
		m = a.today.In()
	}
	plan, err := b.Books.Plan(ctx, m)
	if err != nil {
		return reply{}, fmt.Errorf("show the plan of %s: %w", m, err)
	}
	answer := planWords{a.say, a.settings, a.catalogue}.planReply(m, plan)
	answer.Public = a.showsEuros()
	return answer, nil
}

// showsEuros reports whether an answer full of amounts goes to everybody: asked
// in public where euros are hidden, it goes to the asker alone.
func (a asked) showsEuros() bool { return a.public && !a.settings.HideEuros }
