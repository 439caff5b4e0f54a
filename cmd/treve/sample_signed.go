package main

import (
	"context"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// sampleSigners sign the running month's SLA, each for a side.
var sampleSigners = map[ledger.Team]string{ledger.Marketing: sampleManager, ledger.Sales: "U0JULIEN001"}

// agree has both sides sign the running month as it was promised.
func (s *sample) agree(ctx context.Context, tx *store.Tx) error {
	month := s.today.In()
	plan, err := tx.Plan(ctx, month)
	if err != nil {
		return err
	}
	catalogue, err := tx.Catalogue(ctx)
	if err != nil {
		return err
	}
	terms := sla.TermsOf(plan, catalogue)
	for _, side := range sla.Sides {
		err := tx.Sign(ctx, sla.Signature{Month: month, Side: side, Person: sampleSigners[side], At: s.signed(month).At, Terms: terms})
		if err != nil {
			return err
		}
	}
	return tx.SetOption(ctx, ledger.SignerOption(ledger.Sales), sampleSigners[ledger.Sales], s.signed(month))
}
