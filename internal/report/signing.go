package report

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// SignedBooks are the part of a workspace's books that people sign.
type SignedBooks interface {
	Catalogue(ctx context.Context) (ledger.Catalogue, error)
	Plan(ctx context.Context, month calendar.Month) (sla.Plan, error)
	// Signatures lists who signed the month's plan, the oldest first.
	Signatures(ctx context.Context, month calendar.Month) ([]sla.Signature, error)
}

// Signing reads how far a month's plan is signed; closed says that the month
// changes no more, see sla.SigningOf.
func Signing(ctx context.Context, from SignedBooks, month calendar.Month, closed bool) (sla.Signing, error) {
	plan, err := from.Plan(ctx, month)
	if err != nil {
		return sla.Signing{}, fmt.Errorf("read what is signed: %w", err)
	}
	catalogue, err := from.Catalogue(ctx)
	if err != nil {
		return sla.Signing{}, fmt.Errorf("read what is signed: %w", err)
	}
	all, err := from.Signatures(ctx, month)
	if err != nil {
		return sla.Signing{}, err
	}
	return sla.SigningOf(plan, catalogue, all, closed), nil
}
