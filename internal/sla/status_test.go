package sla

import (
	"testing"

	"github.com/shopspring/decimal"
)

func TestJudge(t *testing.T) {
	chance := func(text string) decimal.NullDecimal {
		return decimal.NewNullDecimal(decimal.RequireFromString(text))
	}
	// Half way, 20 leads due, half of the commitment likely to be kept.
	middling := func() Standing {
		return Standing{
			Promised: true, Value: decimal.NewFromInt(450), Commitment: decimal.NewFromInt(1000),
			Due: decimal.NewFromInt(500), LeadsDue: decimal.NewFromInt(20), DaysLeft: 10,
			Held: chance("0.5"), Burst: chance("0.1"), Limits: Limits{95, 20, 5},
		}
	}
	for _, c := range []struct {
		name   string
		change func(*Standing)
		want   Status
	}{
		{"nothing promised, whatever came in", func(s *Standing) { s.Promised, s.Value = false, decimal.NewFromInt(5000) }, NoCommitment},
		{"exactly reached", func(s *Standing) { s.Value = s.Commitment }, Reached},
		{"reached on the last day", func(s *Standing) { s.Value, s.DaysLeft = s.Commitment, 0 }, Reached},
		{"reached though silent", func(s *Standing) { s.Value, s.Silent = s.Commitment, true }, Reached},
		{"a cent short on the last day", func(s *Standing) { s.Value, s.DaysLeft = decimal.RequireFromString("999.99"), 0 }, Missed},
		{"missed though silent", func(s *Standing) { s.DaysLeft, s.Silent = 0, true }, Missed},
		{"silent", func(s *Standing) { s.Silent = true }, NotReported},
		{"silent before anything is due", func(s *Standing) { s.Silent, s.Due = true, decimal.Zero }, NotReported},
		{"nothing due yet", func(s *Standing) { s.Due, s.LeadsDue = decimal.Zero, decimal.Zero }, TooEarly},
		{"nothing due yet, many leads promised", func(s *Standing) { s.Due = decimal.Zero }, TooEarly},
		{"nobody has said anything yet", func(s *Standing) { s.Unheard, s.Value, s.Held = true, decimal.Zero, chance("0") }, TooEarly},
		{"few leads due before half time", func(s *Standing) {
			s.LeadsDue, s.Due = decimal.RequireFromString("9.9"), decimal.RequireFromString("499.99")
		}, TooEarly},
		{"few leads due at half time", func(s *Standing) { s.LeadsDue = decimal.RequireFromString("9.9") }, OnTrack},
		{"ten leads due before half time", func(s *Standing) {
			s.LeadsDue, s.Due = decimal.NewFromInt(10), decimal.NewFromInt(400)
		}, OnTrack},
		{"too early hides off track", func(s *Standing) {
			s.LeadsDue, s.Due, s.Held = decimal.NewFromInt(3), decimal.NewFromInt(100), chance("0.01")
		}, TooEarly},
		{"under five chances in a hundred", func(s *Standing) { s.Held = chance("0.049999") }, OffTrack},
		{"exactly five", func(s *Standing) { s.Held = chance("0.05") }, AtRisk},
		{"under twenty", func(s *Standing) { s.Held = chance("0.199999") }, AtRisk},
		{"exactly twenty", func(s *Standing) { s.Held = chance("0.2") }, OnTrack},
		{"limits of the workspace", func(s *Standing) { s.Held, s.Limits.AtRisk = chance("0.29"), 30 }, AtRisk},
		{"a burst in eighty cases of a hundred", func(s *Standing) { s.Burst = chance("0.8") }, OnTrack},
		{"a burst in more", func(s *Standing) { s.Burst = chance("0.800001") }, Ahead},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := middling()
			c.change(&s)
			if got := Judge(s); got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
		})
	}
}
