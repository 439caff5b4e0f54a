package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

// What a manager may type is bounded well above any real plan and well below
// what arithmetic or a table would suffer from.
const (
	mostLeads = 1_000_000
	mostCents = 99_999_999_900
	mostDays  = 366
)

// planned is what a change of the plan did. It is kept as the request's answer,
// so that a second delivery is told the same.
type planned struct {
	What    planChange
	Segment ledger.Segment // the parts that apply
	Name    string         // of what was added
	Month   calendar.Month // from which on
	First   calendar.Date
	Last    calendar.Date
	Old     string // canonical, "" for not known: leads, a decimal rate, cents, an id
	New     string
	Before  decimal.Decimal // the month's commitment in currency units
	After   decimal.Decimal
	Months  []monthDays // whose working days changed
}

// planChange says what was changed; the messages are named after it.
type planChange string

const (
	goalSet           planChange = "goal"
	rateSet           planChange = "rate"
	saleSet           planChange = "sale"
	targetSet         planChange = "target"
	spanSet           planChange = "span"
	definitionSet     planChange = "definition"
	promiseSet        planChange = "promise"
	ownerSet          planChange = "owner"
	salesOwnerSet     planChange = "sales_owner"
	rhythmSet         planChange = "rhythm"
	teamSet           planChange = "team"
	channelPersonaSet planChange = "default_persona"
	aliasesSet        planChange = "aliases"
	renamed           planChange = "renamed"
	archived          planChange = "archived"
	restored          planChange = "restored"
	channelAdded      planChange = "channel"
	personaAdded      planChange = "persona"
	monthCopied       planChange = "copied"
	daysClosed        planChange = "closed"
	daysOpened        planChange = "opened"
)

// monthDays is how many working days a month counts, before and after a change.
type monthDays struct {
	Month         calendar.Month
	Before, After int
}

// changePlan writes what a manager typed into the plan, from the running month
// on or from the month typed, and says what it changed.
func (b *Bot) changePlan(ctx context.Context, a asked, cmd phrase.Command) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	if c, names := cmd.(phrase.SetOwner); names {
		if err := b.mayOwn(ctx, a, c, ""); err != nil {
			return reply{}, err
		}
	}
	done, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (planned, error) {
		return planner{asked: a, page: p}.write(ctx, cmd)
	})
	if err != nil {
		return reply{}, fmt.Errorf("change the plan: %w", err)
	}
	return b.plannedReply(ctx, a, done)
}

// managersOnly refuses everybody else, naming whom to ask.
func (b *Bot) managersOnly(ctx context.Context, a asked) error {
	if a.person.MayManage() {
		return nil
	}
	managers, err := b.People.Managers(ctx)
	if err != nil || len(managers) == 0 {
		return errors.Join(lang.Refuse("plan.managers_only", nil), err)
	}
	var names []string
	for _, m := range managers[:min(len(managers), 3)] {
		names = append(names, m.Name)
	}
	return lang.Refuse("plan.ask_managers", lang.Args{"names": names})
}

// planner writes one change of the plan into an open page.
type planner struct {
	asked
	page Page
	from calendar.Month // what names no month takes effect from it; zero for the running one
	// reason is why a plan that had settled is changed, in the manager's words.
	reason string
}

// by signs a change with its reason.
func (p planner) by() sla.Author {
	by := p.asked.by()
	by.Reason = clip(oneLine(p.reason), quotedRunes)
	return by
}

// month is the one a change takes effect from, which must still be open.
func (p planner) month(typed calendar.Month) (calendar.Month, error) {
	m := cmp.Or(typed, p.from, p.today.In())
	return m, p.openMonth(m)
}

func (a asked) closed(m calendar.Month) bool {
	return a.calendar.Closed(m, a.today, a.settings.ClosesAfter)
}

// openMonth refuses a month whose plan changes no more.
func (a asked) openMonth(m calendar.Month) error {
	if !a.closed(m) {
		return nil
	}
	return lang.Refuse("plan.closed_month", lang.Args{
		"month": lang.Capital(a.say.Month(m)), "later": a.say.Month(m.Add(12)),
	})
}

// write changes what a command says. The plan is held, so that what is read of
// it is what the change replaces.
func (p planner) write(ctx context.Context, cmd phrase.Command) (planned, error) {
	if err := p.page.HoldPlan(ctx); err != nil {
		return planned{}, err
	}
	switch c := cmd.(type) {
	case phrase.SetTarget:
		return p.setTarget(ctx, c)
	case phrase.SetDefinition:
		return p.setDefinition(ctx, c)
	case phrase.SetTeam:
		return p.setTeam(ctx, c)
	case phrase.SetChannelPersona:
		return p.setChannelPersona(ctx, c)
	case phrase.SetAliases:
		return p.setAliases(ctx, c)
	case phrase.Rename:
		return p.rename(ctx, c)
	case phrase.Archive:
		return p.archive(ctx, c)
	case phrase.SetGoal:
		return p.setGoal(ctx, c)
	case phrase.SetRate:
		return p.setRate(ctx, c)
	case phrase.SetSale:
		return p.setSale(ctx, c)
	case phrase.SetSpan:
		return p.setSpan(ctx, c)
	case phrase.SetPromise:
		return p.setPromise(ctx, c)
	case phrase.SetOwner:
		return p.setOwner(ctx, c)
	case phrase.SetRhythm:
		return p.setRhythm(ctx, c)
	case phrase.AddChannel:
		return p.addChannel(ctx, c)
	case phrase.AddPersona:
		return p.addPersona(ctx, c)
	case phrase.Close:
		return p.setDays(ctx, daysClosed, c.First, c.Last)
	case phrase.Open:
		return p.setDays(ctx, daysOpened, c.First, c.Last)
	}
	return planned{}, fmt.Errorf("change the plan by a %T: not a change of the plan", cmd)
}
