package localslack

import (
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// listen runs a robot that hands its events over, in order.
func listen(o *office) chan slackevents.EventsAPIEvent {
	events := make(chan slackevents.EventsAPIEvent, 100)
	(&robot{event: func(e slackevents.EventsAPIEvent, _ *socketmode.Request) { events <- e }}).connect(o)
	return events
}

func TestDirectMessage(t *testing.T) {
	o := mustOpen(t, "")
	events := listen(o)
	im := o.directOf(o.marc)
	ts, err := o.marc.Type(t.Context(), im, "où en est l'email ? <@U0EMMA00001>")
	o.must(err)
	outer := <-events
	m, ok := outer.InnerEvent.Data.(*slackevents.MessageEvent)
	if !ok || m.ChannelType != "im" || m.Channel != im || m.User != marc || m.TimeStamp != ts || m.SubType != "" || m.BotID != "" {
		t.Fatalf("event = %+v", outer.InnerEvent.Data)
	}
	if m.Text != "où en est l'email ? <@U0EMMA00001>" || m.ClientMsgID == "" || len(m.Blocks.BlockSet) != 1 {
		t.Errorf("message = %+v", m)
	}
	callback := outer.Data.(*slackevents.EventsAPICallbackEvent)
	if !strings.HasPrefix(callback.EventID, "Ev") || outer.TeamID != "T0VERNIER01" || outer.APIAppID != SampleApp || callback.EventTime != 1794819600 {
		t.Errorf("outer = %+v", callback)
	}

	o.must(o.marc.Edit(t.Context(), im, ts, "où en est la pub ?"))
	edited := (<-events).InnerEvent.Data.(*slackevents.MessageEvent)
	if edited.SubType != "message_changed" || edited.Message.Text != "où en est la pub ?" || edited.PreviousMessage.Text != m.Text || edited.Message.Edited.User != marc {
		t.Errorf("edit = %+v", edited)
	}

	// An app hears itself, too: it must not answer.
	_, _, err = o.api.PostMessageContext(t.Context(), marc, saying("au vert"))
	o.must(err)
	own := (<-events).InnerEvent.Data.(*slackevents.MessageEvent)
	if own.BotID != "B0TREVE0001" || own.User != bot {
		t.Errorf("its own message = %+v", own)
	}
	wantTexts(t, o.messages(o.marc, im, ""), "où en est la pub ?", "au vert")
	if _, err := o.claire.Messages(t.Context(), im, ""); err == nil {
		t.Error("somebody else reads the direct messages")
	}
}

func TestMention(t *testing.T) {
	o := mustOpen(t, "")
	events := listen(o)
	watch := o.watch(o.claire)
	_, err := o.claire.Type(t.Context(), marketing, "@Trêve où en est-on ?")
	o.must(err)
	m, ok := (<-events).InnerEvent.Data.(*slackevents.AppMentionEvent)
	if !ok || m.Text != "<@U0TREVE0001> où en est-on ?" || m.Channel != marketing || m.User != claire {
		t.Errorf("mention = %+v", m)
	}
	_, err = o.claire.Type(t.Context(), marketing, "rien pour l'application")
	o.must(err)
	_, err = o.claire.Type(t.Context(), general, "@treve tu es là ?")
	o.must(err)
	toast, err := watch.Toast(soon)
	o.must(err)
	if toast.Error != "not_in_channel" || !strings.Contains(toast.Text, "Trêve") {
		t.Errorf("toast = %+v", toast)
	}
	o.must(o.claire.Invite(t.Context(), general, bot))
	joined, ok := (<-events).InnerEvent.Data.(*slackevents.MemberJoinedChannelEvent)
	if !ok || joined.User != bot || joined.Channel != general || joined.Inviter != claire {
		t.Errorf("after an invitation: %+v", joined)
	}
}

func TestStrangersAreKnownByTheirTeam(t *testing.T) {
	o := mustOpen(t, "")
	events := listen(o)
	weber := o.claire.As(tom)
	_, err := weber.Type(t.Context(), "C0VENTES001", "@treve et nous ?")
	o.must(err)
	e := <-events
	if m := e.InnerEvent.Data.(*slackevents.AppMentionEvent); m.UserTeam != "T0ELSEWHERE" || e.TeamID != "T0VERNIER01" {
		t.Errorf("mention by a stranger = %+v", m)
	}
	if _, err := weber.Messages(t.Context(), marketing, ""); err == nil {
		t.Error("a stranger reads a conversation that is not shared")
	}
}

func TestConversationEvents(t *testing.T) {
	o := mustOpen(t, "")
	events := listen(o)
	o.must(post(o, "rename", "campagnes"))
	renamed, ok := (<-events).InnerEvent.Data.(*slackevents.ChannelRenameEvent)
	if !ok || renamed.Channel.Name != "campagnes" || renamed.Channel.ID != marketing {
		t.Errorf("rename = %+v", renamed)
	}
	wantRefused(t, post(o, "rename", "general"), "invalid_name")
	o.must(o.claire.Archive(t.Context(), marketing))
	archived, ok := (<-events).InnerEvent.Data.(*slackevents.ChannelArchiveEvent)
	if !ok || archived.Channel != marketing || archived.User != claire {
		t.Errorf("archive = %+v", archived)
	}
	_, err := o.marc.Type(t.Context(), marketing, "encore moi")
	wantRefused(t, err, "is_archived")
	o.must(o.claire.Unarchive(t.Context(), marketing))
	if opened, ok := (<-events).InnerEvent.Data.(*slackevents.ChannelUnarchiveEvent); !ok || opened.Channel != marketing {
		t.Errorf("unarchive = %+v", opened)
	}
	o.must(o.claire.Delete(t.Context(), marketing))
	if gone, ok := (<-events).InnerEvent.Data.(*slackevents.ChannelDeletedEvent); !ok || gone.Channel != marketing {
		t.Errorf("delete = %+v", gone)
	}
	_, err = o.marc.Type(t.Context(), marketing, "encore moi")
	wantRefused(t, err, "channel_not_found")
}

// Who leaves is told to the apps that stay, and an app that it is out.
func TestWhoLeaves(t *testing.T) {
	o := mustOpen(t, "")
	for _, id := range []string{"STAYS", "GOES"} {
		o.AddApp(App{ID: "A0" + id, BotUser: "U0" + id, BotName: id, Events: []string{"member_left_channel", "channel_left", "group_left"}})
		o.must(o.claire.Invite(t.Context(), marketing, "U0"+id))
		o.must(o.claire.Invite(t.Context(), direction, "U0"+id))
	}
	o.must(o.claire.Kick(t.Context(), marketing, marc))
	o.must(o.claire.Kick(t.Context(), marketing, marc)) // who is not there does not leave
	o.must(o.claire.Kick(t.Context(), marketing, "U0GOES"))
	o.must(o.claire.Kick(t.Context(), direction, "U0GOES"))
	want := map[string][]string{
		"A0STAYS": {"member_left_channel", "member_left_channel", "member_left_channel"},
		"A0GOES":  {"channel_left", "group_left", "member_left_channel"},
	}
	for app, events := range want {
		until(t, app, func() bool {
			got := named(o, app)
			slices.Sort(got)
			return slices.Equal(got, events)
		})
	}
	for _, e := range o.traffic.list("A0GOES", kept) {
		if e.Name == "channel_left" && !strings.Contains(string(e.Request), `"actor_id":"`+claire+`"`) {
			t.Errorf("who took it out is not told: %s", e.Request)
		}
	}
	if _, err := o.marc.Type(t.Context(), marketing, "encore moi"); err == nil {
		t.Error("who has left still writes")
	}
}

// Events come only to who has subscribed to them and holds the scope.
func TestEventsAreForThoseWhoMayHear(t *testing.T) {
	o := mustOpen(t, "")
	for _, a := range []App{
		{ID: "A0ALL", BotUser: "U0ALL", BotName: "all", Events: []string{"message.channels", "app_mention"}},
		{ID: "A0NOSCOPE", BotUser: "U0NOSCOPE", BotName: "noscope", Scopes: []string{"chat:write"}, Events: []string{"message.channels"}},
		{ID: "A0DEAF", BotUser: "U0DEAF", BotName: "deaf", Events: []string{}},
		{ID: "A0OUT", BotUser: "U0OUT", BotName: "out", Events: []string{"message.channels"}},
	} {
		o.AddApp(a)
		if a.ID != "A0OUT" {
			o.must(o.claire.Invite(t.Context(), general, a.BotUser))
		}
	}
	_, err := o.claire.Type(t.Context(), general, "@all bonjour")
	o.must(err)
	until(t, "both events of the one that hears", func() bool {
		got := named(o, "A0ALL")
		return slices.Contains(got, "app_mention") && slices.Contains(got, "message")
	})
	for _, app := range []string{"A0NOSCOPE", "A0DEAF", "A0OUT"} {
		if got := named(o, app); len(got) != 0 {
			t.Errorf("%s got %v; want nothing", app, got)
		}
	}
}

// named lists the events an app was sent, each once.
func named(o *office, app string) []string {
	var names []string
	for _, e := range o.traffic.list(app, kept) {
		if e.Direction == "sent" && e.Attempt == 0 {
			names = append(names, e.Name)
		}
	}
	return names
}

func post(o *office, action, name string) error {
	return o.arrange(map[string]any{"action": action, "id": marketing, "name": name})
}

func TestFiles(t *testing.T) {
	o := mustOpen(t, "")
	events := listen(o)
	im := o.directOf(o.marc)
	o.must(o.marc.Upload(t.Context(), im, "plan.csv", []byte("channel;persona\n"), "le plan"))
	m := (<-events).InnerEvent.Data.(*slackevents.MessageEvent)
	if m.SubType != "file_share" || len(m.Message.Files) != 1 || m.Message.Files[0].Name != "plan.csv" || m.Text != "le plan" {
		t.Fatalf("message with a file = %+v", m)
	}
	var got strings.Builder
	o.must(o.api.GetFileContext(t.Context(), m.Message.Files[0].URLPrivateDownload, &got))
	if got.String() != "channel;persona\n" {
		t.Errorf("content = %q", got.String())
	}

	const png = "\x89PNG\r\n\x1a\nand so on"
	f, err := o.api.UploadFileContext(t.Context(), slack.UploadFileParameters{
		Filename: "recap.png", FileSize: len(png), Reader: strings.NewReader(png), Title: "Novembre", AltTxt: "la courbe",
	})
	o.must(err)
	image := slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: f.ID}, "la courbe", "", nil)
	_, _, err = o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionBlocks(image))
	o.must(err)
	nowhere := slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: "F0NOWHERE"}, "la courbe", "", nil)
	_, _, err = o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionBlocks(nowhere))
	wantCode(t, err, "invalid_blocks")

	_, err = o.api.UploadFileContext(t.Context(), slack.UploadFileParameters{
		Filename: "export.csv", FileSize: 3, Content: "a;b", Channel: marketing, InitialComment: "l'export",
	})
	o.must(err)
	last := o.messages(o.claire, marketing, "")[1]
	if last.Text != "l'export" || len(last.Files) != 1 || last.Files[0]["name"] != "export.csv" {
		t.Errorf("shared = %+v", last)
	}
	if link, _ := last.Files[0]["url_private"].(string); !strings.HasPrefix(link, "/local/files/") {
		t.Errorf("the page fetches it at %q", link)
	}
	_, err = o.api.UploadFileContext(t.Context(), slack.UploadFileParameters{Filename: "x.csv", FileSize: 99, Content: "a;b", Channel: marketing})
	if err == nil {
		t.Error("a file of another length than announced was taken")
	}
}

func TestTypedText(t *testing.T) {
	o := mustOpen(t, "")
	for _, c := range []struct{ name, typed, message, command string }{
		{"words", "12 email & <b>", "12 email &amp; &lt;b&gt;", "12 email &amp; &lt;b&gt;"},
		{"a person by handle", "@claire merci", "<@U0CLAIRE001> merci", "<@U0CLAIRE001|claire> merci"},
		{"a person by whole name", "merci @claire morel!", "merci <@U0CLAIRE001>!", "merci <@U0CLAIRE001|claire>!"},
		{"the app", "@Trêve ?", "<@U0TREVE0001> ?", "<@U0TREVE0001|treve> ?"},
		{"a conversation", "dans #marketing.", "dans <#C0MARKETING|marketing>.", "dans <#C0MARKETING|marketing>."},
		{"a private one", "#direction", "<#C0DIRECTION|>", "<#C0DIRECTION|>"},
		{"a longer word", "#marketings @clairette", "#marketings @clairette", "#marketings @clairette"},
		{"inside a word", "a@claire.fr x#marketing", "a@claire.fr x#marketing", "a@claire.fr x#marketing"},
		{"everybody", "@here", "<!here>", "<!here>"},
		{"an address", "voir https://e.fr/a?b=1&c=2.", "voir <https://e.fr/a?b=1&amp;c=2>.", "voir <https://e.fr/a?b=1&amp;c=2>."},
		{"encoded already", "<@U0MARC00001> <#C0MARKETING>", "<@U0MARC00001> <#C0MARKETING|marketing>", "<@U0MARC00001|marc> <#C0MARKETING|marketing>"},
		{"encoded, of nobody", "<@U0NOBODY>", "&lt;@U0NOBODY&gt;", "&lt;@U0NOBODY&gt;"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o.mu.Lock()
			defer o.mu.Unlock()
			by, _ := o.person(claire)
			parts := o.typed(by, c.typed)
			if got := messageText(parts); got != c.message {
				t.Errorf("as a message %q; want %q", got, c.message)
			}
			if got := commandText(parts); got != c.command {
				t.Errorf("as a command's text %q; want %q", got, c.command)
			}
			if got := problems(onMessage, richBlocks(parts)[0].(object)); len(got) > 0 {
				t.Errorf("as blocks: %v", got)
			}
		})
	}
}

func TestUnread(t *testing.T) {
	o := mustOpen(t, "")
	watch := o.watch(o.marc)
	for _, text := range []string{"un", "deux"} {
		_, err := o.claire.Type(t.Context(), marketing, text)
		o.must(err)
	}
	if n := o.unread(o.marc, marketing); n != 2 {
		t.Errorf("%d unread; want 2", n)
	}
	if n := o.unread(o.claire, marketing); n != 0 {
		t.Errorf("%d of one's own are unread", n)
	}
	_, err := o.marc.Type(t.Context(), marketing, "trois")
	o.must(err)
	if n := o.unread(o.marc, marketing); n != 0 {
		t.Errorf("%d unread after writing", n)
	}
	_, err = watch.Event(soon, func(e event) bool { return e.Type == "unread" })
	o.must(err)
}

func (o *office) unread(c *localclient.Client, id string) int {
	o.Helper()
	state, err := c.State(o.Context())
	o.must(err)
	for _, c := range state.Conversations {
		if c.ID == id {
			return c.Unread
		}
	}
	o.Fatalf("no %s in the sidebar", id)
	return 0
}
