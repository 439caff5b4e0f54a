package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// The buttons of a proposal.
const (
	actionApply  = "planner_apply"
	actionAdjust = "planner_adjust"
)

// plannerRoutes are the buttons of the planner.
func (b *Bot) plannerRoutes(r routes) {
	r.actions[actionApply] = b.pressApply
	r.actions[actionAdjust] = b.pressAdjust
}

// proposalAsked is what the buttons under a proposal bring back: what was asked, and
// what was answered.
type proposalAsked struct {
	Month   calendar.Month  `json:"m"`
	Revenue decimal.Decimal `json:"r"`
	Share   decimal.Decimal `json:"s"`
	Version string          `json:"v"` // see report.Proposal
}

func (p proposalAsked) wanted(today calendar.Date) report.Wanted {
	return report.Wanted{Month: p.Month, Running: today.In(), Revenue: p.Revenue, Share: p.Share}
}

func (a asked) proposalAsked() (p proposalAsked, err error) {
	if err = json.Unmarshal([]byte(a.value), &p); err != nil {
		err = fmt.Errorf("read what a proposal's button carries: %w", err)
	}
	return p, err
}

// propose shows the commitments that bring a revenue, to whoever asks.
func (b *Bot) propose(ctx context.Context, a asked, c phrase.ProposePlan) (reply, error) {
	wanted := proposalAsked{Month: cmp.Or(c.Month, a.today.In()), Revenue: decimal.New(c.Cents, -2), Share: c.Share}
	p, err := report.Propose(ctx, b.Books, wanted.wanted(a.today))
	if err != nil {
		return reply{}, err
	}
	closed, _ := errors.AsType[*lang.Problem](a.openMonth(p.Month))
	w := proposalWords{planWords{a.say, a.settings, a.catalogue}, p}
	return a.full(w.reply(closed, a.person.MayManage())), nil
}

// pressAdjust shows the plan to whoever wants other figures than those proposed.
func (b *Bot) pressAdjust(ctx context.Context, a asked) (reply, error) {
	c, err := a.proposalAsked()
	if err != nil {
		return reply{}, err
	}
	return b.showPlan(ctx, a, c.Month)
}

// applied is what a proposal changed. It is kept as the request's answer.
type applied struct {
	Month         calendar.Month
	Leads         int64
	Target        decimal.Decimal
	Before, After decimal.Decimal // the month's commitment in currency units
}

// pressApply makes what was proposed the plan, all of it or nothing. However
// often the button of one message is pressed, it is applied once.
func (b *Bot) pressApply(ctx context.Context, a asked) (reply, error) {
	a = a.aloud()
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	c, err := a.proposalAsked()
	if err != nil {
		return reply{}, err
	}
	if a.messageTS != "" {
		a.key, a.what = "proposal "+a.conversation+" "+a.messageTS+" "+c.Version, "apply"
	}
	done, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (applied, error) {
		return planner{asked: a, page: p}.apply(ctx, c)
	})
	if err != nil {
		return reply{}, fmt.Errorf("apply a proposal: %w", err)
	}
	return b.appliedReply(ctx, a, done)
}

// apply writes what is proposed for the plan as it stands, which must be what
// was shown.
func (p planner) apply(ctx context.Context, c proposalAsked) (done applied, err error) {
	if err := p.page.HoldPlan(ctx); err != nil {
		return done, err
	}
	if _, err := p.month(c.Month); err != nil {
		return done, err
	}
	fresh, err := report.Propose(ctx, p.page, c.wanted(p.today))
	_, impossible := errors.AsType[*lang.Problem](err)
	switch {
	case impossible, err == nil && fresh.Version() != c.Version:
		return done, lang.Refuse("planner.changed", lang.Args{"example": c.again(p.say)})
	case err != nil:
		return done, err
	}
	return p.promise(ctx, fresh)
}

func (p planner) promise(ctx context.Context, fresh report.Proposal) (done applied, err error) {
	before, err := p.page.Plan(ctx, fresh.Month)
	if err != nil {
		return done, err
	}
	if err := fresh.Promise(ctx, p.page, p.by()); err != nil {
		return done, err
	}
	after, err := p.page.Plan(ctx, fresh.Month)
	return applied{fresh.Month, fresh.Leads, fresh.Target, before.Commitment(), after.Commitment()}, err
}

// appliedReply says what was applied, in the place of the proposal.
func (b *Bot) appliedReply(ctx context.Context, a asked, done applied) (reply, error) {
	plan, err := b.Books.Plan(ctx, done.Month)
	if err != nil {
		return reply{}, err
	}
	v, err := b.look(ctx, a, a.say, subject{Month: done.Month}, false)
	if err != nil {
		return reply{}, err
	}
	w := planWords{a.say, a.settings, a.catalogue}
	l := letter{say: a.say}
	l.add(a.say.Say("planner.applied", lang.Args{
		"month": lang.Capital(a.say.Month(done.Month)), "leads": v.leads(done.Leads), "target": v.money(done.Target),
	}))
	l.add(w.commitmentEffect(planned{Month: done.Month, Before: done.Before, After: done.After}))
	l.add(w.lacking(plan, 1)...)
	l.note(v.amendedToday(a, planned{What: goalSet, Month: done.Month}), v.askedAgain())
	signing, err := a.signing(ctx, b.Books, done.Month)
	if err != nil {
		return reply{}, err
	}
	l.buttons(signing.show()...)
	return a.instead(l.reply()), nil
}

// again is what to type to be shown a proposal once more.
func (p proposalAsked) again(say lang.Speaker) string {
	id := lang.ID("planner.again")
	if !p.Share.Equal(decimal.New(1, 0)) {
		id = "planner.again.share"
	}
	return say.Say(id, lang.Args{"revenue": p.Revenue.String(), "month": p.Month.String(), "share": planWords{say: say}.rate(p.Share)})
}

// simulate shows what would be different if what was typed held; nothing is
// written.
func (b *Bot) simulate(ctx context.Context, a asked, c phrase.Simulate) (reply, error) {
	cut, err := cutOf(a, c.Month)
	if err != nil {
		return reply{}, err
	}
	before, after, err := report.Simulate(ctx, b.Books, cut, c.Trials)
	if err != nil {
		return reply{}, err
	}
	var plan sla.Plan
	if plan, err = b.Books.Plan(ctx, cut.Month); err != nil {
		return reply{}, fmt.Errorf("read the plan of %s: %w", cut.Month, err)
	}
	w := trialWords{
		planWords: planWords{a.say, a.settings, a.catalogue}, plan: plan, trials: c.Trials,
		before: newBoard(a.say, before, a.settings, false), after: newBoard(a.say, after, a.settings, false),
	}
	return a.full(w.reply(a.person.MayManage())), nil
}
