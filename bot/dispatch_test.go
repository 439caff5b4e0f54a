package bot

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
)

func TestWhoIsAnswered(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ user, typed, want string }{
		{"UCLAIRE", "1 email pme", "✅ 1 lead E-mail · PME noté"},
		{"UJANE", "2 email pme", "✅ 2 leads E-mail · PME recorded"},
		{"UGUEST", "4 email pme", "membres à part entière"},
		{"UAWAY", "8 email pme", "membres de cet espace"},
		{"UNOBODY", "16 email pme", "Slack ne me dit pas encore qui vous êtes"},
	} {
		wantSaid(t, d.types(c.user, "who "+c.user, "/leads "+c.typed).Text, c.want)
	}
	d.wantTotal(tuesday17, 1, 1, 3)
	if _, err := d.books.Person(t.Context(), "UNOBODY"); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("somebody Slack does not know is kept: %v", err)
	}
}

func TestStrangersFromAnotherTeam(t *testing.T) {
	d := newDesk(t)
	form := d.slash("UCLAIRE", "t1", "/leads", "1 email pme")
	form.Set("team_id", "T2")
	w := d.send(signedPost("/slack", formType, form.Encode()))
	wantSaid(t, readAnswer(t, w.Body.Bytes()).Text, "membres de cet espace")

	from := direct("UCLAIRE", "1 email pme")
	from["user_team"] = "T2"
	wantSaid(t, d.writes(from, "E1")[0].params["text"], "membres de cet espace")
	d.wantTotal(tuesday17, 1, 1, 0)
}

// In an organisation of several workspaces a person has one team of many, or none,
// and deliveries name any of them: who belongs to this workspace is looked up.
func TestWorkspacesOfOneOrganisation(t *testing.T) {
	member, away, here := `"enterprise_user":{"enterprise_id":"E1","teams":["T1","T2"]}`, "membres de cet espace", "1 lead E-mail"
	for _, c := range []struct {
		name, record, userTeam, organisation, want string
	}{
		{"at home here", `"team_id":"T1",` + member, "T1", "E1", here},
		{"at home in another workspace", `"team_id":"T2",` + member, "T2", "E1", here},
		{"of no team", `"team_id":"",` + member, "E1", "E1", here},
		{"of another workspace only", `"team_id":"T2","enterprise_user":{"enterprise_id":"E1","teams":["T2"]}`, "T2", "E1", away},
		{"who has left this workspace", `"team_id":"T1","enterprise_user":{"enterprise_id":"E1","teams":["T2"]}`, "T1", "E1", away},
		{"of another organisation", `"team_id":"T9","enterprise_user":{"enterprise_id":"E9","teams":["T9"]}`, "T9", "E1", away},
		{"of another company", `"team_id":"T9"`, "T9", "E1", away},
		{"of another company, who says ours", `"team_id":"T9"`, "T1", "E1", away},
		{"a stranger", `"team_id":"T1","is_stranger":true,` + member, "T1", "E1", away},
		{"of nobody knows where", `"team_id":""`, "T1", "E1", away},
		{"a guest", `"is_restricted":true,` + member, "T2", "E1", "membres à part entière"},
		{"of another workspace, where there is no organisation", `"team_id":"T2",` + member, "T2", "", away},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			d.Bot.slack.organisation = c.organisation
			d.slack.users["WSOFIA"] = `"profile":{"real_name":"Sofia"},"locale":"fr-FR",` + c.record
			from := direct("WSOFIA", "1 email pme")
			from["user_team"] = c.userTeam
			wantSaid(t, d.writes(from, "E1")[0].params["text"], c.want)
		})
	}
}

func TestSharedConversation(t *testing.T) {
	d := newDesk(t)
	mention := func(user, userTeam, eventID string) string {
		body := encode(map[string]any{
			"type": "event_callback", "team_id": "T2", "context_team_id": "T1", "event_id": eventID,
			"event": map[string]string{
				"type": "app_mention", "channel": "C1", "user": user, "user_team": userTeam,
				"text": "<@UTREVE> 12 email pme", "ts": "7.8",
			},
		})
		d.send(signedPost("/slack", "application/json", string(body)))
		for _, said := range append(d.slack.told("chat.postMessage"), d.slack.told("chat.postEphemeral")...) {
			return said.params["text"]
		}
		return ""
	}
	wantSaid(t, mention("UCLAIRE", "T1", "E1"), "12 leads E-mail · PME notés")
	wantSaid(t, mention("UOTHER", "T2", "E2"), "membres de cet espace")
	d.wantTotal(tuesday17, 1, 1, 12)
}

func TestPeopleAreLookedUpAgain(t *testing.T) {
	d := newDesk(t)
	d.types("UCLAIRE", "t1", "/leads log")
	d.slack.told("users.info")
	d.types("UCLAIRE", "t2", "/leads log")
	if n := len(d.slack.told("users.info")); n != 0 {
		t.Errorf("asked Slack %d times within five minutes", n)
	}
	d.clock = d.clock.Add(6 * time.Minute)
	d.slack.users["UCLAIRE"] = `"profile":{"display_name":"Claire"},"locale":"fr-FR","is_restricted":true`
	wantSaid(t, d.types("UCLAIRE", "t3", "/leads log").Text, "membres à part entière")

	d.clock = d.clock.Add(6 * time.Minute)
	d.slack.absent = true
	wantSaid(t, d.types("UCLAIRE", "t4", "/leads log").Text, "membres à part entière")
	wantSaid(t, d.types("UMARC", "t5", "/leads log").Text, "Slack ne me dit pas encore qui vous êtes")
}

func TestMessagesNotForUs(t *testing.T) {
	d := newDesk(t)
	for name, change := range map[string]map[string]string{
		"another bot's":           {"bot_id": "B1"},
		"our own":                 {"user": "UTREVE"},
		"Slack's own":             {"subtype": "channel_join"},
		"a conversation's":        {"channel_type": "channel"},
		"a thread that is a talk": {"thread_ts": "1.1", "parent_user_id": "UMARC"},
		"nobody's":                {"user": ""},
	} {
		t.Run(name, func(t *testing.T) {
			event := direct("UCLAIRE", "12 email pme")
			maps.Copy(event, change)
			if said := d.writes(event, "E "+name); len(said) != 0 {
				t.Errorf("answered %v", said[0].params)
			}
		})
	}
	d.wantTotal(tuesday17, 1, 1, 0)
	ours := direct("UCLAIRE", "12 email pme")
	ours["thread_ts"], ours["parent_user_id"] = "1.1", "UTREVE"
	if said := d.writes(ours, "E ours"); len(said) != 1 || said[0].params["thread_ts"] != "1.1" {
		t.Errorf("in a thread of ours: %v", said)
	}
}

func TestEditedMessageChangesNothing(t *testing.T) {
	d := newDesk(t)
	edit := func(before, after, id string) []call {
		body := encode(map[string]any{"type": "event_callback", "team_id": "T1", "event_id": id, "event": map[string]any{
			"type": "message", "subtype": "message_changed", "channel": "D1", "channel_type": "im",
			"message":          map[string]string{"user": "UCLAIRE", "text": after, "ts": "5.6"},
			"previous_message": map[string]string{"user": "UCLAIRE", "text": before, "ts": "5.6"},
		}})
		d.send(signedPost("/slack", "application/json", string(body)))
		return d.slack.told("chat.postMessage")
	}
	wantSaid(t, edit("12 email pme", "13 email pme", "E1")[0].params["text"], "ne change rien")
	if said := edit("https://example.com", "https://example.com", "E2"); len(said) != 0 {
		t.Errorf("a preview was answered: %v", said)
	}
	d.wantTotal(tuesday17, 1, 1, 0)
}

func TestMessageDeliveredAgain(t *testing.T) {
	d := newDesk(t)
	if said := d.writes(direct("UCLAIRE", "12 email pme"), "E1"); len(said) != 1 {
		t.Fatalf("answered %d times", len(said))
	}
	if said := d.writes(direct("UCLAIRE", "12 email pme"), "E1"); len(said) != 0 {
		t.Errorf("answered again: %v", said)
	}
	d.wantTotal(tuesday17, 1, 1, 12)
	wantSaid(t, d.writes(direct("UCLAIRE", "email ?"), "E2")[0].params["text"], "E-mail")
	if said := d.writes(direct("UCLAIRE", "email ?"), "E2"); len(said) != 0 {
		t.Errorf("a question was answered again: %v", said)
	}
}

func TestMentionAnswersInTheThread(t *testing.T) {
	d := newDesk(t)
	mention := map[string]string{"type": "app_mention", "channel": "C1", "user": "UJANE", "text": "<@UTREVE> 12 email pme", "ts": "7.8"}
	said := d.writes(mention, "E1")
	if len(said) != 1 || said[0].params["thread_ts"] != "7.8" || said[0].params["channel"] != "C1" {
		t.Fatalf("answered %v", said)
	}
	wantSaid(t, said[0].params["text"], "✅ 12 leads E-mail · PME notés", "12 par Jane")

	mention["user"] = "UGUEST"
	if said := d.writes(mention, "E2"); len(said) != 0 {
		t.Errorf("a guest was refused before everybody: %v", said)
	}
	if said := d.slack.told("chat.postEphemeral"); len(said) != 1 || said[0].params["user"] != "UGUEST" {
		t.Errorf("a guest was told %v", said)
	}
}

func TestLargeAnswersFollowTheAcknowledgement(t *testing.T) {
	d := newDesk(t)
	large := strings.Repeat("dix leads de plus\n", 1_000)
	d.routed.commands["/leads"] = func(context.Context, asked) (reply, error) { return textReply(large), nil }
	if a := d.types("UCLAIRE", "t1", "/leads"); a.Text != "" {
		t.Errorf("acknowledged with %d characters", len(a.Text))
	}
	said := d.slack.told("/commands/1")
	if len(said) != 1 {
		t.Fatalf("said %d times through the response URL", len(said))
	}
	wantSaid(t, readAnswer(t, said[0].raw).Text, "dix leads de plus")
}

func TestAnswersGoToSlackAlone(t *testing.T) {
	d := newDesk(t)
	host := strings.TrimPrefix(d.slack.URL, "http://")
	for target, want := range map[string]bool{
		"https://hooks.slack.com/commands/T1/1/x":         true,
		"https://hooks.slack.com/actions/T1/1/x":          true,
		"https://hooks.slack.com/app/T1/1/x":              true,
		"https://hooks.slack-gov.com/commands/T1/1/x":     true,
		"https://hooks.slack.com/services/T1/1/x":         false,
		"https://hooks.slack.com/commands":                false,
		"https://hooks.slack.com/":                        false,
		"https://hooks.slack.com:8443/commands/T1/1/x":    false,
		"https://evil.hooks.slack.com/commands/T1/1/x":    false,
		"https://slack.com/commands/T1/1/x":               false,
		"https://hooks.slack.com/commands/../services/T1": false,
		"https://hooks.slack.com/app/%2e%2e/services/T1":  false,
		d.slack.URL + "/commands/1":                       true,
		"http://hooks.slack.com/commands/T1/1/x":          false,
		"https://hooks.slack.com.example.com/commands/1":  false,
		"https://hooks.slack.com@example.com/commands/1":  false,
		"https://user@hooks.slack.com/commands/1":         false,
		"https://example.com/?x=https://hooks.slack.com/": false,
		"http://169.254.169.254/latest/meta-data":         false,
		"http://" + strings.Split(host, ":")[0] + ":1/x":  false,
		"":   false,
		"::": false,
	} {
		if got := d.Bot.slack.takesAnswers(target); got != want {
			t.Errorf("takesAnswers(%q) = %t; want %t", target, got, want)
		}
	}
	elsewhere := *d.Bot.slack
	elsewhere.apiURL = "https://slack.example.com/api/"
	if elsewhere.takesAnswers("https://slack.example.com/commands/1") {
		t.Error("answers go to an API that is not on this machine")
	}
}

func TestPanicsAreToldCalmly(t *testing.T) {
	d := newDesk(t)
	d.routed.commands["/leads"] = func(context.Context, asked) (reply, error) { panic("boom") }
	a := d.types("UJANE", "t1", "/leads")
	_, rest, _ := strings.Cut(a.Text, "reference ")
	id, _, _ := strings.Cut(rest, ")")
	if len(id) != 8 {
		t.Fatalf("said %q", a.Text)
	}
	if n := strings.Count(d.log.String(), "boom"); n != 1 || !strings.Contains(d.log.String(), "id="+id) {
		t.Errorf("logged %d times: %s", n, d.log)
	}
}

func TestAnswersWorkedOutLater(t *testing.T) {
	d := newDesk(t)
	runs := 0
	d.routed.commands["/leads"] = func(context.Context, asked) (reply, error) {
		return reply{Later: func(context.Context) (reply, error) { runs++; return textReply("fait"), nil }}, nil
	}
	for range 2 { // the second is a second delivery
		if a := d.types("UCLAIRE", "t1", "/leads"); a.Text != "" {
			t.Errorf("acknowledged with %q", a.Text)
		}
	}
	if said := d.slack.told("/commands/1"); runs != 1 || len(said) != 1 {
		t.Errorf("ran %d times and answered %d times; want once", runs, len(said))
	}
	d.routed.commands["/leads"] = func(context.Context, asked) (reply, error) {
		return reply{Later: func(context.Context) (reply, error) { panic("boom") }}, nil
	}
	d.types("UCLAIRE", "t2", "/leads")
	wantSaid(t, readAnswer(t, d.slack.told("/commands/1")[0].raw).Text, "référence")
}

func TestSlowAnswersGiveUp(t *testing.T) {
	d := newDesk(t)
	d.routed.commands["/leads"] = func(ctx context.Context, _ asked) (reply, error) {
		deadline, ok := ctx.Deadline()
		if left := time.Until(deadline); !ok || left > answerFor || left < 0 {
			t.Errorf("a handler has %s; want at most %s", left, answerFor)
		}
		return reply{}, context.DeadlineExceeded
	}
	wantSaid(t, d.types("UCLAIRE", "t1", "/leads").Text, "référence")
}

func TestUnknownButtonsAndCommands(t *testing.T) {
	d := newDesk(t)
	wantSaid(t, d.types("UCLAIRE", "t1", "/vente 12").Text, "n'existe pas")
	wantSaid(t, d.presses("UCLAIRE", "t2", "sold_out", "x").Text, "n'existe pas")
	wantSaid(t, d.presses("UCLAIRE", "t3", actionUndo, "not JSON").Text, "référence")
	wantSaid(t, d.presses("UCLAIRE", "t4", actionYesterday, `{"r":"x","l":"2026-11-17,1,1,lead"}`).Text, "référence")
}

// What people type comes back as words, whatever it would mean to Slack.
func TestTypedTextIsHarmless(t *testing.T) {
	d := newDesk(t)
	for _, typed := range []string{
		"&lt;!channel&gt; *gras* _x_ ~y~ `code`", "12 &lt;https://evil.example|email&gt; pme", "@here #general",
		"12 email <@UMARC>", "12 fax\u202emal",
	} {
		for _, said := range []string{
			d.types("UCLAIRE", "t "+typed, "/leads "+typed).Text,
			d.writes(direct("UCLAIRE", typed), "E "+typed)[0].params["text"],
		} {
			for _, harm := range []string{"<!", "<@", "<http", " *gras*", " _x_", "\u202e"} {
				if strings.Contains(said, harm) {
					t.Errorf("%q came back as %q", typed, said)
				}
			}
		}
	}
	d.wantTotal(tuesday17, 1, 1, 0)
}

func TestTenKilobytesAreRefused(t *testing.T) {
	d := newDesk(t)
	a := d.types("UCLAIRE", "t1", "/leads "+strings.Repeat("12 email pme ", 800))
	if n := len([]rune(a.Text)); n == 0 || n > textRunes {
		t.Errorf("answered with %d characters", n)
	}
	d.wantTotal(tuesday17, 1, 1, 0)
}

func TestOneTimeCode(t *testing.T) {
	d := newDesk(t)
	code := NewCode("xoxb-1")
	d.Code = code
	wantSaid(t, d.writes(direct("UCLAIRE", "treve-aaaa-aaaa"), "E1")[0].params["text"], "n'est pas le bon")
	public := map[string]string{"type": "app_mention", "channel": "C1", "user": "UMARC", "text": "<@UTREVE> " + code.Reveal(), "ts": "7.8"}
	d.writes(public, "E2")
	wantSaid(t, d.slack.told("chat.postEphemeral")[0].params["text"], "en message direct")

	wantSaid(t, d.writes(direct("UCLAIRE", strings.ToUpper(code.Reveal())), "E3")[0].params["text"],
		"Bienvenue", "✅ *Le plan*", "▫️ *Où publier le point du matin*", "/recap dans #marketing", "▫️ *La première saisie*")
	p, err := d.books.Person(t.Context(), "UCLAIRE")
	if err != nil || !p.MayManage() {
		t.Errorf("%+v, %v; want a manager", p, err)
	}
	wantSaid(t, d.writes(direct("UMARC", code.Reveal()), "E4")[0].params["text"], "a déjà servi")
	if p, _ := d.books.Person(t.Context(), "UMARC"); p.MayManage() {
		t.Error("the code made a second manager")
	}
	if strings.Contains(d.log.String(), code.Reveal()) {
		t.Error("the code stands in the log")
	}
}

func TestCodeIsOfNoUseOnceThereIsAManager(t *testing.T) {
	d := newDesk(t)
	d.Code = NewCode("xoxb-1")
	d.types("UBOSS", "t1", "/leads log")
	wantSaid(t, d.writes(direct("UCLAIRE", d.Code.Reveal()), "E1")[0].params["text"], "a déjà servi")
}

func TestHelpIsEverywhere(t *testing.T) {
	d := newDesk(t)
	wantSaid(t, d.types("UCLAIRE", "t1", "/leads help").Text, "/leads 12 e-mail pme")
	wantSaid(t, d.types("UCLAIRE", "t2", "/sla help").Text, "/leads 12 e-mail pme")
	wantSaid(t, d.types("UJANE", "t3", "/recap help").Text, "/leads 12 e-mail pme")
	wantSaid(t, d.writes(direct("UCLAIRE", "aide"), "E1")[0].params["text"], "/leads 12 e-mail pme")
	if a := d.types("UCLAIRE", "t4", "/leads help"); strings.Contains(a.Text, "Pour les managers") {
		t.Error("somebody who is no manager is told how to change the plan")
	}
	wantSaid(t, d.types("UBOSS", "t5", "/leads help").Text, "Pour les managers", "Les trois premières étapes")
}

func TestWhatIsNotUnderstoodGetsTheNearest(t *testing.T) {
	d := newDesk(t)
	said := d.writes(direct("UCLAIRE", "quelle heure est-il à Lyon"), "E1")[0]
	wantSaid(t, said.params["text"], "Je n'ai pas compris")
	a := readAnswer(t, []byte(`{"blocks":`+said.params["blocks"]+`}`))
	_, value := a.button(t, actionAsk)
	got := d.presses("UCLAIRE", "t1", actionAsk, value)
	if !got.ReplaceOriginal || got.Text == "" {
		t.Errorf("pressing %q answered %+v", value, got)
	}
	// A proposal is an example: pressing it must not record it.
	wantSaid(t, d.presses("UCLAIRE", "t2", actionAsk, "12 email pme").Text, "tapez-le vous-même")
	d.wantTotal(tuesday17, 1, 1, 0)
}

func TestInteractionsOfAnyShape(t *testing.T) {
	for _, raw := range []string{
		`{"type":"block_actions","trigger_id":"t","user":{"id":"U"},"team":{"id":"T1"},"actions":[]}`,
		`{"type":"view_submission","trigger_id":"t","user":{"id":"U"},"team":{"id":"T1"}}`,
		`{"type":"view_closed"}`, `{"type":"shortcut"}`, `{}`,
	} {
		r, err := readInteraction([]byte(raw))
		if err != nil || r.kind != nothing {
			t.Errorf("%s read as %+v, %v; want nothing to do", raw, r, err)
		}
	}
}

func TestResponseURLIsNeverLogged(t *testing.T) {
	d := newDesk(t)
	form := d.slash("UCLAIRE", "t1", "/leads", "")
	target := "https://hooks.slack.com.example.invalid/commands/secret-part"
	form.Set("response_url", target)
	d.routed.commands["/leads"] = func(context.Context, asked) (reply, error) {
		return textReply(strings.Repeat("long\n", 4_000)), nil
	}
	d.send(signedPost("/slack", formType, form.Encode()))
	d.slack.Close()
	d.note(request{}, d.Bot.slack.respond(t.Context(), d.slack.URL+"/commands/secret-part", spoken{}))
	if got := d.log.String(); strings.Contains(got, "secret-part") || !strings.Contains(got, "an answer did not arrive") {
		t.Errorf("logged %s", got)
	}
}

// torn are books in which the settings cannot be read.
type torn struct{ Books }

func (torn) Settings(context.Context) (ledger.Settings, error) {
	return ledger.Settings{}, errors.New("the page is torn")
}

// Who was told that something went wrong has not been answered: the message may
// come again, is recorded then, and says so once.
func TestAFailureIsNoAnswer(t *testing.T) {
	d := newDesk(t)
	r, err := readEvent(encode(map[string]any{"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": direct("UCLAIRE", "12 email pme")}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		books Books
		want  string
	}{{torn{d.books}, "référence"}, {d.books, "12 leads E-mail · PME notés"}, {d.books, ""}} {
		d.Bot.Books = c.books
		_, then := d.dispatch(t.Context(), r)
		then(t.Context())
		said := ""
		for _, one := range d.slack.told("chat.postMessage") {
			said += one.params["text"]
		}
		if c.want == "" && said != "" {
			t.Errorf("said again: %s", said)
		}
		wantSaid(t, said, c.want)
	}
	d.wantTotal(tuesday17, 1, 1, 12)
}
