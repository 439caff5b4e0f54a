package bot

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// posts are receipts and nothing else.
type posts []recap.Post

func (p posts) Now(context.Context, time.Time, string, string) ([]recap.Post, error) { return p, nil }

func (p posts) SeenThere(context.Context, recap.Key) error { return nil }

func (p posts) Recent(context.Context, int) ([]recap.Post, error) { return p, nil }

func (p posts) Resume(context.Context, time.Time, string) (recap.Resumption, error) {
	return recap.Resumption{}, nil
}

func (p posts) ToldLost(context.Context, time.Time, string) (bool, error) { return false, nil }

func (p posts) Keep(context.Context, []recap.Note) error { return nil }

func (p posts) Send(context.Context, time.Time, []recap.Note) error { return nil }

// openHome opens a person's Home tab and returns the view that was shown.
func (d *desk) openHome(user, eventID string) string {
	d.t.Helper()
	body := encode(map[string]any{
		"type": "event_callback", "team_id": "T1", "event_id": eventID,
		"event": map[string]string{"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"},
	})
	d.send(signedPost("/slack", "application/json", string(body)))
	return d.shownHome(user)
}

func (d *desk) shownHome(user string) string {
	d.t.Helper()
	shown := d.slack.told("views.publish")
	if len(shown) != 1 || shown[0].params["user_id"] != user {
		d.t.Fatalf("%d Home tabs shown: %v", len(shown), shown)
	}
	return spaces.Replace(string(shown[0].raw))
}

func TestHomeShowsOnesOwnChannelsFirst(t *testing.T) {
	d := newDesk(t)
	d.Recaps = posts{{
		Key: recap.Key{Conversation: "C1", Day: tuesday17, Kind: recap.Daily}, State: recap.Posted, Form: recap.Whole,
		PostedAt: tenInParis, MessageTS: "1.2",
	}}
	d.types("UBOSS", "o", "/sla set salon responsable <@UCLAIRE>")
	d.change(func(ctx context.Context, p Page) error {
		return p.SetOption(ctx, "recap_in", `[{"ID":"C1","Name":"marketing","SetBy":"UBOSS"}]`, sla.Author{ID: "UBOSS", At: d.clock})
	})
	d.types("UCLAIRE", "l", "/leads 25 email pme hier")
	shown := d.openHome("UCLAIRE", "e1")
	wantSaid(t, shown, "Novembre 2026", "Mes canaux d'acquisition", "Les autres canaux d'acquisition", "*E-mail*", "█████░", "25 % · 25/100 leads", "Saisir des leads")
	if strings.Index(shown, "*Salon*") > strings.Index(shown, "*E-mail*") {
		t.Error("somebody else's channel stands first")
	}
	if strings.Contains(shown, actionSettings) {
		t.Error("a member is offered the settings")
	}
	if strings.Contains(shown, "pas encore parti") {
		t.Error("today's recap has been posted, and is said to be missing")
	}
	wantSaid(t, d.openHome("UBOSS", "e2"), actionSettings, actionClosure)
	wantSaid(t, d.openHome("UGUEST", "e3"), "membres")
}

// pressesAtHome presses a button of a Home tab.
func (d *desk) pressesAtHome(user, trigger, action, value string) {
	d.t.Helper()
	d.interacts(encode(map[string]any{
		"type": "block_actions", "trigger_id": trigger, "team": map[string]string{"id": "T1"},
		"user":      map[string]string{"id": user, "team_id": "T1"},
		"container": map[string]any{"type": "view", "view_id": "VHOME"},
		"view":      map[string]any{"id": "VHOME", "type": "home", "hash": "h", "state": map[string]any{"values": map[string]any{}}},
		"actions":   []map[string]string{{"action_id": action, "block_id": "b", "value": value}},
	}))
}

func TestHomeAnswersInTheDirectMessage(t *testing.T) {
	d := newDesk(t)
	d.Recaps = posts{}
	d.pressesAtHome("UCLAIRE", "p1", numbered(actionAsk, 0), "/sla plan")
	told := d.slack.told("chat.postMessage")
	if len(told) != 1 || told[0].params["channel"] != "UCLAIRE" {
		t.Fatalf("told %v", told)
	}
	wantSaid(t, told[0].params["text"], "Plan, novembre 2026")
	d.shownHome("UCLAIRE")
	d.pressesAtHome("UCLAIRE", "p2", actionForm, "form")
	if opened := d.slack.told("views.open"); len(opened) != 1 {
		t.Errorf("%d modals opened", len(opened))
	}
}

func TestSettingsFromHome(t *testing.T) {
	d := newDesk(t)
	d.Recaps = posts{}
	d.pressesAtHome("UCLAIRE", "p0", actionSettings, "settings")
	wantSaid(t, d.slack.told("chat.postMessage")[0].params["text"], "Seuls les managers")
	d.slack.told("views.publish")
	d.pressesAtHome("UBOSS", "p1", actionSettings, "settings")
	opened := d.slack.told("views.open")
	if len(opened) != 1 {
		t.Fatalf("%d modals opened", len(opened))
	}
	var v slack.View
	if err := json.Unmarshal([]byte(opened[0].params["view"]), &v); err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{
		"recap_in": "", "recap_at": "08:30", "recap_paused": "", "language": "fr", "country": "BE", "alsace": "",
		"day_begins_at": "09:00", "day_ends_at": "18:00", "hide_euros": "true", "nudges": "true", "nudge_at": "17:00", "alerts": "true",
	}
	if problems := d.sends("UBOSS", "s1", formSettings, v.PrivateMetadata, fields); len(problems) > 0 {
		t.Fatalf("refused: %v", problems)
	}
	wantSaid(t, d.slack.told("chat.postMessage")[0].params["text"], "09:00 → *08:30*", "*BE*", "*oui*")
	d.shownHome("UBOSS")
	s, err := d.books.Settings(t.Context())
	if err != nil || s.RecapAt != (calendar.TimeOfDay{Hour: 8, Minute: 30}) || s.Country != "BE" || !s.HideEuros {
		t.Errorf("settings %+v, %v", s, err)
	}
	fields["nudge_at"] = "soon"
	if problems := d.sends("UBOSS", "s1b", formSettings, v.PrivateMetadata, fields); len(problems) != 1 || problems["nudge_at"] == "" {
		t.Errorf("an unreadable time: %v; want it told beside its own field", problems)
	}
	fields["nudge_at"] = "17:00"
	fields["day_ends_at"] = "08:00"
	wantSaid(t, d.sends("UBOSS", "s2", formSettings, v.PrivateMetadata, fields)["day_ends_at"], "sans avoir commencé")
	if problems := d.sends("UCLAIRE", "s3", formSettings, v.PrivateMetadata, fields); len(problems) > 0 {
		t.Errorf("a member's settings: %v", problems)
	}
	if s, err = d.books.Settings(t.Context()); err != nil || s.DayEndsAt != (calendar.TimeOfDay{Hour: 18}) {
		t.Errorf("settings %+v, %v", s, err)
	}
}

func TestClosureFromHome(t *testing.T) {
	d := newDesk(t)
	d.Recaps = posts{}
	private := string(encode(sheet{whence: whence{Home: true}}))
	wrong := map[string]string{fieldDay: "2026-12-24", fieldLastDay: "2026-12-01"}
	wantSaid(t, d.sends("UBOSS", "s1", formClosure, private, wrong)[fieldLastDay], "vient avant le premier")
	if problems := d.sends("UBOSS", "s2", formClosure, private, map[string]string{fieldDay: "2026-12-24", fieldLastDay: "2026-12-31"}); len(problems) > 0 {
		t.Fatal(problems)
	}
	wantSaid(t, d.slack.told("chat.postMessage")[0].params["text"], "Fermé du 24/12 au 31/12")
}

func TestHomeGolden(t *testing.T) {
	for _, c := range []struct {
		name    string
		in      lang.Language
		manager bool
	}{{"home_fr", lang.French, true}, {"home_en", lang.English, false}} {
		k := newKnown(t)
		e := followedUp(t)
		say := lang.Speak(c.in)
		board := newBoard(say, e.Report, k.settings, false)
		board.sales = e.Sales
		days, err := calendar.New(calendar.Rule{Country: "FR"})
		if err != nil {
			t.Fatal(err)
		}
		h := homePage{
			view: newView(board, subject{}, k.catalogue), receipts: receiptWords{say, k.settings, "https://fonderie.slack.com/"},
			asked: asked{
				say: say, settings: k.settings, calendar: days, now: tenInParis, today: tuesday17,
				person: ledger.Person{ID: "UMARC", Manager: c.manager},
			},
			posts: posts{{
				Key: recap.Key{Conversation: "C1", Day: november16(), Kind: recap.Daily}, State: recap.Posted, Form: recap.Whole,
				PostedAt: tenInParis, MessageTS: "1.2",
			}},
		}
		got, err := json.MarshalIndent(h.page(), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		wantGoldenFile(t, c.name, got)
	}
}
