package sla

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
)

// LeadsAdded is what a Trial changes beside what a Change does.
const LeadsAdded = "leads"

// Trial is one thing that might be otherwise in a month: GoalChanged,
// RateChanged, SaleChanged or LeadsAdded.
type Trial struct {
	What    string
	Segment ledger.Segment  // the parts that are named, others 0
	Leads   int64           // promised, or more or fewer than have come
	Rate    decimal.Decimal // a share
	Cents   int64           // of an average sale
}
