package bot

import (
	"maps"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
)

// stage is what stands on a day of what sales said of E-mail's small businesses.
func (d *desk) stage(stage ledger.Stage) (count, cents int64) {
	d.t.Helper()
	totals, err := d.books.Totals(d.t.Context(), tuesday17.In().First(), tuesday17.In().Last())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, total := range totals {
		if total.Cell.Stage == stage {
			count, cents = count+total.Count, cents+total.AmountCents
		}
	}
	return count, cents
}

func (d *desk) wantStage(stage ledger.Stage, wantCount, wantCents int64) {
	d.t.Helper()
	if count, cents := d.stage(stage); count != wantCount || cents != wantCents {
		d.t.Errorf("%s stands at %d and %d cents; want %d and %d", stage, count, cents, wantCount, wantCents)
	}
}

func TestSalesRecordsWhatBecameOfLeads(t *testing.T) {
	d := newDesk(t)
	wantSaid(t, d.types("UBOSS", "promise", "/sla set ventes 90 % sous 1 jour").Text,
		"*Tous les canaux d'acquisition*, engagement des ventes : aucun → 90 % contactés sous 1 jour ouvré")
	d.types("UCLAIRE", "l1", "/leads 12 email pme 2026-11-12")
	d.types("UCLAIRE", "l2", "/leads 4 email pme hier")

	r := d.types("UMARC", "c1", "/ventes contactés 10 email pme 2026-11-13")
	wantSaid(t, r.Text, "10 leads contactés, E-mail · PME, noté pour vendredi 13 novembre", "Reste à contacter : 6 leads (2 du jeu. 12 et 4 du lun. 16)",
		"Ventes, E-mail : 90 % contactés sous 1 jour ouvré · tenu à 83 % (10 sur 12 échus) · 🟠 à risque")
	d.wantStage(ledger.Contacted, 10, 0)

	r = d.types("UMARC", "c2", "/ventes contactés 30 email pme")
	wantSaid(t, r.Text, "il ne reste que 6 à contacter", "pas 30", "`/ventes contactés 6 E-mail PME`")
	d.wantStage(ledger.Contacted, 10, 0)

	r = d.types("UMARC", "c3", "/ventes contactés 6 email pme")
	wantSaid(t, r.Text, "Plus personne à contacter ici")
	id, value := r.button(t, actionUndo)
	wantSaid(t, d.types("UMARC", "c4", "/ventes contactés 1 email pme").Text, "tous les leads reçus", "déjà contactés")
	wantSaid(t, d.presses("UMARC", "undo", id, value).Text, "Annulé", "Reste à contacter : 6 leads")
	d.wantStage(ledger.Contacted, 10, 0)

	wantSaid(t, d.types("UMARC", "w1", "/ventes gagnés 2 email pme 1 800 €").Text, "2 leads gagnés, E-mail · PME", "Montant 1 800 €")
	wantSaid(t, d.types("UMARC", "w2", "/sales won 2x900€ email pme").Text, "Montant 1 800 €")
	d.wantStage(ledger.Won, 4, 360_000)
}

// Leads that sales has contacted cannot be taken off any more.
func TestContactedLeadsStay(t *testing.T) {
	d := newDesk(t)
	first := d.types("UCLAIRE", "l1", "/leads 12 email pme hier")
	d.types("UMARC", "c1", "/ventes contactés 10 email pme")
	wantSaid(t, d.types("UCLAIRE", "l2", "/leads -5 email pme hier").Text, "on ne peut retirer que 2", "pas 5")
	wantSaid(t, d.types("UCLAIRE", "l3", "/leads set 9 email pme hier").Text, "on ne peut retirer que 2", "pas 3")
	id, value := first.button(t, actionUndo)
	wantSaid(t, d.presses("UCLAIRE", "undo", id, value).Text, "on ne peut retirer que 2", "pas 12")
	d.wantTotal(tuesday17.AddDays(-1), 1, 1, 12)
	wantSaid(t, d.types("UCLAIRE", "l4", "/leads -2 email pme hier").Text, "2 leads E-mail · PME retirés")
}

func TestContestedLeadsNeedAReason(t *testing.T) {
	d := newDesk(t)
	d.types("UCLAIRE", "l1", "/leads 5 email pme hier")
	r := d.types("UMARC", "x1", "/ventes contestés 3 email pme")
	wantSaid(t, r.Text, "pour quelle raison", "Doublon", "Hors cible")
	d.wantStage(ledger.Rejected, 0, 0)
	id, value := r.button(t, actionSettle)
	wantSaid(t, d.presses("UMARC", "x2", id, value).Text, "3 leads contestés, E-mail · PME", "hors cible", "Reste à contacter : 2 leads")
	d.wantStage(ledger.Rejected, 3, 0)
	wantSaid(t, d.types("UMARC", "x3", "/ventes contestés 3 email pme doublon").Text, "on ne peut contester que 2")
}

func TestSalesForm(t *testing.T) {
	d := newDesk(t)
	d.types("UCLAIRE", "l1", "/leads 5 email pme hier")
	d.types("UMARC", "f1", "/ventes")
	opened := d.slack.told("views.open")
	if len(opened) != 1 {
		t.Fatalf("%d modals opened", len(opened))
	}
	wantSaid(t, string(opened[0].raw), `"callback_id":"sales_form"`, "Gagnés", "Hors cible")
	fields := map[string]string{
		fieldStage: "won", fieldDay: "2026-11-17", fieldChannel: "1", fieldSegment: "1", fieldCount: "2", fieldAmount: "1 800 €",
	}
	d.submitSales(t, "s1", fields)
	d.wantStage(ledger.Won, 2, 180_000)
	for _, c := range []struct{ field, value, said string }{
		{fieldAmount, "", "Écrivez un montant"},
		{fieldAmount, "cher", "Écrivez un montant"},
		{fieldDay, "2026-11-18", "18 novembre"},
		{fieldCount, "", "nombre entier"},
		{fieldSegment, "", "Choisissez un persona"},
	} {
		wrong := maps.Clone(fields)
		wrong[c.field] = c.value
		wantSaid(t, d.submitSales(t, "s2"+c.field+c.value, wrong), c.field, c.said)
	}
	fields[fieldStage] = "rejected"
	wantSaid(t, d.submitSales(t, "s3", fields), fieldReason, "Choisissez une raison")
	fields[fieldStage], fields[fieldCount] = "contacted", "6"
	wantSaid(t, d.submitSales(t, "s4", fields), fieldCount, "il ne reste que 5")
	d.wantStage(ledger.Won, 2, 180_000)
}

// submitSales sends the modal and returns what it says is wrong.
func (d *desk) submitSales(t *testing.T, trigger string, fields map[string]string) (said string) {
	t.Helper()
	private := string(encode(sheet{whence: whence{Conversation: "C1"}}))
	for field, problem := range d.sends("UMARC", trigger, formSales, private, fields) {
		said += field + ": " + problem
	}
	return said
}

// Marketing's owner accepts or refuses what sales contests, once.
func TestContestsAreSettled(t *testing.T) {
	for _, c := range []struct {
		name, action, said string
		leads, rejected    int64
	}{
		{"accepted", actionConcede, "Claire a accepté : ces leads ne comptent plus", 9, 0},
		{"refused", actionUphold, "Claire a refusé : ces leads restent, à contacter", 12, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			d.types("UBOSS", "o1", "/sla set email responsable <@UCLAIRE>")
			d.types("UCLAIRE", "l1", "/leads 4 email pme 2026-11-13")
			d.types("UCLAIRE", "l2", "/leads 8 email pme hier")
			d.types("UMARC", "c1", "/ventes contactés 3 email pme hier")
			d.slack.told("chat.postMessage")
			d.types("UMARC", "x1", "/ventes contestés 3 email pme doublon")
			d.wantStage(ledger.Lead, 12, 0)
			asked := d.slack.told("chat.postMessage")
			if len(asked) != 1 || asked[0].params["channel"] != "UCLAIRE" {
				t.Fatalf("asked %v", asked)
			}
			wantSaid(t, asked[0].params["text"], "Marc conteste des leads", "3 leads contestés, E-mail · PME", "doublon")
			value := string(encode(carried{Replaces: "x1"}))
			wantSaid(t, d.presses("UJANE", "p0", c.action, value).Text, "Only the owner of E-mail and managers settle")
			wantSaid(t, d.presses("UCLAIRE", "p1", c.action, value).Text, c.said)
			d.wantStage(ledger.Lead, c.leads, 0)
			d.wantStage(ledger.Rejected, c.rejected, 0)
			told := d.slack.told("chat.postMessage")
			if len(told) != 1 || told[0].params["channel"] != "UMARC" {
				t.Fatalf("told %v", told)
			}
			other := map[string]string{actionConcede: actionUphold, actionUphold: actionConcede}[c.action]
			wantSaid(t, d.presses("UCLAIRE", "p2", other, value).Text, c.said)
			d.wantStage(ledger.Lead, c.leads, 0)
		})
	}
}

// The one-tap button of the morning's letter records all that is overdue now.
func TestCaughtUp(t *testing.T) {
	d := newDesk(t)
	d.types("UBOSS", "promise", "/sla set ventes 90 % sous 1 jour")
	d.types("UCLAIRE", "l1", "/leads 12 email pme 2026-11-12")
	d.types("UCLAIRE", "l2", "/leads 5 email pme hier")
	d.types("UMARC", "c1", "/ventes contactés 2 email pme")
	wantSaid(t, d.presses("UMARC", "p1", numbered(actionCaughtUp, 0), "1").Text, "10 leads contactés, E-mail · PME", "Reste à contacter : 5 leads")
	wantSaid(t, d.presses("UMARC", "p2", numbered(actionCaughtUp, 0), "1").Text, "E-mail : plus rien n'attend hors délai")
	d.wantStage(ledger.Contacted, 12, 0)
}
