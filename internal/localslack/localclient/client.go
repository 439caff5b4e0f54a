// Package localclient is a person of a local Slack, for tests that drive a bot
// from outside: it types, presses, fills modals in, and waits for what appears.
// It speaks the page API that package localslack describes, over HTTP alone.
package localclient

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// Client speaks as one person. It is safe for concurrent use.
type Client struct {
	base, user string
	http       *http.Client
}

// New returns the person with that user id, at a workspace served at base
// ("http://127.0.0.1:8065").
func New(base, user string) *Client {
	return &Client{strings.TrimSuffix(base, "/"), user, &http.Client{}}
}

// As returns somebody else of the same workspace.
func (c *Client) As(user string) *Client { return &Client{c.base, user, c.http} }

// Refused is a request the workspace says no to, in words for people.
type Refused struct {
	Status  int    `json:"-"`
	Code    string `json:"error"`
	Message string `json:"message"`
}

func (r *Refused) Error() string {
	return fmt.Sprintf("refused (%d): %s: %s", r.Status, r.Code, r.Message)
}

// Type sends what a composer sends: a slash command, or a message. It returns the
// ts of a message, the trigger of a command.
func (c *Client) Type(ctx context.Context, conversation, text string) (string, error) {
	return c.Reply(ctx, conversation, "", text)
}

// Reply types in a thread.
func (c *Client) Reply(ctx context.Context, conversation, thread, text string) (string, error) {
	var out struct{ ID string }
	err := c.post(ctx, "type", map[string]any{"conversation": conversation, "thread_ts": thread, "text": text}, &out)
	return out.ID, err
}

// Edit changes a message of one's own.
func (c *Client) Edit(ctx context.Context, conversation, ts, text string) error {
	return c.post(ctx, "edit", map[string]any{"conversation": conversation, "ts": ts, "text": text}, nil)
}

// Press acts on an element of a message. choice completes the action where the
// element is not a button: {"selected_option": {"value": "x"}}.
func (c *Client) Press(ctx context.Context, m Message, actionID string, choice ...map[string]any) error {
	return c.post(ctx, "press", map[string]any{
		"conversation": m.Conversation, "message_ts": m.TS, "action": action(actionID, choice),
	}, nil)
}

// PressIn acts on an element of a modal or a Home tab. values is what its inputs
// show, and may be nil.
func (c *Client) PressIn(ctx context.Context, v View, actionID string, values Values, choice ...map[string]any) error {
	return c.post(ctx, "press", map[string]any{
		"view_id": v.ID, "action": action(actionID, choice), "state": map[string]any{"values": values},
	}, nil)
}

func action(id string, choice []map[string]any) map[string]any {
	a := map[string]any{"action_id": id}
	for _, members := range choice {
		maps.Copy(a, members)
	}
	return a
}

// Values are what inputs hold: by block_id and action_id, {"value": "12"} or
// {"selected_date": "2026-11-16"} and so on.
type Values map[string]map[string]map[string]any

// Set adds what one input holds.
func (v Values) Set(blockID, actionID, member string, value any) Values {
	if v[blockID] == nil {
		v[blockID] = map[string]map[string]any{}
	}
	v[blockID][actionID] = map[string]any{member: value}
	return v
}

// Submitted is what became of a modal that was sent.
type Submitted struct {
	Closed bool              `json:"closed"`
	Closes []string          `json:"closed_views"`
	Errors map[string]string `json:"errors"`
	View   *View             `json:"view"`
}

// Submit sends a modal.
func (c *Client) Submit(ctx context.Context, v View, values Values) (Submitted, error) {
	var out Submitted
	err := c.post(ctx, "submit", map[string]any{"view_id": v.ID, "values": values}, &out)
	return out, err
}

// Close dismisses a modal.
func (c *Client) Close(ctx context.Context, v View) error {
	return c.post(ctx, "close", map[string]any{"view_id": v.ID}, nil)
}

// Suggest asks an external menu of a modal or a Home tab for the options that
// begin with a text, and returns their values.
func (c *Client) Suggest(ctx context.Context, v View, actionID, text string) ([]string, error) {
	var out struct{ Options []struct{ Value string } }
	err := c.post(ctx, "suggest", map[string]any{"view_id": v.ID, "action_id": actionID, "value": text}, &out)
	values := []string{}
	for _, o := range out.Options {
		values = append(values, o.Value)
	}
	return values, err
}

// OpenHome looks at the Home tab of an app.
func (c *Client) OpenHome(ctx context.Context, app string) error {
	return c.post(ctx, "open_home", map[string]any{"app": app}, nil)
}

// Upload drops a file into a conversation.
func (c *Client) Upload(ctx context.Context, conversation, name string, content []byte, text string) error {
	return c.post(ctx, "file", map[string]any{"conversation": conversation, "name": name, "content": content, "text": text}, nil)
}

// Hold uploads a file for a file input of a modal, and returns its id: the
// input's value is {"files": [{"id": ...}]}.
func (c *Client) Hold(ctx context.Context, name string, content []byte) (string, error) {
	var out struct{ ID string }
	err := c.post(ctx, "file", map[string]any{"name": name, "content": content}, &out)
	return out.ID, err
}

// Direct opens the conversation with another person, and returns its id.
func (c *Client) Direct(ctx context.Context, other string) (string, error) {
	var out struct{ ID string }
	err := c.post(ctx, "conversation", map[string]any{"action": "direct", "id": other}, &out)
	return out.ID, err
}

// Invite brings a person, or an app's user, into a conversation.
func (c *Client) Invite(ctx context.Context, conversation, user string) error {
	return c.post(ctx, "invite", map[string]any{"conversation": conversation, "invited": user}, nil)
}

// Deactivate does what an admin does when somebody has left.
func (c *Client) Deactivate(ctx context.Context, user string) error {
	return c.post(ctx, "deactivate", map[string]any{"member": user}, nil)
}

// Archive closes a conversation.
func (c *Client) Archive(ctx context.Context, conversation string) error {
	return c.arrange(ctx, conversation, "archive", "")
}

// Unarchive opens it again.
func (c *Client) Unarchive(ctx context.Context, conversation string) error {
	return c.arrange(ctx, conversation, "unarchive", "")
}

// Rename gives a conversation another name.
func (c *Client) Rename(ctx context.Context, conversation, name string) error {
	return c.arrange(ctx, conversation, "rename", name)
}

// Delete removes a conversation with all that was said in it.
func (c *Client) Delete(ctx context.Context, conversation string) error {
	return c.arrange(ctx, conversation, "delete", "")
}

func (c *Client) arrange(ctx context.Context, conversation, action, name string) error {
	return c.post(ctx, "conversation", map[string]any{"id": conversation, "action": action, "name": name}, nil)
}

func (c *Client) post(ctx context.Context, path string, body map[string]any, into any) error {
	body["user"] = c.user
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write a request of %s: %w", path, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/local/"+path, bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("ask for %s: %w", path, err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Local", "1")
	return c.do(req, into)
}

func (c *Client) get(ctx context.Context, path string, query url.Values, into any) error {
	query.Set("user", c.user)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/local/"+path+"?"+query.Encode(), nil)
	if err != nil {
		return fmt.Errorf("ask for %s: %w", path, err)
	}
	return c.do(req, into)
}

func (c *Client) do(req *http.Request, into any) error {
	resp, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("ask the local Slack: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		refused := &Refused{Status: resp.StatusCode, Code: resp.Status}
		_ = json.NewDecoder(resp.Body).Decode(refused) // what is not JSON leaves the status
		return refused
	}
	if into == nil {
		return nil
	}
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return fmt.Errorf("read what %s answered: %w", req.URL.Path, err)
	}
	return nil
}

// Uninstall takes an app out of the workspace.
func (c *Client) Uninstall(ctx context.Context, app string) error {
	return c.post(ctx, "uninstall", map[string]any{"app": app}, nil)
}

// Kick takes a person, or an app's user, out of a conversation.
func (c *Client) Kick(ctx context.Context, conversation, user string) error {
	return c.post(ctx, "kick", map[string]any{"conversation": conversation, "invited": user}, nil)
}
