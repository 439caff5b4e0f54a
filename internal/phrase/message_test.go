package phrase

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
)

func TestMessage(t *testing.T) {
	for _, c := range []struct {
		text string
		want Command
	}{
		{"email ?", Status{Channel: email}},
		{"email?", Status{Channel: email}},
		{"Email", Status{Channel: email}},
		{"où en est l'email", Status{Channel: email}},
		{"où en est l’e-mail ?", Status{Channel: email}},
		{"ou en est l'email pour les PME ?", Status{Channel: email, Persona: small}},
		{"how is paid doing", Status{Channel: ads}},
		{"how's paid doing?", Status{Channel: ads}},
		{"comment va l'inbound ce mois-ci ?", Status{Channel: inbound, Guessed: true}},
		{"et la publicité ?", Status{Channel: ads}},
		{"où en est-on ?", Status{}},
		{"how are we doing?", Status{}},
		{"qui est en retard", Status{Ask: AskLate}},
		{"qui est en retard ?", Status{Ask: AskLate}},
		{"who is behind?", Status{Ask: AskLate}},
		{"who's late", Status{Ask: AskLate}},
		{"combien il en faut", Status{Ask: AskNeeded}},
		{"combien il en faut pour l'email ?", Status{Channel: email, Ask: AskNeeded}},
		{"how many do we need", Status{Ask: AskNeeded}},
		{"email octobre", Status{Channel: email, Month: month(2026, time.October)}},
		{"emial ?", Status{Channel: email, Guessed: true}},
		{"l'email d'hier ?", Status{Channel: email, Guessed: true}},
		{"pourquoi l'email ?", Why{Channel: email}},
		{"12 email pme", Record{Lines: []Count{counted(12, today, email, small)}}},
		{"<@U0BOT> 12 email pme", Record{Lines: []Count{counted(12, today, email, small)}}},
		{"<@U0BOT|treve>, où en est l'email ?", Status{Channel: email}},
		{"/leads 12 email pme", Record{Lines: []Count{counted(12, today, email, small)}}},
		{"/leads\n12 email pme\n3 inbound eti", Record{Lines: []Count{
			counted(12, today, email, small), counted(3, today, inbound, mid),
		}}},
		{"/leads", Form{}},
		{"/leads undo", Undo{}},
		{"undo", Undo{}},
		{"annuler", Undo{}},
		{"journal email", Log{Channel: email}},
		{"/sla email", Status{Channel: email}},
		{"sla email", Status{Channel: email}},
		{"/SLA", Status{}},
		{"/sla set email pme engagement 120", SetGoal{Segment: segment(email, small), Leads: 120}},
		{"set email pme engagement 120", SetGoal{Segment: segment(email, small), Leads: 120}},
		{"fermé 24/12", Close{day(time.December, 24), day(time.December, 24)}},
		{"add canal Webinaire", AddChannel{"Webinaire", "marketing"}},
		{"plan", ShowPlan{}},
		{"réglages", ShowSettings{}},
		{"/ventes", SalesForm{}},
		{"/recap", RecapPreview{}},
		{"récap", RecapPreview{}},
		{"/recap now", RecapNow{}},
		{"recap maintenant", RecapNow{}},
		{"help", Help{}},
		{"aide", Help{}},
		{"/help", Help{}},
		{"?", Help{}},
		{"", Help{}},
		{"bonjour", Help{}},
		{"Hello!", Help{}},
		{"🎉 🎉 !", Help{}},
		{"<@U0BOT>", Help{}},
		{"treve-AB12-cd34", Code{"treve-ab12-cd34"}},
		{" `TREVE-AB12-CD34` ", Code{"treve-ab12-cd34"}},
		{"bonjour\noù en est l'email ?\nmerci", Status{Channel: email}},
		{"bonjour\nset email pme engagement 120", SetGoal{Segment: segment(email, small), Leads: 120}},
		{"bonjour\nannuler", Undo{}},
		{"aide-moi : 12 email pme", Help{}},
		{"combien il en faut pour 12 email ?", Status{Channel: email, Ask: AskNeeded, Guessed: true}},
	} {
		t.Run(c.text, func(t *testing.T) { wantCommand(t, Message, c.text, c.want) })
	}
}

func TestMessageSets(t *testing.T) {
	want := counted(40, today, email, small)
	want.Set = true
	wantCommand(t, Message, "set 40 email pme", Record{Lines: []Count{want}})
}

func TestMessageRefuses(t *testing.T) {
	for _, c := range []struct {
		text string
		want lang.ID
	}{
		{"12 email pme ?", "phrase.count_or_question"},
		{"12 pme", "phrase.no_channel"},
		{"12 email pme 31/02", "phrase.bad_day"},
		{"on n'a pas eu 12 email pme", "phrase.unknown_word"},
		{"12 email pme\nbla bla", "phrase.on_line"},
		{strings.Repeat("email ", 2000), "phrase.too_long"},
	} {
		t.Run(c.text[:min(40, len(c.text))], func(t *testing.T) { wantRefusal(t, Message, c.text, c.want) })
	}
}

// What is proposed for text that means nothing has to work itself.
func TestUnknownProposesWhatWorks(t *testing.T) {
	for _, language := range []lang.Language{lang.French, lang.English} {
		c := workspace()
		c.Language = language
		for _, text := range []string{
			"foo", "42", "ventes", "/vente", "/unknown", "je voudrais 3 jours de congé", "sae ?",
			"treve-12", "lorem ipsum dolor sit amet", "engagement", "maintenant recap",
		} {
			t.Run(string(language)+" "+text, func(t *testing.T) {
				cmd, err := Message(text, c)
				if err != nil {
					t.Fatal(bothLanguages(err))
				}
				u, ok := cmd.(Unknown)
				if !ok || len(u.Nearest) == 0 {
					t.Fatalf("%#v; want Unknown with what works", cmd)
				}
				for _, n := range u.Nearest {
					again, err := Message(n.Text, c)
					if _, unknown := again.(Unknown); unknown || err != nil {
						t.Errorf("proposes %q, which is read as %#v, %v", n.Text, again, err)
					}
				}
			})
		}
	}
}

func TestUnknownProposesTheNearestFirst(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"sae ?", "SEA\u00a0?"},
		{"/vente won 2 inbound pme", "Inbound\u00a0?"},
		{"lorem ipsum", "qui est en retard"},
	} {
		cmd, _ := Message(c.text, workspace())
		if u, ok := cmd.(Unknown); !ok || u.Nearest[0].Text != c.want {
			t.Errorf("%q = %#v; want %q proposed first", c.text, cmd, c.want)
		}
	}
}

func TestExamplesOfAnEmptyWorkspace(t *testing.T) {
	for _, e := range Examples(Context{}, lang.French) {
		if strings.Contains(e.Text, "⟨") || strings.Contains(e.Text, "  ") {
			t.Errorf("example %q", e.Text)
		}
	}
}

func TestExamplesWork(t *testing.T) {
	// Slack turns these into references only when people pick them.
	byHand := strings.NewReplacer("#marketing", "<#C123|marketing>", "@prénom", "<@U1>", "@name", "<@U1>", "@agence", "<@U1>", "@agency", "<@U1>")
	for _, language := range []lang.Language{lang.French, lang.English} {
		for _, e := range slices.Concat(Examples(workspace(), language), PlanExamples(workspace(), language), GuestExamples(workspace(), language)) {
			cmd, err := Message(byHand.Replace(e.Text), workspace())
			if _, unknown := cmd.(Unknown); unknown || err != nil {
				t.Errorf("example %q is read as %#v, %v", e.Text, cmd, err)
			}
			if strings.HasPrefix(e.Means, "phrase.") || e.Means == "" {
				t.Errorf("example %q does not say what it does", e.Text)
			}
		}
	}
}
