package phrase

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/sla"
)

// ProposePlan asks for the commitments that bring a revenue.
type ProposePlan struct {
	Cents int64           // the revenue
	Share decimal.Decimal // of it that marketing brings, 1 for all
	Month calendar.Month  // zero: the running one
}

// Simulate asks what would be different; nothing is stored.
type Simulate struct {
	Trials []sla.Trial
	Month  calendar.Month // zero: the running one
}

func (ProposePlan) command() {}
func (Simulate) command()    {}
