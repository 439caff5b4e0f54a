package bot

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
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
	case phrase.Funnel:
		return b.funnel(ctx, a, c)
	case phrase.Export:
		return b.export(a, c.Month)
	case phrase.Import:
		return b.askForFile(ctx, a)
	case phrase.ShowPlan:
		return b.showPlan(ctx, a, c.Month)
	case phrase.ProposePlan:
		return b.propose(ctx, a, c)
	case phrase.Simulate:
		return b.simulate(ctx, a, c)
	case phrase.ShowRates:
		return b.showRates(ctx, a, c)
	case phrase.ShowSigning:
		return b.showSigning(ctx, a, c.Month)
	case phrase.NameSigner:
		return b.nameSigner(ctx, a, c)
	case phrase.Invite:
		return b.invite(ctx, a, c)
	case phrase.ShowSettings:
		return b.showSettings(ctx, a)
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

// look reports a subject: the running month as it is now, with today's leads
// apart, another at the close of its last day.
func (b *Bot) look(ctx context.Context, a asked, say lang.Speaker, about subject, public bool) (view, error) {
	cut, err := cutOf(a, about.Month)
	if err != nil {
		return view{}, err
	}
	r, err := report.Gather(ctx, b.booksOf(about), cut)
	if err != nil {
		return view{}, fmt.Errorf("report %s: %w", cut.Month, err)
	}
	zone, err := a.settings.Zone()
	if err != nil {
		return view{}, err
	}
	board := newBoard(say, r, a.settings, public)
	closed := a.calendar.Closed(r.Month, a.today, a.settings.ClosesAfter)
	if board.signing, err = report.Signing(ctx, b.Books, r.Month, closed); err != nil {
		return view{}, err
	}
	if board.sales, err = report.Sales(ctx, b.Books, cut); err != nil {
		return view{}, err
	}
	board.people = b.signerNames(ctx, board.signing)
	board.amendments = r.Amendments(a.calendar, zone, board.signing.AgreedAt)
	return newView(board, about, a.catalogue), nil
}

// booksOf are the books a subject is reported from: a persona's across channels
// from its own part alone.
func (b *Bot) booksOf(about subject) report.Source {
	if about.Persona != 0 && about.Channel == 0 {
		return ofPersona{b.Books, about.Persona}
	}
	return b.Books
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
	return report.Cut{Month: m, AsOf: a.today.AddDays(-1)}, nil // nothing of it has elapsed
}

func (b *Bot) status(ctx context.Context, a asked, c phrase.Status) (reply, error) {
	v, err := b.look(ctx, a, a.say, subject{c.Channel, c.Persona, c.Month}, a.public)
	if err != nil {
		return reply{}, err
	}
	if !v.report.Planned && c.Persona == 0 { // a persona may have none where the month has a plan
		return b.unplanned(ctx, a, v)
	}
	answer := v.answer(c)
	answer.Public = a.public
	return answer, nil
}

// unplanned answers about a month nothing is promised for: what has come in all
// the same, and how to type a plan.
func (b *Bot) unplanned(ctx context.Context, a asked, v view) (reply, error) {
	var lacking []string
	if m := v.report.Month; !m.Before(a.today.In()) {
		plan, err := b.Books.Plan(ctx, m)
		if err != nil {
			return reply{}, err
		}
		lacking = planWords{a.say, a.settings, a.catalogue}.lacking(plan, 3)
	}
	answer := v.unplanned(lacking, a.person.MayManage())
	answer.Public = a.public
	return answer, nil
}

func (b *Bot) showPlan(ctx context.Context, a asked, m calendar.Month) (reply, error) {
	if m.IsZero() {
		m = a.today.In()
	}
	return b.planPage(ctx, a, m)
}

// full gives an answer that is full of amounts: where the workspace hides them,
// to the asker alone.
func (a asked) full(answer reply) reply {
	answer.Private = a.settings.HideEuros
	return answer.heard(a)
}
