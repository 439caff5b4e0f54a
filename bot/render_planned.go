package bot

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// plannedReply says what a change did, what it does to the month's commitment,
// and what the plan still lacks.
func (b *Bot) plannedReply(ctx context.Context, a asked, done planned) (reply, error) {
	if err := b.open(ctx, &a); err != nil { // the catalogue and the calendar may be what changed
		return reply{}, err
	}
	w := planWords{a.say, a.settings, a.catalogue}
	l := letter{say: a.say}
	l.add(w.change(done))
	l.add(w.effects(done)...)
	if !done.Month.IsZero() {
		plan, err := b.Books.Plan(ctx, done.Month)
		if err != nil {
			return reply{}, err
		}
		l.add(w.lacking(plan, 1)...)
	}
	if month := done.firstMonth(); !month.IsZero() {
		v, err := b.look(ctx, a, a.say, subject{Month: month}, false)
		if err != nil {
			return reply{}, err
		}
		l.note(v.amendedToday(a, done), v.askedAgain())
	}
	return a.full(l.reply()), nil
}

// firstMonth is the first that the change takes effect in, zero for a change of
// no month in particular.
func (d planned) firstMonth() calendar.Month {
	if len(d.Months) > 0 {
		return d.Months[0].Month
	}
	return d.Month
}

// amendedToday warns who has just changed a plan that had settled: every recap
// of the month will say so.
func (v view) amendedToday(a asked, done planned) string {
	for _, c := range slices.Backward(v.amendments) {
		if c.Author != a.person.ID || dayOf(c.At, v.settings) != a.today || !done.amends(c) {
			continue
		}
		told := v.amendment(c)
		if !hasWords(c) {
			told = v.say.Say("sla.amended", lang.Args{"list": told})
		}
		return v.say.Say("plan.amended", lang.Args{"amended": told})
	}
	return ""
}

// amends reports whether a change of the month's agreement is of the kind that
// was just made; one of no kind in particular is of its commitment.
func (d planned) amends(c sla.Change) bool {
	switch d.What {
	case "", goalSet, rateSet, saleSet, spanSet, archived:
		return !hasWords(c)
	case definitionSet:
		return c.What == sla.DefinitionChanged
	case daysClosed, daysOpened:
		return ofDays(c)
	}
	return false
}

// planWords says the parts of a plan.
type planWords struct {
	say       lang.Speaker
	settings  ledger.Settings
	catalogue ledger.Catalogue
}

// segment names a cell, or what there is of it: "E-mail · PME".
func (w planWords) segment(s ledger.Segment) string {
	return strings.Join(told(escape(w.catalogue.Channel(s.Channel).Name), escape(w.catalogue.Persona(s.Persona).Name)), " · ")
}

// change is the sentence that says what was changed, old and new.
func (w planWords) change(done planned) string {
	args := lang.Args{
		"name": cmp.Or(w.segment(done.Segment), w.say.Say("plan.all_channels", nil)), "old": w.value(done.What, done.Old),
		"new": w.value(done.What, done.New), "month": done.Month,
		"first": w.say.NumericDay(done.First), "last": w.say.NumericDay(done.Last),
	}
	switch done.What {
	case channelAdded:
		return w.say.Say("plan.added.channel", lang.Args{
			"name": escape(done.Name), "team": lang.ID("plan.team." + done.New),
			"example": w.example(lack{goalSet, w.firstOf(done.Segment)}),
		})
	case personaAdded:
		return w.say.Say("plan.added.persona", lang.Args{
			"name":    escape(done.Name),
			"example": w.example(lack{saleSet, done.Segment}),
		})
	case renamed:
		args["old"], args["new"] = escape(done.Old), escape(done.New)
		if sameName(done.Old, done.New) {
			return w.say.Say("plan.renamed.respelt", args)
		}
		return w.say.Say("plan.renamed", args)
	case monthCopied:
		return w.say.Say("plan.copied", lang.Args{"month": lang.Capital(w.say.Month(done.Month))})
	case daysClosed, daysOpened:
		if done.First == done.Last {
			return w.say.Say(lang.ID("plan.one_day."+string(done.What)), lang.Args{"day": done.First})
		}
		return w.say.Say(lang.ID("plan.days."+string(done.What)), args)
	}
	if done.Old == done.New {
		return w.say.Say(lang.ID("plan.same."+string(done.What)), args)
	}
	return w.say.Say(lang.ID("plan.set."+string(done.What)), args)
}

// firstOf completes a segment with the first persona there is, for an example.
func (w planWords) firstOf(s ledger.Segment) ledger.Segment {
	if personas := w.catalogue.Active().Personas; s.Persona == 0 && len(personas) > 0 {
		s.Persona = personas[0].ID
	}
	return s
}

// value says an old or new value as people write it.
func (w planWords) value(what planChange, canonical string) string {
	switch what {
	case goalSet:
		leads, _ := strconv.ParseInt(canonical, 10, 64)
		return w.say.Int(leads)
	case ownerSet, salesOwnerSet:
		if canonical == "" {
			return w.say.Say("plan.nobody", nil)
		}
		return "<@" + canonical + ">"
	case rhythmSet:
		return w.say.Say(lang.ID("plan.rhythm."+canonical), nil)
	case teamSet:
		return w.say.Say(lang.ID("plan.team."+canonical), nil)
	case spanSet:
		return w.span(canonical)
	case channelPersonaSet:
		return w.persona(canonical)
	case aliasesSet, definitionSet:
		return w.words(canonical)
	case promiseSet:
		return w.promise(canonical)
	}
	if canonical == "" {
		return lang.Dash
	}
	d, err := decimal.NewFromString(canonical)
	if err != nil {
		return lang.Dash
	}
	if what == rateSet {
		return w.rate(d)
	}
	return w.sale(d.IntPart())
}

// persona names the one of an id.
func (w planWords) persona(canonical string) string {
	id, err := strconv.ParseInt(canonical, 10, 64)
	if err != nil {
		return w.say.Say("settings.no_persona", nil)
	}
	return escape(w.catalogue.Persona(ledger.PersonaID(id)).Name)
}

// words quotes what somebody wrote, the beginning of it where it is long.
func (w planWords) words(text string) string {
	if text == "" {
		return lang.Dash
	}
	return w.say.Say("plan.quoted", lang.Args{"text": escape(clip(text, quotedRunes))})
}

// span says the days of a commitment written 2026-11-24/2026-11-27.
func (w planWords) span(canonical string) string {
	first, last, ok := daysOf(canonical)
	if !ok {
		return w.say.Say("plan.whole_month", nil)
	}
	if first == last {
		return w.say.Say("plan.span.day", lang.Args{"day": w.say.NumericDay(first)})
	}
	return w.say.Say("plan.span", lang.Args{"first": w.say.NumericDay(first), "last": w.say.NumericDay(last)})
}

// promise says what sales promises, written 90/1/days.
func (w planWords) promise(canonical string) string {
	p, err := sla.ParsePromise(canonical)
	if err != nil || !p.Made() {
		return w.say.Say("plan.no_promise", nil)
	}
	return promised(w.say, p)
}

// rate writes a close rate with the digits it was typed with.
func (w planWords) rate(d decimal.Decimal) string {
	return w.say.Percent(d, max(0, -d.Exponent()-2))
}

// sale writes a price, with cents only where it has some.
func (w planWords) sale(cents int64) string {
	if d := decimal.New(cents, -2); !d.IsInteger() {
		return w.say.Cents(d, w.settings.Currency)
	}
	return w.say.Money(decimal.New(cents, -2), w.settings.Currency)
}

// effects say what a change does to the month it takes effect in.
func (w planWords) effects(done planned) []string {
	var lines []string
	for _, m := range done.Months {
		lines = append(lines, w.say.Say("plan.effect.days", lang.Args{
			"month":  lang.Capital(w.say.Month(m.Month)),
			"before": m.Before, "after": w.say.Count("plan.working_days", int64(m.After), lang.Args{}),
		}))
	}
	switch done.What {
	case goalSet, rateSet, saleSet, archived:
		return append(lines, w.commitmentEffect(done))
	case targetSet:
		return append(lines, w.targetEffect(done))
	}
	return lines
}

func (w planWords) commitmentEffect(done planned) string {
	if done.Before.Equal(done.After) {
		return w.say.Say("plan.effect.none", lang.Args{"month": done.Month, "total": w.say.Money(done.After, w.settings.Currency)})
	}
	return w.say.Say("plan.effect", lang.Args{
		"month":  done.Month,
		"before": w.say.Money(done.Before, w.settings.Currency), "after": w.say.Money(done.After, w.settings.Currency),
		"change": w.say.SignedMoney(done.After.Sub(done.Before), w.settings.Currency),
	})
}

// targetEffect sets the commitment beside the target it has just got.
func (w planWords) targetEffect(done planned) string {
	target, err := decimal.NewFromString(done.New)
	if err != nil {
		return ""
	}
	return w.difference(target.Shift(-2), done.After)
}
