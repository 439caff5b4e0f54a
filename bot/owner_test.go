package bot

import (
	"fmt"
	"testing"
)

// cardSent fills a channel's card in, of a new one where id is 0, and returns the
// acknowledgement.
func (d *desk) cardSent(trigger string, id int64, fields map[string]string) string {
	d.t.Helper()
	values := map[string]any{}
	for field, value := range fields {
		values[field] = map[string]any{field: map[string]string{"value": value}}
	}
	p := planForm{Kind: cardForm, ID: id, Month: tuesday17.In(), whence: whence{ResponseURL: d.slack.URL + "/actions/1"}}
	return spaces.Replace(d.interacts(encode(map[string]any{
		"type": "view_submission", "trigger_id": trigger,
		"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": "UBOSS", "team_id": "T1"},
		"view": map[string]any{
			"id": "V1", "callback_id": formPlan, "private_metadata": string(encode(p)), "state": map[string]any{"values": values},
		},
	})).Body.String())
}

// An owner can record for the channel, and whoever follows it up can read it.
// Nobody else is named, whichever way, and it is said what to do instead.
func TestWhoMayBeNamedOwner(t *testing.T) {
	d := newInvited(t)
	d.slack.users["UGONE"] = `"profile":{"display_name":"Gone"},"locale":"fr-FR","deleted":true`
	for i, c := range []struct{ channel, sales, user, want string }{
		{"salon", "", "UAGENCY", "Agency est un invité qui ne saisit pas pour Salon : tapez d'abord `/sla invité @… salon`, ou nommez un membre de l'espace."},
		{"salon", "", "UGUEST", "Guest est un invité"},
		{"email", "ventes ", "UAGENCY", "Agency n'est pas membre à part entière de l'espace, et ne suit pas de leads pour les ventes : nommez un membre, par exemple `/sla set e-mail responsable ventes @prénom`."},
		{"salon", "", "UAWAY", "Away n'est pas membre de l'espace : nommez un membre, par exemple `/sla set salon responsable @prénom`."},
		{"salon", "", "UGONE", "Gone n'est pas membre de l'espace"},
		{"salon", "ventes ", "UGONE", "Gone n'est pas membre à part entière de l'espace"},
		{"salon", "", "UNOBODY", "Slack ne me dit pas qui est cette personne, et rien n'a été changé"},
	} {
		before := d.agreed()
		line := fmt.Sprintf("set %s responsable %s<@%s>", c.channel, c.sales, c.user)
		wantSaid(t, d.types("UBOSS", fmt.Sprint("typed", i), "/sla "+line).Text, c.want)
		wantSaid(t, d.writes(direct("UBOSS", line), fmt.Sprint("written", i))[0].params["text"], c.want)
		id, field := map[string]int64{"email": 1, "salon": 2}[c.channel], map[string]string{"": "owner", "ventes ": "sales_owner"}[c.sales]
		name := map[string]string{"email": "E-mail", "salon": "Salon"}[c.channel]
		wantSaid(t, d.cardSent(fmt.Sprint("sent", i), id, map[string]string{"name": name, field: c.user}), c.want)
		if after := d.agreed(); after != before {
			t.Errorf("%s changed\n%s\nto\n%s", line, before, after)
		}
	}
	before := d.agreed()
	wantSaid(t, d.cardSent("new", 0, map[string]string{"name": "Webinaire", "owner": "UAGENCY"}),
		"Agency est un invité : ajoutez d'abord le canal d'acquisition sans responsable, puis tapez `/sla invité @… webinaire`")
	if after := d.agreed(); after != before {
		t.Errorf("a new channel was added:\n%s", after)
	}
}

func TestWhoeverMayRecordIsNamedOwner(t *testing.T) {
	d := newInvited(t)
	wantSaid(t, d.types("UBOSS", "o1", "/sla set email responsable <@UAGENCY>").Text, "<@UAGENCY>")
	wantSaid(t, d.types("UBOSS", "o2", "/sla set email responsable ventes <@UMARC>").Text, "<@UMARC>")
	if owner, sales := d.owners("E-mail"); owner != "UAGENCY" || sales != "UMARC" {
		t.Errorf("E-mail is %q's and %q's", owner, sales)
	}
	d.cardSent("s1", 2, map[string]string{"name": "Salon", "owner": "UCLAIRE", "sales_owner": "UMARC"})
	if owner, sales := d.owners("Salon"); owner != "UCLAIRE" || sales != "UMARC" {
		t.Errorf("Salon is %q's and %q's", owner, sales)
	}
	// Whoever is the owner already is not named anew: the rest of the card is saved.
	d.slack.users["UCLAIRE"] += `,"is_restricted":true`
	d.clock = d.clock.Add(freshFor)
	d.cardSent("s2", 2, map[string]string{"name": "Salons", "owner": "UCLAIRE", "sales_owner": "UMARC"})
	if owner, _ := d.owners("Salons"); owner != "UCLAIRE" {
		t.Errorf("Salons is %q's", owner)
	}
	d.types("UBOSS", "o3", "/sla set email responsable personne")
	if owner, _ := d.owners("E-mail"); owner != "" {
		t.Errorf("E-mail is %q's", owner)
	}
}

func TestWhoMayBeNamedOwnerInEnglish(t *testing.T) {
	d := newInvited(t)
	d.slack.users["UJANE"] += `,"is_admin":true`
	for line, want := range map[string]string{
		"/sla set salon owner <@UAGENCY>":       "Agency is a guest who does not record for Salon: type `/sla guest @… salon` first, or name a member of the workspace.",
		"/sla set email owner sales <@UAGENCY>": "Agency is not a full member of the workspace, and follows up no leads for sales: name a member, for example `/sla set e-mail owner sales @name`.",
		"/sla set salon owner <@UAWAY>":         "Away is not a member of the workspace: name a member, for example `/sla set salon owner @name`.",
		"/sla set salon owner <@UNOBODY>":       "Slack does not tell me who that is, and nothing was changed",
	} {
		wantSaid(t, d.types("UJANE", line, line).Text, want)
	}
}
