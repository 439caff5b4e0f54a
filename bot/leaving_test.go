package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// leavesSlack is Slack's news that somebody was deactivated.
func (d *desk) leavesSlack(user, eventID string) {
	d.t.Helper()
	d.slack.mu.Lock()
	d.slack.users[user] += `,"deleted":true`
	d.slack.mu.Unlock()
	body := encode(map[string]any{
		"type": "event_callback", "team_id": "T1", "event_id": eventID,
		"event": map[string]any{"type": "user_change", "user": map[string]any{"id": user, "team_id": "T1", "deleted": true}},
	})
	if w := d.send(signedPost("/slack", "application/json", string(body))); w.Code != 200 {
		d.t.Fatalf("an event was acknowledged with %d", w.Code)
	}
}

// succession returns the letters that ask for successors, by whom they are for.
func (d *desk) succession(known ...recap.Post) map[string]recap.Message {
	d.t.Helper()
	mail, err := d.SuccessionMail(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	letters := map[string]recap.Message{}
	for _, p := range mail.Pending(d.clock, known) {
		if !mail.Writes(p.Kind) {
			d.t.Errorf("%s is not one of these letters", p.Kind)
		}
		if letters[p.Conversation], err = mail.Write(d.t.Context(), p, d.clock); err != nil {
			d.t.Fatal(err)
		}
	}
	return letters
}

func (d *desk) owners(channel string) (owner, sales string) {
	d.t.Helper()
	catalogue, err := d.books.Catalogue(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, c := range catalogue.Channels {
		if c.Name == channel {
			return c.Owner, c.SalesOwner
		}
	}
	d.t.Fatalf("no channel %s", channel)
	return "", ""
}

// newLeft is a desk whose Marc owned E-mail, followed Salon up, stood in for
// Claire and was to sign, and has left.
func newLeft(t *testing.T) *desk {
	d := newDesk(t)
	d.marcLeaves()
	return d
}

// marcLeaves has Marc leave who answered for both channels.
func (d *desk) marcLeaves() {
	d.t.Helper()
	for i, line := range []string{
		"/sla set email responsable <@UMARC>", "/sla set salon responsable ventes <@UMARC>", "/sla sign marketing <@UMARC>",
	} {
		d.types("UBOSS", "s"+string(rune('0'+i)), line)
	}
	d.types("UMARC", "m", "/leads 5 email pme")
	d.change(func(ctx context.Context, p Page) error {
		return p.SetAbsence(ctx, ledger.Absence{Person: "UCLAIRE", StandIn: "UMARC", Since: d.clock})
	})
	d.leavesSlack("UMARC", "gone1")
	d.said()
}

func TestWhoeverLeavesLosesWhatWasTheirsAtOnce(t *testing.T) {
	d := newLeft(t)
	owner, _ := d.owners("E-mail")
	_, sales := d.owners("Salon")
	absences, _ := d.books.Absences(t.Context())
	settings, _ := d.books.Settings(t.Context())
	if owner != "" || sales != "" || len(absences) != 0 || settings.SignerMarketing != "" {
		t.Errorf("left with %q, %q, %v, %q", owner, sales, absences, settings.SignerMarketing)
	}
	d.wantTotal(tuesday17, 1, 1, 5)
	wantSaid(t, d.types("UMARC", "m2", "/leads 5 email pme").Text, "membres")
	if letters := d.succession(); len(letters) != 1 || !strings.Contains(letters["UBOSS"].Text, "Marc a quitté") {
		t.Errorf("the letters are %v", letters)
	}
	asked := recap.Post{Key: recap.Key{Conversation: "UBOSS", Day: tuesday17.AddDays(-3), Kind: leftKind("UMARC")}, State: recap.Posted}
	if letters := d.succession(asked); len(letters) != 0 {
		t.Errorf("asked again: %v", letters)
	}
	d.leavesSlack("UMARC", "gone2")
	lines, _ := d.books.Audit(t.Context(), 4)
	if lines[0].Reason != deactivated || lines[0].Author != "" {
		t.Errorf("the log says %+v", lines)
	}
}

// choose picks somebody in the letter, and returns what is said to anybody.
func (d *desk) choose(user, trigger, action, leaver, chosen string) string {
	d.t.Helper()
	d.picks(user, trigger, action, leaver, chosen)
	return spaces.Replace(d.said())
}

func (d *desk) picks(user, trigger, action, leaver, chosen string) {
	d.t.Helper()
	d.interacts(encode(map[string]any{
		"type": "block_actions", "trigger_id": trigger, "response_url": d.slack.URL + "/actions/1",
		"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": user, "team_id": "T1"},
		"container": map[string]any{"message_ts": "1.2", "channel_id": "D1"},
		"actions":   []map[string]string{{"action_id": action, "block_id": leftBlock + leaver, "selected_user": chosen, "value": map[bool]string{true: "", false: leaver}[chosen != ""]}},
	}))
}

func TestASuccessorIsNamedOnce(t *testing.T) {
	d := newLeft(t)
	wantSaid(t, d.choose("UBOSS", "c1", actionGive, "UMARC", "UGUEST"), "Guest ne peut pas saisir pour E-mail")
	said := d.choose("UBOSS", "c2", actionGive, "UMARC", "UCLAIRE")
	wantSaid(t, said, "UCLAIRE", "est maintenant responsable de E-mail", "aux ventes", "Boss vous confie")
	owner, _ := d.owners("E-mail")
	_, sales := d.owners("Salon")
	if owner != "UCLAIRE" || sales != "UCLAIRE" {
		t.Errorf("the successor has %q, %q", owner, sales)
	}
	wantSaid(t, d.choose("UBOSS", "c3", actionTakeOver, "UMARC", ""), "déjà réglé")
	if letters := d.succession(); len(letters) != 0 {
		t.Errorf("asked again: %v", letters)
	}
}

func TestNobodyMayTakeOver(t *testing.T) {
	d := newLeft(t)
	wantSaid(t, d.choose("UBOSS", "c1", actionNobody, "UMARC", ""), "personne pour E-mail et Salon")
	if letters := d.succession(); len(letters) != 0 {
		t.Errorf("asked again: %v", letters)
	}
}

// Where Slack told nothing, the daily look finds out.
func TestALookFindsWhoIsGone(t *testing.T) {
	d := newDesk(t)
	d.types("UBOSS", "s", "/sla set email responsable <@UMARC>")
	if letters := d.succession(); len(letters) != 0 {
		t.Fatalf("letters about somebody who is there: %v", letters)
	}
	d.slack.users["UMARC"] += `,"deleted":true`
	if letters := d.succession(); len(letters) != 0 {
		t.Errorf("looked around twice a day: %v", letters)
	}
	d.clock = d.clock.Add(24 * time.Hour)
	letters := d.succession()
	if text := letters["UBOSS"].Text; !strings.Contains(text, "a quitté l'espace Slack") {
		t.Errorf("the letters are %v", letters)
	}
	var blocks []map[string]any
	if err := json.Unmarshal(letters["UBOSS"].Blocks, &blocks); err != nil || len(blocks) < 3 {
		t.Errorf("%d blocks, %v", len(blocks), err)
	}
}

// Somebody of whom Slack has never heard, such as after a restore into another
// workspace, keeps nobody else from being looked up.
func TestALookPassesByWhomSlackDoesNotKnow(t *testing.T) {
	d := newDesk(t)
	for i, line := range []string{"/sla set salon responsable <@UCLAIRE>", "/sla set email responsable <@UMARC>"} {
		d.types("UBOSS", fmt.Sprint("s", i), line)
	}
	d.clock = d.clock.Add(freshFor)
	delete(d.slack.users, "UBOSS") // who comes first
	delete(d.slack.users, "UCLAIRE")
	d.slack.users["UMARC"] += `,"deleted":true`
	if text := d.succession()["UBOSS"].Text; !strings.Contains(text, "a quitté l'espace Slack") {
		t.Errorf("said %q", text)
	}
	if owner, _ := d.owners("Salon"); owner != "UCLAIRE" {
		t.Errorf("Salon is %q's: that Slack does not know somebody is no departure", owner)
	}
	d.log.Reset()
	d.succession()
	if strings.Contains(d.log.String(), "could not be seen") {
		t.Errorf("looked around twice a day: %s", d.log)
	}
}

// When the last manager leaves another code is good, once.
func TestTheLastManagerLeaves(t *testing.T) {
	d := newDesk(t)
	d.Code = NewCode("xoxb-1")
	d.types("UBOSS", "b", "/sla")
	said := func(code, event string) string {
		return d.writes(direct("UCLAIRE", code), event)[0].params["text"]
	}
	wantSaid(t, said(d.Code.Reveal(), "e1"), "déjà")
	d.leavesSlack("UBOSS", "gone")
	left, err := d.books.ManagersLeft(t.Context())
	if err != nil || left != 1 {
		t.Fatalf("%d managers left, %v", left, err)
	}
	next := CodeAfter(d.Code, left)
	if next == d.Code {
		t.Fatal("the same code again")
	}
	wantSaid(t, said(d.Code.Reveal(), "e2"), "code")
	wantSaid(t, said(next.Reveal(), "e3"), "manager")
	if claire, _ := d.books.Person(t.Context(), "UCLAIRE"); !claire.Manager {
		t.Error("the next code made nobody a manager")
	}
}
