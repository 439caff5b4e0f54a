package bot

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// sells gives E-mail six months of leads and wins.
func (d *desk) sells() {
	d.t.Helper()
	d.change(func(ctx context.Context, p Page) error {
		for back := 1; back <= 6; back++ {
			day := calendar.NewDate(2026, time.November-time.Month(back), 15)
			for stage, count := range map[ledger.Stage]int64{ledger.Lead: 100, ledger.Won: 8} {
				cell := ledger.Cell{Day: day, Channel: 1, Persona: 1, Stage: stage}
				e := ledger.Entry{Cell: cell, Count: count, AmountCents: 300_00 * count, Source: ledger.Typed, RecordedAt: d.clock}
				if _, err := p.Append(ctx, e); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// A member cannot accept rates by whatever is sent, signed as it should be.
func TestRatesCraftedByAMember(t *testing.T) {
	d := newDesk(t)
	d.sells()
	_, value := d.types("UBOSS", "t1", "/sla taux").button(t, actionRatesAccept)
	for i, action := range []string{actionRatesAccept, actionRatesChoose} {
		said := d.presses("UMARC", fmt.Sprintf("t2-%d", i), action, value)
		wantSaid(t, said.Text, "managers")
	}
	payload := func(user, trigger string) []byte {
		return encode(map[string]any{
			"type": "view_submission", "trigger_id": trigger,
			"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": user, "team_id": "T1"},
			"view": map[string]any{
				"id": "V1", "callback_id": formRates, "private_metadata": value,
				"state": map[string]any{"values": map[string]any{
					"rate_1_1": map[string]any{actionRatesPick: map[string]any{"selected_option": map[string]string{"value": sla.Measured}}},
				}},
			},
		})
	}
	d.interacts(payload("UMARC", "t3"))
	if got := d.planned(t).Rates[ledger.Segment{Channel: 1, Persona: 1}]; got.Source != sla.Declared {
		t.Fatalf("a member has put %+v in force", got)
	}
	d.interacts(payload("UBOSS", "t4"))
	if got := d.planned(t).Rates[ledger.Segment{Channel: 1, Persona: 1}]; got.Source != sla.Measured || got.Value.String() != "0.08" {
		t.Errorf("the same from a manager has put %+v in force", got)
	}
}

func (d *desk) planned(t *testing.T) sla.Plan {
	t.Helper()
	plan, err := d.books.Plan(t.Context(), tuesday17.In())
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// Two managers who accept the same offer: the second is told that it has
// changed, and what the first did stands.
func TestTwoManagersAccept(t *testing.T) {
	d := newDesk(t)
	d.sells()
	d.clock = d.clock.AddDate(0, 0, 1) // a day after the plan was begun
	_, value := d.types("UBOSS", "t1", "/sla taux").button(t, actionRatesAccept)
	wantSaid(t, d.presses("UBOSS", "t2", actionRatesAccept, value).Text, "C'est noté",
		"Le plan du mois était déjà arrêté : ses récaps diront")
	after := d.planned(t)
	wantSaid(t, d.presses("UBOSS", "t3", actionRatesAccept, value).Text, "Les chiffres ont changé")
	if again := d.planned(t); len(again.Changes) != len(after.Changes) {
		t.Errorf("%d changes became %d", len(after.Changes), len(again.Changes))
	}
	lines, err := d.books.Audit(t.Context(), 10)
	if err != nil || lines[0].What != "setting rates_decided" || lines[0].New != "2026-11" || lines[0].Author != "UBOSS" {
		t.Errorf("the log begins with %+v, %v", lines, err)
	}
}
