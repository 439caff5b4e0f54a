package peers

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// TestBolt has people use an app made with Bolt, which is reached through either
// door.
func TestBolt(t *testing.T) {
	for _, c := range []struct {
		name string
		open func(t *testing.T) *office
	}{
		{"http", func(t *testing.T) *office {
			port := freePort(t)
			o := mustOpen(t, "http://127.0.0.1:"+port+"/slack/events")
			o.run("bolt.js", "PORT="+port, "SLACK_SIGNING_SECRET="+o.caterer.SigningSecret).wants("ready")
			return o
		}},
		{"socket", func(t *testing.T) *office {
			o := mustOpen(t, "")
			o.run("bolt.js", "SLACK_APP_TOKEN="+o.caterer.AppToken).wants("ready")
			<-o.Online(o.caterer.ID)
			return o
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := c.open(t)
			for _, scene := range []struct {
				name string
				play func(*customer)
			}{
				{"a command and its button", (*customer).ordersInWords},
				{"a form, step by step", (*customer).ordersInAForm},
				{"a form on top of another", (*customer).ordersTooMany},
				{"the Home tab", (*customer).looksAtHome},
				{"a direct message", (*customer).writesInPrivate},
				{"a mention", (*customer).mentions},
			} {
				t.Run(scene.name, func(t *testing.T) {
					here := *o
					here.T = t
					scene.play(&customer{&here, o.marc, here.watch(o.marc)})
				})
			}
		})
	}
}

// customer is somebody who uses the caterer's app, and what they see.
type customer struct {
	*office
	person *localclient.Client
	sees   *localclient.Watch
}

func (c *customer) types(conversation, text string) string {
	c.Helper()
	ts, err := c.person.Type(c.Context(), conversation, text)
	c.must(err)
	return ts
}

// reads waits for a message of the app that has these words.
func (c *customer) reads(words ...string) localclient.Message {
	c.Helper()
	m, err := c.sees.Message(soon, localclient.FromApp(words...))
	c.must(err)
	return m
}

// isShown waits for a view that has these words.
func (c *customer) isShown(words string) localclient.View {
	c.Helper()
	v, err := c.sees.View(soon)
	c.must(err)
	c.wantShown(&v, words)
	return v
}

func (c *customer) wantShown(v *localclient.View, words string) {
	c.Helper()
	if v == nil || !strings.Contains(localclient.Message{Blocks: v.Blocks}.JSON(), words) {
		c.Fatalf("the view is %+v; want %q in it", v, words)
	}
}

func (c *customer) submits(v localclient.View, values localclient.Values) localclient.Submitted {
	c.Helper()
	done, err := c.person.Submit(c.Context(), v, values)
	c.must(err)
	return done
}

func (c *customer) wantClosed(done localclient.Submitted, views int) {
	c.Helper()
	if !done.Closed || len(done.Closes) != views || done.View != nil {
		c.Fatalf("after the answer: %+v; want all %d closed", done, views)
	}
}

func (c *customer) ordersInWords() {
	seen := c.watch(c.claire)
	c.types(marketing, "/order 3 pizzas for @Claire")
	// Acknowledgement, response_url and message each go their own way.
	var noted, said, order localclient.Message
	for range 3 {
		switch m := c.reads(); {
		case strings.HasPrefix(m.Text, "Got it"):
			noted = m
		case m.Ephemeral:
			said = m
		default:
			order = m
		}
	}
	if !noted.Ephemeral || noted.Text != "Got it: 3 pizzas for <@U0CLAIRE001|claire>" {
		c.Errorf("acknowledged with %+v", noted)
	}
	if said.Text != "One moment" {
		c.Errorf("the response_url said %+v", said)
	}
	if !strings.HasPrefix(order.Text, "Order: 3 pizzas") || !slices.Equal(order.Actions(), []string{"approve"}) {
		c.Errorf("the order is %+v; want it for all, with a button", order)
	}
	c.must(c.claire.Press(c.Context(), order, "approve"))
	_, err := seen.Message(soon, func(m localclient.Message) bool {
		return m.TS == order.TS && strings.Contains(m.Text, "<@U0CLAIRE001> approved 3 pizzas") && len(m.Actions()) == 0
	})
	c.must(err)
}

// form is what the order's inputs hold.
func form(count string, dish map[string]any) localclient.Values {
	v := localclient.Values{}.Set("count", "count", "value", count)
	if dish != nil {
		v.Set("dish", "dish", "selected_option", dish)
	}
	return v
}

func (c *customer) ordersInAForm() {
	c.types(marketing, "/order form")
	v := c.isShown("How many")
	dishes, err := c.person.Suggest(c.Context(), v, "dish", "Pa")
	c.must(err)
	if !slices.Equal(dishes, []string{"pasta", "paella"}) {
		c.Errorf("the menu offers %q", dishes)
	}
	refused := c.submits(v, form("0", nil))
	if want := map[string]string{"count": "At least one, please"}; !maps.Equal(refused.Errors, want) || refused.Closed {
		c.Fatalf("after a bad number: %+v", refused)
	}
	paella := map[string]any{"value": "paella", "text": map[string]any{"type": "plain_text", "text": "Paella"}}
	updated := c.submits(v, form("3", paella))
	c.wantShown(updated.View, "3 x paella")
	if updated.View.ID != v.ID || updated.View.Hash == v.Hash {
		c.Errorf("updated %s %s to %s %s; want the same view, changed", v.ID, v.Hash, updated.View.ID, updated.View.Hash)
	}
	c.isShown("3 x paella")

	c.must(c.person.PressIn(c.Context(), *updated.View, "more", nil))
	details := c.isShown("Details of 3 x paella")
	if details.Depth != 2 {
		c.Errorf("pushed at depth %d", details.Depth)
	}
	c.must(c.person.Close(c.Context(), details))
	c.reads("Closed Details")
	c.wantClosed(c.submits(*updated.View, nil), 1)
	c.reads("Ordered from Check")
}

func (c *customer) ordersTooMany() {
	c.types(marketing, "/order form")
	v := c.isShown("How many")
	pushed := c.submits(v, form("60", nil))
	c.wantShown(pushed.View, "60 x anything")
	if pushed.View.Depth != 2 {
		c.Errorf("pushed at depth %d", pushed.View.Depth)
	}
	c.wantClosed(c.submits(*pushed.View, nil), 2)
	c.reads("Ordered from That many?")
}

func (c *customer) looksAtHome() {
	c.must(c.person.OpenHome(c.Context(), c.caterer.ID))
	home := c.isShown("Seen 1 times")
	c.must(c.person.PressIn(c.Context(), home, "more", nil))
	again := c.isShown("Seen 2 times")
	if again.ID != home.ID || again.Hash == home.Hash {
		c.Errorf("published %s %s after %s %s; want the same view, changed", again.ID, again.Hash, home.ID, home.Hash)
	}
}

func (c *customer) writesInPrivate() {
	direct := c.direct(c.person)
	ts := c.types(direct, "hello & welcome")
	if said := c.reads("You said"); said.ThreadTS != ts || said.Text != "You said: hello &amp; welcome" {
		c.Errorf("answered %+v; want it in the thread of %s", said, ts)
	}
}

func (c *customer) mentions() {
	ts := c.types(marketing, "@Caterer what is there")
	if said := c.reads("At your service"); said.ThreadTS != ts || said.Text != "At your service: what is there" {
		c.Errorf("answered %+v; want it in the thread of %s", said, ts)
	}
}
