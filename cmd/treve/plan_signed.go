package main

import (
	"context"
	"errors"
	"time"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// signatureView is the latest signature of one side as programs read it.
type signatureView struct {
	Side     ledger.Team `json:"side"`
	Person   string      `json:"person"` // Slack user id
	Name     string      `json:"name"`
	SignedAt time.Time   `json:"signed_at"`
	Current  bool        `json:"current"` // of the plan as it stands, not of an earlier one
}

// signingOf reads how far a month's plan is signed.
func signingOf(ctx context.Context, books *store.Space, s ledger.Settings, m calendar.Month) (sla.Signing, error) {
	zone, days, err := almanac(ctx, books, s)
	if err != nil {
		return sla.Signing{}, err
	}
	today := calendar.On(time.Now(), zone)
	return report.Signing(ctx, books, m, days.Closed(m, today, s.ClosesAfter))
}

func signatureViews(ctx context.Context, books *store.Space, s sla.Signing) ([]signatureView, error) {
	views := []signatureView{}
	for _, side := range sla.Sides {
		latest, holds := s.Of(side)
		if latest.Person == "" {
			continue
		}
		person, err := books.Person(ctx, latest.Person)
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			return nil, err
		}
		views = append(views, signatureView{side, latest.Person, person.Name, latest.At.UTC(), holds})
	}
	return views, nil
}

// saySigning prints who signed a plan.
func (p *program) saySigning(ctx context.Context, books *store.Space, settings ledger.Settings, plan sla.Plan, s sla.Signing) error {
	line := bot.SigningLine(p.speaker(), s, plan.Changes, settings)
	if line == "" {
		line = p.speaker().Say("sign.nobody", nil)
	}
	return p.sayWords(ctx, books, line)
}
