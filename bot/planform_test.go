package bot

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// shows opens a form of the plan and returns its modal.
func (n *november) shows(t *testing.T, l lang.Language, p planForm) *slack.ModalViewRequest {
	t.Helper()
	p.whence = whence{Conversation: "C1", ResponseURL: "https://hooks.example/1", InPlace: true}
	p.Month = cmp.Or(p.Month, novemberMonth)
	out, err := n.bot().showForm(t.Context(), n.asks(t, l, "form"), p)
	if err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
	wantViewFits(t, out.View)
	return out.View
}

// wantViewFits checks what Slack would refuse of a modal that follows another.
func wantViewFits(t *testing.T, v *slack.ModalViewRequest) {
	t.Helper()
	switch ack := len(encode(map[string]any{"response_action": "update", "view": v})); {
	case ack > 20_000:
		t.Errorf("the modal takes %d bytes; an acknowledgement may have 20 480", ack)
	case len(v.Blocks.BlockSet) > 100:
		t.Errorf("%d blocks; a modal has 100 at most", len(v.Blocks.BlockSet))
	case utf8.RuneCountInString(v.PrivateMetadata) > 3_000:
		t.Errorf("it carries %d characters; Slack takes 3 000", utf8.RuneCountInString(v.PrivateMetadata))
	case utf8.RuneCountInString(v.Title.Text) > titleRunes:
		t.Errorf("its title is %q", v.Title.Text)
	}
	if wire := string(encode(v)); strings.Contains(wire, "⟨") || strings.Contains(wire, `"planform.`) {
		t.Errorf("a message was not filled in: %s", wire)
	}
}

func wantGoldenView(t *testing.T, name string, v *slack.ModalViewRequest) {
	t.Helper()
	got, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	wantGoldenFile(t, name, got)
}

func TestFormsAreDrawn(t *testing.T) {
	for _, c := range []struct {
		name string
		form planForm
	}{
		{"list", planForm{Kind: listChannels}},
		{"figures", planForm{Kind: figuresForm, ID: 3}},
		{"card", planForm{Kind: cardForm, ID: 3}},
		{"card_new", planForm{Kind: cardForm}},
		{"persona", planForm{Kind: personaForm, ID: 1}},
		{"persona_new", planForm{Kind: personaForm}},
		{"target", planForm{Kind: targetForm}},
		{"archive", planForm{Kind: archiveChannel, ID: 3}},
		{"restore", planForm{Kind: restoreChannel, ID: 1}},
		{"copy", planForm{Kind: copyForm, Month: novemberMonth.Add(1)}},
	} {
		for _, l := range []lang.Language{lang.French, lang.English} {
			n := newNovember(t)
			n.catalogue.Channels[0].Archived = true
			n.catalogue.Channels[2].Aliases = []string{"mail", "newsletter"}
			n.plans[novemberMonth].Definitions[3] = "Un contact qui a demandé un devis"
			wantGoldenView(t, "form_"+c.name+"_"+string(l), n.shows(t, l, c.form))
		}
	}
}

func TestConfirmationIsDrawn(t *testing.T) {
	n := newNovember(t)
	p := planForm{
		whence: whence{Conversation: "C1"}, Kind: figuresForm, ID: 3, Month: novemberMonth,
		Typed: map[string]string{"rate_1": "0.05", "goal_1": "70", "goal_3": "0", "dates": "2026-11-24/2026-11-27"},
	}
	for _, l := range []lang.Language{lang.French, lang.English} {
		out, err := n.bot().confirmation(t.Context(), n.asks(t, l, "confirm"), p)
		if err != nil {
			t.Fatal(err)
		}
		wantViewFits(t, out.View)
		wantGoldenView(t, "form_confirm_"+string(l), out.View)
	}
}

// A form that was overtaken shows what is new, by whom, and keeps what was typed.
func TestOvertakenFormIsDrawn(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		n := newNovember(t)
		a := n.asks(t, l, "")
		v := n.shows(t, l, planForm{Kind: figuresForm, ID: 3})
		by := sla.Author{ID: "UMARC", At: monday16}
		email := ledger.Segment{Channel: 3, Persona: 1}
		if err := n.SetGoal(t.Context(), novemberMonth, email, 65, by); err != nil {
			t.Fatal(err)
		}
		if err := n.SetSpan(t.Context(), novemberMonth, 3, sla.Span{First: tuesday17, Last: tuesday17}, by); err != nil {
			t.Fatal(err)
		}
		a.form = form{private: v.PrivateMetadata, fields: map[string]string{"rate_1": "5 %", "goal_1": "70", "goal_2": "24"}}
		out, err := n.bot().submitPlanForm(t.Context(), a)
		if err != nil || out.View == nil {
			t.Fatalf("%+v, %v; want the form again", out, err)
		}
		wantViewFits(t, out.View)
		wantGoldenView(t, "form_moved_"+string(l), out.View)
	}
}

// Whatever is typed, and however much of it, its forms fit into what Slack takes.
func TestFormsOfAnySizeFit(t *testing.T) {
	n := manySegments(20, 30)
	long := strings.Repeat("é", 80)
	for i := range n.catalogue.Personas {
		n.catalogue.Personas[i].Name = fmt.Sprintf("%d %s", i, long[:150])
	}
	for i := range 20 {
		n.catalogue.Channels[0].Aliases = append(n.catalogue.Channels[0].Aliases, fmt.Sprintf("%d %s", i, long[:150]))
	}
	n.plans[novemberMonth].Definitions[1] = strings.Repeat("\"é", 500)
	n.catalogue.Personas[0].Aliases = n.catalogue.Channels[0].Aliases
	for _, p := range []planForm{
		{Kind: listChannels}, {Kind: figuresForm, ID: 1}, {Kind: cardForm, ID: 1}, {Kind: personaForm, ID: 1}, {Kind: targetForm},
	} {
		n.shows(t, lang.French, p)
	}
	all := planForm{Kind: figuresForm, ID: 1, Typed: map[string]string{}}
	for i := range personasInForm {
		all.Typed[fmt.Sprintf("rate_%d", i+1)], all.Typed[fmt.Sprintf("goal_%d", i+1)] = "0.123456", "1000000"
	}
	f, err := n.asks(t, lang.French, "").maker(t.Context(), n, novemberMonth)
	if err != nil {
		t.Fatal(err)
	}
	all.Shown, all.Month = marks(f.fields(all)), novemberMonth
	all.whence = whence{Conversation: "C0123456789", ThreadTS: "1234567890.123456", ResponseURL: "https://hooks.slack.com/actions/T01234567/1234567890123/" + long[:40]}
	out, err := n.bot().confirmation(t.Context(), n.asks(t, lang.French, ""), all)
	if err != nil {
		t.Fatal(err)
	}
	wantViewFits(t, out.View)
	persona := planForm{Kind: personaForm, ID: 1, Month: novemberMonth, whence: all.whence, Typed: map[string]string{
		"name": strings.Repeat("é", 80), "aliases": strings.Join(n.catalogue.Personas[0].Aliases, ", ") + "x", "sale": "99999999900",
	}}
	if out, err = n.bot().confirmation(t.Context(), n.asks(t, lang.French, ""), persona); err != nil {
		t.Fatal(err)
	}
	wantViewFits(t, out.View)
}

// What a form opens with reads as what it stands for, in either language and any
// currency: sent as it is, it changes nothing.
func TestFormsReadWhatTheyShow(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		n := newNovember(t)
		n.settings.Currency = "USD"
		email := ledger.Segment{Channel: 3, Persona: 1}
		plan := n.plans[novemberMonth]
		plan.Goals[email], plan.Sales[1], plan.Sales[2] = 12_345, 1_234_567_89, 1_000_000_00
		plan.Rates[email] = sla.Rate{Value: decimal.RequireFromString("0.123456"), Source: sla.Measured}
		plan.Spans[3] = sla.Span{First: tuesday17, Last: tuesday17.AddDays(3)}
		plan.Target = decimal.NewNullDecimal(decimal.RequireFromString("1234567.5"))
		plan.Definitions[3] = "Un « oui »,\nou deux"
		n.plans[novemberMonth] = plan
		n.catalogue.Channels[2].Aliases, n.catalogue.Channels[2].DefaultPersona = []string{"mail", "info lettre"}, 2
		f, err := n.asks(t, l, "").maker(t.Context(), n, novemberMonth)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []planForm{
			{Kind: figuresForm, ID: 3},
			{Kind: figuresForm, ID: 1},
			{Kind: cardForm, ID: 3},
			{Kind: cardForm, ID: 2},
			{Kind: personaForm, ID: 1},
			{Kind: personaForm, ID: 2},
			{Kind: targetForm},
		} {
			p.Month = novemberMonth
			for _, one := range f.fields(p) {
				text := one.text(one.value)
				if one.input.kind == choiceInput || one.input.kind == userInput {
					text = one.value
				}
				value, given, err := one.given(text)
				if given && value != one.value || err != nil {
					t.Errorf("%s: %s shows %q for %q, which reads as %q, %v", l, one.id, text, one.value, value, err)
				}
			}
		}
	}
}

// A form that says nothing new changes nothing, and says so.
func TestFormWithoutChange(t *testing.T) {
	n := newNovember(t)
	a := n.asks(t, lang.French, "")
	v := n.shows(t, lang.French, planForm{Kind: figuresForm, ID: 3})
	a.form = form{private: v.PrivateMetadata, fields: map[string]string{"rate_1": "4,0 %", "goal_1": "60", "goal_2": "", "dates": ""}}
	out, err := n.bot().submitPlanForm(t.Context(), a)
	if err != nil || out.View != nil || out.Text != "Rien n'a changé." {
		t.Errorf("%+v, %v; want nothing changed", out, err)
	}
}

// What somebody carries in a form that was made up is no way in: what it names
// has to be there, and what it sets to be allowed.
func TestMadeUpFormsAreRefused(t *testing.T) {
	n := newNovember(t)
	for name, c := range map[string]struct {
		private string
		fields  map[string]string
		wrong   string
	}{
		"a team there is not":    {`{"kind":"card","month":"2026-11"}`, map[string]string{"name": "Salon", "team": "finance"}, "team"},
		"an owner who is no id":  {`{"kind":"card","month":"2026-11"}`, map[string]string{"name": "Salon", "owner": "<!channel>"}, "owner"},
		"a persona there is not": {`{"kind":"card","month":"2026-11"}`, map[string]string{"name": "Salon", "persona": "99"}, "persona"},
		"a rate of 300 %":        {`{"kind":"figures","id":3,"month":"2026-11"}`, map[string]string{"rate_1": "300 %"}, "rate_1"},
	} {
		a := n.asks(t, lang.French, name)
		a.form = form{private: c.private, fields: c.fields}
		out, err := n.bot().submitPlanForm(t.Context(), a)
		if err != nil || out.Errors[c.wrong] == "" {
			t.Errorf("%s: %+v, %v; want an error of %s", name, out, err, c.wrong)
		}
	}
	for name, private := range map[string]string{
		"a closed month":    `{"kind":"figures","id":3,"month":"2026-09","typed":{"rate_1":"0.05"}}`,
		"no month":          `{"kind":"figures","id":3,"month":"","typed":{"goal_1":"5"}}`,
		"no kind":           `{"kind":"everything","id":3,"month":"2026-11","typed":{"goal_1":"5"}}`,
		"a rate of nothing": `{"kind":"figures","id":3,"month":"2026-11","typed":{"rate_1":"x"}}`,
		"a goal of nothing": `{"kind":"figures","id":3,"month":"2026-11","typed":{"goal_1":"x"}}`,
		"a taken name":      `{"kind":"card","id":3,"month":"2026-11","typed":{"name":"Inbound"}}`,
		"no name":           `{"kind":"card","id":3,"month":"2026-11","typed":{"name":""}}`,
		"a team":            `{"kind":"card","id":3,"month":"2026-11","typed":{"team":"finance"}}`,
		"too much":          `{"kind":"figures","id":3,"month":"2026-11","typed":{"goal_1":"99999999"}}`,
	} {
		before := fmt.Sprint(n.plans[novemberMonth], n.catalogue)
		a := n.asks(t, lang.French, name)
		a.form = form{private: private, fields: map[string]string{}}
		out, err := n.bot().savePlanForm(t.Context(), a)
		if after := fmt.Sprint(n.plans[novemberMonth], n.catalogue); after != before || out.Clear && name != "no kind" {
			t.Errorf("%s: %v, %s: the plan changed", name, err, out.Text)
		}
	}
}
