package phrase

import (
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

func TestPlansWanted(t *testing.T) {
	december := month(2026, time.December)
	all, most := dec("1"), dec("0.6")
	for _, c := range []struct {
		text string
		want Command
	}{
		{"plan 120000", ProposePlan{Cents: 120_000_00, Share: all}},
		{"plan 120 000 €", ProposePlan{Cents: 120_000_00, Share: all}},
		{"plan 120\u202f000\u00a0€", ProposePlan{Cents: 120_000_00, Share: all}},
		{"plan €120,000", ProposePlan{Cents: 120_000_00, Share: all}},
		{"plan 120000 décembre", ProposePlan{Cents: 120_000_00, Share: all, Month: december}},
		{"plan décembre 2026 120000", ProposePlan{Cents: 120_000_00, Share: all, Month: december}},
		{"le plan de décembre pour 120 000 euros", ProposePlan{Cents: 120_000_00, Share: all, Month: december}},
		{"plan 2026-12 120000", ProposePlan{Cents: 120_000_00, Share: all, Month: december}},
		{"plan 120000 mois prochain", ProposePlan{Cents: 120_000_00, Share: all, Month: december}},
		{"plan 120000 january", ProposePlan{Cents: 120_000_00, Share: all, Month: month(2027, time.January)}},
		{"plan 120000 part 60 %", ProposePlan{Cents: 120_000_00, Share: most}},
		{"plan 120000 part 60", ProposePlan{Cents: 120_000_00, Share: most}},
		{"plan 120000 share 60% december", ProposePlan{Cents: 120_000_00, Share: most, Month: december}},
		{"plan part de 60 % de 120 000 €", ProposePlan{Cents: 120_000_00, Share: most}},
		{"plan 60 % 120 000", ProposePlan{Cents: 120_000_00, Share: most}},
		{"plan 120 000 à 62,5 %", ProposePlan{Cents: 120_000_00, Share: dec("0.625")}},
		{"plan 2026 €", ProposePlan{Cents: 2026_00, Share: all}},
		{"plan 1800,50", ProposePlan{Cents: 1800_50, Share: all}},
		{"plan", ShowPlan{}},
		{"plan décembre 2026", ShowPlan{Month: december}},
	} {
		t.Run(c.text, func(t *testing.T) {
			wantCommand(t, SLA, c.text, c.want)
			wantCommand(t, Message, c.text, c.want)
		})
	}
}

// A share prints with the digits it was typed with.
func TestSharesAreTrimmed(t *testing.T) {
	cmd, err := SLA("plan 120000 part 60 %", workspace())
	if err != nil {
		t.Fatal(err)
	}
	if share := cmd.(ProposePlan).Share; share.Exponent() < -2 {
		t.Errorf("60 %% is kept as %s times ten to the %d", share.Coefficient(), share.Exponent())
	}
}

func TestPlansRefused(t *testing.T) {
	for _, c := range []struct {
		text string
		want lang.ID
	}{
		{"plan 0", "planner.what"},
		{"plan €", "planner.what"},
		{"plan part 60 %", "planner.what"},
		{"plan 120000 part", "planner.share"},
		{"plan 120000 part 0 %", "planner.share"},
		{"plan 120000 part 160 %", "phrase.rate_range"},
		{"plan 120000 part 0,5", "phrase.two_readings"},
		{"plan -120000", "phrase.negative"},
		{"plan 120000 130000", "phrase.two_numbers"},
		{"plan 120.000", "phrase.two_readings"},
		{"plan 120000,123", "phrase.bad_amount"},
		{"plan 9999999999", "phrase.bad_amount"},
		{"plan 2026", "phrase.unknown_word_near"},
		{"plan 120000 foo", "phrase.unknown_word"},
		{"plan 120000 email", "planner.what"},
	} {
		t.Run(c.text, func(t *testing.T) { wantRefusal(t, SLA, c.text, c.want) })
	}
}

func TestSimulations(t *testing.T) {
	more := func(s ledger.Segment, n int64) sla.Trial {
		return sla.Trial{What: sla.LeadsAdded, Segment: s, Leads: n}
	}
	rate := func(s ledger.Segment, d string) sla.Trial {
		return sla.Trial{What: sla.RateChanged, Segment: s, Rate: dec(d)}
	}
	sale := func(p ledger.PersonaID, cents int64) sla.Trial {
		return sla.Trial{What: sla.SaleChanged, Segment: ledger.Segment{Persona: p}, Cents: cents}
	}
	cell, channel := segment(email, small), ledger.Segment{Channel: email}
	for _, c := range []struct {
		text string
		want []sla.Trial
	}{
		{"simulate email +20", []sla.Trial{more(channel, 20)}},
		{"simuler +20 email", []sla.Trial{more(channel, 20)}},
		{"simuler l'e-mail +20 leads", []sla.Trial{more(channel, 20)}},
		{"simulate email pme -5", []sla.Trial{more(cell, -5)}},
		{"simulate +20", []sla.Trial{more(ledger.Segment{}, 20)}},
		{"simulate pme +20", []sla.Trial{more(ledger.Segment{Persona: small}, 20)}},
		{"simulate Salon 2026 +20", []sla.Trial{more(ledger.Segment{Channel: fair}, 20)}},
		{"et si email +20 ?", []sla.Trial{more(channel, 20)}},
		{"what if email +20", []sla.Trial{more(channel, 20)}},
		{"simulate email pme 3,5 %", []sla.Trial{rate(cell, "0.035")}},
		{"simulate email pme taux 3,5", []sla.Trial{rate(cell, "0.035")}},
		{"simulate 3.5% email pme", []sla.Trial{rate(cell, "0.035")}},
		{"simulate pme 250", []sla.Trial{sale(small, 250_00)}},
		{"simulate pme vente 250 €", []sla.Trial{sale(small, 250_00)}},
		{"simulate pme 1 800 €", []sla.Trial{sale(small, 1800_00)}},
		{"simulate email pme engagement 120", []sla.Trial{{What: sla.GoalChanged, Segment: cell, Leads: 120}}},
		{"simulate email +20 pme 1 800 € email pme 3,5 %", []sla.Trial{more(channel, 20), sale(small, 1800_00), rate(cell, "0.035")}},
		{"simulate email +20, inbound -3 et pme 250 €", []sla.Trial{
			more(channel, 20), more(ledger.Segment{Channel: inbound}, -3), sale(small, 250_00),
		}},
		{"simulate +20 email -3 inbound pme", []sla.Trial{more(channel, 20), more(segment(inbound, small), -3)}},
		{"simulate €250 pme, 3% email eti", []sla.Trial{sale(small, 250_00), rate(segment(email, mid), "0.03")}},
	} {
		t.Run(c.text, func(t *testing.T) {
			wantCommand(t, SLA, c.text, Simulate{Trials: c.want})
			wantCommand(t, Message, c.text, Simulate{Trials: c.want})
		})
	}
	wantCommand(t, SLA, "simulate email +20 décembre",
		Simulate{Trials: []sla.Trial{more(channel, 20)}, Month: month(2026, time.December)})
}

func TestSimulationsRefused(t *testing.T) {
	for _, c := range []struct {
		text string
		want lang.ID
	}{
		{"simulate", "planner.simulate"},
		{"simulate email", "planner.simulate"},
		{"simulate email 20", "planner.simulate"},
		{"simulate email pme 20", "planner.simulate"},
		{"simulate email 3 %", "planner.simulate"},
		{"simulate pme taux 3 %", "planner.simulate"},
		{"simulate email engagement 120", "planner.simulate"},
		{"simulate email pme engagement -5", "planner.simulate"},
		{"simulate email pme 101 %", "phrase.rate_range"},
		{"simulate email pme taux 0,5", "phrase.two_readings"},
		{"simulate pme -250 €", "planner.simulate"},
		{"simulate pme vente +50", "planner.simulate"},
		{"simulate email +1,5", "phrase.not_whole"},
		{"simulate email +2000000", "phrase.too_many"},
		{"simulate emial +20", "phrase.unknown_word_near"},
		{"simulate emial", "phrase.unknown_word_near"},
		{"simulate email inbound +20", "phrase.two_channels"},
		{"simulate annuaire +20", "phrase.archived"},
		{"simulate email +20 foo", "phrase.unknown_word"},
	} {
		t.Run(c.text, func(t *testing.T) { wantRefusal(t, SLA, c.text, c.want) })
	}
}
