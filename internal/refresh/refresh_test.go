package refresh

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// shop is a workspace's books: one channel, one persona, a plan, and six months
// in which one lead in ten was won.
type shop struct {
	settings   ledger.Settings
	exceptions []calendar.Exception
	managers   []ledger.Person
	wins       int64 // a month
	plan       sla.Plan
	failing    error
}

var segment = ledger.Segment{Channel: 1, Persona: 1}

func newShop() *shop {
	return &shop{
		settings: ledger.DefaultSettings(), wins: 10,
		managers: []ledger.Person{{ID: "U1", Name: "Claire", Manager: true}, {ID: "U2", Name: "Sofia", Admin: true}},
		plan: sla.Plan{
			Goals: map[ledger.Segment]int64{segment: 100}, Sales: map[ledger.PersonaID]int64{1: 1000_00},
			Rates: map[ledger.Segment]sla.Rate{segment: {Value: decimal.RequireFromString("0.04"), Source: sla.Declared}},
		},
	}
}

func (s *shop) Settings(context.Context) (ledger.Settings, error) { return s.settings, s.failing }
func (s *shop) Exceptions(context.Context) ([]calendar.Exception, error) {
	return s.exceptions, nil
}
func (s *shop) Managers(context.Context) ([]ledger.Person, error) { return s.managers, nil }
func (s *shop) Catalogue(context.Context) (ledger.Catalogue, error) {
	return ledger.Catalogue{Channels: []ledger.Channel{{ID: 1, Name: "E-mail"}}, Personas: []ledger.Persona{{ID: 1, Name: "PME"}}}, nil
}

func (s *shop) Plan(_ context.Context, m calendar.Month) (sla.Plan, error) {
	plan := s.plan
	plan.Month = m
	return plan, nil
}

func (s *shop) Signatures(context.Context, calendar.Month) ([]sla.Signature, error) { return nil, nil }

func (s *shop) MonthTotals(_ context.Context, _, last calendar.Month) (totals []ledger.MonthTotal, err error) {
	for back := range 6 {
		totals = append(totals,
			ledger.MonthTotal{Month: last.Add(-back), Segment: segment, Stage: ledger.Lead, Count: 100},
			ledger.MonthTotal{Month: last.Add(-back), Segment: segment, Stage: ledger.Won, Count: s.wins})
	}
	return totals, nil
}

func (s *shop) LinkedWins(context.Context, calendar.Month, calendar.Month) ([]ledger.LinkedWins, error) {
	return nil, nil
}

func (s *shop) Sales(context.Context, calendar.Month, calendar.Month) ([]ledger.PersonaSales, error) {
	return nil, nil
}

func paris(text string) time.Time {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return at
}

func (s *shop) open(t *testing.T) recap.Mail {
	t.Helper()
	m, err := Mail{Books: s, Render: func(l Letter) (recap.Message, error) {
		before, after := l.Offer.Effect(l.Offer.All())
		return recap.Message{Text: fmt.Sprintf("%s: %s to %s, reminder %t", l.To.Name, before, after, l.Reminder)}, nil
	}}.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func said(posts []recap.Post) string {
	var all []string
	for _, p := range posts {
		all = append(all, fmt.Sprintf("%s %s %s", p.Conversation, p.Day, strings.TrimPrefix(string(p.Kind), string(recap.Letter("")))))
	}
	return strings.Join(all, ", ")
}

// posted is what the letters of December 2026 look like once they stand in Slack.
func posted(kind recap.Kind, day int, who ...string) (posts []recap.Post) {
	for _, id := range who {
		posts = append(posts, recap.Post{
			Key: recap.Key{Conversation: id, Day: calendar.NewDate(2026, time.December, day), Kind: kind}, State: recap.Posted,
		})
	}
	return posts
}

func TestPending(t *testing.T) {
	skipped := posted(Offer, 1, "U1", "U2")
	skipped[0].State, skipped[1].State = recap.Skipped, recap.Unconfirmed
	for _, c := range []struct {
		name, now string
		known     []recap.Post
		want      string
	}{
		{"the evening before", "2026-11-30 23:59", nil, ""},
		{"before the recap's time", "2026-12-01 08:59", nil, ""},
		{"on the first working day", "2026-12-01 09:00", nil, "U1 2026-12-01 rates, U2 2026-12-01 rates"},
		{"when Sunday is the first", "2026-11-02 09:00", nil, "U1 2026-11-02 rates, U2 2026-11-02 rates"},
		{"late, after downtime", "2026-12-03 14:00", nil, "U1 2026-12-01 rates, U2 2026-12-01 rates"},
		{"too late", "2026-12-04 09:00", nil, ""},
		{"once", "2026-12-01 09:30", posted(Offer, 1, "U1", "U2"), ""},
		{"not to a manager who comes later", "2026-12-02 09:30", posted(Offer, 1, "U1"), ""},
		{"nor again because a closure moved the day", "2026-12-02 09:30", posted(Offer, 2, "U1"), ""},
		{"last month's do not count", "2027-01-04 09:00", posted(Offer, 1, "U1", "U2"), "U1 2027-01-04 rates, U2 2027-01-04 rates"},
		{"three working days later", "2026-12-04 09:00", posted(Offer, 1, "U1", "U2"), "U1 2026-12-04 rates-reminder, U2 2026-12-04 rates-reminder"},
		{"the reminder is late too", "2026-12-08 20:00", posted(Offer, 1, "U1"), "U1 2026-12-04 rates-reminder"},
		{"then silence", "2026-12-09 09:00", posted(Offer, 1, "U1"), ""},
		{"reminded once", "2026-12-07 09:00", append(posted(Offer, 1, "U1"), posted(Reminder, 4, "U1")...), ""},
		{"nobody is reminded of what did not arrive", "2026-12-04 09:00", skipped, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := said(newShop().open(t).Pending(paris(c.now), c.known)); got != c.want {
				t.Errorf("%q; want %q", got, c.want)
			}
		})
	}
}

func TestDueWhereTheWorkspaceIs(t *testing.T) {
	s := newShop()
	s.settings.TimeZone, s.settings.RecapAt = "America/Toronto", calendar.TimeOfDay{Hour: 8, Minute: 30}
	s.settings.Country = "CA"
	m := s.open(t)
	if got := m.Pending(paris("2026-12-01 14:29"), nil); len(got) > 0 {
		t.Errorf("at 8:29 in Toronto: %s", said(got))
	}
	if got := m.Pending(paris("2026-12-01 14:30"), nil); len(got) != 2 || !got[0].DueAt.Equal(paris("2026-12-01 14:30")) {
		t.Errorf("at 8:30 in Toronto: %+v", got)
	}
}

func TestNext(t *testing.T) {
	for now, want := range map[string]string{
		"2026-11-16 10:00": "2026-12-01 09:00",
		"2026-12-01 08:59": "2026-12-01 09:00",
		"2026-12-01 09:00": "2026-12-04 09:00",
		"2026-12-31 09:00": "2027-01-04 09:00",
	} {
		if got := newShop().open(t).Next(paris(now)); !got.Equal(paris(want)) {
			t.Errorf("after %s: %s; want %s", now, got, want)
		}
	}
	nobody := newShop()
	nobody.managers = nil
	if got := nobody.open(t).Next(paris("2026-11-16 10:00")); !got.IsZero() {
		t.Errorf("without managers: %s", got)
	}
}

func TestWrite(t *testing.T) {
	offer, reminder := posted(Offer, 1, "U1")[0], posted(Reminder, 4, "U2")[0]
	for _, c := range []struct {
		name   string
		change func(*shop)
		post   recap.Post
		now    string
		want   string
	}{
		{"the offer", nil, offer, "2026-12-01 09:00", "Claire: 4000 to 10000, reminder false"},
		{"the reminder", nil, reminder, "2026-12-04 09:00", "Sofia: 4000 to 10000, reminder true"},
		{"decided meanwhile", func(s *shop) { s.settings.RatesDecided = calendar.Month{Year: 2026, Month: time.December} }, reminder, "2026-12-04 09:00", Decided},
		{"decided last month", func(s *shop) { s.settings.RatesDecided = calendar.Month{Year: 2026, Month: time.November} }, offer, "2026-12-01 09:00", "Claire: 4000 to 10000, reminder false"},
		{"nothing to propose", func(s *shop) { s.wins = 0 }, offer, "2026-12-01 09:00", Nothing},
		{"in force already", func(s *shop) {
			s.plan.Rates[segment] = sla.Rate{Value: decimal.RequireFromString("0.1"), Source: sla.Measured}
		}, offer, "2026-12-01 09:00", Nothing},
		{"a manager no more", func(s *shop) { s.managers = s.managers[1:] }, offer, "2026-12-01 09:00", NotManager},
		{"in another month", nil, offer, "2027-01-01 00:00", Over},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop()
			if c.change != nil {
				c.change(s)
			}
			m, err := s.open(t).Write(t.Context(), c.post, paris(c.now))
			got := m.Text
			if unwanted, ok := errors.AsType[*recap.Unwanted](err); ok {
				got = unwanted.Reason
			}
			if got != c.want {
				t.Errorf("%q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestBooksThatCannotBeRead(t *testing.T) {
	s := newShop()
	s.failing = errors.New("away")
	if _, err := (Mail{Books: s}).Open(t.Context()); !errors.Is(err, s.failing) {
		t.Errorf("opened with %v", err)
	}
}

func TestWrites(t *testing.T) {
	kinds := []recap.Kind{Offer, Reminder, recap.Daily, recap.Letter("else")}
	m := newShop().open(t)
	if got := slices.DeleteFunc(kinds, func(k recap.Kind) bool { return !m.Writes(k) }); len(got) != 2 || !got[0].Letter() {
		t.Errorf("writes %v", got)
	}
}
