package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/nudge"
)

// Nobody is away in November.
func (n *november) Absences(context.Context) (ledger.Absences, error) { return nil, nil }

func (n *november) SetAbsence(context.Context, ledger.Absence) error { return nil }

func (n *november) EndAbsence(context.Context, string) error { return nil }

func (n *november) SetMute(context.Context, ledger.Mute, bool) error { return nil }

// missing is a letter about channels that nobody has recorded today.
func missing(channels int, locale string) nudge.Letter {
	l := nudge.Letter{
		To: ledger.Person{ID: "UCLAIRE", Locale: locale}, Settings: ledger.DefaultSettings(), Day: tuesday17,
		Names: map[string]string{"UMARC": "Marc <@U1>"},
	}
	for i := range channels {
		one := nudge.Item{Channel: ledger.Channel{ID: ledger.ChannelID(i + 1), Name: fmt.Sprintf("Canal *%d*", i+1), Owner: "UCLAIRE"}}
		if i > 0 {
			one.LastReported = tuesday17.AddDays(-i)
		}
		if i == 2 {
			one.Owner, one.Away = "UMARC", true
		}
		l.Items = append(l.Items, one)
	}
	return l
}

func TestNudgeLetters(t *testing.T) {
	wantGolden(t, "nudge_fr", nudgeReply(missing(3, "fr-FR")))
	wantGolden(t, "nudge_en", nudgeReply(missing(1, "en-GB")))
	gone := missing(2, "fr-FR")
	gone.Gone, gone.Names["UCLAIRE"] = true, "Claire"
	wantGolden(t, "nudge_gone_fr", nudgeReply(gone))
	gone.To.Locale = "en-GB"
	wantGolden(t, "nudge_gone_en", nudgeReply(gone))
}

func TestNudgesOfAnySizeFit(t *testing.T) {
	for _, channels := range []int{1, 20, 60} {
		l := missing(channels, "fr-FR")
		for i := range l.Items {
			l.Items[i].Name = strings.Repeat("é", 78) + fmt.Sprint(i)
		}
		out := nudgeReply(l)
		wantFits(t, out)
		m, err := RenderNudge(l)
		if err != nil || m.Text != out.Text || len(m.Blocks) == 0 {
			t.Errorf("rendered %q with %d bytes of blocks, %v", m.Text, len(m.Blocks), err)
		}
		if channels == 60 && !strings.Contains(out.Text, "Manquent aussi") {
			t.Errorf("what does not fit is not named: %s", out.Text)
		}
	}
}

// own gives Claire both channels.
func (d *desk) own() {
	d.t.Helper()
	for i, name := range []string{"email", "salon"} {
		d.types("UBOSS", fmt.Sprint("own", i), "/sla set "+name+" responsable <@UCLAIRE>")
	}
	d.types("UMARC", "known", "/sla")
	d.said()
}

func (d *desk) reportedOn(day calendar.Date) map[ledger.ChannelID]calendar.Date {
	d.t.Helper()
	last, err := d.books.LastReported(d.t.Context(), day)
	if err != nil {
		d.t.Fatal(err)
	}
	return last
}

func TestZeroIsOneTapAndCountsAsReported(t *testing.T) {
	d := newDesk(t)
	d.own()
	press := func(trigger string, channel int) string {
		return fmt.Sprintf("%+v", d.presses("UCLAIRE", trigger, actionNudgeZero, fmt.Sprintf(`{"d":"2026-11-17","c":%d}`, channel)))
	}
	wantSaid(t, press("z1", 1), "E-mail", "Il manque encore une saisie", "Salon", actionNudgeZero)
	if d.reportedOn(tuesday17)[1] != tuesday17 {
		t.Error("a zero does not count as reported")
	}
	press("z2", 1)
	entries, err := d.books.RecentEntries(t.Context(), 1, 10)
	if err != nil || len(entries) != 2 {
		t.Errorf("%d entries after two presses, %v; want one a persona", len(entries), err)
	}
	wantSaid(t, press("z3", 2), "Plus rien ne manque")
	wantSaid(t, press("z4", 99), "archivé")
}

// sendsAway says that somebody is away.
func (d *desk) sendsAway(user, trigger, to, until string) string {
	d.t.Helper()
	values := map[string]any{}
	for field, value := range map[string]string{fieldStandIn: to, fieldLastDay: until} {
		key := "selected_user"
		if field == fieldLastDay {
			key = "selected_date"
		}
		values[field] = map[string]any{field: map[string]string{key: value}}
	}
	answer := d.interacts(encode(map[string]any{
		"type": "view_submission", "trigger_id": trigger,
		"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": user, "team_id": "T1"},
		"view": map[string]any{
			"id": "V1", "callback_id": formAway, "state": map[string]any{"values": values},
			"private_metadata": `{"in_place":true,"response_url":"` + d.slack.URL + `/actions/1"}`,
		},
	}))
	return spaces.Replace(answer.Body.String() + d.said())
}

func TestAbsencePassesNudgesOn(t *testing.T) {
	d := newDesk(t)
	d.own()
	for name, c := range map[string][3]string{
		"nobody":     {"", "", "Choisissez quelqu'un"},
		"oneself":    {"UCLAIRE", "", "autre que vous"},
		"a guest":    {"UGUEST", "", "ne peut pas saisir ici"},
		"a past day": {"UMARC", "2026-11-16", "déjà passé"},
	} {
		wantSaid(t, d.sendsAway("UCLAIRE", name, c[0], c[1]), c[2])
	}
	if all, err := d.books.Absences(t.Context()); err != nil || len(all) != 0 {
		t.Fatalf("refused, and kept: %v, %v", all, err)
	}
	wantSaid(t, d.sendsAway("UCLAIRE", "a1", "UMARC", "2026-11-20"), "Marc", "20 novembre", actionNudgeBack,
		"s'absente", "E-mail et Salon", "à la place de")
	wantSaid(t, d.sendsAway("UMARC", "a2", "UCLAIRE", ""), "absente aussi")
	back := d.presses("UCLAIRE", "b1", actionNudgeBack, "UMARC")
	wantSaid(t, back.Text+d.said(), "Bon retour", "Claire est de retour")
	if all, err := d.books.Absences(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("back, and still away: %v, %v", all, err)
	}
}
