package bot

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

func TestPlanShown(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		n := newNovember(t)
		plan := n.plans[novemberMonth]
		plan.Target = decimal.NewNullDecimal(decimal.New(45_000, 0))
		plan.Spans[n.channel("Outbound")] = sla.Span{First: novemberMonth.First().AddDays(23), Last: novemberMonth.First().AddDays(26)}
		n.plans[novemberMonth] = plan
		wantGolden(t, "plan_"+string(l), n.does(t, l, phrase.ShowPlan{}))
	}
}

func TestPlanCarriedOverAndIncomplete(t *testing.T) {
	n := newNovember(t)
	plan := n.plans[novemberMonth]
	delete(plan.Rates, ledger.Segment{Channel: 3, Persona: 1})
	delete(plan.Sales, 3)
	wantGolden(t, "plan_incomplete", n.does(t, lang.French, phrase.ShowPlan{Month: novemberMonth.Add(1)}))
}

func TestPlanFromNothing(t *testing.T) {
	n := &november{settings: ledger.DefaultSettings(), kept: map[string][]byte{}}
	wantGolden(t, "plan_nothing", n.does(t, lang.French, phrase.ShowPlan{}))
	n.channel("E-mail")
	n.persona("PME")
	wantGolden(t, "plan_first_steps", n.does(t, lang.English, phrase.ShowPlan{}))
}

func TestPlanOfAnySizeFits(t *testing.T) {
	for _, size := range []struct{ channels, personas int }{{5, 3}, {8, 5}, {20, 8}, {60, 8}} {
		t.Run(fmt.Sprintf("%d by %d", size.channels, size.personas), func(t *testing.T) {
			n := manySegments(size.channels, size.personas)
			r := n.does(t, lang.French, phrase.ShowPlan{}) // does checks that it fits
			if size.channels == 20 {
				wantGolden(t, "plan_20_by_8", r)
			}
		})
	}
}

// manySegments is a workspace with long names and large amounts.
func manySegments(channels, personas int) *november {
	n := &november{settings: ledger.DefaultSettings(), kept: map[string][]byte{}}
	plan := emptyPlan(novemberMonth)
	plan.From = novemberMonth
	for c := range channels {
		channel := n.channel(fmt.Sprintf("Salon professionnel de l'industrie, édition n° %d", c+1))
		for p := range personas {
			persona := n.persona(fmt.Sprintf("Grand compte européen %d", p+1))
			s := ledger.Segment{Channel: channel, Persona: persona}
			plan.Goals[s] = 1000
			plan.Rates[s] = sla.Rate{Value: decimal.New(35, -3), Source: sla.Declared}
			plan.Sales[persona] = 99_999_999_900
		}
	}
	n.plans = map[calendar.Month]sla.Plan{novemberMonth: plan}
	return n
}

func TestSettingsShown(t *testing.T) {
	n := newNovember(t)
	n.settings.DefaultPersona = 1
	n.settings.RecapIn = []ledger.Conversation{{ID: "C1", Name: "marketing"}, {ID: "C2", Name: "ventes"}}
	for _, l := range []lang.Language{lang.French, lang.English} {
		wantGolden(t, "settings_"+string(l), n.does(t, l, phrase.ShowSettings{}))
	}
}

func TestSettingChanged(t *testing.T) {
	n := newNovember(t)
	for _, c := range []struct {
		cmd  phrase.SetOption
		want string
	}{
		{phrase.SetOption{Key: "hide_euros", Value: "true"}, "Montants masqués en public : non → *oui*"},
		{phrase.SetOption{Key: "hide_euros", Value: "true"}, "Montants masqués en public : non → *oui*"}, // a second delivery
		{phrase.SetOption{Key: "default_persona", Value: "2"}, "Persona par défaut : aucun → *ETI*"},
		{phrase.SetOption{Key: "language", Value: "fr"}, "Langue des messages publics : c'était déjà *français*"},
	} {
		if got := spaces.Replace(n.does(t, lang.French, c.cmd).Text); got != c.want {
			t.Errorf("%v: got %q; want %q", c.cmd, got, c.want)
		}
	}
	if !n.settings.HideEuros || n.settings.DefaultPersona != 2 {
		t.Error("the settings were not changed")
	}
}

// What the settings and the plan propose to type must be understood as that.
func TestWhatIsProposedIsUnderstood(t *testing.T) {
	n := newNovember(t)
	for _, l := range []lang.Language{lang.French, lang.English} {
		a := n.asks(t, l, "")
		known := phrase.Context{Catalogue: n.catalogue, Today: a.today}
		for _, key := range settingsTyped {
			typed := a.say.Say(lang.ID("settings.type."+key), lang.Args{"persona": "pme"})
			cmd, err := phrase.SLA(typed[len("/sla "):], known)
			if option, ok := cmd.(phrase.SetOption); err != nil || !ok || option.Key != key {
				t.Errorf("%s is read as %#v, %v; want the setting %s", typed, cmd, err, key)
			}
		}
		w := planWords{a.say, a.settings, n.catalogue}
		for what, want := range map[planChange]phrase.Command{
			goalSet: phrase.SetGoal{}, rateSet: phrase.SetRate{}, saleSet: phrase.SetSale{}, channelAdded: phrase.AddChannel{},
		} {
			typed := w.example(lack{what, ledger.Segment{Channel: 3, Persona: 1}})
			cmd, err := phrase.SLA(typed[len("`/sla "):len(typed)-1], known)
			if fmt.Sprintf("%T", cmd) != fmt.Sprintf("%T", want) {
				t.Errorf("%s is read as %#v, %v; want a %T", typed, cmd, err, want)
			}
		}
	}
}
