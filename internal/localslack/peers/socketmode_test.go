package peers

import (
	"encoding/json"
	"testing"
)

// happened is a line of socketmode.js.
type happened struct {
	What, Text, Reason, Trigger string
	Retry                       int
	Connections                 int `json:"num_connections"`
	Info                        struct {
		App string `json:"app_id"`
	} `json:"connection_info"`
}

func (p *program) happens(what string) happened {
	p.t.Helper()
	var h happened
	line := p.wants(`{"what":"` + what + `"`)
	if err := json.Unmarshal([]byte(line), &h); err != nil {
		p.t.Fatalf("%s: %v", line, err)
	}
	return h
}

// TestSocketModeClient greets the client, hands it commands and events, and has
// it come again.
func TestSocketModeClient(t *testing.T) {
	t.Parallel()
	o := mustOpen(t, "")
	p := o.run("socketmode.js", "SLACK_APP_TOKEN="+o.caterer.AppToken)
	if hello := p.happens("hello"); hello.Connections != 1 || hello.Info.App != o.caterer.ID {
		t.Errorf("greeted with %+v", hello)
	}
	c := &customer{o, o.marc, o.watch(o.marc)}
	c.isServed(p, "3 pizzas")
	for _, reason := range []string{"warning", "refresh_requested"} {
		c.must(c.person.Disconnect(t.Context(), o.caterer.ID, reason))
		if got := p.happens("disconnect"); got.Reason != reason {
			t.Errorf("told to go because of %q; want %s", got.Reason, reason)
		}
		p.happens("reconnecting")
		p.happens("hello")
		c.isServed(p, "4 pizzas after a "+reason)
	}
}

func (c *customer) isServed(p *program, what string) {
	c.Helper()
	trigger := c.types(marketing, "/order "+what)
	if got := p.happens("command"); got.Text != what || got.Trigger != trigger {
		c.Errorf("the client got %+v; want %q by %s", got, what, trigger)
	}
	if m := c.reads("Got it: " + what); !m.Ephemeral {
		c.Errorf("answered %+v; want it for one only", m)
	}
}

// TestSocketModeRedelivery leaves an event unacknowledged: it comes again, once.
func TestSocketModeRedelivery(t *testing.T) {
	t.Parallel()
	o := mustOpen(t, "")
	p := o.run("socketmode.js", "SLACK_APP_TOKEN="+o.caterer.AppToken)
	p.happens("hello")
	c := &customer{office: o, person: o.marc}
	c.types(c.direct(o.marc), "once more")
	if first := p.happens("message"); first.Retry != 0 || first.Reason != "" {
		t.Errorf("first %+v", first)
	}
	if again := p.happens("message"); again.Retry != 1 || again.Reason != "timeout" || again.Text != "once more" {
		t.Errorf("then %+v; want the same after a timeout", again)
	}
	c.types(c.direct(o.marc), "enough")
	if next := p.happens("message"); next.Text != "enough" || next.Retry != 0 {
		t.Errorf("next %+v; want another message", next)
	}
}

// TestSocketModeCut cuts the client's connection without a word, and it comes
// back.
func TestSocketModeCut(t *testing.T) {
	t.Parallel()
	o := mustOpen(t, "")
	p := o.run("socketmode.js", "SLACK_APP_TOKEN="+o.caterer.AppToken)
	p.happens("hello")
	p.mayComplain = true // of the cut
	o.must(o.marc.Disconnect(t.Context(), o.caterer.ID, "reset"))
	p.happens("reconnecting")
	p.happens("hello")
	c := &customer{o, o.marc, o.watch(o.marc)}
	c.isServed(p, "5 pizzas")
}
