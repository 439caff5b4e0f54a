package bot

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// november is a workspace's books in memory, as on Monday 16 November 2026 in
// the morning: five channels, three personas, a plan, and what came in.
type november struct {
	ledger.Writer // nobody here records leads
	settings      ledger.Settings
	exceptions    []calendar.Exception
	catalogue     ledger.Catalogue
	plans         map[calendar.Month]sla.Plan
	totals        []ledger.Total
	months        []ledger.MonthTotal
	reported      map[ledger.ChannelID]calendar.Date
	entries       []ledger.Written
	kept          map[string][]byte
	managers      []ledger.Person
	people        map[string]ledger.Person
	drafts        []ledger.Draft
	signatures    map[calendar.Month][]sla.Signature
	linked        []ledger.LinkedWins
	sales         []ledger.PersonaSales
}

var (
	novemberMonth = calendar.Month{Year: 2026, Month: time.November}
	monday16      = time.Date(2026, time.November, 16, 8, 0, 0, 0, time.UTC)
)

// newNovember reads the worked example.
func newNovember(t *testing.T) *november {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "november-2026.json"))
	if err != nil {
		t.Fatal(err)
	}
	var example struct {
		Segments []struct {
			Channel, Persona string
			CloseRate        decimal.Decimal `json:"close_rate"`
			AverageSale      int64           `json:"average_sale"`
			Commitment       int64
			Leads            int64
			Monthly          int64 `json:"monthly_leads_aug_sep_oct_each"`
		}
	}
	if err := json.Unmarshal(raw, &example); err != nil {
		t.Fatal(err)
	}
	n := &november{settings: ledger.DefaultSettings(), reported: map[ledger.ChannelID]calendar.Date{}, kept: map[string][]byte{}}
	plan := emptyPlan(novemberMonth)
	plan.From = novemberMonth
	friday := calendar.NewDate(2026, time.November, 13)
	for _, s := range example.Segments {
		segment := ledger.Segment{Channel: n.channel(s.Channel), Persona: n.persona(s.Persona)}
		plan.Goals[segment] = s.Commitment
		plan.Rates[segment] = sla.Rate{Value: s.CloseRate, Source: sla.Declared}
		plan.Sales[segment.Persona] = s.AverageSale * 100
		plan.Changes = append(plan.Changes,
			sla.Change{What: sla.RateChanged, Segment: segment, New: s.CloseRate.String(), Author: "UCLAIRE", At: day(2)})
		n.came(friday, segment, s.Leads)
		for back := 1; back <= 3; back++ {
			n.months = append(n.months, ledger.MonthTotal{Month: novemberMonth.Add(-back), Segment: segment, Stage: ledger.Lead, Count: s.Monthly})
		}
		n.reported[segment.Channel] = friday
	}
	for _, p := range n.catalogue.Personas {
		plan.Changes = append(plan.Changes, sla.Change{
			What: sla.SaleChanged, Segment: ledger.Segment{Persona: p.ID},
			New: strconv.FormatInt(plan.Sales[p.ID], 10), Author: "UCLAIRE", At: day(2),
		})
	}
	n.plans = map[calendar.Month]sla.Plan{novemberMonth: plan}
	n.owns("E-mail", "UCLAIRE")
	n.owns("Inbound", "UMARC")
	return n
}

func day(d int) time.Time { return time.Date(2026, time.November, d, 9, 0, 0, 0, time.UTC) }

func emptyPlan(m calendar.Month) sla.Plan {
	return sla.Plan{
		Month: m, Goals: map[ledger.Segment]int64{}, Rates: map[ledger.Segment]sla.Rate{},
		Sales: map[ledger.PersonaID]int64{}, Spans: map[ledger.ChannelID]sla.Span{},
		Definitions: map[ledger.ChannelID]string{},
		Promises:    map[ledger.ChannelID]sla.Promise{},
	}
}

func (n *november) channel(name string) ledger.ChannelID {
	for _, c := range n.catalogue.Channels {
		if c.Name == name {
			return c.ID
		}
	}
	id := ledger.ChannelID(len(n.catalogue.Channels) + 1)
	n.catalogue.Channels = append(n.catalogue.Channels,
		ledger.Channel{ID: id, Name: name, Team: ledger.Marketing, Rhythm: ledger.Daily})
	return id
}

func (n *november) persona(name string) ledger.PersonaID {
	for _, p := range n.catalogue.Personas {
		if p.Name == name {
			return p.ID
		}
	}
	id := ledger.PersonaID(len(n.catalogue.Personas) + 1)
	n.catalogue.Personas = append(n.catalogue.Personas, ledger.Persona{ID: id, Name: name})
	return id
}

func (n *november) owns(channel, user string) {
	n.catalogue.Channels[n.channel(channel)-1].Owner = user
}

// came writes leads down for a day.
func (n *november) came(d calendar.Date, s ledger.Segment, leads int64) {
	cell := ledger.Cell{Day: d, Channel: s.Channel, Persona: s.Persona, Stage: ledger.Lead}
	n.totals = append(n.totals, ledger.Total{Cell: cell, Count: leads, Standing: 1})
	n.entries = append(n.entries, ledger.Written{Entry: ledger.Entry{
		ID: int64(len(n.entries) + 1), Cell: cell,
		Count: leads, Author: "UCLAIRE", Source: ledger.Typed,
	}})
}

// asks is somebody asking, a manager unless said otherwise.
func (n *november) asks(t *testing.T, l lang.Language, text string) asked {
	t.Helper()
	c, err := calendar.New(calendar.Rule{Country: n.settings.Country, Exceptions: n.exceptions, CalendarDays: n.settings.CalendarDays})
	if err != nil {
		t.Fatal(err)
	}
	return asked{
		key: "trigger " + text, what: text, text: text, say: lang.Speak(l),
		person:   ledger.Person{ID: "UCLAIRE", Name: "Claire", Manager: true},
		settings: n.settings, exceptions: n.exceptions, calendar: c, catalogue: n.catalogue,
		now: monday16, today: calendar.NewDate(2026, time.November, 16),
	}
}

func (n *november) bot() *Bot {
	return New(nil, Options{Books: n, People: n, Now: func() time.Time { return monday16 }})
}

func (n *november) Settings(context.Context) (ledger.Settings, error) { return n.settings, nil }
func (n *november) Exceptions(context.Context) ([]calendar.Exception, error) {
	return n.exceptions, nil
}
func (n *november) Catalogue(context.Context) (ledger.Catalogue, error) { return n.catalogue, nil }
func (n *november) Managers(context.Context) ([]ledger.Person, error)   { return n.managers, nil }
func (n *november) SavePerson(context.Context, ledger.Person) error     { return nil }
func (n *november) Person(_ context.Context, id string) (ledger.Person, error) {
	if p, met := n.people[id]; met {
		return p, nil
	}
	return ledger.Person{}, ledger.ErrNotFound
}

func (n *november) EntriesOn(context.Context, ledger.Cell) ([]ledger.Entry, error) { return nil, nil }

// Plan carries the latest plan over, as the store does.
func (n *november) Plan(_ context.Context, m calendar.Month) (sla.Plan, error) {
	for back := m; !back.Before(m.Add(-12)); back = back.Add(-1) {
		if plan, ok := n.plans[back]; ok {
			plan.Month = m
			if back != m {
				plan.Changes = nil
			}
			return plan, nil
		}
	}
	return emptyPlan(m), nil
}

func (n *november) Totals(_ context.Context, first, last calendar.Date) ([]ledger.Total, error) {
	var found []ledger.Total
	for _, total := range n.totals {
		if !total.Cell.Day.Before(first) && !total.Cell.Day.After(last) {
			found = append(found, total)
		}
	}
	return found, nil
}

func (n *november) MonthTotals(_ context.Context, first, last calendar.Month) ([]ledger.MonthTotal, error) {
	var found []ledger.MonthTotal
	for _, total := range n.months {
		if !total.Month.Before(first) && !total.Month.After(last) {
			found = append(found, total)
		}
	}
	return found, nil
}

func (n *november) LastReported(context.Context, calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	return n.reported, nil
}

func (n *november) RecentEntries(_ context.Context, c ledger.ChannelID, _ int) ([]ledger.Written, error) {
	var found []ledger.Written
	for _, e := range n.entries {
		if c == 0 || e.Cell.Channel == c {
			found = append(found, e)
		}
	}
	return found, nil
}

func (n *november) Once(ctx context.Context, r ledger.Request,
	write func(context.Context, Page) ([]byte, error),
) ([]byte, bool, error) {
	if answer, done := n.kept[r.Key]; done {
		return answer, true, nil
	}
	answer, err := write(ctx, n)
	if err == nil {
		n.kept[r.Key] = answer
	}
	return answer, false, err
}

func (n *november) SetGoal(_ context.Context, m calendar.Month, s ledger.Segment, leads int64, by sla.Author) error {
	plan := n.written(m)
	plan.Changes = append(plan.Changes, sla.Change{
		What: sla.GoalChanged, Segment: s,
		Old: strconv.FormatInt(plan.Goals[s], 10), New: strconv.FormatInt(leads, 10), Author: by.ID, At: by.At,
	})
	plan.Goals[s] = leads
	n.plans[m] = plan
	return nil
}

func (n *november) SetTarget(_ context.Context, m calendar.Month, cents int64, _ sla.Author) error {
	plan := n.written(m)
	plan.Target = decimal.NewNullDecimal(decimal.New(cents, -2))
	n.plans[m] = plan
	return nil
}

func (n *november) SetPromise(_ context.Context, m calendar.Month, c ledger.ChannelID, p sla.Promise, _ sla.Author) error {
	n.written(m).Promises[c] = p
	return nil
}

func (n *november) Keep(context.Context, []recap.Note) error { return nil }

func (n *november) HoldChannel(context.Context, ledger.ChannelID) error { return nil }

func (n *november) Named(context.Context, calendar.Date, calendar.Date) ([]ledger.Entry, error) {
	return nil, nil
}

func (n *november) SaleTimes(context.Context, calendar.Month, calendar.Month) ([]ledger.SaleTime, error) {
	return nil, nil
}

func (n *november) FirstPromised(context.Context) (first calendar.Month, err error) {
	for m, plan := range n.plans {
		if len(plan.Promises) > 0 && (first.IsZero() || m.Before(first)) {
			first = m
		}
	}
	return first, nil
}

func (n *november) HoldPlan(context.Context) error { return nil }

func (n *november) Signatures(_ context.Context, m calendar.Month) ([]sla.Signature, error) {
	return n.signatures[m], nil
}

func (n *november) Sign(_ context.Context, s sla.Signature) error {
	if n.signatures == nil {
		n.signatures = map[calendar.Month][]sla.Signature{}
	}
	n.signatures[s.Month] = append(n.signatures[s.Month], s)
	return nil
}

func (n *november) SetRate(_ context.Context, m calendar.Month, s ledger.Segment, rate decimal.Decimal, source string, _ sla.Author) error {
	n.written(m).Rates[s] = sla.Rate{Value: rate, Source: source}
	return nil
}

func (n *november) SetSale(_ context.Context, m calendar.Month, p ledger.PersonaID, cents int64, _ sla.Author) error {
	n.written(m).Sales[p] = cents
	return nil
}

func (n *november) SetDefinition(_ context.Context, m calendar.Month, c ledger.ChannelID, text string, by sla.Author) error {
	plan := n.written(m)
	plan.Changes = append(plan.Changes, sla.Change{
		What: sla.DefinitionChanged, Segment: ledger.Segment{Channel: c}, Old: plan.Definitions[c], New: text, Author: by.ID, At: by.At,
	})
	plan.Definitions[c] = text
	n.plans[m] = plan
	return nil
}

func (n *november) SetSpan(_ context.Context, m calendar.Month, c ledger.ChannelID, span sla.Span, _ sla.Author) error {
	n.written(m).Spans[c] = span
	return nil
}

// written is the month's own plan, which starts as a copy of the one it would
// carry over.
func (n *november) written(m calendar.Month) sla.Plan {
	plan, err := n.Plan(context.Background(), m)
	if err != nil {
		panic(err)
	}
	own := emptyPlan(m)
	own.From, own.Changes, own.Target = m, plan.Changes, plan.Target
	maps.Copy(own.Goals, plan.Goals)
	maps.Copy(own.Rates, plan.Rates)
	maps.Copy(own.Sales, plan.Sales)
	maps.Copy(own.Spans, plan.Spans)
	maps.Copy(own.Definitions, plan.Definitions)
	maps.Copy(own.Promises, plan.Promises)
	if n.plans == nil {
		n.plans = map[calendar.Month]sla.Plan{}
	}
	n.plans[m] = own
	return own
}

func (n *november) AddChannel(_ context.Context, c ledger.Channel, _ sla.Author) (ledger.ChannelID, error) {
	c.ID = ledger.ChannelID(len(n.catalogue.Channels) + 1)
	n.catalogue.Channels = append(n.catalogue.Channels, c)
	return c.ID, nil
}

func (n *november) AddPersona(_ context.Context, p ledger.Persona, _ sla.Author) (ledger.PersonaID, error) {
	p.ID = ledger.PersonaID(len(n.catalogue.Personas) + 1)
	n.catalogue.Personas = append(n.catalogue.Personas, p)
	return p.ID, nil
}

func (n *november) UpdateChannel(_ context.Context, c ledger.Channel, _ sla.Author) error {
	n.catalogue.Channels[c.ID-1] = c
	return nil
}

func (n *november) Drafts(context.Context) ([]ledger.Draft, error) { return n.drafts, nil }

func (n *november) KeepDraft(_ context.Context, d ledger.Draft) error {
	d.ID = int64(len(n.drafts) + 1)
	n.drafts = append(n.drafts, d)
	return nil
}

func (n *november) SettleDraft(context.Context, int64, ledger.DraftState, string, time.Time) error {
	return ledger.ErrNotFound
}

func (n *november) Mutes(context.Context) ([]ledger.Mute, error) { return nil, nil }

func (n *november) RoleHolders(context.Context) ([]string, error) { return nil, nil }

func (n *november) ManagersLeft(context.Context) (int, error) { return 0, nil }

func (n *november) Retire(context.Context, string, sla.Author) (ledger.Departure, error) {
	return ledger.Departure{}, nil
}

func (n *november) Guests(context.Context) ([]ledger.Person, error) { return nil, nil }

func (n *november) SetGuest(context.Context, string, []ledger.ChannelID, sla.Author) error {
	return nil
}

func (n *november) EntriesBy(context.Context, string, int) ([]ledger.Written, error) { return nil, nil }

func (n *november) LeadsBy(context.Context, string, ledger.ChannelID, calendar.Month) (int64, error) {
	return 0, nil
}

func (n *november) Audit(context.Context, int) ([]ledger.AuditLine, error) { return nil, nil }

func (n *november) UpdatePersona(_ context.Context, p ledger.Persona, _ sla.Author) error {
	n.catalogue.Personas[p.ID-1] = p
	return nil
}

func (n *november) AddException(_ context.Context, e calendar.Exception, by sla.Author) error {
	e.By, e.DeclaredAt = by.ID, by.At
	n.exceptions = append(n.exceptions, e)
	return nil
}

func (n *november) SetOption(_ context.Context, key, value string, _ sla.Author) error {
	return n.settings.SetOption(key, value)
}

// spaces makes typographic spaces plain, so that tests can be typed.
var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ")
