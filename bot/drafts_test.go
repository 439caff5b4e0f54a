package bot

import (
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// keeps types a count for a channel there is not, and keeps it as a draft.
func (d *desk) keeps(user, trigger, line string) answer {
	d.t.Helper()
	id, value := d.types(user, trigger, line).button(d.t, actionSettle)
	return d.presses(user, trigger+"k", id, value)
}

func (d *desk) drafts() []ledger.Draft {
	d.t.Helper()
	waiting, err := d.books.Drafts(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return waiting
}

func TestDraftIsKeptOnce(t *testing.T) {
	d := newDesk(t)
	id, value := d.types("UCLAIRE", "t1", "/leads 12 webinaire pme").button(t, actionSettle)
	for _, trigger := range []string{"t2", "t2", "t3"} { // delivered twice, pressed twice
		kept := d.presses("UCLAIRE", trigger, id, value)
		wantSaid(t, kept.Text, "12 leads « webinaire » · PME en brouillon pour mardi 17 novembre, aujourd'hui")
	}
	if waiting := d.drafts(); len(waiting) != 1 || waiting[0].Author != "UCLAIRE" || waiting[0].Day != tuesday17 {
		t.Errorf("drafts %+v; want one of Claire's", waiting)
	}
}

// Whichever manager presses, and however often, the channel is added once and
// each count recorded once, under its author.
func TestDraftsAreAcceptedOnce(t *testing.T) {
	d := newDesk(t)
	d.types("UBOSS", "t0", "/sla plan") // known as a manager
	d.slack.told("chat.postMessage")
	d.keeps("UCLAIRE", "t1", "/leads 12 webinaire pme hier")
	told := d.slack.told("chat.postMessage")
	if len(told) != 1 || told[0].params["channel"] != "UBOSS" {
		t.Fatalf("told %+v; want the manager, once", told)
	}
	d.keeps("UMARC", "t2", "/leads 5 WEBINAIRE eti")
	if again := d.slack.told("chat.postMessage"); len(again) != 0 {
		t.Errorf("the second draft of a name tells the managers again: %+v", again)
	}
	accept := string(encode(decision{"webinaire", ledger.Sales}))
	for _, trigger := range []string{"t3", "t3"} {
		done := d.presses("UBOSS", trigger, actionDraftsAccept+":1", accept)
		wantSaid(t, done.Text, "*Webinaire* ajouté, côté ventes", "Noté au nom de Claire : 12 leads · PME", "Noté au nom de Marc : 5 leads · ETI")
	}
	wantSaid(t, d.presses("UBOSS", "t4", actionDraftsAccept+":0", accept).Text, "Il n'y a plus rien en attente")
	d.wantTotal(tuesday17.AddDays(-1), 3, 1, 12)
	d.wantTotal(tuesday17, 3, 2, 5)
	if notes := d.slack.told("chat.postMessage"); len(notes) != 2 {
		t.Errorf("%d people were told: %+v; want the two authors, once", len(notes), notes)
	}
	entries, err := d.books.RecentEntries(t.Context(), 3, 10)
	if err != nil || len(entries) != 2 || entries[1].Author != "UCLAIRE" || entries[0].Author != "UMARC" {
		t.Errorf("entries %+v, %v; want each under its author", entries, err)
	}
}

// What is unlikely is asked about, and the draft beside it is not forgotten.
func TestDraftBesideAnUnlikelyCount(t *testing.T) {
	d := newDesk(t)
	question := d.keeps("UCLAIRE", "t1", "/leads 900 email pme\n12 webinaire pme")
	wantSaid(t, question.Text, "c'est beaucoup pour une première saisie")
	if len(d.drafts()) != 0 {
		t.Error("the draft was kept before the answer")
	}
	id, value := question.button(t, actionSettle)
	done := d.presses("UCLAIRE", "t3", id, value)
	wantSaid(t, done.Text, "900 leads E-mail", "12 leads « webinaire »")
	d.wantTotal(tuesday17, 1, 1, 900)
	if len(d.drafts()) != 1 {
		t.Errorf("drafts %+v; want one", d.drafts())
	}
	undo, value := done.button(t, actionUndo)
	wantSaid(t, d.presses("UCLAIRE", "t4", undo, value).Text, "Annulé", "Brouillon retiré : 12 leads « webinaire »")
	d.wantTotal(tuesday17, 1, 1, 0)
	if len(d.drafts()) != 0 {
		t.Error("the draft outlived the undo of its request")
	}
}

// A line that names a channel added meanwhile is recorded, and no draft.
func TestChannelAddedBeforeTheAnswer(t *testing.T) {
	d := newDesk(t)
	id, value := d.types("UCLAIRE", "t1", "/leads 12 webinaire pme").button(t, actionSettle)
	d.types("UBOSS", "t2", "/sla add canal Webinaire")
	wantSaid(t, d.presses("UCLAIRE", "t3", id, value).Text, "12 leads Webinaire · PME noté")
	d.wantTotal(tuesday17, 3, 1, 12)
}

func TestDraftsAreDrawn(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		n := newNovember(t)
		n.managers = []ledger.Person{{ID: "UBOSS", Name: "Anne <Boss>"}}
		a := n.asks(t, l, "12 webinaire *pro* pme\n4 foire eti hier")
		a.person.Manager = false
		cmd, err := phrase.Leads(a.text, a.phrases())
		if err != nil {
			t.Fatal(err)
		}
		question, doubtful := a.doubt(counts{Record: cmd.(phrase.Record)})
		if !doubtful {
			t.Fatal("nothing is asked")
		}
		wantFits(t, question)
		wantGolden(t, "drafts_question_"+string(l), question)

		_, drafts := a.linesOf(counts{Record: cmd.(phrase.Record), drafts: []int{0, 1}})
		s := slip{say: a.say, settings: a.settings, catalogue: a.catalogue, today: a.today, names: map[string]string{"UCLAIRE": "Claire"}}
		for name, person := range map[string]ledger.Person{"member": {}, "manager": {Manager: true}} {
			letter := letter{say: a.say}
			s.drafts(&letter, written{Drafts: drafts}, person, []string{"Anne &lt;Boss&gt;"})
			wantFits(t, letter.reply())
			wantGolden(t, "drafts_kept_"+name+"_"+string(l), letter.reply())
		}
		waiting := s.waiting(drafts)
		wantFits(t, waiting)
		wantGolden(t, "drafts_waiting_"+string(l), waiting)

		decided := n.bot().decidedReply(t.Context(), a, decided{
			Name: "Webinaire", Team: ledger.Marketing, Channel: 2,
			Settled: []settledDraft{
				{Draft: drafts[0], State: ledger.DraftAccepted},
				{Draft: drafts[1], State: ledger.DraftClosed},
				{Draft: drafts[1], State: ledger.DraftRefused},
				{Draft: drafts[1], State: ledger.DraftWithdrawn},
			},
		})
		wantGolden(t, "drafts_decided_"+string(l), decided)
	}
}

// However many wait, Slack takes the message.
func TestManyDraftsFit(t *testing.T) {
	s := slipOf(t, lang.French)
	var drafts []ledger.Draft
	for i := range 60 {
		name := strings.Repeat("é", 70) + string(rune('a'+i%20))
		drafts = append(drafts, ledger.Draft{Name: name, Persona: 1, Day: s.today, Count: 1_000_000, Author: "UCLAIRE"})
	}
	wantFits(t, s.waiting(drafts))
}
