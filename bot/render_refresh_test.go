package bot

import (
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/rates"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/refresh"
	"github.com/treve-bot/treve/internal/sla"
)

var december = calendar.Month{Year: 2026, Month: time.December}

// letter is the one about December, on its first morning.
func (n *november) letter(t *testing.T, to ledger.Person) refresh.Letter {
	t.Helper()
	o, err := rates.Gather(t.Context(), n, n.settings, december, december.First())
	if err != nil {
		t.Fatal(err)
	}
	return refresh.Letter{To: to, Settings: n.settings, Catalogue: n.catalogue, Offer: o}
}

func refreshReply(t *testing.T, r refresh.Letter) reply {
	t.Helper()
	l := refreshLetter(r)
	out := l.reply()
	wantFits(t, out)
	m, err := RenderRefresh(r)
	if err != nil || m.Text != out.Text || len(m.Blocks) == 0 {
		t.Errorf("rendered %q with %d bytes of blocks, %v", m.Text, len(m.Blocks), err)
	}
	return out
}

func TestRefreshLetters(t *testing.T) {
	n := newNovember(t)
	n.sold(10)
	wantGolden(t, "refresh_fr", refreshReply(t, n.letter(t, ledger.Person{ID: "UCLAIRE", Locale: "fr-FR"})))
	reminder := n.letter(t, ledger.Person{ID: "UJANE", Locale: "en-GB"})
	reminder.Reminder = true
	wantGolden(t, "refresh_reminder_en", refreshReply(t, reminder))
}

func TestRefreshSaysHowFarThePlanIs(t *testing.T) {
	n := newNovember(t)
	n.sold(10)
	r := n.letter(t, ledger.Person{Locale: "fr-FR"})
	own, none := r, r
	own.Offer.Plan.From, none.Offer.Plan.From = december, calendar.Month{}
	signed := own
	signed.Signing = sla.Signing{
		Marketing: sla.Signature{Person: "UCLAIRE", Side: ledger.Marketing}, Sales: sla.Signature{Person: "UJULIEN", Side: ledger.Sales},
	}
	for _, c := range []struct {
		letter refresh.Letter
		want   string
	}{
		{r, "Plan reconduit depuis novembre 2026, non validé"},
		{own, "Le plan du mois (décembre 2026) reste à valider."},
		{signed, "Le plan du mois (décembre 2026) est validé des deux côtés"},
		{none, "Rien n'est engagé pour décembre 2026"},
	} {
		wantSaid(t, refreshReply(t, c.letter).Text, c.want)
	}
}

func TestRefreshOfAnySizeFits(t *testing.T) {
	for _, channels := range []int{20, 60} {
		n := manySegments(channels, 8)
		n.sold(8)
		refreshReply(t, n.letter(t, ledger.Person{Locale: "fr-FR"}))
	}
}

// A letter whose answer was lost is found in the direct messages with whom it is
// for; nobody else's are looked into.
func TestALostLetterIsFound(t *testing.T) {
	n := newNovember(t)
	n.sold(10)
	line := &forgetful{lose: true}
	voice := localVoice(t, n, line).Poster()
	message, err := RenderRefresh(n.letter(t, ledger.Person{ID: "U0CLAIRE001", Locale: "fr-FR"}))
	if err != nil {
		t.Fatal(err)
	}
	claire, before, after := recap.Place{Conversation: "U0CLAIRE001"}, monday16.Add(-time.Minute), monday16.Add(time.Minute)
	if _, err := voice.Post(t.Context(), claire, "LETTER", message); describe(err) != "uncertain no_answer 0s" {
		t.Fatalf("the answer was lost: %v", err)
	}
	for who, want := range map[string]bool{"U0CLAIRE001": true, "U0MARC00001": false} {
		ts, found, err := voice.Find(t.Context(), recap.Place{Conversation: who}, "LETTER", recap.Message{}, before, after)
		if err != nil || found != want || (ts != "") != want {
			t.Errorf("with %s: %q, %t, %v", who, ts, found, err)
		}
	}
	if _, _, err := voice.Find(t.Context(), recap.Place{Conversation: "U0NOBODY001"}, "LETTER", recap.Message{}, before, after); !isPermanent(err) {
		t.Errorf("with nobody: %v", err)
	}
}
