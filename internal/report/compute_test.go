package report

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// email has one channel and one persona, 34 leads of 100 promised in May.
func email(t testing.TB) (*books, ledger.Segment) {
	t.Helper()
	b := newBooks()
	s := ledger.Segment{Channel: b.channel("E-mail", ledger.Daily), Persona: b.persona("PME")}
	b.promise(may2026, s, 34, "0.05", 2000)
	return b, s
}

func TestMay2026(t *testing.T) {
	b, s := email(t)
	b.record(t, "2026-05-04", s, ledger.Lead, 8)
	for _, c := range []struct {
		asOf    string
		elapsed int
		due     string
	}{
		{"2026-05-03", 0, "0"},
		{"2026-05-04", 1, "200"},
		{"2026-05-15", 8, "1600"},
		{"2026-05-22", 13, "2600"},
		{"2026-05-31", 17, "3400"},
	} {
		r := mustGather(t, b, ClosedCut(day(t, c.asOf)))
		if r.WorkingDays != (WorkingDays{17, c.elapsed}) || r.Total.Due.String() != c.due {
			t.Errorf("as of %s: %+v, %s due; want %d days, %s", c.asOf, r.WorkingDays, r.Total.Due, c.elapsed, c.due)
		}
	}
}

func TestChannelsWithDatesOfTheirOwn(t *testing.T) {
	b, whole := email(t)
	show := ledger.Segment{Channel: b.channel("Salon", ledger.Occasional), Persona: whole.Persona}
	b.promise(november2026, whole, 20, "0.05", 2000)
	b.promise(november2026, show, 8, "0.05", 2000)
	plan := b.plans[november2026]
	plan.Spans[show.Channel] = sla.Span{First: day(t, "2026-11-24"), Last: day(t, "2026-11-27")}
	b.record(t, "2026-11-24", show, ledger.Lead, 3)
	for _, c := range []struct {
		asOf, due, showDue string
		status             sla.Status
	}{
		{"2026-11-20", "1400", "0", sla.TooEarly},
		{"2026-11-25", "2100", "400", sla.OnTrack},
		{"2026-11-27", "2700", "800", sla.Missed}, // its dates are over
		{"2026-11-30", "2800", "800", sla.Missed},
	} {
		r := mustGather(t, b, ClosedCut(day(t, c.asOf)))
		f := find(t, r, "Salon").Figures
		if r.Total.Due.String() != c.due || f.Due.String() != c.showDue || f.Status != c.status {
			t.Errorf("as of %s: %s due, of the show %s, %s; want %s, %s, %s",
				c.asOf, r.Total.Due, f.Due, f.Status, c.due, c.showDue, c.status)
		}
	}
}

func TestCommitmentAddedOnThe16th(t *testing.T) {
	b, s := email(t)
	b.promise(november2026, s, 11, "0.05", 2000)
	b.plans[november2026].Spans[s.Channel] = sla.Span{First: day(t, "2026-11-16"), Last: day(t, "2026-11-30")}
	r := mustGather(t, b, ClosedCut(day(t, "2026-11-17")))
	if r.WorkingDays.Elapsed != 11 || r.Total.Due.String() != "200" {
		t.Errorf("%d days, %s due; want 11, 200", r.WorkingDays.Elapsed, r.Total.Due)
	}
	// Carried over to December, the commitment covers the whole month.
	r = mustGather(t, b, ClosedCut(day(t, "2026-12-31")))
	if r.PlanFrom != november2026 || r.Total.Due.String() != "1100" {
		t.Errorf("plan from %s, %s due; want 2026-11, 1100", r.PlanFrom, r.Total.Due)
	}
}

func TestMonthWithoutAWorkingDay(t *testing.T) {
	b, s := email(t)
	august := calendar.Month{Year: 2026, Month: 8}
	b.promise(august, s, 31, "0.05", 2000)
	b.exceptions = []calendar.Exception{{First: august.First(), Last: august.Last()}}
	r := mustGather(t, b, ClosedCut(day(t, "2026-08-10")))
	if r.WorkingDays != (WorkingDays{31, 10}) || r.Total.Due.String() != "1000" {
		t.Errorf("%+v, %s due; want 10 of 31 calendar days, 1000", r.WorkingDays, r.Total.Due)
	}
}

func TestSilenceIsNotZero(t *testing.T) {
	for _, c := range []struct {
		name   string
		rhythm ledger.Rhythm
		last   string // day of the last entry, of zero leads; none when empty
		asOf   string
		want   bool
	}{
		{"two working days", ledger.Daily, "2026-11-13", "2026-11-17", false},
		{"three working days", ledger.Daily, "2026-11-13", "2026-11-18", true},
		{"a weekend is no silence", ledger.Daily, "2026-11-13", "2026-11-15", false},
		{"since last month", ledger.Daily, "2026-10-30", "2026-11-04", true},
		{"never, two working days into the month", ledger.Daily, "", "2026-11-03", false},
		{"never, three working days into the month", ledger.Daily, "", "2026-11-04", true},
		{"six working days of a weekly one", ledger.Weekly, "2026-11-12", "2026-11-20", false},
		{"seven working days of a weekly one", ledger.Weekly, "2026-11-12", "2026-11-23", true},
		{"an occasional one", ledger.Occasional, "", "2026-11-27", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, s := email(t)
			b.promise(november2026, s, 400, "0.05", 2000)
			b.catalogue.Channels[0].Rhythm = c.rhythm
			if c.last != "" {
				b.record(t, c.last, s, ledger.Lead, 0)
			}
			r := mustGather(t, b, ClosedCut(day(t, c.asOf)))
			for level, f := range map[string]sla.Figures{
				"channel": r.Channels[0].Figures, "segment": r.Channels[0].Segments[0].Figures,
				"persona": r.Personas[0].Figures, "total": r.Total,
			} {
				if got := f.Status == sla.NotReported; got != c.want {
					t.Errorf("%s is %s", level, f.Status)
				}
			}
			if got := len(r.NotReported()) == 1; got != c.want {
				t.Errorf("%d channels not reported", len(r.NotReported()))
			}
		})
	}
}

// What nobody has said anything of yet is not judged as if nothing had come in.
func TestAMonthNobodyHasSpokenOfYet(t *testing.T) {
	for _, c := range []struct {
		name   string
		rhythm ledger.Rhythm
		said   string // a day of this month with an entry of zero leads; "" for none
		asOf   string
		want   sla.Status
	}{
		{"the first working day", ledger.Daily, "", "2026-11-02", sla.TooEarly},
		{"the second", ledger.Daily, "", "2026-11-03", sla.TooEarly},
		{"the third is silence", ledger.Daily, "", "2026-11-04", sla.NotReported},
		{"zero typed is no silence", ledger.Daily, "2026-11-02", "2026-11-02", sla.OffTrack},
		{"six working days of a weekly one", ledger.Weekly, "", "2026-11-09", sla.TooEarly},
		{"an occasional one says nothing when nothing came", ledger.Occasional, "", "2026-11-03", sla.OffTrack},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, s := email(t)
			b.promise(november2026, s, 400, "0.05", 2000)
			b.catalogue.Channels[0].Rhythm = c.rhythm
			b.record(t, "2026-10-30", s, ledger.Lead, 1)
			if c.said != "" {
				b.record(t, c.said, s, ledger.Lead, 0)
			}
			r := mustGather(t, b, ClosedCut(day(t, c.asOf)))
			for level, f := range map[string]sla.Figures{
				"channel": r.Channels[0].Figures, "segment": r.Channels[0].Segments[0].Figures, "total": r.Total,
			} {
				if f.Status != c.want {
					t.Errorf("%s is %s; want %s", level, f.Status, c.want)
				}
			}
		})
	}
}

func TestNobodyIsSilentInAMonthToCome(t *testing.T) {
	b, s := email(t)
	b.record(t, "2026-05-04", s, ledger.Lead, 1)
	june := may2026.Add(1)
	for _, c := range []struct {
		asOf string
		want sla.Status
	}{{"2026-05-29", sla.TooEarly}, {"2026-05-31", sla.NotReported}} { // on 1 June it is the running month
		r := mustGather(t, b, Cut{Month: june, AsOf: day(t, c.asOf)})
		if r.Total.Status != c.want {
			t.Errorf("June as of %s is %s; want %s", c.asOf, r.Total.Status, c.want)
		}
	}
}

func TestTotalIsHeardWhileOneChannelIs(t *testing.T) {
	b, s := email(t)
	other := ledger.Segment{Channel: b.channel("Inbound", ledger.Daily), Persona: s.Persona}
	b.promise(may2026, other, 500, "0.05", 2000)
	b.channel("Publicité", ledger.Daily) // nothing promised, nothing said
	b.record(t, "2026-05-12", other, ledger.Lead, 1)
	r := mustGather(t, b, ClosedCut(day(t, "2026-05-12")))
	if find(t, r, "E-mail").Figures.Status != sla.NotReported || r.Total.Status == sla.NotReported {
		t.Errorf("E-mail %s, total %s", find(t, r, "E-mail").Figures.Status, r.Total.Status)
	}
	r = mustGather(t, b, ClosedCut(day(t, "2026-05-20")))
	if r.Total.Status != sla.NotReported {
		t.Errorf("with both silent the total is %s", r.Total.Status)
	}
}

func TestWhatIsShown(t *testing.T) {
	b, s := email(t)
	eti := ledger.Segment{Channel: s.Channel, Persona: b.persona("ETI")}
	b.plans[may2026].Goals[eti] = 10 // neither rate nor price
	former := ledger.Segment{Channel: s.Channel, Persona: b.persona("Ancien persona")}
	b.promise(may2026, former, 0, "0.05", 2000)
	b.catalogue.Personas[2].Archived = true
	b.channel("Ancien", ledger.Daily)
	kept := ledger.Segment{Channel: b.channel("Ancien avec leads", ledger.Daily), Persona: s.Persona}
	b.catalogue.Channels[1].Archived, b.catalogue.Channels[2].Archived = true, true
	b.record(t, "2026-05-05", kept, ledger.Lead, 2)
	b.record(t, "2026-05-05", eti, ledger.Lead, 4)
	b.record(t, "2026-05-06", s, ledger.Contacted, 3)
	b.record(t, "2026-05-06", s, ledger.Won, 1)
	b.entries[len(b.entries)-1].AmountCents = 180_050
	r := mustGather(t, b, ClosedCut(day(t, "2026-05-06")))

	var names []string
	for _, c := range r.Channels {
		for _, p := range c.Segments {
			if p.Unknown {
				names = append(names, c.Name+" "+p.Name+" sans valeur")
			} else {
				names = append(names, c.Name+" "+p.Name)
			}
		}
	}
	if diff := cmp.Diff([]string{"E-mail PME", "E-mail ETI sans valeur", "Ancien avec leads PME sans valeur"}, names); diff != "" {
		t.Error(diff)
	}
	f := r.Total
	if f.Leads != 6 || f.CommitmentLeads != 44 || f.Commitment.String() != "3400" || !f.Value.IsZero() {
		t.Errorf("%d leads of %d, %s of %s", f.Leads, f.CommitmentLeads, f.Value, f.Commitment)
	}
	if f.Contacted != 3 || f.Won != 1 || f.WonAmount.String() != "1800.5" {
		t.Errorf("contacted %d, won %d for %s", f.Contacted, f.Won, f.WonAmount)
	}
}

func TestWhatSalesDidToday(t *testing.T) {
	b, s := email(t)
	b.record(t, "2026-05-05", s, ledger.Contacted, 3)
	b.record(t, "2026-05-06", s, ledger.Contacted, 2)
	r := mustGather(t, b, Cut{Month: may2026, AsOf: day(t, "2026-05-05"), Live: day(t, "2026-05-06")})
	if r.Total.Contacted != 5 || r.Total.Today.Leads != 0 {
		t.Errorf("contacted %d, %d leads today", r.Total.Contacted, r.Total.Today.Leads)
	}
}

func TestSelections(t *testing.T) {
	channel := func(name string, status sla.Status, gap int64) Channel {
		return Channel{Channel: ledger.Channel{Name: name}, Figures: sla.Figures{Status: status, Gap: decimal.NewFromInt(gap)}}
	}
	r := Report{Channels: []Channel{
		channel("free", sla.NoCommitment, 0), channel("good", sla.OnTrack, 50), channel("late", sla.AtRisk, -10),
		channel("better", sla.Ahead, 90), channel("small", sla.TooEarly, 500), channel("quiet", sla.NotReported, -400),
	}}
	var names []string
	for _, c := range WorstFirst(r.Channels) {
		names = append(names, c.Name)
	}
	if diff := cmp.Diff([]string{"quiet", "late", "good", "better", "small", "free"}, names); diff != "" {
		t.Error(diff)
	}
	if best, found := Best(r.Channels); !found || best.Name != "better" {
		t.Errorf("the best is %q", best.Name)
	}
	if best, found := Best(r.Channels[4:]); found {
		t.Errorf("the best of none is %q", best.Name)
	}
	if quiet := r.NotReported(); len(quiet) != 1 || quiet[0].Name != "quiet" {
		t.Errorf("not reported: %+v", quiet)
	}
}

func TestNothingPlanned(t *testing.T) {
	b, s := email(t)
	b.record(t, "2026-03-03", s, ledger.Lead, 2)
	r := mustGather(t, b, ClosedCut(day(t, "2026-03-31")))
	if r.Planned || !r.PlanFrom.IsZero() || r.Total.Status != sla.NoCommitment || r.Total.Leads != 2 {
		t.Errorf("planned %t from %s, %s, %d leads", r.Planned, r.PlanFrom, r.Total.Status, r.Total.Leads)
	}
}

func TestFutureMonth(t *testing.T) {
	b, _ := email(t)
	r := mustGather(t, b, Cut{Month: november2026, AsOf: day(t, "2026-10-31")})
	if r.Total.Status != sla.TooEarly || r.Total.Projection.Valid || r.WorkingDays.Elapsed != 0 {
		t.Errorf("%s, projection %v, %+v", r.Total.Status, r.Total.Projection, r.WorkingDays)
	}
}

// A month known only as a whole is worth its leads once it is over.
func TestMonthlyHistory(t *testing.T) {
	b, s := email(t)
	b.record(t, "2026-05-31", s, ledger.Lead, 30)
	b.entries[0].Monthly = true
	b.record(t, "2026-05-05", s, ledger.Lead, 3)
	if r := mustGather(t, b, ClosedCut(day(t, "2026-05-31"))); r.Total.Leads != 33 {
		t.Errorf("%d leads in all; want 33", r.Total.Leads)
	}
	if r := mustGather(t, b, ClosedCut(day(t, "2026-05-30"))); r.Total.Leads != 3 {
		t.Errorf("%d leads the day before; want 3", r.Total.Leads)
	}
	if r := mustGather(t, b, ClosedCut(day(t, "2026-06-01"))); !r.Total.Projection.Valid {
		t.Error("June expects nothing from a May of 33 leads")
	}
}

func TestRecapCountsItsOwnDays(t *testing.T) {
	b, s := email(t)
	for _, d := range []string{"2026-05-05", "2026-05-29", "2026-05-30", "2026-06-01", "2026-06-02"} {
		b.record(t, d, s, ledger.Lead, 3)
	}
	c := france(t)
	for _, x := range []struct {
		day   string
		leads int64
	}{{"2026-06-01", 6}, {"2026-06-02", 3}, {"2026-06-03", 3}, {"2026-06-04", 0}} {
		r := mustGather(t, b, RecapCut(c, b.settings, day(t, x.day), b.settings.RecapAt))
		if r.SinceLeads != x.leads {
			t.Errorf("the recap of %s covers %d leads since %s; want %d", x.day, r.SinceLeads, r.Since, x.leads)
		}
	}
}

func TestHistoryReadBefore(t *testing.T) {
	w := november(t)
	b, cut := w.books(t), ClosedCut(day(t, "2026-11-15"))
	whole := mustGather(t, b, cut)
	if b.calls != 9 {
		t.Errorf("a report takes %d reads; want 9", b.calls)
	}
	history, err := LoadHistory(context.Background(), b, cut.Month)
	if err != nil {
		t.Fatal(err)
	}
	b.calls = 0
	r, err := GatherWith(context.Background(), b, cut, history)
	if err != nil {
		t.Fatal(err)
	}
	if b.calls != 6 {
		t.Errorf("with a history at hand it takes %d reads; want 6", b.calls)
	}
	if diff := cmp.Diff(whole, r); diff != "" {
		t.Error(diff)
	}
}

func TestDispersionOfDailyLeads(t *testing.T) {
	b, s := email(t)
	c := france(t)
	for d := day(t, "2026-05-04"); d.Before(day(t, "2026-11-01")); d = c.Next(d) {
		b.record(t, d.String(), s, ledger.Lead, int64(d.Day%2)*20) // nothing or twenty
	}
	h, err := LoadHistory(context.Background(), b, november2026)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range above(s) {
		if phi := h.dispersion(l); phi != 4 {
			t.Errorf("phi of %+v is %v; want 4", l, phi)
		}
	}
	if phi := h.dispersion(level{Channel: 99}); phi != 1.2 {
		t.Errorf("phi of a channel without leads is %v; want 1.2", phi)
	}
	for i := range b.entries {
		b.entries[i].Monthly = true
	}
	if h, err = LoadHistory(context.Background(), b, november2026); err != nil || h.dispersion(level{}) != 1.2 {
		t.Errorf("phi of monthly history is %v; want 1.2 (%v)", h.dispersion(level{}), err)
	}
}

func TestHistoryStartsWithTheFirstLead(t *testing.T) {
	w := workdaysBefore(france(t), november2026)
	counts := make([]int64, len(w.index))
	counts[w.ends[2]+5] = 3 // in August
	months := w.months(counts)
	if len(months) != 3 || len(months[0]) != w.ends[3]-w.ends[2]-5 {
		t.Errorf("%d months, the first of %d days", len(months), len(months[0]))
	}
}

func TestMonthsThatCount(t *testing.T) {
	b, s := email(t) // promised since May
	b.record(t, "2026-04-10", s, ledger.Lead, 5)
	for _, c := range []struct {
		month string
		want  [sla.Lookback]bool
	}{
		{"2026-04", [sla.Lookback]bool{}},
		{"2026-05", [sla.Lookback]bool{true, false, false}}, // entries of April
		{"2026-07", [sla.Lookback]bool{true, true, true}},   // commitments of June and May, entries of April
		{"2026-06", [sla.Lookback]bool{true, true, false}},
		{"2026-11", [sla.Lookback]bool{true, true, true}}, // the latest three only
	} {
		m, err := calendar.ParseMonth(c.month)
		if err != nil {
			t.Fatal(err)
		}
		h, err := LoadHistory(context.Background(), b, m)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range h.past(s) {
			if p.Counts != c.want[i] {
				t.Errorf("%s: %d months before counts: %t", c.month, i+1, p.Counts)
			}
		}
	}
}

// A channel that comes and goes is known by its latest months, however far
// apart.
func TestMonthsApart(t *testing.T) {
	b, s := email(t)
	delete(b.plans, may2026)
	for _, d := range []string{"2026-05-12", "2026-07-12", "2026-08-12", "2026-10-12"} {
		b.record(t, d, s, ledger.Lead, 5)
	}
	h, err := LoadHistory(context.Background(), b, november2026)
	if err != nil {
		t.Fatal(err)
	}
	want := [sla.Lookback]bool{true, false, true, true, false, false}
	for i, p := range h.past(s) {
		if p.Counts != want[i] {
			t.Errorf("%d months before counts: %t", i+1, p.Counts)
		}
	}
}

func TestCalendarDays(t *testing.T) {
	b, s := email(t)
	b.settings.CalendarDays = true
	b.promise(may2026, s, 31, "0.05", 2000)
	r := mustGather(t, b, ClosedCut(day(t, "2026-05-10")))
	if r.WorkingDays != (WorkingDays{31, 10}) || !r.Total.Due.Equal(decimal.NewFromInt(1000)) {
		t.Errorf("%+v, %s due", r.WorkingDays, r.Total.Due)
	}
}

func TestUnknownCountry(t *testing.T) {
	b, _ := email(t)
	b.settings.Country = "XX"
	if _, err := Gather(context.Background(), b, ClosedCut(day(t, "2026-05-10"))); err == nil {
		t.Error("no error")
	}
}
