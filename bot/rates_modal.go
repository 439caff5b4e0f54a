package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/rates"
	"github.com/treve-bot/treve/internal/sla"
)

// What may be picked: for a rate what is in force or one of the methods, for an
// average sale what is in force or what is proposed.
const (
	pickKeep     = "keep"
	pickProposed = "proposed"
)

// ratesSheet is what the modal carries from where it is opened to where it is
// sent.
type ratesSheet struct {
	whence
	offered
}

func rateField(s ledger.Segment) string {
	return "rate_" + strconv.FormatInt(int64(s.Channel), 10) + "_" + strconv.FormatInt(int64(s.Persona), 10)
}

func saleField(p ledger.PersonaID) string { return "sale_" + strconv.FormatInt(int64(p), 10) }

// chooseRates opens the modal in which each rate is taken or left.
func (b *Bot) chooseRates(ctx context.Context, a asked) (reply, error) {
	of, err := readOffered(a.value)
	if err != nil {
		return reply{}, err
	}
	o, err := b.stillOffered(ctx, a, of)
	if err != nil {
		return reply{}, err
	}
	carries := ratesSheet{a.whence(), of}
	carries.InPlace = true
	v := ratesWords{planWords{a.say, a.settings, a.catalogue}}.form(o, carries, proposedPicks(o))
	return reply{View: &v}, nil
}

// stillOffered reads an offer again, which must be what was shown.
func (b *Bot) stillOffered(ctx context.Context, a asked, of offered) (rates.Offer, error) {
	if err := b.mayTake(ctx, a, of); err != nil {
		return rates.Offer{}, err
	}
	o, err := rates.Gather(ctx, b.Books, a.settings, of.Month, a.today)
	if err != nil {
		return rates.Offer{}, fmt.Errorf("work out the rates of %s: %w", of.Month, err)
	}
	if o = o.About(of.about()); o.Digest() != of.Digest {
		return rates.Offer{}, lang.Refuse("rates.changed", nil)
	}
	return o, nil
}

// proposedPicks is what the modal opens with: everything proposed.
func proposedPicks(o rates.Offer) map[string]string {
	picks := map[string]string{}
	for _, s := range o.Segments {
		picks[rateField(s.Segment)] = pickKeep
		if s.Proposed != nil {
			picks[rateField(s.Segment)] = s.Proposed.Source
		}
	}
	for _, p := range o.Personas {
		picks[saleField(p.ID)] = pickKeep
		if p.Proposed != nil {
			picks[saleField(p.ID)] = pickProposed
		}
	}
	return picks
}

// picked is the choice that the fields of the modal make.
func picked(o rates.Offer, fields map[string]string) rates.Choice {
	c := rates.NewChoice()
	for _, s := range o.Segments {
		method := fields[rateField(s.Segment)]
		if method != sla.Measured && method != sla.Estimated {
			continue
		}
		if rate := s.Changed(method); rate != nil {
			c.Rates[s.Segment] = *rate
		}
	}
	for _, p := range o.Personas {
		if fields[saleField(p.ID)] == pickProposed && p.Proposed != nil {
			c.Sales[p.ID] = *p.Proposed
		}
	}
	return c
}

// pickRate shows what the choice so far comes to, or in its place why there is
// nothing to choose from any more.
func (b *Bot) pickRate(ctx context.Context, a asked) (reply, error) {
	carries, err := a.ratesSheet()
	if err != nil {
		return reply{}, err
	}
	w := ratesWords{planWords{a.say, a.settings, a.catalogue}}
	o, err := b.stillOffered(ctx, a, carries.offered)
	if problem, ok := errors.AsType[*lang.Problem](err); ok {
		v := w.noForm(problem)
		return reply{View: &v}, nil
	}
	if err != nil {
		return reply{}, err
	}
	v := w.form(o, carries, a.form.fields)
	return reply{View: &v}, nil
}

func (b *Bot) submitRates(ctx context.Context, a asked) (reply, error) {
	carries, err := a.ratesSheet()
	if err != nil {
		return reply{}, err
	}
	return b.takeRates(ctx, a, carries.offered, func(o rates.Offer) rates.Choice { return picked(o, a.form.fields) })
}

func (a asked) ratesSheet() (s ratesSheet, err error) {
	if err = json.Unmarshal([]byte(a.form.private), &s); err != nil {
		err = fmt.Errorf("read what a modal carries: %w", err)
	}
	return s, err
}
