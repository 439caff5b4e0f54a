package bot

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

var whole = decimal.New(1, 0)

func TestProposalShown(t *testing.T) {
	n := newNovember(t)
	n.catalogue.Channels[n.channel("Outbound")-1].Team = ledger.Sales
	ask := phrase.ProposePlan{Cents: 60_000_00, Share: decimal.RequireFromString("0.6"), Month: novemberMonth.Add(1)}
	wantGolden(t, "proposal_fr", n.does(t, lang.French, ask))
	delete(n.plans[novemberMonth].Rates, ledger.Segment{Channel: n.channel("Inbound"), Persona: 3})
	n.months = nil
	a := n.asks(t, lang.English, "a member")
	a.person.Manager = false
	r, err := n.bot().propose(t.Context(), a, phrase.ProposePlan{Cents: 36_000_00, Share: whole})
	if err != nil {
		t.Fatal(err)
	}
	wantFits(t, r)
	wantGolden(t, "proposal_member_en", r)
}

func TestProposalOfAnySizeFits(t *testing.T) {
	for _, size := range []struct{ channels, personas int }{{5, 3}, {20, 8}, {60, 8}} {
		n := manySegments(size.channels, size.personas)
		r := n.does(t, lang.French, phrase.ProposePlan{Cents: 99_999_999_900, Share: whole})
		if size.channels == 20 {
			wantGolden(t, "proposal_20_by_8", r)
		}
	}
}

func TestProposalOfAMonthThatIsClosed(t *testing.T) {
	n := newNovember(t)
	n.plans[novemberMonth.Add(-3)] = n.plans[novemberMonth]
	n.months = nil
	r := n.does(t, lang.French, phrase.ProposePlan{Cents: 10_000_00, Share: whole, Month: novemberMonth.Add(-3)})
	wantSaid(t, r.Text, "Août 2026 est clos")
	if strings.Contains(string(encode(r.Blocks)), actionApply) {
		t.Error("a closed month's plan can be applied")
	}
}

func TestSimulationShown(t *testing.T) {
	n := newNovember(t)
	email, small := n.channel("E-mail"), n.persona("PME")
	wantGolden(t, "simulation_fr", n.does(t, lang.French, phrase.Simulate{Trials: []sla.Trial{
		{What: sla.LeadsAdded, Segment: ledger.Segment{Channel: email}, Leads: 20},
	}}))
	wantGolden(t, "simulation_en", n.does(t, lang.English, phrase.Simulate{Trials: []sla.Trial{
		{What: sla.RateChanged, Segment: ledger.Segment{Channel: email, Persona: small}, Rate: decimal.RequireFromString("0.045")},
		{What: sla.SaleChanged, Segment: ledger.Segment{Persona: small}, Cents: 250_00},
		{What: sla.GoalChanged, Segment: ledger.Segment{Channel: email, Persona: small}, Leads: 120},
	}}))
	r := n.does(t, lang.French, phrase.Simulate{Trials: []sla.Trial{{What: sla.LeadsAdded}}})
	wantSaid(t, r.Text, "*Total* : rien ne change")
}

// What a simulation proposes to type must be understood as what was tried.
func TestWhatWasTriedCanBeTyped(t *testing.T) {
	n := newNovember(t)
	cell := ledger.Segment{Channel: n.channel("Trafic naturel"), Persona: n.persona("Grand compte")}
	for _, l := range []lang.Language{lang.French, lang.English} {
		a := n.asks(t, l, "")
		for _, trial := range []sla.Trial{
			{What: sla.GoalChanged, Segment: cell, Leads: 1200},
			{What: sla.RateChanged, Segment: cell, Rate: decimal.RequireFromString("0.0375")},
			{What: sla.SaleChanged, Segment: ledger.Segment{Persona: cell.Persona}, Cents: 12_500_50},
		} {
			w := trialWords{planWords: planWords{a.say, a.settings, n.catalogue}, trials: []sla.Trial{trial}}
			line := strings.Split(w.adopt(), "`")[1]
			cmd, err := phrase.Message(line, a.phrases())
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			got := sla.Trial{}
			switch c := cmd.(type) {
			case phrase.SetGoal:
				got = sla.Trial{What: sla.GoalChanged, Segment: c.Segment, Leads: c.Leads}
			case phrase.SetRate:
				got = sla.Trial{What: sla.RateChanged, Segment: c.Segment, Rate: c.Rate}
			case phrase.SetSale:
				got = sla.Trial{What: sla.SaleChanged, Segment: ledger.Segment{Persona: c.Persona}, Cents: c.Cents}
			}
			if got.What != trial.What || got.Segment != trial.Segment || got.Leads != trial.Leads || got.Cents != trial.Cents || !got.Rate.Equal(trial.Rate) {
				t.Errorf("%s is read as %+v; want %+v", line, cmd, trial)
			}
		}
		p := proposalAsked{Month: novemberMonth, Revenue: decimal.RequireFromString("1800.5"), Share: decimal.RequireFromString("0.625")}
		cmd, err := phrase.Message(p.again(a.say), a.phrases())
		if c, ok := cmd.(phrase.ProposePlan); !ok || c.Cents != 1800_50 || !c.Share.Equal(p.Share) || c.Month != p.Month {
			t.Errorf("%s is read as %+v, %v", p.again(a.say), cmd, err)
		}
	}
}

// goals are what the desk's plan promises for E-mail.
func (d *desk) goals() (small, mid int64, target string) {
	d.t.Helper()
	plan, err := d.books.Plan(d.t.Context(), tuesday17.In())
	if err != nil {
		d.t.Fatal(err)
	}
	return plan.Goals[ledger.Segment{Channel: 1, Persona: 1}], plan.Goals[ledger.Segment{Channel: 1, Persona: 2}], plan.Target.Decimal.String()
}

func (d *desk) wantGoals(small, mid int64, target string) {
	d.t.Helper()
	if s, m, got := d.goals(); s != small || m != mid || got != target {
		d.t.Errorf("promised %d and %d, target %s; want %d and %d, %s", s, m, got, small, mid, target)
	}
}

func TestProposalApplied(t *testing.T) {
	d := newDesk(t)
	member := d.types("UCLAIRE", "one", "/sla plan 2 010 €")
	wantSaid(t, member.Text, "Proposition, novembre 2026 : 2 010 €", "201 leads", "Répartition du plan actuel",
		"E-mail · PME : 50 → 101 leads", "seuls les managers")
	if len(member.Blocks) > 0 && strings.Contains(string(encode(member.Blocks)), actionApply) {
		t.Error("a member is offered to apply it")
	}
	shown := d.types("UBOSS", "two", "/sla plan 2 010 €")
	id, value := shown.button(t, actionApply)
	d.wantGoals(50, 50, "0")

	wantSaid(t, d.presses("UCLAIRE", "three", id, value).Text, "Seuls les managers")
	d.wantGoals(50, 50, "0")
	for i := range 3 { // pressed three times, applied once
		said := d.presses("UBOSS", "press"+strconv.Itoa(i), id, value)
		wantSaid(t, said.Text, "*Novembre 2026* : proposition appliquée, 201 leads", "2 010 €", "1 000 € → 2 010 €")
		if !said.ReplaceOriginal {
			t.Error("the proposal still stands there, to be applied again")
		}
	}
	d.wantGoals(101, 100, "2010")

	id, value = shown.button(t, actionAdjust)
	wantSaid(t, d.presses("UCLAIRE", "four", id, value).Text, "Plan, novembre 2026", "Objectif de chiffre d'affaires 2 010 €")
}

func TestProposalOvertaken(t *testing.T) {
	for name, change := range map[string]func(*desk){
		"a goal changed": func(d *desk) { d.types("UBOSS", "meanwhile", "/sla set email pme engagement 60") },
		"a rate changed": func(d *desk) { d.types("UBOSS", "meanwhile", "/sla set email pme taux 6 %") },
		"nothing is worth anything now": func(d *desk) {
			d.types("UBOSS", "a", "/sla set pme vente 0")
			d.types("UBOSS", "b", "/sla set eti vente 0")
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			id, value := d.types("UBOSS", "one", "/sla plan 2 010 € part 50 %").button(t, actionApply)
			change(d)
			small, mid, target := d.goals()
			wantSaid(t, d.presses("UBOSS", "two", id, value).Text, "rien n'a été appliqué", "`/sla plan 2010 2026-11 part 50 %`")
			d.wantGoals(small, mid, target)
		})
	}
}

// What a button carries is no secret and may be made up: nothing comes of it but
// what the planner itself would propose, for a manager.
func TestProposalMadeUp(t *testing.T) {
	d := newDesk(t)
	_, value := d.types("UBOSS", "one", "/sla plan 2 010 €").button(t, actionApply)
	var honest map[string]any
	if err := json.Unmarshal([]byte(value), &honest); err != nil {
		t.Fatal(err)
	}
	for name, lie := range map[string]map[string]any{
		"another revenue": {"r": "5000"}, "no version": {"v": ""}, "another month": {"m": "2026-08"},
		"a negative share": {"s": "-1"}, "nothing": {"m": "", "r": "0", "s": "0"},
	} {
		payload := maps.Clone(honest)
		maps.Copy(payload, lie)
		if said := d.presses("UBOSS", name, actionApply, string(encode(payload))).Text; strings.Contains(said, "appliquée, ") {
			t.Errorf("%s was applied: %s", name, said)
		}
	}
	wantSaid(t, d.presses("UBOSS", "junk", actionApply, "junk").Text, "Quelque chose")
	wantSaid(t, d.presses("UCLAIRE", "member", actionApply, value).Text, "Seuls les managers")
	d.wantGoals(50, 50, "0")
}

// A simulation reads and never writes: the database's files stay as they are to
// the byte.
func TestSimulationStoresNothing(t *testing.T) {
	d := newDesk(t)
	d.types("UCLAIRE", "known", "/sla")
	before := d.files()
	for i, line := range []string{
		"/sla simuler email +20", "/sla simulate email pme 6 %", "/sla simulate pme 250", "/sla simulate email pme engagement 7",
		"/sla simulate email +20 pme 250 € email pme 3,5 % décembre",
	} {
		wantSaid(t, d.types("UCLAIRE", "try"+strconv.Itoa(i), line).Text, "Simulation, ", "rien n'est enregistré")
	}
	wantSaid(t, d.types("UCLAIRE", "proposal", "/sla plan 2 010 €").Text, "Proposition")
	if d.files() != before {
		t.Error("the database has changed")
	}
	d.wantGoals(50, 50, "0")
}

// files is all that the database consists of.
func (d *desk) files() string {
	d.t.Helper()
	var all strings.Builder
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(d.file + suffix)
		if err != nil {
			d.t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}

func TestSimulationInMoney(t *testing.T) {
	d := newDesk(t)
	d.change(func(ctx context.Context, p Page) error {
		_, err := p.Append(ctx, ledger.Entry{
			Cell:  ledger.Cell{Day: tuesday17.AddDays(-1), Channel: 1, Persona: 1, Stage: ledger.Lead},
			Count: 10, Source: ledger.Typed, RecordedAt: d.clock, Request: "r",
		})
		return err
	})
	wantSaid(t, d.types("UJANE", "one", "/sla simulate sme email +20").Text, "I do not understand")
	wantSaid(t, d.types("UJANE", "two", "/sla simulate email pme +20").Text,
		"• E-mail · PME: +20 leads in the month", "*E-mail*: attained €100 → €300 · attainment 10% → 30%", "*Total*: attained €100 → €300")
	wantSaid(t, d.types("UJANE", "three", "/sla simulate email -20").Text, "only 10 had come by yesterday")
}
