package bot

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// secret is the one of Slack's published example of a signature.
const secret = config.Secret("8f742231b10e8888abcd99yyyzzz85a5")

// counter is a Slack that only takes what it is told: every call with its
// parameters, in order.
type counter struct {
	*httptest.Server
	mu     sync.Mutex
	calls  []call
	absent bool // users.info does not answer
	users  map[string]string
}

// call is one thing told to Slack: a method of its API, or "respond".
type call struct {
	method string
	params map[string]string
	raw    []byte
}

func newCounter(t testing.TB) *counter {
	t.Helper()
	c := &counter{users: map[string]string{
		"UCLAIRE": `"profile":{"display_name":"Claire"},"locale":"fr-FR"`,
		"UMARC":   `"profile":{"display_name":"Marc"},"locale":"fr-FR"`,
		"UJANE":   `"profile":{"display_name":"Jane"},"locale":"en-GB"`,
		"UBOSS":   `"profile":{"display_name":"Boss"},"locale":"fr-FR","is_admin":true`,
		"UGUEST":  `"profile":{"display_name":"Guest"},"locale":"fr-FR","is_restricted":true`,
		"UAGENCY": `"profile":{"display_name":"Agency"},"locale":"fr-FR","is_restricted":true`,
		"UAWAY":   `"profile":{"display_name":"Away"},"locale":"fr-FR","is_stranger":true`,
	}}
	c.Server = httptest.NewServer(c)
	t.Cleanup(c.Close)
	return c
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	params := map[string]string{}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		var fields map[string]json.RawMessage
		_ = json.Unmarshal(body, &fields)
		for name, value := range fields {
			params[name] = strings.Trim(string(value), `"`)
		}
	} else if form, err := url.ParseQuery(string(body)); err == nil {
		for name := range form {
			params[name] = form.Get(name)
		}
	}
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	c.mu.Lock()
	c.calls = append(c.calls, call{method, params, body})
	absent, user := c.absent, c.users[params["user"]]
	c.mu.Unlock()
	switch {
	case method == "auth.test":
		fmt.Fprint(w, `{"ok":true,"team_id":"T1","team":"Fonderie","user_id":"UTREVE"}`)
	case method == "users.info" && absent:
		http.Error(w, "no", http.StatusServiceUnavailable)
	case method == "users.info" && user == "":
		fmt.Fprint(w, `{"ok":false,"error":"user_not_found"}`)
	case method == "users.info":
		fmt.Fprintf(w, `{"ok":true,"user":{"id":%q,"team_id":"T1",%s}}`, params["user"], user)
	default:
		fmt.Fprint(w, `{"ok":true,"channel":"C1","ts":"1.2","view":{"id":"V1"}}`)
	}
}

// told takes the calls of a method out of those made so far.
func (c *counter) told(method string) []call {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found, others []call
	for _, one := range c.calls {
		if one.method == method {
			found = append(found, one)
		} else {
			others = append(others, one)
		}
	}
	c.calls = others
	return found
}

// shelf hands a store's books to the bot, as cmd does.
type shelf struct{ *store.Space }

func (s shelf) Once(ctx context.Context, r ledger.Request, write func(context.Context, Page) ([]byte, error)) ([]byte, bool, error) {
	return s.Space.Once(ctx, r, func(ctx context.Context, tx *store.Tx) ([]byte, error) { return write(ctx, tx) })
}

// desk is a bot with real books and a Slack that counts, on Tuesday 17 November
// 2026 at ten in Paris.
type desk struct {
	*Bot
	t     testing.TB
	slack *counter
	books shelf
	door  http.Handler
	log   *bytes.Buffer
	clock time.Time
	file  string // of the database
}

var (
	tuesday17  = calendar.NewDate(2026, time.November, 17)
	tenInParis = time.Date(2026, time.November, 17, 9, 0, 0, 0, time.UTC)
)

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{t: t, slack: newCounter(t), log: &bytes.Buffer{}, clock: tenInParis, file: filepath.Join(t.TempDir(), "treve.db")}
	log := slog.New(slog.NewTextHandler(lockedWriter{&sync.Mutex{}, d.log}, nil))
	opened, err := store.Open(t.Context(), d.file, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	if err := opened.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	space, err := opened.Adopt(t.Context(), "T1", "Fonderie", ledger.DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	d.books = shelf{space}
	connection, err := Connect(t.Context(), Account{BotToken: "xoxb-1", APIURL: d.slack.URL + "/api/", HTTP: &http.Client{Timeout: 5 * time.Second}})
	if err != nil {
		t.Fatal(err)
	}
	d.Bot = New(connection, Options{Books: d.books, People: space, Files: readable{}, Log: log, Now: func() time.Time { return d.clock }})
	d.Recaps = delivery{space.Recaps(), d.delivers("desk", d.Bot, space)}
	d.door = d.HTTPDoor(secret)
	d.plan()
	return d
}

// delivery is the posts of the books, and who sends them.
type delivery struct {
	store.Recaps
	*recap.Deliverer
}

// delivers is a process that sends what a bot writes.
func (d *desk) delivers(name string, b *Bot, space *store.Space) *recap.Deliverer {
	return &recap.Deliverer{
		Books: space, Posts: space.Recaps(), Poster: b.Poster(), Owner: name, Real: time.Now,
		Mail: []func(context.Context) (recap.Mail, error){b.SignMail},
	}
}

// plan promises 100 leads of E-mail, 1 € each, half of them from each persona;
// Salon has neither plan nor rate.
func (d *desk) plan() {
	d.t.Helper()
	by := sla.Author{ID: "UBOSS", At: d.clock}
	d.change(func(ctx context.Context, p Page) error {
		email, err := p.AddChannel(ctx, ledger.Channel{Name: "E-mail", Team: ledger.Marketing, Rhythm: ledger.Daily}, by)
		if err != nil {
			return err
		}
		if _, err := p.AddChannel(ctx, ledger.Channel{Name: "Salon", Team: ledger.Marketing, Rhythm: ledger.Daily}, by); err != nil {
			return err
		}
		for _, name := range []string{"PME", "ETI"} {
			persona, err := p.AddPersona(ctx, ledger.Persona{Name: name}, by)
			if err != nil {
				return err
			}
			s := ledger.Segment{Channel: email, Persona: persona}
			month := tuesday17.In()
			if err := p.SetGoal(ctx, month, s, 50, by); err != nil {
				return err
			}
			if err := p.SetRate(ctx, month, s, decimal.New(5, -2), sla.Declared, by); err != nil {
				return err
			}
			if err := p.SetSale(ctx, month, persona, 200_00, by); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *desk) change(write func(context.Context, Page) error) {
	d.t.Helper()
	request := ledger.Request{Key: newID(), Asked: "set up", At: d.clock}
	if _, _, err := d.books.Once(d.t.Context(), request, func(ctx context.Context, p Page) ([]byte, error) {
		return []byte("{}"), write(ctx, p)
	}); err != nil {
		d.t.Fatal(err)
	}
}

// sign signs a body as Slack does.
func sign(secret config.Secret, stamp int64, body string) string {
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	fmt.Fprintf(mac, "v0:%d:%s", stamp, body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// signedPost is a delivery as Slack makes it.
func signedPost(target, contentType, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
	stamp := time.Now().Unix()
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(stamp, 10))
	r.Header.Set("X-Slack-Signature", sign(secret, stamp, body))
	return r
}

const formType = "application/x-www-form-urlencoded"

func (d *desk) send(r *http.Request) *httptest.ResponseRecorder {
	d.t.Helper()
	w := httptest.NewRecorder()
	d.door.ServeHTTP(w, r)
	return w
}

// slash is a command's form, from one person with a trigger of its own.
func (d *desk) slash(user, trigger, command, text string) url.Values {
	return url.Values{
		"team_id": {"T1"}, "user_id": {user}, "channel_id": {"C1"}, "command": {command}, "text": {text},
		"trigger_id": {trigger}, "response_url": {d.slack.URL + "/commands/1"},
	}
}

// types sends a slash command and returns the answer in the acknowledgement.
func (d *desk) types(user, trigger, line string) answer {
	d.t.Helper()
	command, text, _ := strings.Cut(line, " ")
	w := d.send(signedPost("/slack", formType, d.slash(user, trigger, command, text).Encode()))
	if w.Code != http.StatusOK {
		d.t.Fatalf("%s answered %d", line, w.Code)
	}
	return readAnswer(d.t, w.Body.Bytes())
}

// answer is what somebody reads.
type answer struct {
	Text   string
	Blocks []struct {
		Type     string
		Elements []struct {
			Type, Value string
			ActionID    string `json:"action_id"`
			Text        json.RawMessage
		}
	}
	ResponseType    string `json:"response_type"`
	ReplaceOriginal bool   `json:"replace_original"`
}

func readAnswer(t testing.TB, raw []byte) (a answer) {
	t.Helper()
	if len(raw) == 0 {
		return a
	}
	if err := json.Unmarshal(raw, &a); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	a.Text = spaces.Replace(a.Text)
	return a
}

// button finds a button by its action.
func (a answer) button(t testing.TB, action string) (id, value string) {
	t.Helper()
	for _, block := range a.Blocks {
		for _, e := range block.Elements {
			if name, _, _ := strings.Cut(e.ActionID, ":"); name == action {
				return e.ActionID, e.Value
			}
		}
	}
	t.Fatalf("no button %s under %q", action, a.Text)
	return "", ""
}

// presses sends a pressed button and returns what was then said through the
// response URL.
func (d *desk) presses(user, trigger, action, value string) answer {
	d.t.Helper()
	payload := encode(map[string]any{
		"type": "block_actions", "trigger_id": trigger, "response_url": d.slack.URL + "/actions/1",
		"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": user, "team_id": "T1"},
		"container": map[string]any{"message_ts": "1.2", "channel_id": "C1", "is_ephemeral": true},
		"actions":   []map[string]string{{"action_id": action, "block_id": "b", "value": value}},
	})
	if w := d.interacts(payload); w.Code != http.StatusOK || w.Body.Len() != 0 {
		d.t.Fatalf("a button was acknowledged with %d %q", w.Code, w.Body)
	}
	said := d.slack.told("/actions/1")
	if len(said) == 0 {
		return answer{}
	}
	return readAnswer(d.t, said[0].raw)
}

// interacts delivers an interaction. The same one twice is a delivery repeated,
// and no replay of the same bytes.
func (d *desk) interacts(payload []byte) *httptest.ResponseRecorder {
	d.t.Helper()
	return d.send(signedPost("/slack", formType, url.Values{"payload": {string(payload)}, "delivery": {newID()}}.Encode()))
}

// writes sends a message event and returns what was posted in answer.
func (d *desk) writes(event map[string]string, eventID string) []call {
	d.t.Helper()
	body := encode(map[string]any{"type": "event_callback", "team_id": "T1", "event_id": eventID, "event": event})
	if w := d.send(signedPost("/slack", "application/json", string(body))); w.Code != http.StatusOK || w.Body.Len() != 0 {
		d.t.Fatalf("an event was acknowledged with %d %q", w.Code, w.Body)
	}
	return d.slack.told("chat.postMessage")
}

func direct(user, text string) map[string]string {
	return map[string]string{"type": "message", "channel_type": "im", "channel": "D1", "user": user, "text": text, "ts": "5.6"}
}

// total is what stands on a day.
func (d *desk) total(day calendar.Date, channel, persona int64) ledger.Total {
	d.t.Helper()
	totals, err := d.books.Totals(d.t.Context(), day, day)
	if err != nil {
		d.t.Fatal(err)
	}
	cell := ledger.Cell{Day: day, Channel: ledger.ChannelID(channel), Persona: ledger.PersonaID(persona), Stage: ledger.Lead}
	for _, total := range totals {
		if total.Cell == cell {
			return total
		}
	}
	return ledger.Total{Cell: cell}
}

func (d *desk) wantTotal(day calendar.Date, channel, persona, want int64) {
	d.t.Helper()
	if got := d.total(day, channel, persona).Count; got != want {
		d.t.Errorf("%s stands at %d; want %d", day, got, want)
	}
}

func wantSaid(t testing.TB, got string, want ...string) {
	t.Helper()
	for _, part := range want {
		if !strings.Contains(spaces.Replace(got), part) {
			t.Errorf("said   %s\nwithout %s", got, part)
		}
	}
}

type lockedWriter struct {
	*sync.Mutex
	to io.Writer
}

func (w lockedWriter) Write(p []byte) (int, error) {
	w.Lock()
	defer w.Unlock()
	return w.to.Write(p)
}
