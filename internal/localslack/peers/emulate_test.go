package peers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/slack-go/slack"
)

// heard is what one call was answered.
type heard struct {
	method string
	answer map[string]any
}

// listener carries calls to a Slack, with the token where every Slack takes it,
// and keeps the answers.
type listener struct {
	token string
	all   []heard
}

func (l *listener) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+l.token)
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	h := heard{method: path.Base(r.URL.Path)}
	if err := json.Unmarshal(body, &h.answer); err != nil {
		return nil, fmt.Errorf("%s: %w", h.method, err)
	}
	l.all = append(l.all, h)
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// play posts, changes and reads back with slack-go, and asks for some things
// that are not there. It returns what was answered.
func play(t *testing.T, api, token string) []heard {
	t.Helper()
	l := &listener{token: token}
	client := slack.New(token, slack.OptionAPIURL(api), slack.OptionHTTPClient(&http.Client{Transport: l}))
	channels, _, err := client.GetConversationsContext(t.Context(), &slack.GetConversationsParameters{})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(channels, func(c slack.Channel) bool { return c.Name == "marketing" })
	if at < 0 {
		t.Fatalf("no #marketing among %v", channels)
	}
	here := channels[at].ID
	_, ts, err := client.PostMessageContext(t.Context(), here, says("lunch & more"), slack.MsgOptionMetadata(slack.SlackMetadata{
		EventType: "lunch", EventPayload: map[string]any{"at": "noon"},
	}))
	if err != nil {
		t.Fatal(err)
	}
	// What is asked from here on may be refused: the answers are compared.
	useMessage(t.Context(), client, here, ts)
	askInVain(t.Context(), client, here)
	_, _, _ = client.DeleteMessageContext(t.Context(), here, ts)
	return l.all
}

func says(text string) slack.MsgOption { return slack.MsgOptionText(text, false) }

func useMessage(ctx context.Context, client *slack.Client, here, ts string) {
	_, _, _ = client.PostMessageContext(ctx, here, says("a reply"), slack.MsgOptionTS(ts))
	_, _, _, _ = client.UpdateMessageContext(ctx, here, ts, says("no lunch"))
	_, _ = client.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: here, IncludeAllMetadata: true})
	_, _, _, _ = client.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: here, Timestamp: ts, IncludeAllMetadata: true})
	_, _ = client.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: here})
	_, _ = client.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: here, Ts: ts})
	for range 2 {
		_ = client.AddReactionContext(ctx, "eyes", slack.ItemRef{Channel: here, Timestamp: ts})
	}
}

func askInVain(ctx context.Context, client *slack.Client, here string) {
	const nowhere, nobody, never = "C0NOWHERE01", "U0NOBODY001", "1.000001"
	_, _, _ = client.PostMessageContext(ctx, nowhere, says("x"))
	_, _, _ = client.PostMessageContext(ctx, here, says(""))
	_, _, _, _ = client.UpdateMessageContext(ctx, here, never, says("x"))
	_, _, _ = client.DeleteMessageContext(ctx, here, never)
	_, _ = client.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: nowhere})
	_, _ = client.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: nowhere})
	_, _ = client.GetUserInfoContext(ctx, nobody)
}

// differences are where the emulator goes its own way.
var differences = map[string]string{
	"conversations.history.response_metadata": "Slack gives a cursor only where there is more",
	"conversations.info.channel.is_open":      "only direct conversations are open or not",
	"conversations.info.channel.last_read":    "a bot has read nothing",
	"conversations.info.channel.num_members":  "only on request",
	"conversations.list.channels[].is_open":   "only direct conversations are open or not",
	"conversations.list.channels[].last_read": "a bot has read nothing",
}

// TestEmulatorAgrees plays the same on the local Slack and on an emulator of
// Slack that others have written: what that answers, this answers too.
func TestEmulatorAgrees(t *testing.T) {
	t.Parallel()
	o := mustOpen(t, "")
	theirs := play(t, startEmulator(t), emulated)
	ours := play(t, o.APIURL(o.url), o.caterer.BotToken)
	if len(ours) != len(theirs) {
		t.Fatalf("%d answers; theirs %d", len(ours), len(theirs))
	}
	for i, h := range theirs {
		wantLike(t, h.method, ours[i].answer, h.answer)
	}
}

// wantLike holds a value to the kind of another and to its members, and where it
// says what came of a call to the same.
func wantLike(t *testing.T, at string, ours, theirs any) {
	t.Helper()
	switch v := theirs.(type) {
	case map[string]any:
		if o, ok := ours.(map[string]any); ok {
			for _, name := range slices.Sorted(maps.Keys(v)) {
				wantLike(t, at+"."+name, o[name], v[name])
			}
			return
		}
	case []any:
		if o, ok := ours.([]any); ok && len(o) == len(v) {
			for i := range v {
				wantLike(t, at+"[]", o[i], v[i])
			}
			return
		}
	}
	alike := fmt.Sprintf("%T", ours) == fmt.Sprintf("%T", theirs)
	if slices.Contains([]string{".ok", ".error", ".text", ".type"}, path.Ext(at)) {
		alike = ours == theirs
	}
	if !alike && differences[at] == "" {
		t.Errorf("%s is %v; theirs %v", at, ours, theirs)
	}
}

// seed is a workspace of the emulator's with as many conversations as ours that
// everybody sees; it has #general and another from the start.
const (
	emulated = "xoxb-emulated"
	seed     = `slack:
  channels: [{name: marketing}]
  users: [{name: marc, email: marc@vernier.example}]
  tokens: [{token: ` + emulated + `, user: marc, scopes: []}]
`
)

// startEmulator runs the emulator until the test ends, and returns its API.
func startEmulator(t *testing.T) string {
	t.Helper()
	dir, err := installed()
	need(t, err)
	file := filepath.Join(t.TempDir(), "seed.yaml")
	if err := os.WriteFile(file, []byte(seed), 0o600); err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	ctx, kill := context.WithCancel(context.Background())
	command := node(ctx, dir, filepath.Join(dir, "node_modules/emulate/dist/index.js"), "start", "--service", "slack", "--port", port, "--seed", file)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		kill()
		_ = command.Wait()
		if t.Failed() {
			t.Logf("the emulator said:\n%s", said.String())
		}
	})
	base := "http://127.0.0.1:" + port
	until(t, "the emulator", func() bool {
		resp, err := http.Get(base + "/api/api.test")
		if err == nil {
			resp.Body.Close()
		}
		return err == nil
	})
	return base + "/api/"
}
