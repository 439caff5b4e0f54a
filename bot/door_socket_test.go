package bot

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// socketLine is a Socket Mode connection of several, seen from Slack's side.
type socketLine struct {
	t    *testing.T
	conn *websocket.Conn
}

// exchange is where the bot's lines arrive, each greeted already.
type exchange struct {
	t     *testing.T
	calls chan *websocket.Conn
	first atomic.Value // string: what the next line hears first
}

const greeting = `{"type":"hello","num_connections":1}`

// pickUp serves the bot over Socket Mode until the test ends, and returns the
// first two lines to it. stop ends it and returns what it ended with.
func pickUp(t *testing.T, d *desk) (x *exchange, one, two *socketLine, stop func() error) {
	t.Helper()
	x = &exchange{t: t, calls: make(chan *websocket.Conn, 8)}
	x.first.Store(greeting)
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	mux.HandleFunc("/api/apps.connections.open", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"ok":true,"url":%q}`, strings.Replace(server.URL, "http", "ws", 1)+"/link")
	})
	mux.HandleFunc("/link", func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}).Upgrade(w, r, nil)
		if err == nil && conn.WriteMessage(websocket.TextMessage, []byte(x.first.Swap(greeting).(string))) == nil {
			x.calls <- conn
		}
	})
	mux.Handle("/", d.slack) // the Web API
	connection, err := Connect(t.Context(), Account{BotToken: "xoxb-1", AppToken: "xapp-1", APIURL: server.URL + "/api/", HTTP: &http.Client{Timeout: 5 * time.Second}})
	if err != nil {
		t.Fatal(err)
	}
	d.Bot.slack = connection
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.ServeSocket(ctx) }()
	return x, x.answer(), x.answer(), func() error { cancel(); return <-ended }
}

// answer waits for the bot to connect.
func (x *exchange) answer() *socketLine {
	x.t.Helper()
	select {
	case conn := <-x.calls:
		return &socketLine{x.t, conn}
	case <-time.After(5 * time.Second):
		x.t.Fatal("the bot does not connect")
		return nil
	}
}

// hungUp waits for the bot to say that the line ends.
func (l *socketLine) hungUp() {
	l.t.Helper()
	if err := l.conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		l.t.Fatal(err)
	}
	if _, text, err := l.conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		l.t.Fatalf("the line did not end: %s, %v", text, err)
	}
}

func (l *socketLine) say(frame string) {
	l.t.Helper()
	if err := l.conn.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
		l.t.Fatal(err)
	}
}

// acknowledged waits for the acknowledgement of an envelope.
func (l *socketLine) acknowledged(id string) json.RawMessage {
	l.t.Helper()
	var ack struct {
		ID      string `json:"envelope_id"`
		Payload json.RawMessage
	}
	if err := l.conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		l.t.Fatal(err)
	}
	if err := l.conn.ReadJSON(&ack); err != nil {
		l.t.Fatalf("envelope %s is not acknowledged: %v", id, err)
	}
	if ack.ID != id {
		l.t.Fatalf("acknowledged %s; want %s", ack.ID, id)
	}
	return ack.Payload
}

func enveloped(id, kind, payload string) string {
	return fmt.Sprintf(`{"envelope_id":%q,"type":%q,"accepts_response_payload":true,"payload":%s}`, id, kind, payload)
}

const typedTwelve = `{"team_id":"T1","user_id":"UCLAIRE","channel_id":"C1","command":"/leads","text":"12 email pme","trigger_id":"t1"}`

func TestSocketDoor(t *testing.T) {
	d := newDesk(t)
	_, l, _, stop := pickUp(t, d)
	l.say(enveloped("e1", "slash_commands", typedTwelve))
	first := l.acknowledged("e1")
	wantSaid(t, readAnswer(t, first).Text, "12 leads E-mail · PME notés")

	l.say(enveloped("e2", "slash_commands", typedTwelve))
	if again := l.acknowledged("e2"); string(again) != string(first) {
		t.Errorf("delivered again it said %s; want %s", again, first)
	}
	d.wantTotal(tuesday17, 1, 1, 12)

	l.say(enveloped("e3", "events_api", `{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"message","channel_type":"im","channel":"D1","user":"UCLAIRE","text":"3 email pme","ts":"1.1"}}`))
	if payload := l.acknowledged("e3"); payload != nil {
		t.Errorf("an event was acknowledged with %s", payload)
	}
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	if said := d.slack.told("chat.postMessage"); len(said) != 1 {
		t.Errorf("posted %d answers; want 1", len(said))
	}
	d.wantTotal(tuesday17, 1, 1, 15)
}

// Slack sends what is not acknowledged again and again.
func TestSocketDoorAcknowledgesWhatItCannotRead(t *testing.T) {
	d := newDesk(t)
	_, l, _, stop := pickUp(t, d)
	for i, frame := range []struct{ kind, payload string }{
		{"events_api", `{"type":"event_callback","event":{"type":"a_new_event","user":["list"]}}`},
		{"events_api", `{"type":"event_callback","event":{"type":"message","user":{"id":"U"}}}`},
		{"events_api", `"text"`},
		{"events_api", `{}`},
		{"slash_commands", `[]`},
		{"slash_commands", `{"command":"/leads"}`},
		{"interactive", `{"type":"block_actions","actions":"x"}`},
		{"interactive", `{"type":"a_new_interaction"}`},
		{"a_new_envelope", `{}`},
	} {
		id := fmt.Sprint("e", i)
		l.say(enveloped(id, frame.kind, frame.payload))
		l.acknowledged(id)
	}
	l.say(`{"type":`)
	l.say(`{"envelope_id":7}`)
	l.say(enveloped("last", "slash_commands", typedTwelve))
	wantSaid(t, readAnswer(t, l.acknowledged("last")).Text, "12 leads")
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	if strings.Contains(d.log.String(), "panic") {
		t.Error(d.log)
	}
}

// A line that Slack renews is answered until the next one is there.
func TestSocketDoorReconnects(t *testing.T) {
	d := newDesk(t)
	x, l, _, stop := pickUp(t, d)
	x.first.Store(`{"type":"disconnect","reason":"too_many_websockets"}`)
	l.say(`{"type":"disconnect","reason":"refresh_requested"}`)
	x.answer() // turned away
	l.say(enveloped("e1", "slash_commands", typedTwelve))
	l.acknowledged("e1")
	next := x.answer()
	l.hungUp()
	next.say(enveloped("e2", "slash_commands", typedTwelve))
	next.acknowledged("e2")
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	d.wantTotal(tuesday17, 1, 1, 12)
}

// When a line fails the other goes on, and another one takes its place.
func TestSocketDoorOutlivesALine(t *testing.T) {
	d := newDesk(t)
	x, one, two, stop := pickUp(t, d)
	one.conn.Close()
	two.say(enveloped("e1", "slash_commands", typedTwelve))
	two.acknowledged("e1")
	next := x.answer()
	next.say(enveloped("e2", "slash_commands", typedTwelve))
	next.acknowledged("e2")
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

// Each acknowledgement goes the way its envelope came, and the same command by
// both lines is written once.
func TestSocketDoorAnswersOnTheLineItCameBy(t *testing.T) {
	d := newDesk(t)
	_, one, two, stop := pickUp(t, d)
	for n := range 20 {
		id := fmt.Sprint("e", n)
		one.say(enveloped(id, "slash_commands", typedTwelve))
		two.say(enveloped(id+"b", "slash_commands", typedTwelve))
	}
	seen := map[*socketLine]int{}
	for range 20 {
		for _, l := range []*socketLine{one, two} {
			var ack struct {
				ID string `json:"envelope_id"`
			}
			if err := l.conn.ReadJSON(&ack); err != nil || strings.HasSuffix(ack.ID, "b") != (l == two) {
				t.Fatalf("acknowledged %s, %v", ack.ID, err)
			}
			seen[l]++
		}
	}
	if err := stop(); err != nil || seen[one] != 20 || seen[two] != 20 {
		t.Errorf("acknowledged %v, stopped with %v", seen, err)
	}
	d.wantTotal(tuesday17, 1, 1, 12)
}

// Told to end, the bot hangs up where nothing is under way, and elsewhere once
// that is acknowledged; what comes afterwards is left to others.
func TestSocketDoorHangsUp(t *testing.T) {
	d := newDesk(t)
	slow, begun := make(chan struct{}), make(chan struct{})
	d.routed.commands["/slow"] = func(context.Context, asked) (reply, error) { close(begun); <-slow; return textReply("slow"), nil }
	_, busy, idle, stop := pickUp(t, d)
	busy.say(enveloped("e1", "slash_commands", strings.NewReplacer("/leads", "/slow", `"t1"`, `"t0"`).Replace(typedTwelve)))
	<-begun
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	idle.hungUp()
	_ = idle.conn.WriteMessage(websocket.TextMessage, []byte(enveloped("e2", "slash_commands", typedTwelve))) // it may be gone
	close(slow)
	busy.acknowledged("e1")
	busy.hungUp()
	if err := <-stopped; err != nil {
		t.Errorf("stopped with %v", err)
	}
	d.wantTotal(tuesday17, 1, 1, 0)
}

// A slow answer keeps nobody else waiting.
func TestSocketDoorAnswersSideBySide(t *testing.T) {
	d := newDesk(t)
	slow := make(chan struct{})
	d.routed.commands["/slow"] = func(context.Context, asked) (reply, error) { <-slow; return textReply("slow"), nil }
	_, l, _, stop := pickUp(t, d)
	l.say(enveloped("e1", "slash_commands", strings.NewReplacer("/leads", "/slow", `"t1"`, `"t0"`).Replace(typedTwelve)))
	l.say(enveloped("e2", "slash_commands", typedTwelve))
	l.acknowledged("e2")
	close(slow)
	l.acknowledged("e1")
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestSocketDoorEndsWithARefusedToken(t *testing.T) {
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "auth.test") {
			fmt.Fprint(w, `{"ok":true,"team_id":"T1","user_id":"UTREVE"}`)
			return
		}
		fmt.Fprint(w, `{"ok":false,"error":"invalid_auth"}`)
	}))
	defer refusing.Close()
	connection, err := Connect(t.Context(), Account{BotToken: "xoxb-1", AppToken: "xapp-9-secret", APIURL: refusing.URL + "/api/", HTTP: refusing.Client()})
	if err != nil {
		t.Fatal(err)
	}
	b := New(connection, Options{Log: slog.New(slog.DiscardHandler), Now: time.Now})
	err = b.ServeSocket(t.Context())
	if err == nil || !strings.Contains(err.Error(), "invalid_auth") || strings.Contains(err.Error(), "secret") {
		t.Errorf("ServeSocket = %v; want invalid_auth", err)
	}
}

func TestDialerGoesTheWayOfTheClient(t *testing.T) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: x509.NewCertPool(), NextProtos: []string{"h2"}}
	got := (&Connection{http: caller{&http.Client{Transport: slackOnly{next: transport}}}}).dialer()
	if got.TLSClientConfig.RootCAs != transport.TLSClientConfig.RootCAs || got.Proxy == nil {
		t.Error("the WebSocket does not use the client's authorities and proxy")
	}
	if protocols := got.TLSClientConfig.NextProtos; len(protocols) != 1 || protocols[0] != "http/1.1" {
		t.Errorf("the WebSocket asks for %q", protocols)
	}
}

// Whether Slack can reach us is known at any moment.
func TestConnectionsAreCounted(t *testing.T) {
	d := newDesk(t)
	if got := d.Connections(); got != 0 {
		t.Errorf("%d connections before there is any", got)
	}
	_, one, two, stop := pickUp(t, d)
	for _, l := range []*socketLine{one, two} { // which both are listened to once they answer
		l.say(enveloped("e1", "slash_commands", typedTwelve))
		l.acknowledged("e1")
	}
	if got := d.Connections(); got != 2 {
		t.Errorf("%d connections; want 2", got)
	}
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	if got := d.Connections(); got != 0 {
		t.Errorf("%d connections after the end", got)
	}
}
