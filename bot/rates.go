package bot

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/rates"
	"github.com/treve-bot/treve/internal/sla"
)

// The buttons of /sla taux, and its modal.
const (
	actionRatesAccept = "rates_accept"
	actionRatesChoose = "rates_choose"
	actionRatesPick   = "rates_pick" // in the modal: another rate for one segment
	actionRatesPlan   = "rates_plan"
	formRates         = "rates_form"
)

func (b *Bot) ratesRoutes(r routes) {
	r.actions[actionRatesAccept] = b.acceptRates
	r.actions[actionRatesChoose] = b.chooseRates
	r.actions[actionRatesPick] = b.pickRate
	r.actions[actionRatesPlan] = b.pressRatesPlan
	r.submissions[formRates] = b.submitRates
}

// showRates sets measured and estimated rates beside those in force. Only a
// manager is offered to take them, and only for the running month.
func (b *Bot) showRates(ctx context.Context, a asked, c phrase.ShowRates) (reply, error) {
	month, about := c.Month, ledger.Segment{Channel: c.Channel, Persona: c.Persona}
	if month.IsZero() {
		month = a.today.In()
	}
	o, err := rates.Gather(ctx, b.Books, a.settings, month, a.today)
	if err != nil {
		return reply{}, fmt.Errorf("work out the rates of %s: %w", month, err)
	}
	o = o.About(about)
	w := ratesWords{planWords{a.say, a.settings, a.catalogue}}
	l := letter{say: a.say}
	l.title(w.title(month, w.plainSegment(about)), w.title(month, w.segment(about)))
	w.show(&l, o, about.Channel != 0)
	if a.person.MayManage() && !a.public && month == a.today.In() {
		l.add(w.effect(o, o.All()))
		l.buttons(w.buttons(o, about)...)
	}
	return a.full(l.reply()), nil
}

// offered is which offer a button or a modal is about, as it was shown.
type offered struct {
	Month   calendar.Month   `json:"m"`
	Channel ledger.ChannelID `json:"c,omitempty"`
	Persona ledger.PersonaID `json:"p,omitempty"`
	Digest  string           `json:"d"`
}

func offeredOf(o rates.Offer, about ledger.Segment) offered {
	return offered{o.Plan.Month, about.Channel, about.Persona, o.Digest()}
}

func readOffered(text string) (of offered, err error) {
	if err = json.Unmarshal([]byte(text), &of); err != nil {
		err = fmt.Errorf("read which rates a button is about: %w", err)
	}
	return of, err
}

func (of offered) about() ledger.Segment {
	return ledger.Segment{Channel: of.Channel, Persona: of.Persona}
}

// accepted is what became of an offer, kept as the request's answer.
type accepted struct {
	Month         calendar.Month
	Rates, Sales  int64
	Before, After decimal.Decimal // the month's commitment in currency units
}

func (b *Bot) acceptRates(ctx context.Context, a asked) (reply, error) {
	of, err := readOffered(a.value)
	if err != nil {
		return reply{}, err
	}
	return b.takeRates(ctx, a, of, rates.Offer.All)
}

// takeRates puts what is chosen of an offer in force from its month on. It is
// refused where the offer is no longer what the manager was shown.
func (b *Bot) takeRates(ctx context.Context, a asked, of offered, choose func(rates.Offer) rates.Choice) (reply, error) {
	if err := b.mayTake(ctx, a, of); err != nil {
		return reply{}, err
	}
	table, err := rates.Look(ctx, b.Books, a.settings, of.Month, a.today)
	if err != nil {
		return reply{}, fmt.Errorf("work out the rates of %s: %w", of.Month, err)
	}
	done, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (accepted, error) {
		if err := p.HoldPlan(ctx); err != nil {
			return accepted{}, err
		}
		o, err := rates.Fit(ctx, p, table, of.Month)
		if err != nil {
			return accepted{}, err
		}
		if o = o.About(of.about()); o.Digest() != of.Digest {
			return accepted{}, lang.Refuse("rates.changed", nil)
		}
		return takeOffer(ctx, p, o, choose(o), a.by())
	})
	if err != nil {
		return reply{}, fmt.Errorf("accept the rates of %s: %w", of.Month, err)
	}
	return b.takenReply(ctx, a, done)
}

// mayTake refuses who may not decide, and a month that is not the running one.
func (b *Bot) mayTake(ctx context.Context, a asked, of offered) error {
	if err := b.managersOnly(ctx, a); err != nil {
		return err
	}
	if of.Month != a.today.In() {
		return lang.Refuse("rates.over", lang.Args{"month": of.Month})
	}
	return nil
}

// takeOffer writes a choice into the plan, and down that somebody has decided.
func takeOffer(ctx context.Context, p Page, o rates.Offer, c rates.Choice, by sla.Author) (accepted, error) {
	by.Reason = "close rates"
	m := o.Plan.Month
	for _, s := range o.Segments {
		if rate, taken := c.Rates[s.Segment]; taken {
			if err := p.SetRate(ctx, m, s.Segment, rate.Value, rate.Source, by); err != nil {
				return accepted{}, err
			}
		}
	}
	for _, persona := range o.Personas {
		if cents, taken := c.Sales[persona.ID]; taken {
			if err := p.SetSale(ctx, m, persona.ID, cents, by); err != nil {
				return accepted{}, err
			}
		}
	}
	done := accepted{Month: m, Rates: int64(len(c.Rates)), Sales: int64(len(c.Sales))}
	done.Before, done.After = o.Effect(c)
	return done, p.SetOption(ctx, "rates_decided", m.String(), by)
}

// takenReply says what was put in force, in the place of the offer.
func (b *Bot) takenReply(ctx context.Context, a asked, done accepted) (reply, error) {
	w := ratesWords{planWords{a.say, a.settings, a.catalogue}}
	l := letter{say: a.say}
	l.add(w.taken(done)...)
	v, err := b.look(ctx, a, a.say, subject{Month: done.Month}, false)
	if err != nil {
		return reply{}, err
	}
	if done.Rates+done.Sales > 0 {
		l.note(v.amendedToday(a, planned{What: rateSet, Month: done.Month}))
	}
	l.buttons(w.planButton(offered{Month: done.Month}))
	out := l.reply()
	out.Private = a.settings.HideEuros
	out.Replace = a.messageTS != "" || a.inPlace
	return out, nil
}

// pressRatesPlan shows the plan beside the offer.
func (b *Bot) pressRatesPlan(ctx context.Context, a asked) (reply, error) {
	of, err := readOffered(a.value)
	if err != nil {
		return reply{}, err
	}
	return b.showPlan(ctx, a, of.Month)
}
