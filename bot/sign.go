package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// The buttons that sign a month's SLA.
const (
	actionSign        = "sign_side"
	actionShowSigning = "sign_show"
)

func (b *Bot) signRoutes(r routes) {
	r.actions[actionSign] = b.pressSign
	r.actions[actionShowSigning] = b.pressShowSigning
}

// signs is what a button that signs brings back: what it is about, and which
// version of it was shown. It never says who may press it.
type signs struct {
	Month   calendar.Month `json:"m"`
	Side    ledger.Team    `json:"s,omitempty"`
	Version string         `json:"v,omitempty"`
}

func (a asked) signs() (c signs, err error) {
	if err = json.Unmarshal([]byte(a.value), &c); err != nil {
		return c, fmt.Errorf("read what a signature's button carries: %w", err)
	}
	if c.Month.IsZero() {
		err = errors.New("a signature's button is of no month")
	}
	return c, err
}

// versionOf names what is signed, to the last lead and word.
func versionOf(t sla.Terms) string { return t.Plan + t.Definitions }

// showSigning shows what there is to sign of a month, and who has.
func (b *Bot) showSigning(ctx context.Context, a asked, m calendar.Month) (reply, error) {
	w, err := a.signing(ctx, b.Books, cmp.Or(m, a.today.In()))
	if err != nil {
		return reply{}, err
	}
	return a.full(w.reply()), nil
}

// pressShowSigning answers the button under a plan, to whoever pressed it.
func (b *Bot) pressShowSigning(ctx context.Context, a asked) (reply, error) {
	c, err := a.signs()
	if err != nil {
		return reply{}, err
	}
	return b.showSigning(ctx, a, c.Month)
}

// signingBooks are what a signature is shown from.
type signingBooks interface {
	report.SignedBooks
	Settings(ctx context.Context) (ledger.Settings, error)
}

// signing gathers what there is to sign of a month, and who is named to: that may
// be what has just changed.
func (a asked) signing(ctx context.Context, from signingBooks, m calendar.Month) (w signingWords, err error) {
	if a.settings, err = from.Settings(ctx); err != nil {
		return w, fmt.Errorf("read who signs: %w", err)
	}
	w = signingWords{planWords: planWords{a.say, a.settings, a.catalogue}, asked: a, month: m}
	if w.plan, err = from.Plan(ctx, m); err != nil {
		return w, fmt.Errorf("read the plan of %s: %w", m, err)
	}
	w.signing, err = report.Signing(ctx, from, m, a.calendar.Closed(m, a.today, a.settings.ClosesAfter))
	return w, err
}

// sideSigned is what a press did. It is kept as the request's answer.
type sideSigned struct {
	signs
	Complete bool // both sides have signed now
}

// pressSign signs for a side what the button showed, as long as that is still
// the plan.
func (b *Bot) pressSign(ctx context.Context, a asked) (reply, error) {
	a = a.aloud()
	c, err := a.signs()
	if err != nil {
		return reply{}, err
	}
	done, told, err := onceTelling(ctx, b, a, func(ctx context.Context, p Page) (sideSigned, error) {
		return planner{asked: a, page: p}.sign(ctx, c)
	}, a.signingNotes)
	if problem, ok := errors.AsType[*lang.Problem](err); ok && problem.ID == "sign.changed" {
		return b.resigning(ctx, a, c.Month, a.say.Problem(problem))
	}
	if err != nil {
		return reply{}, fmt.Errorf("sign the plan of %s: %w", c.Month, err)
	}
	id := lang.ID("sign.done.half")
	if done.Complete {
		id = "sign.done"
	}
	out, err := b.resigning(ctx, a, c.Month, a.say.Say(id, lang.Args{"month": done.Month, "side": sideWord(done.Side)}))
	out.Told = told
	return out, err
}

// resigning shows the month's signatures as they are now in the place of those
// whose button was pressed, under a line that says what came of it.
func (b *Bot) resigning(ctx context.Context, a asked, m calendar.Month, said string) (reply, error) {
	w, err := a.signing(ctx, b.Books, m)
	if err != nil {
		return reply{}, err
	}
	return a.instead(w.reply(said)), nil
}

// sign adds the signature of whoever asks, if it is theirs to give.
func (p planner) sign(ctx context.Context, c signs) (done sideSigned, err error) {
	if err := p.page.HoldPlan(ctx); err != nil {
		return done, err
	}
	if _, err := p.month(c.Month); err != nil {
		return done, err
	}
	catalogue, err := p.page.Catalogue(ctx)
	if err != nil {
		return done, err
	}
	plan, err := p.page.Plan(ctx, c.Month)
	if err != nil {
		return done, err
	}
	s, err := report.Signing(ctx, p.page, c.Month, false)
	if err != nil {
		return done, err
	}
	if err := p.refuseToSign(catalogue, plan, s, c); err != nil {
		return done, err
	}
	if latest, holds := s.Of(c.Side); !holds || latest.Person != p.person.ID {
		err = p.page.Sign(ctx, sla.Signature{Month: c.Month, Side: c.Side, Person: p.person.ID, At: p.now, Terms: s.Terms})
	}
	_, other := s.Of(otherSide(c.Side))
	return sideSigned{c, other}, err
}

// signerNames are what those who signed are called: they are named wherever a
// month's SLA is shown, and not called each time.
func (b *Bot) signerNames(ctx context.Context, s sla.Signing) map[string]string {
	names := map[string]string{}
	for _, latest := range []sla.Signature{s.Marketing, s.Sales} {
		if latest.Person == "" {
			continue
		}
		if p, err := b.People.Person(ctx, latest.Person); err == nil {
			names[p.ID] = p.Name
		}
	}
	return names
}

// signedLine says who signed a month's plan, by their names.
func (b *Bot) signedLine(ctx context.Context, a asked, w signingWords) string {
	shown := board{say: a.say, settings: a.settings, signing: w.signing, people: b.signerNames(ctx, w.signing)}
	shown.report.Changes = w.plan.Changes
	return shown.signedLine()
}

// refuseToSign says why a signature cannot be taken: the person may not sign for
// that side, has signed for the other one, or what they saw is not the plan.
func (a asked) refuseToSign(c ledger.Catalogue, plan sla.Plan, s sla.Signing, about signs) error {
	theirs, _ := s.Of(otherSide(about.Side))
	latest, holds := s.Of(about.Side)
	switch {
	case about.Side != ledger.Marketing && about.Side != ledger.Sales:
		return fmt.Errorf("sign for %q: neither side", about.Side)
	case !a.maySign(c, s, about.Side):
		return lang.Refuse("sign.not_yours", lang.Args{"side": sideWord(about.Side)})
	case about.Version != versionOf(s.Terms):
		return lang.Refuse("sign.changed", nil)
	case len(lacks(c, plan)) > 0:
		return lang.Refuse("sign.incomplete", nil)
	case holds && latest.Person != a.person.ID:
		return lang.Refuse("sign.taken", lang.Args{"side": sideWord(about.Side)})
	case theirs.Person == a.person.ID && theirs.Terms == s.Terms:
		return lang.Refuse("sign.both_sides", lang.Args{"side": sideWord(otherSide(about.Side)), "other": sideWord(about.Side)})
	}
	return nil
}

// maySign reports whether a person signs for a side: managers do, and whoever
// answers for one of its channels, was named for it, or signed for it before.
func (a asked) maySign(c ledger.Catalogue, s sla.Signing, side ledger.Team) bool {
	latest, _ := s.Of(side)
	if a.person.MayManage() || a.settings.Signer(side) == a.person.ID || latest.Person == a.person.ID {
		return true
	}
	for _, channel := range c.Active().Channels {
		if channel.Team == side && channel.Owner == a.person.ID {
			return true
		}
	}
	return false
}

func otherSide(side ledger.Team) ledger.Team {
	if side == ledger.Sales {
		return ledger.Marketing
	}
	return ledger.Sales
}

// sideWord is a side with its article, as in "for sales".
func sideWord(side ledger.Team) lang.ID { return lang.ID("sign.side." + string(side)) }
