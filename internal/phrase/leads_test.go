package phrase

import (
	"errors"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

func TestLeadsRecordsOneLine(t *testing.T) {
	yesterday := today.AddDays(-1)
	for _, c := range []struct {
		text string
		want Count
	}{
		{"12 email pme", counted(12, today, email, small)},
		{"pme email 12", counted(12, today, email, small)},
		{"12 E-MAIL PME", counted(12, today, email, small)},
		{"12 é-màil Pmé", counted(12, today, email, small)},
		{"12 e mail pme", counted(12, today, email, small)},
		{"12 leads email pme", counted(12, today, email, small)},
		{"1 lead email pme", counted(1, today, email, small)},
		{"0 email pme", counted(0, today, email, small)},
		{"+5 email pme", counted(5, today, email, small)},
		{"-3 email pme", counted(-3, today, email, small)},
		{"−3 email pme", counted(-3, today, email, small)},
		{"–3 email pme", counted(-3, today, email, small)},
		{"email pme -3", counted(-3, today, email, small)},
		{"email pme : 12", counted(12, today, email, small)},
		{"email/pme=12", counted(12, today, email, small)},
		{"12 mailing smb", counted(12, today, email, small)},
		{"12 trafic naturel grand compte", counted(12, today, organic, large)},
		{"grand compte 12 trafic naturel", counted(12, today, organic, large)},
		{"12 trafic-naturel grand-compte", counted(12, today, organic, large)},
		{"12 Salon 2026 PME", counted(12, today, fair, small)},
		{"Salon 2026 12 PME", counted(12, today, fair, small)},
		{"12 salon2026 pme", counted(12, today, fair, small)},
		{"12 publicite eti", counted(12, today, ads, mid)},
		{"12 sea pme", counted(12, today, sea, small)},
		{"12 seo pme", counted(12, today, seo, small)},
		{"12 outbound", counted(12, today, outbound, small)},
		{"12 outbound eti", counted(12, today, outbound, mid)},
		{"12 pour l'email, des PME", counted(12, today, email, small)},
		{"bonjour, 12 email pme svp", counted(12, today, email, small)},
		{"on a eu 12 leads par email pour les pme hier", counted(12, yesterday, email, small)},
		{"we got 12 new leads from email for smb yesterday", counted(12, yesterday, email, small)},
		{"1000000 email pme", counted(1_000_000, today, email, small)},
		{"-1000000 email pme", counted(-1_000_000, today, email, small)},
		{"1,000,000 email pme", counted(1_000_000, today, email, small)},
		{"1\u202f200 email pme", counted(1200, today, email, small)},
		{"1\u00a0200 email pme", counted(1200, today, email, small)},
		{"１２ email pme", counted(12, today, email, small)},
		{"12\u00a0email\u202fpme", counted(12, today, email, small)},
		{"\u200b12 em\u200bail\u200d pme\ufeff", counted(12, today, email, small)},
		{"\u202e12 email pme", counted(12, today, email, small)},
		{"« 12 email pme »", counted(12, today, email, small)},
		{"`12 email pme`", counted(12, today, email, small)},
		{"*12* _email_ pme 🎉", counted(12, today, email, small)},
		{"• 12 email pme", counted(12, today, email, small)},
		{"12 email pme.", counted(12, today, email, small)},
		{"12 email pme !", counted(12, today, email, small)},

		{"12 email pme hier", counted(12, yesterday, email, small)},
		{"hier 12 email pme", counted(12, yesterday, email, small)},
		{"12 email pme yesterday", counted(12, yesterday, email, small)},
		{"12 email pme hier soir", counted(12, yesterday, email, small)},
		{"12 email pme avant-hier", counted(12, day(time.November, 15), email, small)},
		{"12 email pme avant hier", counted(12, day(time.November, 15), email, small)},
		{"12 email pme the day before yesterday", counted(12, day(time.November, 15), email, small)},
		{"12 email pme lundi", counted(12, yesterday, email, small)},
		{"12 email pme on monday", counted(12, yesterday, email, small)},
		{"12 email pme vendredi", counted(12, day(time.November, 13), email, small)},
		{"12 email pme mercredi", counted(12, day(time.November, 11), email, small)},
		{"12 email pme lundi dernier", counted(12, yesterday, email, small)},
		{"12 email pme mardi dernier", counted(12, day(time.November, 10), email, small)},
		{"12 email pme last tuesday", counted(12, day(time.November, 10), email, small)},
		{"12 email pme lundi 16 novembre", counted(12, yesterday, email, small)},
		{"12 email pme demain", counted(12, day(time.November, 18), email, small)},
		{"12 email pme 2026-11-10", counted(12, day(time.November, 10), email, small)},
		{"2026-11-10 pme 12 email", counted(12, day(time.November, 10), email, small)},
		{"12 email pme 10/11", counted(12, day(time.November, 10), email, small)},
		{"12 email pme 1/11", counted(12, day(time.November, 1), email, small)},
		{"12 email pme 20/11", counted(12, calendar.NewDate(2025, time.November, 20), email, small)},
		{"12 email pme 20/11/2026", counted(12, day(time.November, 20), email, small)},
		{"12 email pme 10/11/26", counted(12, day(time.November, 10), email, small)},
		{"12 email pme 10-11-2026", counted(12, day(time.November, 10), email, small)},
		{"12 email pme 10.11.2026", counted(12, day(time.November, 10), email, small)},
		{"12 email pme 10 novembre", counted(12, day(time.November, 10), email, small)},
		{"12 email pme le 10 novembre 2026", counted(12, day(time.November, 10), email, small)},
		{"12 email pme 1er novembre", counted(12, day(time.November, 1), email, small)},
		{"12 email pme 10 nov.", counted(12, day(time.November, 10), email, small)},
		{"12 email pme November 10", counted(12, day(time.November, 10), email, small)},
		{"12 email pme on the 10th of november", counted(12, day(time.November, 10), email, small)},
		{"10 novembre 12 email pme", counted(12, day(time.November, 10), email, small)},
		{"12 email pme 29/02", counted(12, calendar.NewDate(2024, time.February, 29), email, small)},
		{"12 email pme 20 décembre", counted(12, calendar.NewDate(2025, time.December, 20), email, small)},
	} {
		t.Run(c.text, func(t *testing.T) {
			wantCommand(t, Leads, c.text, Record{Lines: []Count{c.want}})
		})
	}
}

func TestLeadsToday(t *testing.T) {
	for _, text := range []string{
		"12 email pme aujourd'hui", "12 email pme aujourd’hui", "12 email pme today",
		"12 email pme mardi", "12 email pme tuesday", "12 email pme 17/11",
	} {
		t.Run(text, func(t *testing.T) {
			want := counted(12, today, email, small)
			want.DayTyped = true
			wantCommand(t, Leads, text, Record{Lines: []Count{want}})
		})
	}
}

func TestLeadsSets(t *testing.T) {
	for _, text := range []string{"set 40 email pme", "fixer 40 email pme", "mettre email pme à 40", "40 email pme set"} {
		t.Run(text, func(t *testing.T) {
			want := counted(40, today, email, small)
			want.Set = true
			wantCommand(t, Leads, text, Record{Lines: []Count{want}})
		})
	}
}

func TestLeadsReadsSeveralLines(t *testing.T) {
	wantCommand(t, Leads, "Bonjour,\r\n12 email pme\n\n  -3 inbound eti hier\n• 5 outbound\nmerci", Record{Lines: []Count{
		counted(12, today, email, small),
		counted(-3, today.AddDays(-1), inbound, mid),
		counted(5, today, outbound, small),
	}})
	p := wantRefusal(t, Leads, "12 email pme\n7 email radio", "phrase.on_line")
	if p.Args["line"] != 2 {
		t.Errorf("the mistake is said to be on line %v; want 2", p.Args["line"])
	}
}

func TestLeadsWords(t *testing.T) {
	for _, c := range []struct {
		text string
		want Command
	}{
		{"", Form{}},
		{" \n\t ", Form{}},
		{"help", Help{}},
		{"aide", Help{}},
		{"?", Help{}},
		{"undo", Undo{}},
		{"annuler", Undo{}},
		{"Annule, s'il te plaît", Undo{}},
		{"log", Log{}},
		{"journal", Log{}},
		{"log email", Log{Channel: email}},
		{"journal de l'e-mail", Log{Channel: email}},
		{"journal emial", Log{Channel: email}},
	} {
		t.Run(c.text, func(t *testing.T) { wantCommand(t, Leads, c.text, c.want) })
	}
}

func TestLeadsRefuses(t *testing.T) {
	for _, c := range []struct {
		text string
		want lang.ID
	}{
		{"email pme", "phrase.no_number"},
		{"email", "phrase.no_number"},
		{"12", "phrase.no_channel"},
		{"12 pme", "phrase.no_channel"},
		{"12 email 15 pme", "phrase.two_numbers"},
		{"12 15 email pme", "phrase.two_numbers"},
		{"1\u00a02000 email pme", "phrase.two_numbers"},
		{"12 2026 pme", "phrase.two_numbers"},
		{"1 200 email pme", "phrase.two_readings"},
		{"1.200 email pme", "phrase.two_readings"},
		{"1,200 email pme", "phrase.two_readings"},
		{"- 3 email pme", "phrase.two_readings"},
		{"Email PME - 12", "phrase.two_readings"},
		{"10 november 12 email pme", "phrase.two_readings"},
		{"3,5 email pme", "phrase.not_whole"},
		{"1.200,50 email pme", "phrase.not_whole"},
		{"1000001 email pme", "phrase.too_many"},
		{"-99999999999999999999 email pme", "phrase.too_many"},
		{"999999999999999999999999 email pme", "phrase.too_many"},
		{"12² email pme", "phrase.no_number"},
		{"𝟏𝟐 email pme", "phrase.no_number"},
		{"email-3 pme", "phrase.no_number"},
		{"12+3 email pme", "phrase.no_number"},
		{"12 email inbound pme", "phrase.two_channels"},
		{"12 email pme eti", "phrase.two_personas"},
		{"12 annuaire pme", "phrase.archived"},
		{"12 email pme 31/02", "phrase.bad_day"},
		{"12 email pme 11/20", "phrase.bad_day"},
		{"12 email pme 32 novembre", "phrase.bad_day"},
		{"12 email pme 2026-13-01", "phrase.bad_day"},
		{"12 email pme hier lundi 10/11", "phrase.two_days"},
		{"12 email pme hier avant-hier", "phrase.two_days"},
		{"12 email pme mardi 16 novembre", "phrase.weekday_mismatch"},
		{"12 email pme novembre", "phrase.month_not_day"},
		{"12 email pme foo", "phrase.unknown_word"},
		{"12 email pme heir", "phrase.unknown_word_near"},
		{"pas 12 email pme", "phrase.unknown_word"},
		{"12 email pme €", "phrase.unknown_word"},
		{"12 % email pme", "phrase.unknown_word"},
		{"12 email pme ?", "phrase.count_or_question"},
		{"undo 12 email pme", "phrase.unknown_word"},
		{"undo email", "phrase.unknown_word"},
		{"12 email pme <!channel>", "phrase.unknown_word"},
		{"12 email pme <@U123>", "phrase.unknown_word"},
		{string(make([]byte, MaxBytes+1)), "phrase.too_long"},
	} {
		t.Run(c.text[:min(len(c.text), 40)], func(t *testing.T) { wantRefusal(t, Leads, c.text, c.want) })
	}
}

func TestReadingsAreBothNamed(t *testing.T) {
	for _, c := range []struct{ text, first, second string }{
		{"1.200 email pme", "1200", "1,2"},
		{"1,200 email pme", "1200", "1,2"},
		{"-1.200 email pme", "-1200", "-1,2"},
		{"1 200 email pme", "1200", "1 / 200"},
		{"- 3 email pme", "-3", "3"},
		{"10 november 12 email pme", "10 november", "november 12"},
	} {
		t.Run(c.text, func(t *testing.T) {
			p := wantRefusal(t, Leads, c.text, "phrase.two_readings")
			if p.Args["first"] != c.first || p.Args["second"] != c.second {
				t.Errorf("readings %v and %v; want %s and %s", p.Args["first"], p.Args["second"], c.first, c.second)
			}
		})
	}
}

func TestNothingToRecordForYet(t *testing.T) {
	c := workspace()
	c.Catalogue.Channels = nil
	_, err := Leads("12 email pme", c)
	if p, ok := errors.AsType[*lang.Problem](err); !ok || p.ID != "phrase.no_channels_yet" {
		t.Errorf("without channels: %v", err)
	}
	c = workspace()
	c.Catalogue.Personas = nil
	_, err = Leads("12 email", c)
	if p, ok := errors.AsType[*lang.Problem](err); !ok || p.ID != "phrase.no_personas_yet" {
		t.Errorf("without personas: %v", err)
	}
}

func TestPersonaLeftOut(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Context)
		want   ledger.PersonaID
	}{
		{"the workspace's default", func(c *Context) { c.DefaultPersona = mid }, mid},
		{"the channel's default before the workspace's", func(c *Context) {
			c.DefaultPersona = mid
			c.Catalogue.Channels[email-1].DefaultPersona = large
		}, large},
		{"the only persona in use", func(c *Context) {
			c.Catalogue.Personas[0].Archived, c.Catalogue.Personas[1].Archived = true, true
		}, large},
		{"an archived default is none", func(c *Context) {
			c.DefaultPersona = large
			c.Catalogue.Personas[large-1].Archived = true
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			context := workspace()
			c.change(&context)
			cmd, err := Leads("12 email", context)
			if err != nil {
				t.Fatal(err)
			}
			line := cmd.(Record).Lines[0]
			if line.Persona != c.want || (len(line.Doubts) == 0) != (c.want != 0) {
				t.Errorf("persona %d with doubts %v; want %d", line.Persona, line.Doubts, c.want)
			}
		})
	}
}
