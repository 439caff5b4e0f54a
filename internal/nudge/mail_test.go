package nudge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// shop is a workspace's books: Claire owns two channels, Marc one.
type shop struct {
	settings   ledger.Settings
	exceptions []calendar.Exception
	catalogue  ledger.Catalogue
	reported   map[ledger.ChannelID]calendar.Date
	spans      map[ledger.ChannelID]sla.Span
	absences   ledger.Absences
	people     map[string]ledger.Person
}

func newShop() *shop {
	s := &shop{
		settings: ledger.DefaultSettings(), reported: map[ledger.ChannelID]calendar.Date{},
		people: map[string]ledger.Person{},
		catalogue: ledger.Catalogue{Channels: []ledger.Channel{
			{ID: 1, Name: "E-mail", Owner: "UCLAIRE", Rhythm: ledger.Daily},
			{ID: 2, Name: "Publicité", Owner: "UCLAIRE", Rhythm: ledger.Daily},
			{ID: 3, Name: "Inbound", Owner: "UMARC", Rhythm: ledger.Daily},
			{ID: 4, Name: "Orphelin", Rhythm: ledger.Daily},
		}},
	}
	for _, id := range []string{"UCLAIRE", "UMARC", "UBOSS"} {
		s.people[id] = ledger.Person{ID: id, Name: id[1:], Manager: id == "UBOSS"}
	}
	return s
}

func (s *shop) Settings(context.Context) (ledger.Settings, error)        { return s.settings, nil }
func (s *shop) Exceptions(context.Context) ([]calendar.Exception, error) { return s.exceptions, nil }
func (s *shop) Catalogue(context.Context) (ledger.Catalogue, error)      { return s.catalogue, nil }
func (s *shop) Absences(context.Context) (ledger.Absences, error)        { return s.absences, nil }
func (s *shop) Plan(context.Context, calendar.Month) (sla.Plan, error) {
	return sla.Plan{Spans: s.spans}, nil
}

func (s *shop) Managers(context.Context) ([]ledger.Person, error) {
	return []ledger.Person{s.people["UBOSS"]}, nil
}

func (s *shop) LastReported(context.Context, calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	return s.reported, nil
}

func (s *shop) Person(_ context.Context, id string) (ledger.Person, error) {
	if p, ok := s.people[id]; ok {
		return p, nil
	}
	return ledger.Person{}, ledger.ErrNotFound
}

func (s *shop) leaves(id string) {
	p := s.people[id]
	p.Deactivated = true
	s.people[id] = p
}

func (s *shop) open(t *testing.T) recap.Mail {
	t.Helper()
	m, err := Mail{Books: s, Who: s.Person, Render: func(l Letter) (recap.Message, error) {
		var names []string
		for _, one := range l.Items {
			names = append(names, one.Name)
		}
		return recap.Message{Text: fmt.Sprintf("%s: %s", l.To.Name, strings.Join(names, ", "))}, nil
	}}.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// invites makes somebody a guest who records for channels.
func (s *shop) invites(id string, channels ...ledger.ChannelID) {
	s.people[id] = ledger.Person{ID: id, Name: id[1:], Guest: true, For: channels}
}

func date(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func in(zone, text string) time.Time {
	z, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, z)
	if err != nil {
		panic(err)
	}
	return at
}

func paris(text string) time.Time { return in("Europe/Paris", text) }

// said are the letters in words, by whom they are for.
func said(t *testing.T, m recap.Mail, now time.Time, known ...recap.Post) string {
	t.Helper()
	var all []string
	for _, p := range m.Pending(now, known) {
		message, err := m.Write(t.Context(), p, now)
		var unwanted *recap.Unwanted
		switch {
		case errors.As(err, &unwanted):
			message.Text = p.Conversation + " " + unwanted.Reason
		case err != nil:
			t.Fatal(err)
		}
		all = append(all, message.Text)
	}
	return strings.Join(all, "; ")
}

func TestWhoIsNudgedAboutWhatAndWhen(t *testing.T) {
	known := recap.Post{Key: recap.Key{Conversation: "UCLAIRE", Day: date("2026-11-17"), Kind: Kind}, State: recap.Posted}
	const all = "CLAIRE: E-mail, Publicité; MARC: Inbound"
	for _, c := range []struct {
		name, now string
		change    func(*shop)
		known     []recap.Post
		want      string
	}{
		{"before the time", "2026-11-17 16:59", nil, nil, ""},
		{"at the time, everybody about all their channels", "2026-11-17 17:00", nil, nil, all},
		{"late, after downtime", "2026-11-17 20:59", nil, nil, all},
		{"too late", "2026-11-17 21:01", nil, nil, ""},
		{"once", "2026-11-17 17:30", nil, []recap.Post{known}, "MARC: Inbound"},
		{"again the next day", "2026-11-18 17:00", nil, []recap.Post{known}, all},
		{"not on a Saturday", "2026-11-21 17:00", nil, nil, ""},
		{"not on a holiday", "2026-11-11 17:00", nil, nil, ""},
		{"not in a closure", "2026-11-17 17:00", func(s *shop) {
			s.exceptions = []calendar.Exception{{First: date("2026-11-16"), Last: date("2026-11-20")}}
		}, nil, ""},
		{"switched off", "2026-11-17 17:00", func(s *shop) { s.settings.Nudges = false }, nil, ""},
		{"at another time", "2026-11-17 17:00", func(s *shop) { s.settings.NudgeAt.Hour = 18 }, nil, ""},
		{"an entry made before removes the need", "2026-11-17 17:00", func(s *shop) {
			s.reported = map[ledger.ChannelID]calendar.Date{1: date("2026-11-17"), 2: date("2026-11-16"), 3: date("2026-11-17")}
		}, nil, "CLAIRE: Publicité; UMARC complete"},
		{"not about what is archived", "2026-11-17 17:00", func(s *shop) { s.catalogue.Channels[2].Archived = true }, nil, "CLAIRE: E-mail, Publicité"},
		{"weekly: four working days of silence are none", "2026-11-17 17:00", func(s *shop) {
			s.catalogue.Channels[0].Rhythm, s.reported[1] = ledger.Weekly, date("2026-11-10") // the 11th is off
		}, nil, "CLAIRE: Publicité; MARC: Inbound"},
		{"weekly: five are", "2026-11-18 17:00", func(s *shop) {
			s.catalogue.Channels[0].Rhythm, s.reported[1] = ledger.Weekly, date("2026-11-10")
		}, nil, all},
		{"weekly: never reported, from the month's begin", "2026-11-05 17:00", func(s *shop) { s.catalogue.Channels[0].Rhythm = ledger.Weekly }, nil, "CLAIRE: Publicité; MARC: Inbound"},
		{"weekly: never reported, a week later", "2026-11-06 17:00", func(s *shop) { s.catalogue.Channels[0].Rhythm = ledger.Weekly }, nil, all},
		{"occasional: never by itself", "2026-11-17 17:00", func(s *shop) { s.catalogue.Channels[2].Rhythm = ledger.Occasional }, nil, "CLAIRE: E-mail, Publicité; UMARC complete"},
		{"occasional: on its dates", "2026-11-24 17:00", func(s *shop) {
			s.catalogue.Channels[2].Rhythm, s.spans = ledger.Occasional, map[ledger.ChannelID]sla.Span{3: {First: date("2026-11-24"), Last: date("2026-11-27")}}
		}, nil, all},
		{"daily: not before its own dates", "2026-11-17 17:00", func(s *shop) {
			s.spans = map[ledger.ChannelID]sla.Span{3: {First: date("2026-11-24"), Last: date("2026-11-27")}}
		}, nil, "CLAIRE: E-mail, Publicité; UMARC complete"},
		{"whoever is away passes theirs on", "2026-11-17 17:00", func(s *shop) {
			s.absences = ledger.Absences{{Person: "UCLAIRE", StandIn: "UMARC", Until: date("2026-11-17")}}
		}, nil, "MARC: E-mail, Publicité, Inbound"},
		{"until they are back", "2026-11-18 17:00", func(s *shop) {
			s.absences = ledger.Absences{{Person: "UCLAIRE", StandIn: "UMARC", Until: date("2026-11-17")}}
		}, nil, all},
		{"down a line of those who are away", "2026-11-17 17:00", func(s *shop) {
			s.absences = ledger.Absences{{Person: "UCLAIRE", StandIn: "UMARC"}, {Person: "UMARC", StandIn: "UBOSS"}}
		}, nil, "BOSS: E-mail, Publicité, Inbound"},
		{"a manager in place of whoever has left", "2026-11-17 17:00", func(s *shop) { s.leaves("UMARC") }, nil, "CLAIRE: E-mail, Publicité; BOSS: Inbound"},
		{"told once", "2026-11-18 17:00", func(s *shop) { s.leaves("UMARC") }, []recap.Post{
			{Key: recap.Key{Conversation: "UBOSS", Day: date("2026-11-17"), Kind: recap.Letter("gone-UMARC")}, State: recap.Posted},
		}, "CLAIRE: E-mail, Publicité"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop()
			if c.change != nil {
				c.change(s)
			}
			if got := said(t, s.open(t), paris(c.now), c.known...); got != c.want {
				t.Errorf("%q; want %q", got, c.want)
			}
		})
	}
}

// Whoever turns out to have left when the letter is written gets none.
func TestSomebodyJustGone(t *testing.T) {
	s := newShop()
	m := s.open(t)
	s.leaves("UCLAIRE")
	if got := said(t, m, paris("2026-11-17 17:00")); got != "UCLAIRE gone; MARC: Inbound" {
		t.Errorf("%q", got)
	}
}

// nudges lists when letters are due between two days.
func nudges(t *testing.T, s *shop, from, to string) (days []string) {
	t.Helper()
	zone, err := s.settings.Zone()
	if err != nil {
		t.Fatal(err)
	}
	m := s.open(t)
	for now := date(from).At(calendar.TimeOfDay{}, zone).Add(-time.Second); ; {
		now = m.Next(now)
		if calendar.On(now, zone).After(date(to)) {
			return days
		}
		if len(m.Pending(now, nil)) == 0 || len(m.Pending(now.Add(-time.Second), nil)) > 0 {
			t.Errorf("due at %s, and nobody is asked from then on", now)
		}
		days = append(days, now.In(zone).Format("02 15:04 -07"))
	}
}

func TestWhichEveningsNudgesAreDue(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		change         func(*shop)
		want           []string
	}{
		{"May 2026 and its four holidays", "2026-05-01", "2026-05-31", nil, strings.Split("04 05 06 07 11 12 13 15 18 19 20 21 22 26 27 28 29", " ")},
		{"a closure week", "2026-08-03", "2026-08-14", func(s *shop) {
			s.exceptions = []calendar.Exception{{First: date("2026-08-03"), Last: date("2026-08-09")}}
		}, strings.Split("10 11 12 13 14", " ")},
		{"Good Friday elsewhere", "2026-04-02", "2026-04-07", nil, strings.Split("02 03 07", " ")},
		{"Good Friday in Alsace", "2026-04-02", "2026-04-07", func(s *shop) { s.settings.Alsace = true }, strings.Split("02 07", " ")},
		{"a month that begins on a Sunday", "2026-11-01", "2026-11-04", nil, strings.Split("02 03 04", " ")},
		{"the night that loses an hour", "2026-03-27", "2026-03-30", nil, []string{"27 17:00 +01", "30 17:00 +02"}},
		{"the night that gains one", "2026-10-23", "2026-10-26", nil, []string{"23 17:00 +02", "26 17:00 +01"}},
		{"Montréal", "2026-11-02", "2026-11-03", func(s *shop) {
			s.settings.TimeZone, s.settings.Country = "America/Toronto", "CA"
		}, []string{"02 17:00 -05", "03 17:00 -05"}},
		{"Tahiti", "2026-11-02", "2026-11-03", func(s *shop) { s.settings.TimeZone = "Pacific/Tahiti" }, []string{"02 17:00 -10", "03 17:00 -10"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop()
			if c.change != nil {
				c.change(s)
			}
			got := nudges(t, s, c.from, c.to)
			for i := range got {
				if i < len(c.want) {
					got[i] = got[i][:min(len(got[i]), len(c.want[i]))]
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("due on %v; want %v", got, c.want)
			}
		})
	}
}
