package localclient

import (
	"context"
	"encoding/json"
	"net/url"
	"time"
)

// Message is what somebody sees of one.
type Message struct {
	TS           string           `json:"ts"`
	Conversation string           `json:"conversation"`
	ThreadTS     string           `json:"thread_ts"`
	User         string           `json:"user"`
	Name         string           `json:"name"`
	Subtype      string           `json:"subtype"`
	Bot          bool             `json:"bot"`
	App          string           `json:"app"`
	Text         string           `json:"text"`
	Blocks       []map[string]any `json:"blocks"`
	Ephemeral    bool             `json:"ephemeral"`
	Edited       bool             `json:"edited"`
	Deleted      bool             `json:"deleted"`
	ReplyCount   int              `json:"reply_count"`
	Files        []map[string]any `json:"files"`
	Metadata     map[string]any   `json:"metadata"`
}

// JSON is the whole message as text, to look for words in its blocks.
func (m Message) JSON() string {
	data, err := json.Marshal(m)
	if err != nil {
		return m.Text
	}
	return string(data)
}

// Actions lists the action ids of the message's elements, in order.
func (m Message) Actions() []string { return actionIDs(m.Blocks) }

// View is a modal, or a Home tab.
type View struct {
	ID              string           `json:"id"`
	Type            string           `json:"type"`
	App             string           `json:"app"`
	CallbackID      string           `json:"callback_id"`
	PrivateMetadata string           `json:"private_metadata"`
	Hash            string           `json:"hash"`
	Depth           int              `json:"depth"`
	Title           map[string]any   `json:"title"`
	Blocks          []map[string]any `json:"blocks"`
}

// Actions lists the action ids of the view's elements, in order.
func (v View) Actions() []string { return actionIDs(v.Blocks) }

// Inputs lists the block_id and action_id of each input, in order.
func (v View) Inputs() [][2]string {
	var all [][2]string
	for _, b := range v.Blocks {
		element, _ := b["element"].(map[string]any)
		block, _ := b["block_id"].(string)
		if id, ok := element["action_id"].(string); ok {
			all = append(all, [2]string{block, id})
		}
	}
	return all
}

func actionIDs(blocks []map[string]any) []string {
	var ids []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			if id, ok := v["action_id"].(string); ok {
				ids = append(ids, id)
			}
			for _, name := range []string{"accessory", "element", "elements", "actions", "child_blocks"} {
				walk(v[name])
			}
		}
	}
	for _, b := range blocks {
		walk(b)
	}
	return ids
}

// State is what somebody sees when they open the page.
type State struct {
	Me            string         `json:"me"`
	Conversations []Conversation `json:"conversations"`
	Apps          []App          `json:"apps"`
	Views         []View         `json:"views"`
	Homes         []View         `json:"homes"`
	Clock         Clock          `json:"clock"`
}

// Conversation is one line of the sidebar.
type Conversation struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Kind     string `json:"kind"` // channel, private, im, app
	App      string `json:"app"`
	Unread   int    `json:"unread"`
	Archived bool   `json:"archived"`
	Member   bool   `json:"member"`
	ReadOnly bool   `json:"read_only"`
}

// App is an installed app, with one's own conversation with it.
type App struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	User         string `json:"user"`
	Conversation string `json:"conversation"`
}

// Clock is the workspace's civil clock.
type Clock struct {
	Now      time.Time `json:"now"`
	Zone     string    `json:"zone"`
	OffsetMS int64     `json:"offset_ms"`
	Sequence int64     `json:"sequence"`
	Target   time.Time `json:"target"`
	Moving   bool      `json:"moving"`
	Running  bool      `json:"running"`
	Reached  bool      `json:"reached"`
	Waiting  []string  `json:"waiting"`
}

// State reads what somebody sees when they open the page.
func (c *Client) State(ctx context.Context) (State, error) {
	var out State
	return out, c.get(ctx, "state", url.Values{}, &out)
}

// Messages lists a conversation, or a thread when thread is not empty, the oldest
// first.
func (c *Client) Messages(ctx context.Context, conversation, thread string) ([]Message, error) {
	var out struct{ Messages []Message }
	err := c.get(ctx, "messages", url.Values{"conversation": {conversation}, "thread": {thread}}, &out)
	return out.Messages, err
}

// Jump moves the clock forward ("tomorrow 09:00"), and returns when every bot
// that follows it has done what was due in between, or after wait.
func (c *Client) Jump(ctx context.Context, to string, wait time.Duration) (Clock, error) {
	var out Clock
	return out, c.post(ctx, "clock", map[string]any{"to": to, "wait_ms": wait.Milliseconds()}, &out)
}

// Run lets the clock run fast until ctx ends, somebody halts it or it stops by
// itself, and returns where it stopped; the error is ctx's where that ended it.
func (c *Client) Run(ctx context.Context) (Clock, error) {
	var out Clock
	return out, c.post(ctx, "clock/run", map[string]any{}, &out)
}

// Halt stops a clock that runs fast.
func (c *Client) Halt(ctx context.Context) error {
	return c.post(ctx, "clock/halt", map[string]any{}, nil)
}

// Redelivered is what an app made of a delivery that came again.
type Redelivered struct {
	Kind     string          `json:"kind"`
	Name     string          `json:"name"`
	Attempt  int             `json:"attempt"`
	Status   string          `json:"status"` // "ok", or why not
	Response json.RawMessage `json:"response"`
}

// Redeliver sends an app again what it was last sent, with the same trigger_id
// or event_id.
func (c *Client) Redeliver(ctx context.Context, app string) (Redelivered, error) {
	var out Redelivered
	return out, c.post(ctx, "redeliver", map[string]any{"app": app}, &out)
}

// Disconnect tells an app's Socket Mode connections to come again; reason
// "reset" cuts them.
func (c *Client) Disconnect(ctx context.Context, app, reason string) error {
	return c.post(ctx, "disconnect", map[string]any{"app": app, "reason": reason}, nil)
}

// Exchange is one thing sent to an app, or called by it.
type Exchange struct {
	ID        int64           `json:"id"`
	App       string          `json:"app"`
	Direction string          `json:"direction"` // sent, called
	Kind      string          `json:"kind"`
	Name      string          `json:"name"`
	Envelope  string          `json:"envelope"`
	Request   json.RawMessage `json:"request"`
	Response  json.RawMessage `json:"response"`
	Status    int             `json:"status"`
	Error     string          `json:"error"`
	LatencyMS float64         `json:"latency_ms"`
	Attempt   int             `json:"attempt"`
	Fault     string          `json:"fault"`
}

// Traffic lists the last exchanges, the newest first.
func (c *Client) Traffic(ctx context.Context) ([]Exchange, error) {
	var out struct{ Traffic []Exchange }
	err := c.get(ctx, "traffic", url.Values{}, &out)
	return out.Traffic, err
}

// Fault is a rule by which the workspace fails its apps, and how often it did.
type Fault struct {
	ID     uint64 `json:"id"`
	Rule   string `json:"fault"`
	Seen   int    `json:"seen"` // what it was for
	Struck int    `json:"struck"`
}

// Faults are the rules in force, and the seed of their chances.
type Faults struct {
	Seed   uint64  `json:"seed"`
	Faults []Fault `json:"faults"`
}

// Faults lists the rules in force.
func (c *Client) Faults(ctx context.Context) (Faults, error) {
	var out Faults
	return out, c.get(ctx, "faults", url.Values{}, &out)
}

// AddFault puts a rule in force, such as "chat.postMessage:reset,stored,times=1",
// and returns its number.
func (c *Client) AddFault(ctx context.Context, rule string) (uint64, error) {
	var out struct{ ID uint64 }
	err := c.post(ctx, "faults", map[string]any{"fault": rule}, &out)
	return out.ID, err
}

// ClearFaults lifts a rule, or all of them with 0.
func (c *Client) ClearFaults(ctx context.Context, id uint64) error {
	return c.post(ctx, "faults/clear", map[string]any{"id": id}, nil)
}
