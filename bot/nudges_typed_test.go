package bot

import (
	"fmt"
	"strings"
	"testing"
)

// Taken back under a reminder, what is missing stays to be seen, and can be said
// again.
func TestUndoUnderALetterKeepsWhatIsMissing(t *testing.T) {
	d := newDesk(t)
	d.own()
	zero := d.presses("UCLAIRE", "z1", actionNudgeZero, `{"d":"2026-11-17","c":1}`)
	_, undo := zero.button(t, actionUndo)
	back := d.presses("UCLAIRE", "z2", actionUndo, undo)
	wantSaid(t, back.Text, "Annulé", "Il manque encore 2 saisies", "E-mail", "Salon")
	_, again := back.button(t, actionNudgeZero)
	wantSaid(t, d.presses("UCLAIRE", "z3", actionNudgeZero, again).Text, "Il manque encore une saisie", "Salon")
	if last := d.reportedOn(tuesday17)[1]; last != tuesday17 {
		t.Errorf("said again it is reported on %s", last)
	}
}

func TestAbsenceIsTyped(t *testing.T) {
	d := newDesk(t)
	d.own()
	kept := d.Recaps
	for text, want := range map[string]string{
		"/leads absent":                              "Dites qui saisit",
		"/leads absent <@UCLAIRE>":                   "quelqu'un d'autre que vous",
		"/leads absent <@UGUEST>":                    "ne peut pas saisir",
		"/leads absent jusqu'au 16/11/2026 <@UMARC>": "déjà passé",
		"/leads de retour":                           "n'étiez pas absent",
	} {
		wantSaid(t, d.types("UCLAIRE", text, text).Text, want)
	}
	d.Recaps = posts{}
	wantSaid(t, d.openHome("UCLAIRE", "h0"), "Je m'absente")
	d.Recaps = kept
	d.said()
	wantSaid(t, d.types("UCLAIRE", "a1", "/leads absent jusqu'au 3/12 <@UMARC>").Text, "Marc reçoit vos rappels jusqu'au jeudi 3 décembre inclus")
	wantSaid(t, d.said(), "Claire s'absente", "E-mail et Salon")
	d.Recaps = posts{}
	wantSaid(t, d.openHome("UCLAIRE", "h1"), "Vous êtes absent jusqu'au jeudi 3 décembre inclus", actionNudgeBack)
	wantSaid(t, d.writes(direct("UCLAIRE", "je suis de retour"), "b1")[0].params["text"], "Bon retour")
	if absences, err := d.books.Absences(t.Context()); err != nil || len(absences) != 0 {
		t.Errorf("still away: %v, %v", absences, err)
	}
}

func TestAlertsAreMutedByWords(t *testing.T) {
	d := newDesk(t)
	d.Recaps = posts{}
	d.own()
	wantSaid(t, d.types("UCLAIRE", "m0", "/sla alertes").Text, "aucune alerte")
	wantSaid(t, d.types("UCLAIRE", "m1", "/sla alertes email non").Text, "plus d'alerte pour vous sur E-mail")
	wantSaid(t, d.types("UCLAIRE", "m2", "/sla alertes total non").Text, "le total du mois")
	wantSaid(t, d.types("UCLAIRE", "m3", "/sla alertes non").Text, "/sla set alertes non")
	wantSaid(t, d.types("UCLAIRE", "m4", "/sla alertes").Text, "E-mail", "le total du mois")
	shown := d.openHome("UCLAIRE", "h1")
	wantSaid(t, shown, "Sans alerte pour vous : E-mail.", actionUnmute)
	if strings.Contains(d.openHome("UMARC", "h2"), "Sans alerte") {
		t.Error("somebody else's alerts are shown as muted")
	}
	d.pressesAtHome("UCLAIRE", "p1", fmt.Sprint(actionUnmute, ":0"), "1")
	d.types("UCLAIRE", "m5", "/sla alertes total oui")
	if mutes, err := d.books.Mutes(t.Context()); err != nil || len(mutes) != 0 {
		t.Errorf("still muted: %v, %v", mutes, err)
	}
}
