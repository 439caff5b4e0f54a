package peers

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/localslack/localclient"
)

type args = map[string]any

// answered is a line of webapi.js.
type answered struct {
	Answer  json.RawMessage
	Error   string
	Limited []float64 // seconds the client was told to wait, each time
}

// webClient is the client of the Web API, at a workspace.
type webClient struct {
	*office
	program *program
}

func openWebClient(t *testing.T) webClient {
	t.Helper()
	o := mustOpen(t, "")
	return webClient{o, o.run("webapi.js")}
}

func (w webClient) ask(request args) answered {
	w.Helper()
	line, err := json.Marshal(request)
	w.must(err)
	_, err = fmt.Fprintf(w.program.stdin, "%s\n", line)
	w.must(err)
	var a answered
	w.must(json.Unmarshal([]byte(w.program.line()), &a))
	return a
}

// call asks for what must be granted, and reads it.
func (w webClient) call(method string, given args, into any) {
	w.Helper()
	a := w.ask(args{"method": method, "args": given})
	if a.Error != "" {
		w.Fatalf("%s: %s\n%s", method, a.Error, a.Answer)
	}
	if into != nil {
		w.must(json.Unmarshal(a.Answer, into))
	}
}

// TestWebClientKnowsWhoAndWhere asks for people and conversations.
func TestWebClientKnowsWhoAndWhere(t *testing.T) {
	t.Parallel()
	w := openWebClient(t)
	var self struct {
		User   string `json:"user_id"`
		Bot    string `json:"bot_id"`
		TeamID string `json:"team_id"`
	}
	w.call("auth.test", args{}, &self)
	if self.User != w.caterer.BotUser || !strings.HasPrefix(self.Bot, "B") || !strings.HasPrefix(self.TeamID, "T") {
		t.Errorf("auth.test = %+v", self)
	}
	var who struct {
		User struct {
			Locale, TZ string
			RealName   string `json:"real_name"`
		}
	}
	w.call("users.info", args{"user": marc, "include_locale": true}, &who)
	if who.User.RealName != "Marc Dubois" || who.User.TZ != "Europe/Paris" || who.User.Locale != "en-GB" {
		t.Errorf("users.info = %+v", who)
	}
	var where struct {
		Channel struct {
			Name   string
			Member bool `json:"is_member"`
			Size   int  `json:"num_members"`
		}
	}
	w.call("conversations.info", args{"channel": marketing, "include_num_members": true}, &where)
	if where.Channel.Name != "marketing" || !where.Channel.Member || where.Channel.Size != 6 {
		t.Errorf("conversations.info = %+v", where)
	}
}

func TestWebClientTurnsPages(t *testing.T) {
	t.Parallel()
	w := openWebClient(t)
	for i := range 2 {
		w.AddConversation(localslack.Conversation{ID: fmt.Sprintf("C0ROOM%05d", i), Name: fmt.Sprintf("room-%d", i)})
	}
	a := w.ask(args{"method": "conversations.list", "args": args{"limit": 2}, "paginate": true})
	var got struct {
		Pages []struct{ Channels []struct{ Name string } }
	}
	w.must(json.Unmarshal(a.Answer, &got))
	var names []string
	for _, page := range got.Pages {
		for _, c := range page.Channels {
			names = append(names, c.Name)
		}
	}
	if len(got.Pages) != 3 || !slices.Equal(names, []string{"marketing", "sales", "general", "room-0", "room-1"}) {
		t.Errorf("%d pages with %q", len(got.Pages), names)
	}
}

// TestWebClientPosts posts, changes and reads back a message with blocks and
// metadata.
func TestWebClientPosts(t *testing.T) {
	t.Parallel()
	w := openWebClient(t)
	watch := w.watch(w.marc)
	blocks := []args{{"type": "section", "text": args{"type": "mrkdwn", "text": "*Lunch* at noon"}}}
	metadata := args{"event_type": "lunch", "event_payload": args{"at": 12}}
	var posted struct{ TS, Channel string }
	w.call("chat.postMessage", args{"channel": "#marketing", "text": "Lunch & more", "blocks": blocks, "metadata": metadata}, &posted)
	m, err := watch.Message(soon, localclient.FromApp("Lunch"))
	w.must(err)
	if m.TS != posted.TS || m.Text != "Lunch & more" || len(m.Blocks) != 1 || posted.Channel != marketing {
		t.Errorf("answered %+v, and people see %+v", posted, m)
	}

	history := func(all bool) string {
		var got struct{ Messages []struct{ Metadata args } }
		w.call("conversations.history", args{"channel": marketing, "include_all_metadata": all}, &got)
		return fmt.Sprint(got.Messages[0].Metadata)
	}
	if bare, whole := history(false), history(true); bare != "map[event_type:lunch]" || whole != "map[event_payload:map[at:12] event_type:lunch]" {
		t.Errorf("metadata is %s, and all of it %s", bare, whole)
	}

	w.call("chat.update", args{"channel": posted.Channel, "ts": posted.TS, "text": "No lunch", "blocks": []args{}}, nil)
	m, err = watch.Message(soon, localclient.FromApp("No lunch"))
	w.must(err)
	if m.TS != posted.TS || !m.Edited || len(m.Blocks) != 0 {
		t.Errorf("people see %+v; want the same message, changed, without blocks", m)
	}
}

// TestWebClientUploads shares two files in one message.
func TestWebClientUploads(t *testing.T) {
	t.Parallel()
	w := openWebClient(t)
	watch := w.watch(w.marc)
	var done struct {
		Files []struct{ Files []struct{ ID string } }
	}
	w.call("files.uploadV2", args{
		"channel_id": marketing, "initial_comment": "The menus", "file_uploads": []args{
			{"filename": "monday.csv", "content": "dish;price\npaella;12\n", "title": "Monday"},
			{"filename": "tuesday.csv", "content": "dish;price\nsalad;8\n"},
		},
	}, &done)
	m, err := watch.Message(soon, localclient.FromApp("The menus"))
	w.must(err)
	if len(m.Files) != 2 || m.Files[0]["title"] != "Monday" || m.Files[1]["name"] != "tuesday.csv" {
		t.Fatalf("people see %v", m.Files)
	}
	if len(done.Files) != 1 || len(done.Files[0].Files) != 2 || done.Files[0].Files[0].ID != m.Files[0]["id"] {
		t.Errorf("the client has %+v", done)
	}
	resp, err := http.Get(w.url + m.Files[1]["url_private"].(string))
	w.must(err)
	defer resp.Body.Close()
	if content, err := io.ReadAll(resp.Body); err != nil || string(content) != "dish;price\nsalad;8\n" {
		t.Errorf("its content is %q, %v", content, err)
	}
}

// TestWebClientWaits posts more at once than a conversation takes: the client is
// told to wait, does, and everything arrives.
func TestWebClientWaits(t *testing.T) {
	t.Parallel()
	w := openWebClient(t)
	watch := w.watch(w.marc)
	var told []float64
	for n := 0; len(told) == 0 && n < 60; n++ {
		a := w.ask(args{"method": "chat.postMessage", "args": args{"channel": marketing, "text": fmt.Sprintf("course %d", n)}})
		if a.Error != "" {
			t.Fatalf("course %d: %s", n, a.Error)
		}
		told = a.Limited
		if _, err := watch.Message(soon, localclient.FromApp(fmt.Sprintf("course %d", n))); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(told, []float64{1}) {
		t.Errorf("the client was told to wait %v s; want 1 s, once", told)
	}
}

// TestWebClientIsRefused asks for what Slack does not grant.
func TestWebClientIsRefused(t *testing.T) {
	t.Parallel()
	w := openWebClient(t)
	w.program.mayComplain = true // of what is refused
	w.AddConversation(localslack.Conversation{ID: "C0ARCHIVED1", Name: "old", Members: []string{claire, w.caterer.BotUser}})
	w.must(w.claire.Archive(t.Context(), "C0ARCHIVED1"))
	home := func(blocks ...args) args { return args{"type": "home", "blocks": append([]args{}, blocks...)} }
	for _, c := range []struct {
		name, method string
		args         args
		want         string
	}{
		{"a conversation that is not", "chat.postMessage", args{"channel": "C0NOWHERE01", "text": "x"}, "channel_not_found"},
		{"one it cannot see", "chat.postMessage", args{"channel": "C0DIRECTION", "text": "x"}, "channel_not_found"},
		{"one that is closed", "chat.postMessage", args{"channel": "C0ARCHIVED1", "text": "x"}, "is_archived"},
		{"one it is not in", "chat.postMessage", args{"channel": "#general", "text": "x"}, "not_in_channel"},
		{"a scope it has not", "users.lookupByEmail", args{"email": "marc.dubois@vernier.example"}, "missing_scope"},
		{"nothing to say", "chat.postMessage", args{"channel": marketing}, "no_text"},
		{"blocks nobody knows", "chat.postMessage", args{"channel": marketing, "text": "x", "blocks": []args{{"type": "banner"}}}, "invalid_blocks"},
		{"a message that is not", "chat.update", args{"channel": marketing, "ts": "1.000000", "text": "x"}, "message_not_found"},
		{"nobody", "users.info", args{"user": "U0NOBODY001"}, "user_not_found"},
		{"a made-up trigger", "views.open", args{"trigger_id": "1.2.3", "view": args{
			"type": "modal", "title": args{"type": "plain_text", "text": "x"}, "blocks": []args{},
		}}, "invalid_trigger_id"},
		{"a Home with a block of messages", "views.publish", args{"user_id": marc, "view": home(args{"type": "markdown", "text": "x"})}, "invalid_arguments"},
		{"a Home over one that is not there", "views.publish", args{"user_id": marc, "view": home(), "hash": "1.2"}, "hash_conflict"},
		{"a view that is not", "views.update", args{"view_id": "V0NOWHERE01", "view": home()}, "not_found"},
		{"no such token", "auth.test", args{"token": "xoxb-nobody"}, "invalid_auth"},
		{"no such method", "lunch.order", args{}, "unknown_method"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if a := w.ask(args{"method": c.method, "args": c.args}); a.Error != c.want {
				t.Errorf("%s: %q %s; want %s", c.method, a.Error, a.Answer, c.want)
			}
		})
	}
	var refused struct {
		Metadata struct{ Messages []string } `json:"response_metadata"`
	}
	a := w.ask(args{"method": "chat.postMessage", "args": args{"channel": marketing, "text": "x", "blocks": []args{{"type": "section"}}}})
	w.must(json.Unmarshal(a.Answer, &refused))
	if got := refused.Metadata.Messages; len(got) == 0 || !strings.Contains(got[0], "json-pointer:/blocks/0") {
		t.Errorf("the client is told %q; want where the mistake is", got)
	}
}
