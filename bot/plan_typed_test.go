package bot

import (
	"strings"
	"testing"
)

// A whole plan is typed in Slack, through the door, into real books.
func TestPlanTypedInSlack(t *testing.T) {
	d := newDesk(t)
	for i, step := range []struct{ line, want string }{
		{"/sla add canal Webinaire ventes", "Canal d'acquisition *Webinaire* ajouté, côté ventes."},
		{"/sla ajouter persona Grand compte", "Persona *Grand compte* ajouté."},
		{"/sla add canal webinaire", "existe déjà"},
		{"/sla set webinaire grand compte engagement 20", "*Webinaire · Grand compte* : engagement 0 → 20 leads, dès novembre 2026.\n" +
			"Engagement total inchangé, novembre 2026 : 1 000 €\n" +
			"Il manque encore : la vente moyenne (Grand compte) et le taux de transformation (Webinaire · Grand compte)."},
		{"/sla set grand compte vente 15 000 €", "*Grand compte* : vente moyenne – → 15 000 €"},
		{"/sla set webinaire grand compte taux 2,5 %", "taux de transformation – → 2,5 %, dès novembre 2026.\n" +
			"Engagement total, novembre 2026 : 1 000 € → 8 500 € (+7 500 €)"},
		{"/sla set webinaire responsable <@UMARC|marc>", "*Webinaire* : responsable personne → <@UMARC>."},
		{"/sla set webinaire rythme hebdo", "*Webinaire* : saisie chaque jour → chaque semaine."},
		{"/sla set webinaire dates 24-27/11", "*Webinaire* : engagement tout le mois → du 24/11 au 27/11"},
		{"/sla fermé 30/11", "Fermé le lundi 30 novembre.\nNovembre 2026 : 20 → 19 jours ouvrés"},
		{"/sla set alsace oui", "Jours fériés d'Alsace-Moselle : non → *oui*"},
		{"/sla set email pme taux 120 %", "100 %"},
		{"/sla plan", "Webinaire · Grand compte : 20 leads × 375,00 € (2,5 % déclaré × 15 000 €) = 7 500 €"},
		{"/sla", "sur 8 500 € engagés"},
		{"/sla webinaire", "Webinaire, novembre 2026"},
		{"/sla grand compte", "Grand compte, novembre 2026"},
		{"/sla why webinaire", "Taux déclaré en vigueur depuis novembre 2026 (17/11, <@UBOSS>) : Webinaire · Grand compte"},
		{"/sla settings", "Jours déclarés : fermé le 30/11"},
	} {
		answer := d.types("UBOSS", "plan"+string(rune('a'+i)), step.line)
		if !strings.Contains(answer.Text, step.want) {
			t.Errorf("%s answered\n%s\nwant\n%s", step.line, answer.Text, step.want)
		}
		if answer.ResponseType == "in_channel" {
			t.Errorf("%s was answered before everybody", step.line)
		}
	}
	if got := d.types("UCLAIRE", "member", "/sla set email pme engagement 1").Text; !strings.Contains(got, "Seuls les managers") {
		t.Errorf("somebody who is no manager was answered %q", got)
	}
}

func TestStatusSharedByButton(t *testing.T) {
	d := newDesk(t)
	answer := d.types("UCLAIRE", "one", "/sla email")
	id, value := answer.button(t, actionShare)
	shared := d.presses("UJANE", "two", id, value)
	if shared.ResponseType != "in_channel" || !strings.Contains(shared.Text, "Partagé par <@UJANE>") ||
		!strings.HasPrefix(shared.Text, strings.Split(answer.Text, "\n")[0]) {
		t.Errorf("Share said %+v", shared)
	}
	id, value = answer.button(t, actionWhy)
	if why := d.presses("UJANE", "three", id, value); why.ResponseType == "in_channel" || !strings.HasPrefix(why.Text, "Where does this come from? E-mail") {
		t.Errorf("Why said %+v", why)
	}
}
