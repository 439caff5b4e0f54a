package followup

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Terms are what pieces are judged by.
type Terms struct {
	Office calendar.Office
	Month  calendar.Month                                     // whose leads are judged: the month judged is the lead's
	Now    time.Time                                          // deadlines up to this instant, included, have passed
	Of     func(ledger.ChannelID, calendar.Month) sla.Promise // the zero Promise where none was made
	Last   map[ledger.ChannelID]calendar.Date                 // the last day for which sales recorded anything
	AsOf   calendar.Date                                      // the last ended day
}

// Figures are sales' half of one level: a channel or the total. All counts are
// of the month's leads but Earlier. In time, late and overdue are the leads
// whose deadline has passed; only they are judged.
type Figures struct {
	Received  int64 // under a promise, contested ones left out
	InTime    int64 // contacted by their deadline, which has passed
	Late      int64 // contacted after it
	Overdue   int64 // not contacted, and past it
	Within    int64 // whose deadline is still to come
	Waiting   int64 // those of Within that nobody has contacted yet
	Contested int64
	Earlier   int64         // overdue leads of the months before
	Oldest    calendar.Date // day of the oldest overdue lead, earlier months included; zero when there is none

	Share   decimal.NullDecimal // InTime / Passed; null while none has passed
	Promise decimal.NullDecimal // the share promised, of a total the mean over the leads that passed
	// Median and P90 are the working time from a lead to its first contact, over
	// the Timed leads known to the instant.
	Median, P90 time.Duration
	Timed       int

	Status sla.Status
}

// Passed counts the leads whose deadline has passed.
func (f Figures) Passed() int64 { return f.InTime + f.Late + f.Overdue }

// Open counts the month's leads that nobody has contacted.
func (f Figures) Open() int64 { return f.Overdue + f.Waiting }

// Result is sales' half of a month.
type Result struct {
	Total    Figures
	Channels map[ledger.ChannelID]Figures // those with leads under a promise
}

// Judge measures each channel and all of them together.
func Judge(pieces []Piece, t Terms) Result {
	channels, all := map[ledger.ChannelID]*level{}, &level{}
	for _, p := range pieces {
		promise := t.Of(p.Lead.Segment.Channel, p.Lead.Day.In())
		if !promise.Made() {
			continue
		}
		of := channels[p.Lead.Segment.Channel]
		if of == nil {
			of = &level{last: t.Last[p.Lead.Segment.Channel]}
			channels[p.Lead.Segment.Channel] = of
		}
		of.count(p, promise, t)
		all.count(p, promise, t)
	}
	r := Result{Channels: map[ledger.ChannelID]Figures{}}
	for id, l := range channels {
		r.Channels[id] = l.figures(t)
		all.last = calendar.Later(all.last, l.last)
	}
	r.Total = all.figures(t)
	return r
}

// level is figures being added up.
type level struct {
	Figures
	asked  int64 // sum over the leads that passed of the share promised for them
	usual  int   // a share promised, for a level of which none has passed yet
	times  []time.Duration
	last   calendar.Date // the last day for which sales recorded anything
	oldest calendar.Date // day of the oldest open lead
}

func (l *level) count(p Piece, promise sla.Promise, t Terms) {
	deadline := Deadline(promise, t.Office, p.Lead)
	passed := !deadline.After(t.Now)
	n := p.Lead.Count
	if p.Lead.Day.In() != t.Month {
		if p.Fate == Open && passed && p.Lead.Day.In().Before(t.Month) {
			l.Earlier += n
			l.overdue(p.Lead.Day)
		}
		return
	}
	if p.Fate == Contested {
		l.Contested += n
		return
	}
	l.Received += n
	l.usual = promise.Share
	l.time(p, t.Office)
	if p.Fate == Open {
		l.oldest = earliest(l.oldest, p.Lead.Day)
	}
	if !passed {
		l.Within += n
		if p.Fate == Open {
			l.Waiting += n
		}
		return
	}
	l.asked += n * int64(promise.Share)
	switch {
	case p.Fate == Open:
		l.Overdue += n
		l.overdue(p.Lead.Day)
	case p.inTime(deadline, t.Office):
		l.InTime += n
	default:
		l.Late += n
	}
}

// inTime reports whether a contact came by the deadline. One known by its day
// alone has that whole day.
func (p Piece) inTime(deadline time.Time, o calendar.Office) bool {
	if p.Touch.At.IsZero() {
		return !p.Touch.Day.After(calendar.On(deadline, o.Zone))
	}
	return !p.Touch.At.After(deadline)
}

func (l *level) overdue(day calendar.Date) { l.Oldest = earliest(l.Oldest, day) }

func earliest(a, b calendar.Date) calendar.Date {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// time notes how long leads waited, where both instants are known.
func (l *level) time(p Piece, o calendar.Office) {
	if p.Fate == Contacted && !p.Lead.At.IsZero() && !p.Touch.At.IsZero() {
		l.times = append(l.times, o.Worked(p.Lead.At, p.Touch.At))
	}
}

func (l *level) figures(t Terms) Figures {
	f := l.Figures
	if passed := f.Passed(); passed > 0 {
		n := decimal.NewFromInt(passed)
		f.Share = decimal.NewNullDecimal(decimal.NewFromInt(f.InTime).Div(n))
		f.Promise = decimal.NewNullDecimal(decimal.NewFromInt(l.asked).Div(n.Mul(decimal.NewFromInt(100))))
	} else if l.usual > 0 {
		f.Promise = decimal.NewNullDecimal(decimal.New(int64(l.usual), -2))
	}
	slices.Sort(l.times)
	f.Timed, f.Median, f.P90 = len(l.times), rank(l.times, 50), rank(l.times, 90)
	f.Status = l.judge(f, t)
	return f
}

// rank returns the smallest time that so many percent of them do not exceed.
func rank(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)*percent+99)/100-1]
}

// How sales is judged (product rule: sales' half).
const (
	fewPassed   = 10 // deadlines, under which it is too early to say
	riskMargin  = 10 // points under the share promised that are still at risk
	longSilence = 3  // working days without a word of sales while leads wait
)

// judge returns the status of a level: the first rule that holds. A month that
// is over and has no deadline to come is reached or missed.
func (l *level) judge(f Figures, t Terms) sla.Status {
	kept := f.InTime*100 - l.asked // in points, times the leads that passed
	over := t.AsOf.After(t.Month.Last().AddDays(-1)) && f.Within == 0
	switch {
	case f.Received == 0:
		return sla.NoCommitment
	case over && kept >= 0:
		return sla.Reached
	case over:
		return sla.Missed
	case l.silent(t):
		return sla.NotReported
	case f.Passed() < fewPassed:
		return sla.TooEarly
	case kept >= 0:
		return sla.OnTrack
	case kept >= -riskMargin*f.Passed():
		return sla.AtRisk
	}
	return sla.OffTrack
}

// silent reports whether leads wait and sales has recorded nothing for long.
func (l *level) silent(t Terms) bool {
	if l.oldest.IsZero() {
		return false
	}
	since := l.oldest
	if !l.last.IsZero() {
		since = calendar.Later(since, l.last)
	}
	return t.Office.Calendar.WorkingDays(since.AddDays(1), t.AsOf) >= longSilence
}
