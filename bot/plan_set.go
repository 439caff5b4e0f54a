package bot

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

func (p planner) setGoal(ctx context.Context, c phrase.SetGoal) (planned, error) {
	if c.Leads < 0 || c.Leads > mostLeads {
		return planned{}, lang.Refuse("plan.bad_goal", lang.Args{"most": mostLeads})
	}
	done := planned{What: goalSet, Segment: c.Segment, New: strconv.FormatInt(c.Leads, 10)}
	return p.inMonth(ctx, done, c.Month, func(plan sla.Plan) string {
		return strconv.FormatInt(plan.Goals[c.Segment], 10)
	}, func(m calendar.Month) error {
		return p.page.SetGoal(ctx, m, c.Segment, c.Leads, p.by())
	})
}

func (p planner) setRate(ctx context.Context, c phrase.SetRate) (planned, error) {
	if c.Rate.IsNegative() || c.Rate.GreaterThan(decimal.New(1, 0)) {
		return planned{}, lang.Refuse("plan.bad_rate", nil)
	}
	done := planned{What: rateSet, Segment: c.Segment, New: c.Rate.String()}
	return p.inMonth(ctx, done, c.Month, func(plan sla.Plan) string {
		if old, known := plan.Rates[c.Segment]; known {
			return old.Value.String()
		}
		return ""
	}, func(m calendar.Month) error {
		return p.page.SetRate(ctx, m, c.Segment, c.Rate, sla.Declared, p.by())
	})
}

func (p planner) setSale(ctx context.Context, c phrase.SetSale) (planned, error) {
	if c.Cents < 0 || c.Cents > mostCents {
		return planned{}, lang.Refuse("plan.bad_sale",
			lang.Args{"most": p.say.Money(decimal.New(mostCents, -2), p.settings.Currency)})
	}
	done := planned{What: saleSet, Segment: ledger.Segment{Persona: c.Persona}, New: strconv.FormatInt(c.Cents, 10)}
	return p.inMonth(ctx, done, c.Month, func(plan sla.Plan) string {
		if old, known := plan.Sales[c.Persona]; known {
			return strconv.FormatInt(old, 10)
		}
		return ""
	}, func(m calendar.Month) error {
		return p.page.SetSale(ctx, m, c.Persona, c.Cents, p.by())
	})
}

func (p planner) setTarget(ctx context.Context, c phrase.SetTarget) (planned, error) {
	if c.Cents < 0 || c.Cents > mostCents {
		return planned{}, lang.Refuse("plan.bad_target",
			lang.Args{"most": p.say.Money(decimal.New(mostCents, -2), p.settings.Currency)})
	}
	done := planned{What: targetSet, New: centsText(c.Cents)}
	done, err := p.inMonth(ctx, done, c.Month, func(plan sla.Plan) string {
		return centsText(targetCents(plan))
	}, func(m calendar.Month) error {
		return p.page.SetTarget(ctx, m, c.Cents, p.by())
	})
	if err != nil {
		return planned{}, err
	}
	plan, err := p.page.Plan(ctx, done.Month)
	done.After = ofMarketing(plan, p.catalogue) // whose target it is
	return done, err
}

// ofMarketing is what the channels of marketing promise in currency units.
func ofMarketing(plan sla.Plan, c ledger.Catalogue) decimal.Decimal {
	for _, channel := range c.Channels {
		if channel.Team == ledger.Sales {
			plan = without(plan, ledger.Segment{Channel: channel.ID})
		}
	}
	return plan.Commitment()
}

// targetCents is a plan's revenue target, 0 for none.
func targetCents(plan sla.Plan) int64 { return plan.Target.Decimal.Shift(2).IntPart() }

// centsText writes an amount canonically, none as nothing.
func centsText(cents int64) string {
	if cents == 0 {
		return ""
	}
	return strconv.FormatInt(cents, 10)
}

func (p planner) setSpan(ctx context.Context, c phrase.SetSpan) (planned, error) {
	if c.Last.Before(c.First) {
		return planned{}, lang.Refuse("plan.backward_days", nil)
	}
	if c.First.In() != c.Last.In() {
		return planned{}, lang.Refuse("plan.span_over_months", nil)
	}
	month := c.First.In()
	if c.First.IsZero() { // back to the whole of the running month
		month = calendar.Month{}
	}
	done := planned{
		What: spanSet, Segment: ledger.Segment{Channel: c.Channel},
		New: spanText(sla.Span{First: c.First, Last: c.Last}),
	}
	return p.inMonth(ctx, done, month, func(plan sla.Plan) string {
		if old, known := plan.Spans[c.Channel]; known {
			return spanText(old)
		}
		return ""
	}, func(m calendar.Month) error {
		return p.page.SetSpan(ctx, m, c.Channel, sla.Span{First: c.First, Last: c.Last}, p.by())
	})
}

func (p planner) setPromise(ctx context.Context, c phrase.SetPromise) (planned, error) {
	done := planned{What: promiseSet, Segment: ledger.Segment{Channel: c.Channel}, New: c.Promise.String()}
	return p.inMonth(ctx, done, c.Month, func(plan sla.Plan) string {
		return plan.Promises[c.Channel].String()
	}, func(m calendar.Month) error {
		return p.page.SetPromise(ctx, m, c.Channel, c.Promise, p.by())
	})
}

// spanText writes days as the plan's log does, none as nothing.
func spanText(s sla.Span) string {
	if s.First.IsZero() {
		return ""
	}
	return s.First.String() + "/" + s.Last.String()
}

// inMonth writes a change into the plan of a month, and notes what was there
// before and what the month's commitment becomes.
func (p planner) inMonth(ctx context.Context, done planned, typed calendar.Month,
	old func(sla.Plan) string, set func(calendar.Month) error,
) (planned, error) {
	m, err := p.month(typed)
	if err != nil {
		return planned{}, err
	}
	before, err := p.page.Plan(ctx, m)
	if err != nil {
		return planned{}, err
	}
	if err := set(m); err != nil {
		return planned{}, err
	}
	after, err := p.page.Plan(ctx, m)
	if err != nil {
		return planned{}, err
	}
	done.Month, done.Old = m, old(before)
	done.Before, done.After = before.Commitment(), after.Commitment()
	return done, nil
}

func (p planner) setOwner(ctx context.Context, c phrase.SetOwner) (planned, error) {
	done := planned{What: ownerSet, Segment: ledger.Segment{Channel: c.Channel}, New: c.User}
	if c.Sales {
		done.What = salesOwnerSet
	}
	return p.changeChannel(ctx, done, func(channel *ledger.Channel) (old string) {
		if c.Sales {
			old, channel.SalesOwner, channel.SalesLeftBy = channel.SalesOwner, c.User, ""
			return old
		}
		old, channel.Owner, channel.LeftBy = channel.Owner, c.User, ""
		return old
	})
}

func (p planner) setRhythm(ctx context.Context, c phrase.SetRhythm) (planned, error) {
	done := planned{What: rhythmSet, Segment: ledger.Segment{Channel: c.Channel}, New: string(c.Rhythm)}
	return p.changeChannel(ctx, done, func(channel *ledger.Channel) (old string) {
		old, channel.Rhythm = string(channel.Rhythm), c.Rhythm
		return old
	})
}

// changeChannel reads the channel within the transaction, so that what another
// manager has just changed of it is kept.
func (p planner) changeChannel(ctx context.Context, done planned, change func(*ledger.Channel) string) (planned, error) {
	catalogue, err := p.page.Catalogue(ctx)
	if err != nil {
		return planned{}, err
	}
	channel := catalogue.Channel(done.Segment.Channel)
	done.Old = change(&channel)
	return done, p.page.UpdateChannel(ctx, channel, p.by())
}
