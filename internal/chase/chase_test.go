package chase

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

// shop is a workspace with two channels, of which Julien follows one up, and
// leads that nobody has contacted.
type shop struct {
	settings ledger.Settings
	totals   []ledger.Total
	promised bool
}

func (s shop) Settings(context.Context) (ledger.Settings, error) { return s.settings, nil }

func (s shop) Exceptions(context.Context) ([]calendar.Exception, error) { return nil, nil }

func (s shop) Catalogue(context.Context) (ledger.Catalogue, error) {
	return ledger.Catalogue{
		Channels: []ledger.Channel{
			{ID: 1, Name: "Inbound", Team: ledger.Marketing, Owner: "UMARC", SalesOwner: "UJULIEN"},
			{ID: 2, Name: "Outbound", Team: ledger.Sales, Owner: "UEMMA"},
			{ID: 3, Name: "Salon", Team: ledger.Marketing, Owner: "UMARC"},
		},
		Personas: []ledger.Persona{{ID: 1, Name: "PME"}},
	}, nil
}

func (s shop) Plan(_ context.Context, m calendar.Month) (sla.Plan, error) {
	plan := sla.Plan{Month: m, From: m, Target: decimal.NullDecimal{}}
	if s.promised {
		plan.Promises = map[ledger.ChannelID]sla.Promise{0: {Share: 90, Within: 1, Unit: sla.InDays}}
	}
	return plan, nil
}

func (s shop) Totals(context.Context, calendar.Date, calendar.Date) ([]ledger.Total, error) {
	return s.totals, nil
}

func (s shop) MonthTotals(context.Context, calendar.Month, calendar.Month) ([]ledger.MonthTotal, error) {
	return nil, nil
}

func (s shop) LastReported(context.Context, calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	return nil, nil
}

func (s shop) Named(context.Context, calendar.Date, calendar.Date) ([]ledger.Entry, error) {
	return nil, nil
}

func (s shop) FirstPromised(context.Context) (m calendar.Month, err error) {
	if s.promised {
		m = calendar.Month{Year: 2026, Month: time.November}
	}
	return m, nil
}

func (s shop) Managers(context.Context) ([]ledger.Person, error) {
	return []ledger.Person{{ID: "UCLAIRE"}}, nil
}

func (s shop) Person(_ context.Context, id string) (ledger.Person, error) {
	return ledger.Person{}, ledger.ErrNotFound
}

func newShop(leads ...ledger.Total) shop {
	return shop{settings: ledger.DefaultSettings(), promised: true, totals: leads}
}

func came(channel ledger.ChannelID, day int, n int64) ledger.Total {
	return ledger.Total{Cell: ledger.Cell{
		Day: calendar.NewDate(2026, time.November, day), Channel: channel, Persona: 1, Stage: ledger.Lead,
	}, Count: n, Standing: 1}
}

// open opens the mail, whose letters say whom they are for and what waits.
func open(t *testing.T, s shop) recap.Mail {
	t.Helper()
	m, err := Mail{Books: s, Render: func(l Letter) (recap.Message, error) {
		var b strings.Builder
		for _, w := range l.Waiting {
			fmt.Fprintf(&b, " %d of %d since %s", w.Count, w.Segment.Channel, w.Day)
		}
		return recap.Message{Text: l.To.ID + b.String()}, nil
	}}.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func november(day, hour int) time.Time {
	zone, _ := time.LoadLocation("Europe/Paris")
	return time.Date(2026, time.November, day, hour, 0, 0, 0, zone)
}

func TestPending(t *testing.T) {
	for _, c := range []struct {
		name string
		shop shop
		now  time.Time
		want []string
	}{
		{"before the office opens", newShop(), november(17, 8), nil},
		{"in the morning", newShop(), november(17, 9), []string{"UJULIEN sales", "UEMMA sales", "UCLAIRE sales-late-1", "UCLAIRE sales-late-2", "UCLAIRE sales-late-3"}},
		{"on a Sunday", newShop(), november(15, 12), nil},
		{"on 11 November", newShop(), november(11, 12), nil},
		{"where sales promises nothing", shop{settings: ledger.DefaultSettings()}, november(17, 9), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := open(t, c.shop)
			var got []string
			pending := m.Pending(c.now, nil)
			for _, p := range pending {
				got = append(got, p.Conversation+" "+strings.TrimPrefix(string(p.Kind), "letter-"))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("pending %v; want %v", got, c.want)
			}
			if again := m.Pending(c.now, pending); len(pending) > 0 && len(again) > 0 {
				t.Errorf("pending again: %v", again)
			}
		})
	}
}

func TestNext(t *testing.T) {
	m := open(t, newShop())
	for _, c := range []struct{ now, want time.Time }{
		{november(17, 8), november(17, 9)}, {november(17, 9), november(18, 9)}, {november(13, 12), november(16, 9)},
	} {
		if got := m.Next(c.now); !got.Equal(c.want) {
			t.Errorf("after %s comes %s; want %s", c.now, got, c.want)
		}
	}
	if got := open(t, shop{settings: ledger.DefaultSettings()}).Next(november(17, 8)); !got.IsZero() {
		t.Errorf("with nothing promised comes %s", got)
	}
}

// Leads of Thursday 12 are due on Friday, and a second time on Monday.
func TestWrite(t *testing.T) {
	leads := newShop(came(1, 12, 4), came(1, 13, 2), came(2, 12, 3), came(3, 12, 5))
	for _, c := range []struct {
		name, to string
		kind     recap.Kind
		on       int
		want     string // "" for no letter
	}{
		{"still within time on Friday", "UJULIEN", Morning, 13, ""},
		{"overdue on Monday", "UJULIEN", Morning, 16, "UJULIEN 4 of 1 since 2026-11-12"},
		{"more on Tuesday", "UJULIEN", Morning, 17, "UJULIEN 4 of 1 since 2026-11-12 2 of 1 since 2026-11-13"},
		{"their own channel only", "UEMMA", Morning, 16, "UEMMA 3 of 2 since 2026-11-12"},
		{"managers not yet on Monday", "UCLAIRE", Escalation(1), 16, ""},
		{"managers on Tuesday", "UCLAIRE", Escalation(1), 17, "UCLAIRE 4 of 1 since 2026-11-12"},
		{"and of what is new on Wednesday", "UCLAIRE", Escalation(1), 18, "UCLAIRE 2 of 1 since 2026-11-13"},
		{"never again", "UCLAIRE", Escalation(1), 19, ""},
		{"of what nobody follows too", "UCLAIRE", Escalation(3), 17, "UCLAIRE 5 of 3 since 2026-11-12"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := recap.Post{Key: recap.Key{Conversation: c.to, Day: calendar.NewDate(2026, time.November, c.on), Kind: c.kind}}
			m := open(t, leads)
			if !m.Writes(c.kind) {
				t.Fatalf("%s is not written here", c.kind)
			}
			got, err := m.Write(t.Context(), p, november(c.on, 9))
			var unwanted *recap.Unwanted
			if c.want == "" && !errors.As(err, &unwanted) || c.want != "" && (err != nil || got.Text != c.want) {
				t.Errorf("wrote %q, %v; want %q", got.Text, err, c.want)
			}
		})
	}
}

// What managers could not be told of on its morning, they are told of on the next.
func TestAMorningThatWasMissed(t *testing.T) {
	leads := newShop(came(1, 12, 4), came(1, 13, 2))
	letter := func(on int, state recap.State, reason string) recap.Post {
		return recap.Post{
			Key:   recap.Key{Conversation: "UCLAIRE", Day: calendar.NewDate(2026, time.November, on), Kind: Escalation(1)},
			State: state, Reason: reason,
		}
	}
	for _, c := range []struct {
		name  string
		known []recap.Post
		want  string
	}{
		{"told on Tuesday", []recap.Post{letter(16, recap.Skipped, Nothing), letter(17, recap.Posted, "")}, "UCLAIRE 2 of 1 since 2026-11-13"},
		{"away on Tuesday", []recap.Post{letter(16, recap.Skipped, Nothing)}, "UCLAIRE 4 of 1 since 2026-11-12 2 of 1 since 2026-11-13"},
		{"Slack was away all Tuesday", []recap.Post{letter(16, recap.Skipped, Nothing), letter(17, recap.Skipped, Over)}, "UCLAIRE 4 of 1 since 2026-11-12 2 of 1 since 2026-11-13"},
		{"refused on Tuesday", []recap.Post{letter(16, recap.Skipped, Nothing), letter(17, recap.Blocked, "cannot_dm_bot")}, "UCLAIRE 4 of 1 since 2026-11-12 2 of 1 since 2026-11-13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := open(t, leads)
			m.Pending(november(18, 9), c.known)
			got, err := m.Write(t.Context(), letter(18, recap.Due, ""), november(18, 9))
			if err != nil || got.Text != c.want {
				t.Errorf("wrote %q, %v; want %q", got.Text, err, c.want)
			}
		})
	}
}

func TestAnotherDaysLetterIsNotWanted(t *testing.T) {
	p := recap.Post{Key: recap.Key{Conversation: "UJULIEN", Day: calendar.NewDate(2026, time.November, 16), Kind: Morning}}
	_, err := open(t, newShop(came(1, 12, 4))).Write(t.Context(), p, november(17, 9))
	var unwanted *recap.Unwanted
	if !errors.As(err, &unwanted) || unwanted.Reason != Over {
		t.Errorf("%v", err)
	}
}
