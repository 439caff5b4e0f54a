package sla

import "github.com/shopspring/decimal"

// digits kept after the point where a division does not end. Nobody prints that
// many: a cent survives any number of additions.
const digits = 16

// sums of a level, all exact but for the divisions by days.
type sums struct {
	leads, promised int64 // of every part
	priced          int64 // leads of priced parts only: A of the product rule
	goals           int64 // leads promised by priced parts
	value, today    decimal.Decimal
	commitment      decimal.Decimal
	due             decimal.Decimal // value
	leadsDue        decimal.Decimal // D of the product rule
}

// Measure works out the figures of a level. Parts without rate or average sale
// are counted in leads only: they are unknown, not worth nothing.
func Measure(l Level) Figures {
	s := l.sum()
	f := Figures{
		Leads:           s.leads,
		CommitmentLeads: s.promised,
		Value:           s.value,
		Commitment:      s.commitment,
		Due:             s.due,
		Gap:             s.value.Sub(s.due),
		Pace:            ratio(s.value, s.due),
	}
	f.Volume, f.Mix = explain(f.Gap, s)
	f.RequiredPerDay = perDay(s.commitment.Sub(s.value), l.Days.Left())
	f.AchievedPerDay = perDay(s.value, l.Days.Done)
	f.CatchUp = catchUp(f.RequiredPerDay, f.AchievedPerDay)
	f.LeadValue = l.usualValue(s)
	f.LeadsPerDayNeeded = leadsNeeded(f.RequiredPerDay, f.LeadValue)
	f.LeadsPerDayNow = perDay(decimal.NewFromInt(s.priced), l.Days.Done)
	burst := l.project(&f, s)
	f.Status = Judge(l.standing(f, s, burst))
	l.follow(&f)
	l.addToday(&f, s)
	f.Attainment = ratio(f.Value, f.Commitment)
	return f
}

func (l Level) sum() (s sums) {
	for _, p := range l.Parts {
		leads := p.Leads + p.Extra
		s.leads += leads
		s.promised += p.Goal
		if !p.Priced {
			continue
		}
		s.priced += leads
		s.goals += p.Goal
		s.value = s.value.Add(times(p.Value, leads))
		s.today = s.today.Add(times(p.Value, p.Today))
	}
	l.promise(&s)
	return s
}

// promise adds up what is promised and the elapsed share of it (product rule:
// elapsed share). It multiplies before dividing, and divides once for a run of
// parts that cover the same days.
func (l Level) promise(s *sums) {
	var value decimal.Decimal
	var goals int64
	for i, p := range l.Parts {
		if p.Priced {
			value, goals = value.Add(times(p.Value, p.Goal)), goals+p.Goal
		}
		if i+1 < len(l.Parts) && l.Parts[i+1].Span == p.Span {
			continue
		}
		s.commitment = s.commitment.Add(value)
		s.due = s.due.Add(Due(value, p.Span))
		s.leadsDue = s.leadsDue.Add(Due(decimal.NewFromInt(goals), p.Span))
		value, goals = decimal.Zero, 0
	}
}

// follow counts what sales made of the leads.
func (l Level) follow(f *Figures) {
	var cents int64
	for _, p := range l.Parts {
		f.Contacted += p.Contacted
		f.Won += p.Won
		cents += p.WonCents
	}
	f.WonAmount = decimal.New(cents, -2)
}

// addToday counts the running day's leads in and shows them apart (product
// rule: cut-off). It comes last: whatever depends on time stops at the cut-off.
func (l Level) addToday(f *Figures, s sums) {
	if !l.Live {
		return
	}
	f.Today = &Today{Value: s.today}
	for _, p := range l.Parts {
		f.Today.Leads += p.Today
	}
	f.Leads += f.Today.Leads
	f.Value = f.Value.Add(f.Today.Value)
}

func times(d decimal.Decimal, n int64) decimal.Decimal {
	if n == 0 || d.IsZero() {
		return decimal.Zero
	}
	return d.Mul(decimal.NewFromInt(n))
}

// Due is the part of a commitment that its elapsed days make due (product rule:
// elapsed share).
func Due(amount decimal.Decimal, d Days) decimal.Decimal {
	if d.All == 0 || d.Done == 0 || amount.IsZero() {
		return decimal.Zero
	}
	return times(amount, int64(d.Done)).DivRound(decimal.NewFromInt(int64(d.All)), digits)
}

// ratio is null where there is nothing to divide by.
func ratio(a, b decimal.Decimal) decimal.NullDecimal {
	if b.IsZero() {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(a.DivRound(b, digits))
}

func perDay(amount decimal.Decimal, days int) decimal.NullDecimal {
	return ratio(amount, decimal.NewFromInt(int64(max(0, days))))
}
