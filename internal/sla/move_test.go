package sla

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/ledger"
)

func holding(goal, leads int64, done int, rate, sale string) Holding {
	return Holding{
		Goal: goal, Leads: leads, Span: Days{Done: done, All: 20}, Known: true,
		Rate: decimal.RequireFromString(rate), Sale: decimal.RequireFromString(sale),
	}
}

func TestMove(t *testing.T) {
	pme, eti := segment(1), segment(2)
	before := map[ledger.Segment]Holding{pme: holding(40, 20, 10, "0.05", "2000"), eti: holding(20, 8, 10, "0.03", "6000")}
	for _, c := range []struct {
		name                          string
		to                            map[ledger.Segment]Holding
		gap, volume, mix, rate, price string
	}{
		{"nothing", before, "0", "0", "0", "0", "0"},
		{
			"a day without leads", // 2 and 1 more are due, worth 200 and 180: 380 at the mean, too
			map[ledger.Segment]Holding{pme: holding(40, 20, 11, "0.05", "2000"), eti: holding(20, 8, 11, "0.03", "6000")},
			"-380", "-380", "0", "0", "0",
		},
		{
			"leads of the cheaper kind",
			map[ledger.Segment]Holding{pme: holding(40, 23, 10, "0.05", "2000"), eti: before[eti]},
			"300", "380", "-80", "0", "0",
		},
		{
			"another rate",
			map[ledger.Segment]Holding{pme: before[pme], eti: holding(20, 8, 10, "0.04", "6000")},
			"-120", "0", "0", "-120", "0",
		},
		{
			"another price",
			map[ledger.Segment]Holding{pme: before[pme], eti: holding(20, 8, 10, "0.03", "5000")},
			"60", "0", "0", "0", "60",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Move(before, c.to)
			for _, part := range []struct {
				name string
				got  decimal.Decimal
				want string
			}{{"gap", m.Gap, c.gap}, {"volume", m.Volume, c.volume}, {"mix", m.Mix, c.mix}, {"rate", m.Rate, c.rate}, {"price", m.Price, c.price}} {
				if part.got.Round(6).String() != part.want {
					t.Errorf("%s moved by %s; want %s", part.name, part.got, part.want)
				}
			}
		})
	}
}

func TestMoveAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) map[ledger.Segment]Holding {
			all := map[ledger.Segment]Holding{}
			done := rapid.IntRange(0, 21).Draw(t, name+" done")
			for i := range rapid.IntRange(0, 6).Draw(t, name) {
				all[segment(i)] = Holding{
					Goal: rapid.Int64Range(0, 500).Draw(t, "goal"), Leads: rapid.Int64Range(0, 500).Draw(t, "leads"),
					Span: Days{Done: done, All: 21}, Known: rapid.Bool().Draw(t, "known"),
					Rate: decimal.New(rapid.Int64Range(0, 900_000).Draw(t, "rate"), -6),
					Sale: decimal.New(rapid.Int64Range(0, 99_999_999).Draw(t, "sale"), -2),
				}
			}
			return all
		}
		from, to := draw("from"), draw("to")
		m := Move(from, to)
		if sum := m.Volume.Add(m.Mix).Add(m.Rate).Add(m.Price); !sum.Equal(m.Gap) {
			t.Fatalf("parts add up to %s; the gap moved by %s", sum, m.Gap)
		}
		if want := gapOf(to).Sub(gapOf(from)); !m.Gap.Equal(want) {
			t.Fatalf("the gap moved by %s; want %s", m.Gap, want)
		}
	})
}
