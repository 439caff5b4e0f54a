package bot

import (
	"context"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
)

func TestAGuestRecordsForTheirChannels(t *testing.T) {
	d := newInvited(t)
	answer := d.types("UAGENCY", "r1", "/leads 12 email pme")
	wantSaid(t, answer.Text, "12 leads", "De votre part ce jour-là : 12 leads.", "De votre part en novembre 2026, E-mail : 12 leads.")
	d.wantNothingOfOthers("the confirmation", answer.Text)
	d.wantTotal(tuesday17, 1, 1, 53)
	again := d.types("UAGENCY", "r1", "/leads 12 email pme")
	if again.Text != answer.Text {
		t.Errorf("delivered again it is answered\n%s\nand was\n%s", again.Text, answer.Text)
	}
	wantSaid(t, d.types("UAGENCY", "r2", "/leads 12 salon pme").Text, "vous saisissez pour E-mail")
	wantSaid(t, d.types("UAGENCY", "r3", "/leads set 40 email pme").Text, "Un invité ajoute ses propres leads")
	wantSaid(t, d.types("UAGENCY", "r4", "/leads -13 email pme").Text, "Vous n'avez saisi que 12")
	wantSaid(t, d.types("UAGENCY", "r5", "/leads -2 email pme").Text, "De votre part ce jour-là : 10 leads.")
	wantSaid(t, d.types("UAGENCY", "r6", "/leads contactés 2 email pme").Text, forMembers)
	wantSaid(t, d.types("UAGENCY", "r7", "/leads log").Text, "+12 E-mail · PME", "−2 E-mail · PME")
	d.types("UAGENCY", "r8", "/leads undo")
	d.types("UAGENCY", "r9", "/leads undo")
	d.wantTotal(tuesday17, 1, 1, 41)
	wantSaid(t, d.types("UAGENCY", "r10", "/leads undo").Text, "rien à annuler")
}

// Whatever a button carries, a guest takes back nothing but their own.
func TestAGuestTakesBackTheirOwnOnly(t *testing.T) {
	d := newInvited(t)
	wantSaid(t, d.presses("UAGENCY", "u1", actionUndo, `{"r":"m1"}`).Text, "n'est pas la vôtre")
	wantSaid(t, d.presses("UAGENCY", "u2", actionYesterday, `{"r":"m1","l":"2026-11-16,1,1,lead,41"}`).Text, "n'est pas la vôtre")
	wantSaid(t, d.presses("UAGENCY", "u3", actionConfirm, `{"k":"x","l":"2026-11-17,2,1,lead,5"}`).Text, forMembers)
	wantSaid(t, d.presses("UAGENCY", "u4", actionConfirm, `{"k":"y","l":"2026-11-17,1,1,lead,=5"}`).Text, "Un invité ajoute")
	d.wantTotal(tuesday17, 1, 1, 41)
	d.wantTotal(tuesday17, 2, 1, 0)
}

func TestAGuestsQuestionNamesNobody(t *testing.T) {
	d := newInvited(t)
	question := d.types("UAGENCY", "q1", "/leads 41 email pme")
	wantSaid(t, question.Text, "quelqu'un d'autre en a déjà noté autant")
	_, yes := question.button(t, actionConfirm)
	wantSaid(t, d.presses("UAGENCY", "q2", actionConfirm, yes).Text, "41 leads")
	d.wantTotal(tuesday17, 1, 1, 82)
}

func TestAGuestsHomeTab(t *testing.T) {
	d := newInvited(t)
	d.Recaps = posts{}
	d.types("UAGENCY", "h1", "/leads 12 email pme")
	d.said()
	shown := d.openHome("UAGENCY", "h2")
	wantSaid(t, shown, "*E-mail* : 12 leads de votre part", "+12 E-mail · PME", actionForm)
	d.wantNothingOfOthers("the Home tab", shown)
	wantSaid(t, d.openHome("UBOSS", "h3"), "Invités qui saisissent", "\\u003c@UAGENCY\\u003e (E-mail)", actionGuestOut)
	d.pressesAtHome("UBOSS", "h4", actionGuestOut, "UAGENCY")
	d.slack.told("views.publish")
	wantSaid(t, d.openHome("UAGENCY", "h5"), "membres à part entière")
}

func TestLettingGuestsInAndOut(t *testing.T) {
	d := newGuarded(t)
	for user, want := range map[string]string{
		"UMARC": "Marc est membre de l'espace", "UAWAY": "Away fait partie d'une autre organisation",
	} {
		wantSaid(t, d.types("UBOSS", "no "+user, "/sla invité <@"+user+"> email").Text, want)
	}
	wantSaid(t, d.types("UCLAIRE", "c", "/sla invité <@UAGENCY> email").Text, forManagers)
	wantSaid(t, d.types("UAGENCY", "a", "/leads 3 email pme").Text, "un manager")
	wantSaid(t, d.types("UBOSS", "b1", "/sla invités").Text, "Invités : personne")
	d.said()
	wantSaid(t, d.types("UBOSS", "b0", "/sla invité <@UAGENCY> banane").Text, "« banane » n'est pas un canal d'acquisition", "/sla invité @agence")
	d.types("UBOSS", "b2", "/sla invité <@UAGENCY> email")
	wantSaid(t, d.said(), "UAGENCY", "Boss vous laisse saisir des leads pour E-mail")
	d.types("UBOSS", "b3", "/sla guest <@UAGENCY> salon")
	wantSaid(t, d.types("UBOSS", "b4", "/sla réglages").Text, "<@UAGENCY> (E-mail et Salon)")
	d.types("UBOSS", "b5", "/sla set email responsable <@UAGENCY>")
	wantSaid(t, d.types("UBOSS", "b6", "/sla invité <@UAGENCY> email non").Text, "pour Salon", "Plus responsable de E-mail")
	wantSaid(t, d.types("UAGENCY", "a2", "/leads 3 email pme").Text, "vous saisissez pour Salon")
	wantSaid(t, d.types("UBOSS", "b7", "/sla invité <@UAGENCY> non").Text, "ne saisit plus ici")
	wantSaid(t, d.types("UAGENCY", "a3", "/leads 3 salon pme").Text, "membres à part entière")
	d.wantLogged("guest UAGENCY", "Salon", "")
	d.wantLogged("guest UAGENCY", "", "E-mail")
}

func (d *desk) wantLogged(what, before, after string) {
	d.t.Helper()
	lines, err := d.books.Audit(context.Background(), 100)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, l := range lines {
		if l.What == what && l.Old == before && l.New == after && l.Author == "UBOSS" {
			return
		}
	}
	d.t.Errorf("the log has no %s from %q to %q: %v", what, before, after, lines)
}

// Somebody of the company who changes a guest's entry tells them no totals.
func TestAGuestIsToldOfChangesWithoutTotals(t *testing.T) {
	d := newInvited(t)
	d.types("UAGENCY", "t1", "/leads 12 email eti")
	d.types("UMARC", "t2", "/leads 9 email eti")
	d.said()
	d.types("UMARC", "t3", "/leads -1 email eti")
	notes := d.slack.told("chat.postMessage")
	if len(notes) != 1 || notes[0].params["channel"] == "" {
		t.Fatalf("%d notes", len(notes))
	}
	wantSaid(t, notes[0].params["text"], "E-mail · ETI", "−1")
	if got := d.total(tuesday17, 1, 2); got != (ledger.Total{Cell: got.Cell, Count: 20, Standing: got.Standing}) {
		t.Errorf("the day stands at %v", got)
	}
	for _, secret := range []string{"21", "20"} {
		if text := notes[0].params["text"]; len(text) == 0 || strings.Contains(text, secret) {
			t.Errorf("a guest is told %q", text)
		}
	}
}
