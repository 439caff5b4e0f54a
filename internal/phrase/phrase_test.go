package phrase

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// The workspace of the tests, on a Tuesday.
const (
	organic ledger.ChannelID = iota + 1
	inbound
	email
	ads
	outbound
	fair
	sea
	seo
	retired
)

const (
	small ledger.PersonaID = iota + 1
	mid
	large
)

var today = calendar.NewDate(2026, time.November, 17)

func workspace() Context {
	return Context{
		Catalogue: ledger.Catalogue{
			Channels: []ledger.Channel{
				{ID: organic, Name: "Trafic naturel", Aliases: []string{"organic"}},
				{ID: inbound, Name: "Inbound"},
				{ID: email, Name: "E-mail", Aliases: []string{"mailing"}},
				{ID: ads, Name: "Publicité", Aliases: []string{"paid", "ads"}},
				{ID: outbound, Name: "Outbound", DefaultPersona: small},
				{ID: fair, Name: "Salon 2026"},
				{ID: sea, Name: "SEA"},
				{ID: seo, Name: "SEO"},
				{ID: retired, Name: "Annuaire", Archived: true},
			},
			Personas: []ledger.Persona{
				{ID: small, Name: "PME", Aliases: []string{"SMB"}},
				{ID: mid, Name: "ETI"},
				{ID: large, Name: "Grand compte"},
			},
		},
		Today:   today,
		RecapAt: calendar.TimeOfDay{Hour: 9},
	}
}

// counted is a line recorded without doubts.
func counted(n int64, day calendar.Date, c ledger.ChannelID, p ledger.PersonaID) Count {
	return Count{Count: n, Day: day, DayTyped: day != today, Channel: c, Persona: p, Stage: ledger.Lead}
}

func day(month time.Month, d int) calendar.Date { return calendar.NewDate(2026, month, d) }

func month(year int, m time.Month) calendar.Month { return calendar.Month{Year: year, Month: m} }

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func segment(c ledger.ChannelID, p ledger.PersonaID) ledger.Segment {
	return ledger.Segment{Channel: c, Persona: p}
}

// reader is Leads, SLA, Recap or Message.
type reader func(string, Context) (Command, error)

// wantCommand checks what a text is read as, the line typed apart.
func wantCommand(t *testing.T, read reader, text string, want Command) {
	t.Helper()
	got, err := read(text, workspace())
	if err != nil {
		t.Fatalf("%q: refused, %v", text, bothLanguages(err))
	}
	if diff := cmp.Diff(want, untyped(got), decimals); diff != "" {
		t.Errorf("%q (-want +got):\n%s", text, diff)
	}
}

var decimals = cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })

// untyped clears the lines as typed, which the tables would only repeat.
func untyped(cmd Command) Command {
	r, ok := cmd.(Record)
	if !ok {
		return cmd
	}
	for i := range r.Lines {
		r.Lines[i].Typed = ""
	}
	return r
}

// wantRefusal checks that a text is refused with a message of the catalogue.
func wantRefusal(t *testing.T, read reader, text string, want lang.ID) *lang.Problem {
	t.Helper()
	got, err := read(text, workspace())
	var p *lang.Problem
	if !errors.As(err, &p) {
		t.Fatalf("%q = %#v, %v; want it refused with %s", text, got, err, want)
	}
	if p.ID != want {
		t.Errorf("%q is refused with %s; want %s", text, bothLanguages(p), want)
	}
	return p
}

// bothLanguages is an error as both languages say it.
func bothLanguages(err error) string {
	var p *lang.Problem
	if !errors.As(err, &p) {
		return err.Error()
	}
	return string(p.ID) + ": " + lang.Speak(lang.French).Problem(p) + " / " + lang.Speak(lang.English).Problem(p)
}

// large20x8 is a workspace of 20 channels and 8 personas.
func large20x8() Context {
	c := Context{Today: today}
	for i := range 20 {
		name := fmt.Sprintf("Source %d", i+1)
		c.Catalogue.Channels = append(c.Catalogue.Channels,
			ledger.Channel{ID: ledger.ChannelID(i + 1), Name: name, Aliases: []string{"alias " + name}})
	}
	for i := range 8 {
		c.Catalogue.Personas = append(c.Catalogue.Personas,
			ledger.Persona{ID: ledger.PersonaID(i + 1), Name: fmt.Sprintf("Client %d", i+1)})
	}
	return c
}
