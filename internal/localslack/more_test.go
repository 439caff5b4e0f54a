package localslack

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

func TestReactions(t *testing.T) {
	o := mustOpen(t, "")
	o.AddApp(App{ID: "A0LOUD", BotUser: "U0LOUD", BotName: "Loud", BotToken: "xoxb-loud"})
	o.api = o.client("xoxb-loud")
	ts, err := o.marc.Type(t.Context(), marketing, "12 leads")
	o.must(err)
	ref := slack.NewRefToMessage(marketing, ts)
	o.must(o.api.AddReactionContext(t.Context(), "white_check_mark", ref))
	wantCode(t, o.api.AddReactionContext(t.Context(), "white_check_mark", ref), "already_reacted")
	wantCode(t, o.api.AddReactionContext(t.Context(), "eyes", slack.NewRefToMessage(marketing, "1.000001")), "message_not_found")
	o.must(o.api.RemoveReactionContext(t.Context(), "white_check_mark", ref))
	wantCode(t, o.api.RemoveReactionContext(t.Context(), "white_check_mark", ref), "no_reaction")
}

// A menu whose options the app finds while somebody types.
func TestSuggestions(t *testing.T) {
	openBoth(t, func() *robot {
		return &robot{interact: func(i slack.InteractionCallback) any {
			if i.Type != slack.InteractionTypeBlockSuggestion {
				return nil
			}
			return slack.OptionsResponse{Options: []*slack.OptionBlockObject{slack.NewOptionBlockObject("v", plainText(i.Value+"!"), nil)}}
		}}
	}, func(t *testing.T, o *office, _ *robot) {
		menu := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, nil, "who")
		_, _, err := o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionBlocks(slack.NewActionBlock("b", menu)))
		o.must(err)
		m := o.messages(o.marc, marketing, "")[0]
		in := acting{User: marc, Conversation: marketing, MessageTS: m.TS, ActionID: "who", Value: "em"}
		o.mu.Lock()
		by, p, err := o.place(in)
		o.mu.Unlock()
		o.must(err)
		got, err := o.suggest(t.Context(), by, p, object{"action_id": "who", "value": "em"})
		o.must(err)
		if options := objects(got, "options"); len(options) != 1 || str(sub(options[0], "text"), "text") != "em!" {
			t.Errorf("suggested %v", got)
		}
	})
}

// Slack's own commands bring somebody in and take them out; apps hear of it.
func TestSlacksOwnCommands(t *testing.T) {
	o := mustOpen(t, "")
	members := func() []string {
		c, _ := o.conversation(general)
		return c.members
	}
	run := func(in, text string) error {
		_, err := o.claire.Type(t.Context(), in, text)
		return err
	}
	o.must(run(general, "/invite @Trêve"))
	if !slices.Contains(members(), bot) {
		t.Errorf("in #general are %v", members())
	}
	_, _, err := o.api.PostMessageContext(t.Context(), general, saying("merci"))
	o.must(err)
	o.must(run(general, "/remove <@"+marc+">"))
	if slices.Contains(members(), marc) {
		t.Errorf("in #general are %v", members())
	}
	wantRefused(t, run(general, "/invite"), "user_not_found")
	wantRefused(t, run(general, "/invite personne"), "user_not_found")
	wantRefused(t, run(o.directOf(o.claire), "/invite @marc"), "not_in_directs")
	wantRefused(t, run(direction, "/sortir @marc"), "invalid_command")
}

// What is chosen must be what is offered, written as Slack's client writes it.
func TestChoices(t *testing.T) {
	o := mustOpen(t, "")
	got := make(chan slack.BlockAction, 1)
	(&robot{interact: func(i slack.InteractionCallback) any { got <- *i.ActionCallback.BlockActions[0]; return nil }}).connect(o)
	options := []*slack.OptionBlockObject{slack.NewOptionBlockObject("a", plainText("A"), nil), slack.NewOptionBlockObject("b", plainText("B"), nil)}
	_, _, err := o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionBlocks(slack.NewActionBlock("b",
		slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText("?"), "menu", options...),
		slack.NewDatePickerBlockElement("day"),
		slack.NewOverflowBlockElement("more", options...),
		slack.NewCheckboxGroupsBlockElement("boxes", options...),
		slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, "user"),
	)))
	o.must(err)
	m := o.messages(o.marc, marketing, "")[0]
	if want := []string{"menu", "day", "more", "boxes", "user"}; !slices.Equal(m.Actions(), want) {
		t.Errorf("actions = %v; want %v", m.Actions(), want)
	}
	one := map[string]any{"value": "b"}
	for _, c := range []struct {
		action, member string
		value          any
		want           func(a slack.BlockAction) bool
	}{
		{"menu", "selected_option", one, func(a slack.BlockAction) bool { return a.SelectedOption.Text.Text == "B" }},
		{"day", "selected_date", "2026-11-17", func(a slack.BlockAction) bool { return a.SelectedDate == "2026-11-17" }},
		{"more", "selected_option", one, func(a slack.BlockAction) bool { return a.SelectedOption.Value == "b" }},
		{"boxes", "selected_options", []any{one}, func(a slack.BlockAction) bool { return len(a.SelectedOptions) == 1 }},
		{"user", "selected_user", emma, func(a slack.BlockAction) bool { return a.SelectedUser == emma }},
	} {
		o.must(o.marc.Press(t.Context(), m, c.action, map[string]any{c.member: c.value}))
		if a := <-got; a.ActionID != c.action || !c.want(a) {
			t.Errorf("%s = %+v", c.action, a)
		}
	}
	wantRefused(t, o.marc.Press(t.Context(), m, "menu", map[string]any{"selected_option": map[string]any{"value": "c"}}), "no_such_option")
	wantRefused(t, o.marc.Press(t.Context(), m, "day", map[string]any{"selected_date": "17/11/2026"}), "invalid_value")
}

func TestApps(t *testing.T) {
	o := mustOpen(t, "")
	o.AddApp(App{ID: "A0WIDE", BotUser: "U0WIDE", BotName: "Wide", BotToken: "xoxb-wide", Commands: []Command{{Name: "/SLA", NoEscape: true}}})
	wide := o.client("xoxb-wide")
	b, err := wide.GetBotInfoContext(t.Context(), slack.GetBotInfoParameters{Bot: "B0TREVE0001"})
	o.must(err)
	if b.UserID != bot || b.AppID != SampleApp {
		t.Errorf("bots.info = %+v", b)
	}
	team, err := wide.GetTeamInfoContext(t.Context())
	o.must(err)
	if team.Domain != "ateliers-vernier" {
		t.Errorf("team.info = %+v", team)
	}
	u, err := wide.GetUserByEmailContext(t.Context(), "emma.clarke@vernier.example")
	o.must(err)
	if u.ID != emma || u.Profile.Email == "" {
		t.Errorf("users.lookupByEmail = %+v", u)
	}
	_, _, _, err = wide.JoinConversationContext(t.Context(), general)
	o.must(err)
	mine, _, err := wide.GetConversationsForUserContext(t.Context(), &slack.GetConversationsForUserParameters{})
	o.must(err)
	if len(mine) != 1 || mine[0].ID != general {
		t.Errorf("users.conversations = %+v", mine)
	}
	// The last app installed has the command, and gets the text as typed.
	_, err = o.marc.Type(t.Context(), general, "/sla @emma & co")
	o.must(err)
	until(t, "the command", func() bool { return len(o.sent("slash_commands")) == 1 })
	if e := o.traffic.list("A0WIDE", 1)[0]; !strings.Contains(string(e.Request), `"text":"@emma \u0026 co"`) {
		t.Errorf("sent %s", e.Request)
	}
}

func TestForms(t *testing.T) {
	o := mustOpen(t, "")
	const multipart = "--x\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\nC0MARKETING\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nbonjour\r\n--x--\r\n"
	answer := o.call("chat.postMessage", "multipart/form-data; boundary=x", "Bearer xoxb-local-treve", multipart)
	if answer["ok"] != true {
		t.Errorf("a multipart form: %v", answer)
	}
	answer = o.call("chat.postMessage", "multipart/form-data; boundary=x", "Bearer xoxb-local-treve", "--x\r\nbroken")
	if answer["error"] != "invalid_form_data" {
		t.Errorf("a broken form: %v", answer)
	}
}

func TestConversationsComeAndGo(t *testing.T) {
	o := mustOpen(t, "")
	events := listen(o)
	o.must(o.arrange(map[string]any{"action": "create", "name": "salon-2026", "private": true}))
	state, err := o.claire.State(t.Context())
	o.must(err)
	i := slices.IndexFunc(state.Conversations, func(c localclient.Conversation) bool { return c.Name == "salon-2026" })
	created := state.Conversations[i]
	if created.Kind != "private" || !created.Member {
		t.Errorf("created = %+v", created)
	}
	o.must(o.claire.Invite(t.Context(), created.ID, bot))
	if e := (<-events).InnerEvent.Data.(*slackevents.MemberJoinedChannelEvent); e.Channel != created.ID {
		t.Errorf("joined = %+v", e)
	}
	_, _, err = o.api.PostMessageContext(t.Context(), created.ID, saying("bonjour"))
	o.must(err)
	o.must(o.rawPost("kick", map[string]any{"user": claire, "conversation": created.ID, "invited": bot}))
	_, _, err = o.api.PostMessageContext(t.Context(), created.ID, saying("encore"))
	wantCode(t, err, "channel_not_found")

	ts, err := o.claire.Type(t.Context(), created.ID, "à effacer")
	o.must(err)
	o.must(o.rawPost("delete", map[string]any{"user": claire, "conversation": created.ID, "ts": ts}))
	o.must(o.rawPost("read", map[string]any{"user": claire, "conversation": created.ID}))
	wantTexts(t, o.messages(o.claire, created.ID, ""), "<@U0TREVE0001> a rejoint la conversation", "bonjour")
}

// Whatever JSON comes as blocks, the check ends and says something sensible.
func FuzzBlocks(f *testing.F) {
	for _, seed := range []string{
		`[{"type":"section","text":{"type":"mrkdwn","text":"x"}}]`,
		`[{"type":"table","rows":[[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}]]}]`,
		`[{"type":"actions","elements":[{"type":"static_select","option_groups":[{"options":[{}]}]}]}]`,
		`[{"type":"data_visualization","title":"x","chart":{"type":"line","series":[{"data":[{}]}],"axis_config":[]}}]`,
		`[{"type":"container","child_blocks":[{"type":"container"}]}, null, 3, [[]]]`,
		`[{"type":"carousel","elements":[{"type":"card","actions":[null]}]}]`,
		`[{"type":"input","element":{"type":"plain_text_input","min_length":"x"},"label":7}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := decode(data)
		list, ok := v.([]any)
		if err != nil || !ok {
			return
		}
		for _, on := range []surface{onMessage, onModal, onHome} {
			c := newChecker(on, nil)
			c.list("/blocks", list, blocksInMessage)
			if len(c.messages()) > 0 || on != onMessage {
				continue
			}
			s := &Server{} // what passes can be shown and acted on
			kept := s.identified(copyOf(list))
			if _, err := s.stateOf(kept, nil); err != nil {
				t.Errorf("the state of %s: %v", data, err)
			}
			_ = textOfAll(kept)
		}
	})
}

// A terminal hears what apps say, once.
func TestOverhear(t *testing.T) {
	o := mustOpen(t, "")
	ctx, stop := context.WithCancel(t.Context())
	said := make(chan Said, 10)
	var running sync.WaitGroup
	running.Go(func() { o.Overhear(ctx, func(s Said) { said <- s }) })
	until(t, "a listener", func() bool { o.feed.mu.Lock(); defer o.feed.mu.Unlock(); return len(o.feed.open) == 1 })
	_, err := o.marc.Type(t.Context(), marketing, "bonjour")
	o.must(err)
	_, ts, err := o.api.PostMessageContext(t.Context(), marketing, saying("le récap"))
	o.must(err)
	_, _, err = o.api.PostMessageContext(t.Context(), marketing, saying("la suite"), slack.MsgOptionTS(ts))
	o.must(err)
	_, err = o.api.PostEphemeralContext(t.Context(), marketing, marc, saying("pour <@U0MARC00001>, de <#C0MARKETING|marketing> &amp; <https://example.com|là>"))
	o.must(err)
	_, _, err = o.api.PostMessageContext(t.Context(), claire, saying("entre nous"))
	o.must(err)
	for _, want := range []Said{
		{Text: "le récap", Conversation: "#marketing"},
		{Text: "la suite", Conversation: "#marketing"},
		{Text: "pour @Marc Dubois, de #marketing &amp; là", Conversation: "#marketing", To: "Marc Dubois"},
		{Text: "entre nous", To: "Claire Morel"},
	} {
		want.At = o.Clock().Now().Truncate(time.Second)
		if got := <-said; got != want {
			t.Errorf("heard %+v; want %+v", got, want)
		}
	}
	stop()
	running.Wait()
}
