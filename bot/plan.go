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
	goalSet      planChange = "goal"
	rateSet      planChange = "rate"
	saleSet      planChange = "sale"
	spanSet      planChange = "span"
	ownerSet     planChange = "owner"
	rhythmSet    planChange = "rhythm"
	channelAdded planChange = "channel"
	personaAdded planChange = "persona"
	daysClosed   planChange = "closed"
	daysOpened   planChange = "opened"
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
	done, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (planned, error) {
		return planner{a, p}.write(ctx, cmd)
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
}

// month is the one a change takes effect from, which must still be open.
func (p planner) month(typed calendar.Month) (calendar.Month, error) {
	m := cmp.Or(typed, p.today.In())
	if p.calendar.Closed(m, p.today, p.settings.ClosesAfter) {
		return m, lang.Refuse("plan.closed_month", lang.Args{"month": lang.Capital(p.say.Month(m))})
	}
	return m, nil
}

func (p planner) write(ctx context.Context, cmd phrase.Command) (planned, error) {
	switch c := cmd.(type) {
	case phrase.SetGoal:
		return p.setGoal(ctx, c)
	case phrase.SetRate:
		return p.setRate(ctx, c)
	case phrase.SetSale:
		return p.setSale(ctx, c)
	case phrase.SetSpan:
		return p.setSpan(ctx, c)
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
