package rates

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// A rate is proposed from so many complete months, and from so many the
// workspace's own months choose which.
const (
	FirstMonths  = 3
	ChoiceMonths = 6
)

// Trial is a past month tried again: what each method would have said at its
// close, from what was known then, against how the leads of the months since
// have closed.
type Trial struct {
	Month calendar.Month
	Leads decimal.Decimal // since then, those that can have closed by now
	// The errors of the two methods, shares: the root of the mean squared
	// difference to what was seen, each segment weighing as many leads as it
	// has. Chance makes both larger by the same.
	Measured, Estimated decimal.Decimal
}

// Reason says why a method is proposed, or none.
type Reason string

// The reasons.
const (
	TooYoung Reason = "too_young" // fewer than FirstMonths complete months
	TooFew   Reason = "too_few"   // fewer than FewWins wins in all
	Untried  Reason = "untried"   // too few months to try the methods on
	Tried    Reason = "tried"     // the one that erred less
)

// Verdict is which rates are proposed by default, and why.
type Verdict struct {
	Method string // sla.Measured or sla.Estimated; "" where nothing is proposed yet
	Reason Reason
	// The errors over all trials, as in Trial; zero where there are none.
	Measured, Estimated decimal.Decimal
}

// trials tries the months again at whose close a rate would have been proposed.
// From when on there are any, see ChoiceMonths.
func (h History) trials(typed ledger.Maturity, now Curve) []Trial {
	complete := h.complete()
	if complete < ChoiceMonths {
		return nil
	}
	cohorts := h.cohorts(now)
	var trials []Trial
	for back := min(Window, complete-FirstMonths); back > 0; back-- {
		trials = append(trials, h.trial(typed, now, cohorts, back))
	}
	return trials
}

// trial is the one of so many months back.
func (h History) trial(typed ledger.Maturity, now Curve, cohorts map[ledger.Segment]*cohorts, back int) Trial {
	then := h.until(h.Last.Add(-back))
	leads, wins := then.sums(ledger.Lead), then.sums(ledger.Won)
	estimator := then.estimator(then.curve(typed))
	var measured, estimated fit
	for _, s := range inOrder(cohorts) {
		seen := cohorts[s].matured(now, back)
		if leads[s] <= 0 || seen.leads <= 0 {
			continue // one of the methods had nothing to say, or nothing has come since
		}
		measured.add(measure(leads[s], wins[s]).rate, seen)
		estimated.add(estimator.rate(s).rate, seen)
	}
	return Trial{
		Month: then.Last, Leads: round(measured.leads),
		Measured: round(measured.error()), Estimated: round(estimated.error()),
	}
}

// fit adds up how far a method was from what was seen.
type fit struct{ leads, squares float64 }

func (f *fit) add(rate float64, seen pool) {
	off := rate - seen.wins/seen.leads
	f.leads += seen.leads
	f.squares += seen.leads * off * off
}

func (f *fit) error() float64 {
	if f.leads == 0 {
		return 0
	}
	return math.Sqrt(f.squares / f.leads)
}

// verdict chooses which of the two methods is proposed.
func (t Table) verdict() Verdict {
	switch {
	case t.Complete < FirstMonths:
		return Verdict{Reason: TooYoung}
	case t.Wins < FewWins:
		return Verdict{Reason: TooFew}
	}
	v := Verdict{Method: sla.Estimated, Reason: Untried}
	v.Measured, v.Estimated = over(t.Trials, func(one Trial) decimal.Decimal { return one.Measured }),
		over(t.Trials, func(one Trial) decimal.Decimal { return one.Estimated })
	switch compared := v.Measured.Cmp(v.Estimated); {
	case v.Measured.IsZero() && v.Estimated.IsZero():
	case compared < 0:
		v.Method, v.Reason = sla.Measured, Tried
	default:
		v.Reason = Tried
	}
	return v
}

// over is a method's error over all trials.
func over(trials []Trial, of func(Trial) decimal.Decimal) decimal.Decimal {
	var all fit
	for _, one := range trials {
		leads, off := one.Leads.InexactFloat64(), of(one).InexactFloat64()
		all.leads += leads
		all.squares += leads * off * off
	}
	return round(all.error())
}
