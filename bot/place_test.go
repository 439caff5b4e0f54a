package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// Events about conversations are read whatever they name them by; the same is said
// of channels, private ones and ourselves in different words.
func TestEventsAboutConversations(t *testing.T) {
	for _, c := range []struct{ event, want string }{
		{`{"type":"channel_rename","channel":{"id":"C1","name":"campagnes","created":1}}`, "renamed C1 campagnes "},
		{`{"type":"group_rename","channel":{"id":"C1","name":"campagnes"}}`, "renamed C1 campagnes "},
		{`{"type":"channel_archive","channel":"C1","user":"U1"}`, "archived C1  "},
		{`{"type":"group_archive","channel":"C1"}`, "archived C1  "},
		{`{"type":"channel_deleted","channel":"C1","actor_id":"U1"}`, "deleted C1  "},
		{`{"type":"group_deleted","channel":"C1"}`, "deleted C1  "},
		{`{"type":"channel_left","channel":"C1","actor_id":"U1"}`, "left C1  "},
		{`{"type":"group_left","channel":"C1"}`, "left C1  "},
		{`{"type":"member_left_channel","channel":"C1","user":"U1"}`, "left C1  U1"},
		{`{"type":"channel_unarchive","channel":"C1","user":"U1"}`, "back C1  "},
		{`{"type":"group_unarchive","channel":"C1"}`, "back C1  "},
		{`{"type":"member_joined_channel","channel":"C1","user":"U1"}`, "back C1  U1"},
		{`{"type":"channel_archive"}`, "malformed"},
		{`{"type":"channel_rename","channel":7}`, "malformed"},
	} {
		r, err := readEvent([]byte(`{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":` + c.event + `}`))
		got := fmt.Sprintf("%s %s %s %s", r.name, r.conversation, r.text, r.value)
		if err != nil {
			got = "malformed"
		}
		if got != c.want {
			t.Errorf("%s is %q; want %q", c.event, got, c.want)
		}
	}
}

// happens is an event about a conversation.
func (d *desk) happens(team, id, event string) {
	d.t.Helper()
	body := `{"type":"event_callback","team_id":"` + team + `","event_id":"` + id + `","event":` + event + `}`
	if w := d.send(signedPost("/slack", "application/json", body)); w.Code != 200 || w.Body.Len() > 0 {
		d.t.Fatalf("%s is answered %d %s", event, w.Code, w.Body)
	}
}

func TestWhatBecomesOfAConversation(t *testing.T) {
	d := newDesk(t)
	d.types("UBOSS", "here", "/leads 1 email pme") // so that Boss is known
	d.change(func(ctx context.Context, p Page) error {
		in := ledger.Settings{RecapIn: []ledger.Conversation{{ID: "C1", Name: "marketing", SetBy: "UBOSS"}}}
		return p.SetOption(ctx, "recap_in", in.Option("recap_in"), sla.Author{ID: "UBOSS", At: d.clock})
	})
	d.slack.told("chat.postMessage")
	looks := 0
	d.Bot.Look = func(context.Context) error { looks++; return nil }
	waiting := func() (n int) {
		posts, err := d.books.Recaps().Since(t.Context(), tuesday17)
		if err != nil {
			t.Fatal(err)
		}
		return len(posts)
	}
	for _, c := range []struct {
		name, team, id, event string
		notes, looks          int // written down by then, and sent at once
	}{
		{"another conversation", "T1", "Ev1", `{"type":"channel_archive","channel":"C2"}`, 0, 0},
		{"another workspace's", "T2", "Ev2", `{"type":"channel_archive","channel":"C1"}`, 0, 0},
		{"somebody else leaves", "T1", "Ev3", `{"type":"member_left_channel","channel":"C1","user":"UCLAIRE"}`, 0, 0},
		{"we leave", "T1", "Ev4", `{"type":"channel_left","channel":"C1"}`, 1, 1},
		{"delivered again", "T1", "Ev4", `{"type":"channel_left","channel":"C1"}`, 1, 1},
		{"said in other words", "T1", "Ev5", `{"type":"member_left_channel","channel":"C1","user":"UTREVE"}`, 1, 2},
		{"somebody else joins", "T1", "Ev6", `{"type":"member_joined_channel","channel":"C1","user":"UCLAIRE"}`, 1, 2},
		{"we join", "T1", "Ev7", `{"type":"member_joined_channel","channel":"C1","user":"UTREVE"}`, 2, 3},
		{"archived", "T1", "Ev8", `{"type":"channel_archive","channel":"C1"}`, 3, 4},
	} {
		d.clock = d.clock.Add(time.Second)
		d.happens(c.team, c.id, c.event)
		if got := waiting(); got != c.notes || looks != c.looks {
			t.Errorf("%s: %d notes, %d looks; want %d, %d", c.name, got, looks, c.notes, c.looks)
		}
	}
	d.happens("T1", "Ev9", `{"type":"channel_rename","channel":{"id":"C1","name":"campagnes <!channel>"}}`)
	s, err := d.books.Settings(t.Context())
	if err != nil || len(s.RecapIn) != 1 || s.RecapIn[0].Name != "campagnes <!channel>" || s.RecapIn[0].SetBy != "UBOSS" {
		t.Errorf("recaps go to %+v, %v", s.RecapIn, err)
	}
	d.types("UBOSS", "pause", "/recap pause")
	d.clock = d.clock.Add(time.Second)
	d.happens("T1", "Ev10", `{"type":"channel_unarchive","channel":"C1"}`)
	back := recap.Key{Conversation: "UBOSS", Day: tuesday17, Kind: recap.BackIn("C1", "Ev10")}
	if v, err := d.books.Recaps().Version(t.Context(), back, 1); err != nil || spaces.Replace(v.Message.Text) != "#campagnes &lt;!channel&gt; m'est de nouveau ouvert. Les récaps sont en pause : `/recap reprendre`" {
		t.Errorf("while paused it is said %q, %v", v.Message.Text, err)
	}
	if log := d.log.String(); strings.Contains(log, "ERROR") {
		t.Error(log)
	}
}
