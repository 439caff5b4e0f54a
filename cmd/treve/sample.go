package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// spelled is what something is called in one language; of a channel also what
// counts as a lead.
type spelled struct {
	name       string
	aliases    []string
	definition string
}

// sampleChannel is an acquisition channel of the fictitious company, with what
// it promises and how this month goes for it.
type sampleChannel struct {
	french, english spelled
	team            ledger.Team
	owner           string // Slack user id in the local workspace
	rates           [3]string
	goals           [3]int64
	form            float64 // this month's leads against the commitment's rhythm
	closes          float64 // how its leads really close against the plan's rates
	known           bool    // its leads are known one by one
}

// The company sells to three personas; one channel runs late, one runs ahead,
// so that there is something to talk about.
var sampleChannels = []sampleChannel{
	{
		spelled{"Trafic naturel", []string{"SEO", "naturel"}, "Un visiteur venu d'un moteur de recherche, qui a rempli le formulaire de contact"},
		spelled{"Organic traffic", []string{"SEO", "organic"}, "A visitor from a search engine who filled the contact form in"},
		ledger.Marketing, "U0MARC00001",
		[3]string{"0.05", "0.04", "0.02"},
		[3]int64{48, 16, 4},
		1.0,
		1.1,
		false,
	},
	{
		spelled{"Inbound", []string{"site", "formulaire"}, "Une demande de devis ou d'échantillon, avec un téléphone"},
		spelled{"Inbound", []string{"website", "form"}, "A request for a quote or a sample, with a phone number"},
		ledger.Marketing, "U0MARC00001",
		[3]string{"0.08", "0.06", "0.03"},
		[3]int64{34, 16, 6},
		0.80,
		0.8,
		true,
	},
	{
		spelled{"E-mail", []string{"mail", "emailing", "newsletter"}, "Un destinataire qui a répondu ou cliqué deux fois en un mois"},
		spelled{"Email", []string{"mail", "newsletter"}, "A recipient who answered, or clicked twice in a month"},
		ledger.Marketing, sampleManager,
		[3]string{"0.04", "0.03", "0.015"},
		[3]int64{60, 24, 6},
		0.55,
		1.25,
		false,
	},
	{
		spelled{"Publicité", []string{"pub", "ads", "paid"}, "Un clic payé suivi d'un formulaire rempli le jour même"},
		spelled{"Ads", []string{"paid", "advertising"}, "A paid click, and a form filled in on the same day"},
		ledger.Marketing, "U0MARC00001",
		[3]string{"0.03", "0.02", "0.01"},
		[3]int64{50, 14, 4},
		1.5,
		0.9,
		false,
	},
	{
		spelled{"Outbound", []string{"prospection", "cold"}, "Un prospect appelé par les ventes, qui accepte un rendez-vous"},
		spelled{"Outbound", []string{"prospecting", "cold"}, "A prospect called by sales who agrees to meet"},
		ledger.Sales, "U0JULIEN001",
		[3]string{"0.06", "0.05", "0.04"},
		[3]int64{10, 6, 2},
		1.05,
		1,
		true,
	},
}

var samplePersonas = []struct {
	french, english spelled
	saleCents       int64
}{
	{spelled{name: "PME", aliases: []string{"SMB", "petite entreprise"}}, spelled{name: "Small business", aliases: []string{"SMB", "small"}}, 180_000},
	{spelled{name: "ETI", aliases: []string{"moyenne"}}, spelled{name: "Mid-size", aliases: []string{"mid", "medium"}}, 650_000},
	{spelled{name: "Grand compte", aliases: []string{"GC"}}, spelled{name: "Key account", aliases: []string{"key"}}, 1_500_000},
}

// sampleManager is who promises, and who scheduled the recap.
const sampleManager = "U0CLAIRE001"

const sampleMonths = 6 // of history before the running month

// fillSample gives an empty workspace a plan for each month, six months of
// history and a month in progress up to yesterday. The same day always gives the
// same figures.
func fillSample(ctx context.Context, books *store.Space, language lang.Language, now time.Time) error {
	settings, err := books.Settings(ctx)
	if err != nil {
		return err
	}
	zone, days, err := almanac(ctx, books, settings)
	if err != nil {
		return err
	}
	s := &sample{
		books: books, language: language, days: days, zone: zone, now: now, today: calendar.On(now, zone),
		// Any fixed seed will do: the point is that a demonstration repeats.
		dice:  rand.New(rand.NewPCG(1803, 2018)), //nolint:gosec // dice, not a secret
		sales: rand.New(rand.NewPCG(1804, 2018)), //nolint:gosec // the same
	}
	first := s.today.In().Add(-sampleMonths)
	if err := s.once(ctx, "catalogue", func(ctx context.Context, tx *store.Tx) error { return s.addCatalogue(ctx, tx, first) }); err != nil {
		return err
	}
	// The past comes before the first promise, from which on months close.
	if err := s.addHistory(ctx); err != nil {
		return err
	}
	for m := first; !m.After(s.today.In()); m = m.Add(1) {
		if err := s.once(ctx, "plan-"+m.String(), func(ctx context.Context, tx *store.Tx) error { return s.promise(ctx, tx, m) }); err != nil {
			return err
		}
	}
	if err := s.once(ctx, "signatures", s.agree); err != nil {
		return err
	}
	return s.addMonth(ctx)
}

type sample struct {
	books    *store.Space
	language lang.Language
	days     *calendar.Calendar
	zone     *time.Location
	now      time.Time
	today    calendar.Date
	dice     *rand.Rand
	sales    *rand.Rand // dice of their own, so that leads stay what they are
	channels []ledger.ChannelID
	personas []ledger.PersonaID
}

// spelled picks what something is called in the company's language.
func (s *sample) spelled(french, english spelled) spelled {
	if s.language == lang.English {
		return english
	}
	return french
}

func (s *sample) once(ctx context.Context, what string, write func(context.Context, *store.Tx) error) error {
	r := ledger.Request{Key: "sample-" + what, Asked: what, At: s.now}
	_, _, err := s.books.Once(ctx, r, func(ctx context.Context, tx *store.Tx) ([]byte, error) { return nil, write(ctx, tx) })
	return err
}

// signed is the manager's signature under what holds from a month on: in the
// morning of its first working day, so that it is the plan and no amendment.
func (s *sample) signed(m calendar.Month) sla.Author {
	at := s.days.NthWorkingDay(m, 1).At(calendar.TimeOfDay{Hour: 9, Minute: 30}, s.zone)
	if at.After(s.now) {
		at = s.now
	}
	return sla.Author{ID: sampleManager, At: at}
}

// addCatalogue adds the channels and personas, with the rates and prices of the
// month first and of all later ones.
func (s *sample) addCatalogue(ctx context.Context, tx *store.Tx, first calendar.Month) error {
	by := s.signed(first)
	for _, persona := range samplePersonas {
		called := s.spelled(persona.french, persona.english)
		id, err := tx.AddPersona(ctx, ledger.Persona{Name: called.name, Aliases: called.aliases}, by)
		if err == nil {
			err = tx.SetSale(ctx, first, id, persona.saleCents, by)
		}
		if err != nil {
			return err
		}
		s.personas = append(s.personas, id)
	}
	for _, c := range sampleChannels {
		called := s.spelled(c.french, c.english)
		id, err := tx.AddChannel(ctx, ledger.Channel{
			Name: called.name, Aliases: called.aliases, Team: c.team, Owner: c.owner, Rhythm: ledger.Daily,
			Definition: called.definition, SalesOwner: sampleSigners[ledger.Sales],
		}, by)
		for i, persona := range s.personas {
			segment := ledger.Segment{Channel: id, Persona: persona}
			err = errors.Join(err, tx.SetRate(ctx, first, segment, decimal.RequireFromString(c.rates[i]), sla.Declared, by))
		}
		if err != nil {
			return err
		}
		s.channels = append(s.channels, id)
	}
	return nil
}

// promise writes a month's commitments, as far as they are not those of the
// month before.
func (s *sample) promise(ctx context.Context, tx *store.Tx, m calendar.Month) error {
	by := s.signed(m)
	before, err := tx.Plan(ctx, m)
	if err != nil {
		return err
	}
	if m == s.today.In() {
		if err := tx.SetPromise(ctx, m, 0, sampleFollowUp, by); err != nil {
			return err
		}
	}
	for i, c := range sampleChannels {
		for j, persona := range s.personas {
			segment := ledger.Segment{Channel: s.channels[i], Persona: persona}
			goal := s.goal(c, j, m)
			if goal == before.Goals[segment] {
				continue
			}
			if err := tx.SetGoal(ctx, m, segment, goal, by); err != nil {
				return err
			}
		}
	}
	return nil
}

// goal is what a channel promises for a month: the company grows by two percent
// of today's commitment a month.
func (s *sample) goal(c sampleChannel, persona int, m calendar.Month) int64 {
	ago := int64(0)
	for ; m.Before(s.today.In()); m = m.Add(1) {
		ago++
	}
	return (c.goals[persona]*(100-2*ago) + 50) / 100
}
