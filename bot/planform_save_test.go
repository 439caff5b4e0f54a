package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// confirms sends what a manager was shown as about to be saved, and returns the
// acknowledgement.
func (d *desk) confirms(user, trigger string, p planForm) string {
	d.t.Helper()
	p.Month, p.whence = tuesday17.In(), whence{ResponseURL: d.slack.URL + "/actions/1", InPlace: true}
	return d.interacts(encode(map[string]any{
		"type": "view_submission", "trigger_id": trigger,
		"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": user, "team_id": "T1"},
		"view": map[string]any{"id": "V1", "callback_id": formConfirm, "private_metadata": string(encode(p))},
	})).Body.String()
}

// figures is the form of E-mail as it stands, with what is typed in it.
func (d *desk) figures(typed map[string]string) planForm {
	d.t.Helper()
	p := planForm{Kind: figuresForm, ID: 1, Month: tuesday17.In(), Typed: typed}
	catalogue, err := d.books.Catalogue(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	f, err := asked{catalogue: catalogue, today: tuesday17}.maker(d.t.Context(), d.books, p.Month)
	if err != nil {
		d.t.Fatal(err)
	}
	p.Shown = marks(f.fields(p))
	return p
}

func (d *desk) audit() []ledger.AuditLine {
	d.t.Helper()
	lines, err := d.books.Audit(d.t.Context(), 1_000)
	if err != nil {
		d.t.Fatal(err)
	}
	return lines
}

// Only what changed is written, all at once and once, with one line each in the
// log.
func TestFormWritesWhatChanged(t *testing.T) {
	d := newDesk(t)
	before := len(d.audit())
	form := d.figures(map[string]string{"goal_1": "60", "goal_2": "50", "rate_2": "0.06"}) // of which goal_2 is as it was
	for range 2 {                                                                          // delivered twice
		if ack := d.confirms("UBOSS", "t1", form); !strings.Contains(ack, `"clear"`) {
			t.Errorf("acknowledged with %s; want all modals closed", ack)
		}
	}
	var wrote []string
	for _, line := range d.audit()[:len(d.audit())-before] {
		wrote = append(wrote, line.What+" "+line.Old+" "+line.New)
	}
	if got := strings.Join(wrote, "; "); got != "rate 2026-11 E-mail ETI 0.05 0.06; goal 2026-11 E-mail PME 50 60" {
		t.Errorf("the log has %s", got)
	}
	for _, bad := range []map[string]string{
		{"goal_1": "70", "rate_2": "1.5"}, {"goal_1": "70", "dates": "2026-10-01/2026-10-02"},
	} {
		d.confirms("UBOSS", fmt.Sprint(bad), d.figures(bad))
	}
	plan, err := d.books.Plan(t.Context(), tuesday17.In())
	if err != nil || plan.Goals[ledger.Segment{Channel: 1, Persona: 1}] != 60 {
		t.Errorf("goals %v, %v; want nothing of a form that is refused in part", plan.Goals, err)
	}
}

// Of managers who save the same form at once one is first; the others are told,
// and nothing of theirs is written.
func TestFormsSavedAtOnce(t *testing.T) {
	d := newDesk(t)
	d.types("UBOSS", "t0", "/sla")
	form := d.figures(nil)
	before := len(d.audit())
	acks := make([]string, 6)
	var group sync.WaitGroup
	for i := range acks {
		mine := form
		mine.Typed = map[string]string{"goal_1": fmt.Sprint(60 + i)}
		group.Go(func() { acks[i] = d.confirms("UBOSS", fmt.Sprint("at once ", i), mine) })
	}
	group.Wait()
	saved := 0
	for i, ack := range acks {
		var answer struct {
			Action string `json:"response_action"`
			View   struct {
				Private string `json:"private_metadata"`
			}
		}
		if err := json.Unmarshal([]byte(ack), &answer); err != nil {
			t.Fatalf("%v in %s", err, ack)
		}
		if answer.Action == "clear" {
			saved++
			continue
		}
		if !strings.Contains(ack, "Le plan a changé pendant que vous écriviez") || !strings.Contains(answer.View.Private, fmt.Sprintf(`"goal_1":"%d"`, 60+i)) {
			t.Errorf("the other is acknowledged with %s", ack)
		}
	}
	if wrote := len(d.audit()) - before; saved != 1 || wrote != 1 {
		t.Errorf("%d forms were saved, %d lines written; want 1", saved, wrote)
	}
}

// What is archived promises nothing any more, in later months of their own too.
func TestArchivingReleases(t *testing.T) {
	d := newDesk(t)
	s := ledger.Segment{Channel: 1, Persona: 2}
	d.types("UBOSS", "t1", "/sla set email eti engagement 80 décembre")
	d.types("UBOSS", "t2", "/sla archiver eti")
	for ahead := range 4 {
		plan, err := d.books.Plan(t.Context(), tuesday17.In().Add(ahead))
		if err != nil || plan.Goals[s] != 0 || plan.Goals[ledger.Segment{Channel: 1, Persona: 1}] != 50 {
			t.Errorf("%s: %v, %v; want nothing promised of ETI, all of PME", plan.Month, plan.Goals, err)
		}
	}
	wantSaid(t, d.types("UCLAIRE", "t3", "/leads 3 email eti").Text, "ETI est archivé")
	wantSaid(t, d.types("UBOSS", "t4", "/sla add persona eti").Text, "/sla restaurer eti")
	wantSaid(t, d.types("UBOSS", "t5", "/sla restaurer eti").Text, "*ETI* est restauré")
	d.types("UCLAIRE", "t6", "/leads 3 email eti")
	d.wantTotal(tuesday17, 1, 2, 3)
}

// A name typed before is still understood after it was changed.
func TestOldNamesAreUnderstood(t *testing.T) {
	d := newDesk(t)
	d.types("UBOSS", "t1", "/sla renommer email en Campagnes")
	d.types("UBOSS", "t2", "/sla renommer campagnes en Infolettre")
	for i, name := range []string{"e-mail", "campagnes", "infolettre"} {
		d.types("UCLAIRE", fmt.Sprint("n", i), "/leads 2 "+name+" pme")
	}
	d.wantTotal(tuesday17, 1, 1, 6)
	wantSaid(t, d.types("UBOSS", "t3", "/sla renommer infolettre en E-mail").Text, "s'appelle désormais *E-mail*")
	channel, err := d.books.Catalogue(t.Context())
	if err != nil || fmt.Sprint(channel.Channel(1).Aliases) != "[Campagnes Infolettre]" {
		t.Errorf("aliases %v, %v", channel.Channel(1).Aliases, err)
	}
}

// A definition is part of what both sides sign.
func TestDefinitionAsksToSignAgain(t *testing.T) {
	d := newDesk(t)
	terms := func() sla.Terms {
		plan, err := d.books.Plan(t.Context(), tuesday17.In())
		if err != nil {
			t.Fatal(err)
		}
		catalogue, err := d.books.Catalogue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return sla.TermsOf(plan, catalogue)
	}
	before := terms()
	d.types("UBOSS", "t1", "/sla set email définition Un clic et un nom")
	after := terms()
	if before.Definitions == after.Definitions || before.Plan != after.Plan {
		t.Errorf("terms %+v became %+v; want other definitions", before, after)
	}
	d.types("UBOSS", "t2", "/sla set email responsable <@UCLAIRE>")
	if terms() != after {
		t.Error("an owner is no part of what is signed")
	}
}
