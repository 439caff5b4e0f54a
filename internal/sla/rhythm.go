package sla

// rhythm is the month's end at the rhythm so far, and how unsure that is.
func (l Level) rhythm(w scale, share float64) (run, variance float64) {
	if share == 0 {
		return 0, 0
	}
	var squares float64
	for i, p := range l.Parts {
		run += w[i] * float64(p.Leads)
		squares += w[i] * w[i] * float64(p.Leads)
	}
	if squares <= 0 {
		squares = l.oneLead(w)
	}
	return run / share, l.Phi * squares / (share * share)
}

// oneLead is the squared weight of a lead such as the plan counts on, or such
// as came in recent months: with none yet, a rhythm is as unsure as with one.
func (l Level) oneLead(w scale) float64 {
	var promised, goals, known, past float64
	for i, p := range l.Parts {
		if w[i] > 0 {
			promised += w[i] * w[i] * float64(p.Goal)
			goals += float64(p.Goal)
			known += w[i] * w[i] * float64(l.past(p))
			past += float64(l.past(p))
		}
	}
	switch {
	case goals > 0:
		return promised / goals
	case past > 0:
		return known / past
	}
	return 0
}

// prior is what recent months let expect of this one, at today's values and
// this month's working days, and how unsure that is. Without any history both
// are 0.
func (l Level) prior(w scale) (prior, variance float64) {
	values, n := l.months(w)
	if n == 0 {
		return 0, 0
	}
	for i, v := range values {
		if l.Past[i].Counts && l.Past[i].Days > 0 {
			prior += v / float64(l.Past[i].Days)
		}
	}
	prior *= float64(l.Month) / float64(n)
	noise := l.noise(w, n)
	wobble := variation(values, l.Past, n, noise) * prior
	return prior, wobble*wobble + noise/float64(n)
}

// months adds up each month of the history, and counts those that count.
func (l Level) months(w scale) (values [Lookback]float64, n int) {
	for i, m := range l.Past {
		if !m.Counts {
			continue
		}
		n++
		for j, p := range l.Parts {
			values[i] += w[j] * float64(p.Past[i])
		}
	}
	return values, n
}

// noise is the variance a month has by the chance arrival of its leads alone.
func (l Level) noise(w scale, n int) (variance float64) {
	for i, p := range l.Parts {
		variance += w[i] * w[i] * float64(l.past(p)) / float64(n)
	}
	return l.Phi * max(0, variance)
}

// expected is the squared weight of the leads still to come, by the same blend,
// segment by segment.
func (l Level) expected(w scale, share, trust float64) (total float64) {
	_, n := l.months(w)
	for i, p := range l.Parts {
		leads := 0.0
		if share > 0 {
			leads = trust * float64(p.Leads) / share
		}
		if n > 0 {
			leads += (1 - trust) * l.usual(p, n)
		}
		total += w[i] * w[i] * (1 - share) * max(0, leads)
	}
	return total
}

// usual is how many leads of a part recent months let expect of a whole month.
func (l Level) usual(p Part, n int) (leads float64) {
	for i, m := range l.Past {
		if m.Counts && m.Days > 0 {
			leads += float64(p.Past[i]) / float64(m.Days)
		}
	}
	return leads * float64(l.Month) / float64(n)
}
