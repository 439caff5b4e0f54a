package ledger

import "github.com/treve-bot/treve/internal/calendar"

// LinkedWins are wins of one segment which name their lead, added up by the
// month in which the lead came in and the one in which the sale was won.
type LinkedWins struct {
	Segment   Segment
	Came, Won calendar.Month
	Count     int64
}

// PersonaSales are a persona's wins that carry an amount.
type PersonaSales struct {
	Persona      PersonaID
	Count        int64
	AmountCents  int64
	LargestCents int64 // the largest sale; of wins counted together, their mean
}
