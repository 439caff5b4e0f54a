package bot

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

// sides are those that buttons under an answer sign for, in order.
func (a answer) sides(t testing.TB) (sides []string) {
	t.Helper()
	for _, block := range a.Blocks {
		for _, e := range block.Elements {
			if name, _, _ := strings.Cut(e.ActionID, ":"); name == actionSign {
				var c signs
				if err := json.Unmarshal([]byte(e.Value), &c); err != nil {
					t.Fatal(err)
				}
				sides = append(sides, string(c.Side))
			}
		}
	}
	return sides
}

// signsFor presses the button for a side under an answer, and returns what was
// said.
func (d *desk) signsFor(user, trigger string, side ledger.Team, shown answer) answer {
	d.t.Helper()
	for _, block := range shown.Blocks {
		for _, e := range block.Elements {
			if strings.HasPrefix(e.ActionID, actionSign) && strings.Contains(e.Value, string(side)) {
				return d.presses(user, trigger, e.ActionID, e.Value)
			}
		}
	}
	d.t.Fatalf("no button signs for %s under %q", side, shown.Text)
	return answer{}
}

// direct is what was sent to somebody in a direct message since last asked.
func (d *desk) direct(user string) (said []answer) {
	d.t.Helper()
	for _, call := range d.slack.told("chat.postMessage") {
		if call.params["channel"] != user {
			d.t.Errorf("%s was told %q; want only %s to be told", call.params["channel"], call.params["text"], user)
			continue
		}
		a := answer{Text: spaces.Replace(call.params["text"])}
		if err := json.Unmarshal([]byte(call.params["blocks"]), &a.Blocks); err != nil {
			d.t.Fatal(err)
		}
		said = append(said, a)
	}
	return said
}

// wantSigned wants the signatures of November, in order: "marketing UBOSS".
func (d *desk) wantSigned(want ...string) {
	d.t.Helper()
	all, err := d.books.Signatures(d.t.Context(), tuesday17.In())
	if err != nil {
		d.t.Fatal(err)
	}
	var got []string
	for _, s := range all {
		got = append(got, string(s.Side)+" "+s.Person)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		d.t.Errorf("signatures (-want +got):\n%s", diff)
	}
}

func TestSignedByBothSides(t *testing.T) {
	d := newDesk(t)
	shown := d.types("UBOSS", "one", "/sla valider")
	wantSaid(t, shown.Text, "Validation du SLA, novembre 2026", "Engagement total : 1 000 € · 100 leads",
		"Sans définition écrite de ce qui compte comme un lead : E-mail", "▫️ Marketing : à signer", "▫️ Ventes : à signer", "Version du plan ")
	if diff := cmp.Diff([]string{"marketing", "sales"}, shown.sides(t)); diff != "" {
		t.Error(diff)
	}
	half := d.signsFor("UBOSS", "two", ledger.Marketing, shown)
	wantSaid(t, half.Text, "C'est signé pour le marketing, novembre 2026", "✅ Marketing : signé par <@UBOSS> le 17 nov.", "▫️ Ventes : à signer")
	if !half.ReplaceOriginal || len(half.sides(t)) != 0 {
		t.Errorf("whoever signed is offered to sign for %v too", half.sides(t))
	}
	wantSaid(t, d.types("UCLAIRE", "three", "/sla").Text, "SLA validé par Boss, à valider par les ventes")

	wantSaid(t, d.types("UBOSS", "four", "/sla sign ventes <@UMARC|marc>").Text, "<@UMARC> peut désormais signer pour les ventes")
	asked := d.direct("UMARC")
	if len(asked) != 1 {
		t.Fatalf("Marc was told %d times", len(asked))
	}
	wantSaid(t, asked[0].Text, "<@UBOSS> vous a désigné pour signer le SLA. Voici celui de novembre 2026.", "▫️ Ventes : à signer, <@UMARC> est désigné")
	done := d.signsFor("UMARC", "five", ledger.Sales, asked[0])
	wantSaid(t, done.Text, "le SLA de novembre 2026 est validé des deux côtés", "✅ Ventes : signé par <@UMARC> le 17 nov.")
	wantSaid(t, d.direct("UBOSS")[0].Text, "<@UMARC> a signé à son tour")
	d.wantSigned("marketing UBOSS", "sales UMARC")

	for i, line := range []string{"/sla", "/sla email", "/sla why email", "/sla plan"} {
		wantSaid(t, d.types("UCLAIRE", "shown"+strconv.Itoa(i), line).Text, "SLA validé le 17 nov. par Boss et Marc")
	}
	wantSaid(t, d.types("UBOSS", "settings", "/sla réglages").Text, "Désignés pour signer : <@UMARC> pour les ventes")
	wantSaid(t, d.types("UBOSS", "nobody", "/sla sign ventes personne").Text, "Plus personne n'est désigné")
}

// A signature is taken once, from who may give it, of what is shown.
func TestSignaturesRefused(t *testing.T) {
	d := newDesk(t)
	shown := d.types("UBOSS", "one", "/sla sign")
	id, value := shown.button(t, actionSign)
	for_ := func(side string) string { return strings.Replace(value, `"marketing"`, strconv.Quote(side), 1) }
	for _, c := range []struct{ name, user, value, want string }{
		{"a member", "UCLAIRE", value, "Vous ne signez pas pour le marketing"},
		{"a guest", "UGUEST", value, "membres à part entière"},
		{"a stranger", "UAWAY", value, "Trêve"},
		{"another version", "UBOSS", strings.Replace(value, `"v":"`, `"v":"0`, 1), "Le plan a changé depuis"},
		{"no version", "UBOSS", `{"m":"2026-11","s":"marketing"}`, "Le plan a changé depuis"},
		{"another version, by a member", "UCLAIRE", `{"m":"2026-11","s":"marketing"}`, "Vous ne signez pas"},
		{"neither side", "UBOSS", for_("management"), "Quelque chose s'est mal passé"},
		{"a month that is over", "UBOSS", strings.Replace(value, "2026-11", "2026-08", 1), "Août 2026 est clos"},
		{"junk", "UBOSS", "junk", "Quelque chose s'est mal passé"},
		{"no month", "UBOSS", strings.Replace(value, "2026-11", "", 1), "Quelque chose s'est mal passé"},
	} {
		if got := d.presses(c.user, c.name, id, c.value); !strings.Contains(got.Text, c.want) {
			t.Errorf("%s is answered %q; want %q", c.name, got.Text, c.want)
		}
	}
	d.wantSigned()
	for range 3 { // delivered three times
		d.presses("UBOSS", "the same", id, value)
	}
	d.presses("UBOSS", "once more", id, value)
	d.wantSigned("marketing UBOSS")
	wantSaid(t, d.presses("UBOSS", "both", id, for_("sales")).Text, "Vous avez déjà signé pour le marketing : une autre personne signe pour les ventes")
	d.types("UBOSS", "names", "/sla sign marketing <@UMARC>")
	wantSaid(t, d.presses("UMARC", "taken", id, value).Text, "C'est déjà signé pour le marketing")
	d.wantSigned("marketing UBOSS")

	wantSaid(t, d.types("UCLAIRE", "names", "/sla sign ventes <@UCLAIRE>").Text, "Seuls les managers")
	wantSaid(t, d.types("UBOSS", "a guest", "/sla sign ventes <@UGUEST>").Text, "Guest n'est pas membre à part entière")
	wantSaid(t, d.types("UBOSS", "nobody known", "/sla sign ventes <@UNOBODY>").Text, "Slack ne me dit pas qui est cette personne")
}

func TestWhoIsOfferedToSign(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		name, change, user string
		want               []string
	}{
		{"a manager", "", "UBOSS", []string{"marketing", "sales"}},
		{"a member", "", "UCLAIRE", nil},
		{"who owns a channel of marketing", "/sla set email responsable <@UCLAIRE>", "UCLAIRE", []string{"marketing"}},
		{"who was named", "/sla sign ventes <@UMARC>", "UMARC", []string{"sales"}},
		{"an incomplete plan", "/sla set salon pme engagement 4", "UBOSS", nil},
	} {
		if c.change != "" {
			d.types("UBOSS", "change "+c.name, c.change)
		}
		shown := d.types(c.user, "shown "+c.name, "/sla sign")
		if diff := cmp.Diff(c.want, shown.sides(t)); diff != "" {
			t.Errorf("%s is offered to sign (-want +got):\n%s", c.name, diff)
		}
	}
	d.slack.told("chat.postMessage")
	wantSaid(t, d.types("UBOSS", "incomplete", "/sla sign").Text, "Il manque encore : le taux de transformation (Salon · PME)", "On ne signe qu'un plan complet")
	closed := d.types("UBOSS", "closed", "/sla sign août 2026")
	wantSaid(t, closed.Text, "Ce mois est clos")
}

// Whoever signed is asked again once the plan they signed was changed and has
// come to rest, once.
func TestAskedAgain(t *testing.T) {
	d := newDesk(t)
	d.types("UBOSS", "names", "/sla sign ventes <@UMARC>")
	asked := d.direct("UMARC")
	d.signsFor("UMARC", "sales", ledger.Sales, asked[0])
	wantSaid(t, d.direct("UBOSS")[0].Text, "<@UMARC> a signé le SLA de novembre 2026 pour l'autre côté : à vous")
	shown := d.types("UBOSS", "shown", "/sla sign")
	d.signsFor("UBOSS", "marketing", ledger.Marketing, shown)
	d.slack.told("chat.postMessage")
	look := func(later time.Duration, want int) []call {
		t.Helper()
		d.clock = d.clock.Add(later)
		for _, name := range []string{"a", "b"} {
			replica := d.delivers(name, New(d.Bot.slack, d.Options), d.books.Space)
			if _, err := replica.Look(t.Context(), d.clock); err != nil {
				t.Fatal(err)
			}
		}
		told := d.slack.told("chat.postMessage")
		if len(told) != want {
			t.Errorf("%d people were told at %s; want %d", len(told), d.clock, want)
		}
		return told
	}
	look(time.Hour, 0)

	wantSaid(t, d.types("UBOSS", "amends", "/sla set email pme engagement 60").Text,
		"Boss et Marc avaient signé ce plan et seront invités à signer la nouvelle version.")
	wantSaid(t, d.types("UCLAIRE", "status", "/sla").Text, "SLA amendé le 17 nov., à revalider par Boss et Marc", "Engagement modifié le 17/11 par Boss")
	look(0, 0)
	d.types("UBOSS", "amends more", "/sla set email pme engagement 70")
	look(9*time.Minute, 0)
	d.types("UBOSS", "amends once more", "/sla set email pme engagement 75")
	look(9*time.Minute, 0) // since the last change
	told := look(2*time.Minute, 2)
	look(time.Minute, 0)
	look(24*time.Hour, 0)

	wantSaid(t, d.signsFor("UBOSS", "old", ledger.Marketing, shown).Text, "Le plan a changé depuis que ce bouton a été affiché")
	for _, call := range told {
		a := answer{Text: spaces.Replace(call.params["text"])}
		if err := json.Unmarshal([]byte(call.params["blocks"]), &a.Blocks); err != nil {
			t.Fatal(err)
		}
		wantSaid(t, a.Text, "Le SLA de novembre 2026 a changé depuis votre signature", "à signer de nouveau", "1 250 €",
			"• 17/11 : E-mail · PME, engagement 70 → 75, par <@UBOSS>\n• 17/11 : E-mail · PME, engagement 60 → 70, par <@UBOSS>")
		if strings.Contains(a.Text, "0 → 50") {
			t.Errorf("what was signed is told as a change: %s", a.Text)
		}
		side := map[string]ledger.Team{"UBOSS": ledger.Marketing, "UMARC": ledger.Sales}[call.params["channel"]]
		d.signsFor(call.params["channel"], "again "+string(side), side, a)
	}
	d.slack.told("chat.postMessage")
	wantSaid(t, d.types("UCLAIRE", "signed again", "/sla").Text, "SLA validé le 18 nov. par Boss et Marc", "Engagement modifié le 17/11")
	look(time.Hour, 0)
}

// A plan that is incomplete, or changed back, is not to be signed again.
func TestNotAskedAgain(t *testing.T) {
	for name, lines := range map[string][]string{
		"changed back": {"/sla set email pme engagement 60", "/sla set email pme engagement 50"},
		"incomplete":   {"/sla set salon pme engagement 4"},
		"a target":     {"/sla set objectif de chiffre d'affaires 120 000 €"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.signsFor("UBOSS", "marketing", ledger.Marketing, d.types("UBOSS", "shown", "/sla sign"))
			for i, line := range lines {
				d.types("UBOSS", "line"+strconv.Itoa(i), line)
			}
			for range 3 {
				d.clock = d.clock.Add(time.Hour)
				mail, err := d.SignMail(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if pending, next := mail.Pending(d.clock, nil), mail.Next(d.clock); len(pending) > 0 || !next.IsZero() {
					t.Errorf("somebody is to be asked: %+v, next at %s", pending, next)
				}
			}
			if told := d.slack.told("chat.postMessage"); len(told) > 0 {
				t.Errorf("told: %+v", told)
			}
		})
	}
}

func TestSigningShown(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		n := newNovember(t)
		n.catalogue.Channels[n.channel("Outbound")-1].Team = ledger.Sales
		n.settings.SignerSales = "UJULIEN"
		plan := n.plans[novemberMonth]
		plan.Definitions = map[ledger.ChannelID]string{n.channel("E-mail"): "Une réponse à un envoi, avec un numéro de *téléphone*."}
		plan.Promises = map[ledger.ChannelID]sla.Promise{0: {Share: 90, Within: 1, Unit: sla.InDays}}
		n.plans[novemberMonth] = plan
		wantGolden(t, "signing_"+string(l), n.does(t, l, phrase.ShowSigning{}))
	}
}

func TestSigningOfAnySizeFits(t *testing.T) {
	n := manySegments(60, 8)
	plan := n.plans[novemberMonth]
	plan.Definitions, plan.Promises = map[ledger.ChannelID]string{}, map[ledger.ChannelID]sla.Promise{}
	for _, c := range n.catalogue.Channels {
		plan.Definitions[c.ID] = strings.Repeat("Une définition très longue & détaillée. ", 50)
		plan.Promises[c.ID] = sla.Promise{Share: 90, Within: 4, Unit: sla.InHours}
	}
	n.plans[novemberMonth] = plan
	n.does(t, lang.French, phrase.ShowSigning{Month: calendar.Month{Year: 2026, Month: time.December}})
}
