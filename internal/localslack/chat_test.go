package localslack

import (
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

func TestPostWhere(t *testing.T) {
	o := mustOpen(t, "")
	o.AddConversation(Conversation{ID: "C0ARCHIVED1", Name: "vieux", Members: []string{claire, bot}})
	o.must(o.claire.Archive(t.Context(), "C0ARCHIVED1"))
	o.AddApp(App{ID: "A0SHY", BotUser: "U0SHY", BotName: "Shy", BotToken: "xoxb-shy", Scopes: []string{"chat:write"}})
	shy := o.client("xoxb-shy")
	o.AddApp(App{ID: "A0LOUD", BotUser: "U0LOUD", BotName: "Loud", BotToken: "xoxb-loud"})
	for _, c := range []struct {
		name string
		api  *slack.Client
		to   string
		want string
	}{
		{"a conversation it is in", o.api, marketing, ""},
		{"by name", o.api, "#marketing", ""},
		{"a public one it is not in", o.client("xoxb-loud"), general, ""},
		{"the same without chat:write.public", shy, general, "not_in_channel"},
		{"a private one it is not in", o.api, direction, "channel_not_found"},
		{"nowhere", o.api, "C0NOWHERE", "channel_not_found"},
		{"somebody's direct messages", shy, marc, ""},
		{"an archived one", o.api, "C0ARCHIVED1", "is_archived"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := c.api.PostMessageContext(t.Context(), c.to, saying("bonjour"))
			if c.want == "" && err != nil || c.want != "" && (err == nil || err.Error() != c.want) {
				t.Errorf("error = %v; want %q", err, c.want)
			}
		})
	}
	wantTexts(t, o.messages(o.marc, o.directOf(o.marc), "")) // shy has a conversation of its own
}

func TestMessageLife(t *testing.T) {
	o := mustOpen(t, "")
	ctx := t.Context()
	watch := o.watch(o.marc)
	channel, ts, err := o.api.PostMessageContext(ctx, marketing, saying("un"))
	o.must(err)
	if channel != marketing || !strings.HasPrefix(ts, "1794819600.") {
		t.Errorf("posted at %s in %s; want the civil time, 1794819600", ts, channel)
	}
	_, reply, err := o.api.PostMessageContext(ctx, marketing, saying("réponse"), slack.MsgOptionTS(ts))
	o.must(err)
	_, _, _, err = o.api.UpdateMessageContext(ctx, marketing, ts, saying("deux"))
	o.must(err)

	all := o.messages(o.marc, marketing, "")
	wantTexts(t, all, "deux")
	if !all[0].Edited || all[0].ReplyCount != 1 || !all[0].Bot || all[0].App != SampleApp {
		t.Errorf("message = %+v", all[0])
	}
	wantTexts(t, o.messages(o.marc, marketing, ts), "deux", "réponse")

	link, err := o.api.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: marketing, Ts: reply})
	o.must(err)
	if !strings.HasPrefix(link, o.url+"/archives/"+marketing+"/p") || !strings.Contains(link, "thread_ts="+ts) {
		t.Errorf("permalink = %s", link)
	}
	_, _, err = o.api.DeleteMessageContext(ctx, marketing, reply)
	o.must(err)
	if all := o.messages(o.marc, marketing, ""); all[0].ReplyCount != 0 {
		t.Errorf("a deleted reply is still counted: %+v", all[0])
	}
	for _, want := range []string{"message", "message", "changed", "changed", "deleted"} {
		e, err := watch.Event(soon, func(e event) bool { return e.Type == want })
		o.must(err)
		if e.Message.Conversation != marketing {
			t.Errorf("%s is in %q", want, e.Message.Conversation)
		}
	}

	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"update what is not there", second(o.api.UpdateMessageContext(ctx, marketing, "1.000001", saying("x"))), "message_not_found"},
		{"delete what is not there", third(o.api.DeleteMessageContext(ctx, marketing, reply)), "message_not_found"},
		{"update into nothing", second(o.api.UpdateMessageContext(ctx, marketing, ts)), "no_text"},
		{"reply to nothing", third(o.api.PostMessageContext(ctx, marketing, saying("x"), slack.MsgOptionTS("1.000001"))), "thread_not_found"},
		{"post nothing", third(o.api.PostMessageContext(ctx, marketing)), "no_text"},
	} {
		t.Run(c.name, func(t *testing.T) { wantCode(t, c.err, c.want) })
	}
}

func second[A, B, C any](_ A, _ B, _ C, err error) error { return err }
func third[A, B any](_ A, _ B, err error) error          { return err }

func TestOthersMessagesStayAsTheyAre(t *testing.T) {
	o := mustOpen(t, "")
	ts, err := o.marc.Type(t.Context(), marketing, "c'est à moi")
	o.must(err)
	wantCode(t, second(o.api.UpdateMessageContext(t.Context(), marketing, ts, saying("x"))), "cant_update_message")
	wantCode(t, third(o.api.DeleteMessageContext(t.Context(), marketing, ts)), "cant_delete_message")
	wantRefused(t, o.claire.Edit(t.Context(), marketing, ts, "x"), "message_not_found")
}

func TestUpdateKeepsWhatIsNotGiven(t *testing.T) {
	o := mustOpen(t, "")
	ctx := t.Context()
	section := slack.NewSectionBlock(plainText("bloc"), nil, nil)
	_, ts, err := o.api.PostMessageContext(ctx, marketing, saying("un"), slack.MsgOptionBlocks(section), metadata("récap", "k1"))
	o.must(err)
	if o.messages(o.marc, marketing, "")[0].Metadata != nil {
		t.Error("metadata with an accent in its type was kept") // Slack drops it with a warning
	}
	_, ts2, err := o.api.PostMessageContext(ctx, marketing, saying("un"), slack.MsgOptionBlocks(section), metadata("recap", "k1"))
	o.must(err)
	_, _, _, err = o.api.UpdateMessageContext(ctx, marketing, ts2, saying("deux"))
	o.must(err)
	m := o.messages(o.marc, marketing, "")[1]
	if len(m.Blocks) != 1 || m.Metadata["event_type"] != "recap" {
		t.Errorf("after a change of text alone: %+v", m)
	}
	_, _, _, err = o.api.UpdateMessageContext(ctx, marketing, ts2, saying("deux"), slack.MsgOptionBlocks())
	o.must(err)
	if m := o.messages(o.marc, marketing, "")[1]; len(m.Blocks) != 0 {
		t.Errorf("after a change to no blocks: %+v", m)
	}
	_ = ts
}

func metadata(kind, key string) slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: kind, EventPayload: map[string]any{"key": key}})
}

func TestHistory(t *testing.T) {
	o := mustOpen(t, "")
	ctx := t.Context()
	var stamps []string
	for _, text := range []string{"un", "deux", "trois", "quatre"} {
		_, ts, err := o.api.PostMessageContext(ctx, marketing, saying(text), metadata("recap", text))
		o.must(err)
		stamps = append(stamps, ts)
	}
	_, _, err := o.api.PostMessageContext(ctx, marketing, saying("dans le fil"), slack.MsgOptionTS(stamps[0]))
	o.must(err)
	_, err = o.api.PostEphemeralContext(ctx, marketing, marc, saying("entre nous"))
	o.must(err)

	for _, c := range []struct {
		name string
		ask  slack.GetConversationHistoryParameters
		want []string
	}{
		{"all, the newest first", slack.GetConversationHistoryParameters{}, []string{"quatre", "trois", "deux", "un"}},
		{"between, bounds apart", slack.GetConversationHistoryParameters{Oldest: stamps[0], Latest: stamps[3]}, []string{"trois", "deux"}},
		{"between, bounds too", slack.GetConversationHistoryParameters{Oldest: stamps[0], Latest: stamps[1], Inclusive: true}, []string{"deux", "un"}},
		{"two", slack.GetConversationHistoryParameters{Limit: 2}, []string{"quatre", "trois"}},
		{"none so old", slack.GetConversationHistoryParameters{Latest: "1600000000"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.ask.ChannelID = marketing
			got, err := o.api.GetConversationHistoryContext(ctx, &c.ask)
			o.must(err)
			var list []string
			for _, m := range got.Messages {
				list = append(list, m.Text)
			}
			if !slices.Equal(list, c.want) {
				t.Errorf("history = %q; want %q", list, c.want)
			}
			if got.HasMore != (c.ask.Limit == 2) {
				t.Errorf("has_more = %t", got.HasMore)
			}
		})
	}

	first, err := o.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: marketing, Limit: 3, IncludeAllMetadata: true})
	o.must(err)
	rest, err := o.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: marketing, Cursor: first.ResponseMetaData.NextCursor})
	o.must(err)
	if len(rest.Messages) != 1 || rest.Messages[0].Text != "un" {
		t.Errorf("the second page is %+v", rest.Messages)
	}
	if key := first.Messages[0].Metadata.EventPayload["key"]; key != "quatre" {
		t.Errorf("metadata with its payload: %v", first.Messages[0].Metadata)
	}
	if m := rest.Messages[0].Metadata; m.EventType != "recap" || len(m.EventPayload) != 0 {
		t.Errorf("metadata not asked for: %+v; want its type alone", m)
	}
	replies, _, _, err := o.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: marketing, Timestamp: stamps[0]})
	o.must(err)
	if len(replies) != 2 || replies[1].ThreadTimestamp != stamps[0] {
		t.Errorf("replies = %+v", replies)
	}
	_, err = o.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: general})
	wantCode(t, err, "not_in_channel")
}

func TestEphemeralIsForOne(t *testing.T) {
	o := mustOpen(t, "")
	watchMarc, watchClaire := o.watch(o.marc), o.watch(o.claire)
	_, err := o.api.PostEphemeralContext(t.Context(), marketing, marc, saying("entre nous"))
	o.must(err)
	_, _, err = o.api.PostMessageContext(t.Context(), marketing, saying("à tous"))
	o.must(err)

	e, err := watchMarc.Event(soon, func(e event) bool { return e.Type == "ephemeral" })
	o.must(err)
	if !e.Message.Ephemeral || e.Message.Text != "entre nous" {
		t.Errorf("ephemeral = %+v", e.Message)
	}
	_, err = watchClaire.Event(soon, func(e event) bool {
		if e.Message.Text == "entre nous" {
			t.Error("somebody else was shown an ephemeral message")
		}
		return e.Message.Text == "à tous"
	})
	o.must(err)
	wantTexts(t, o.messages(o.marc, marketing, ""), "entre nous", "à tous")
	wantTexts(t, o.messages(o.claire, marketing, ""), "à tous")

	_, err = o.api.PostEphemeralContext(t.Context(), direction, marc, saying("x"))
	wantCode(t, err, "channel_not_found")
	_, err = o.api.PostEphemeralContext(t.Context(), marketing, tom, saying("x"))
	wantCode(t, err, "user_not_in_channel")
}
