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
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// socketLine is a Socket Mode connection seen from Slack's side.
type socketLine struct {
	t    *testing.T
	conn chan *websocket.Conn
	now  *websocket.Conn
}

// pickUp serves the bot over Socket Mode until the test ends, and returns the
// line to it. stop ends it and returns what it ended with.
func pickUp(t *testing.T, d *desk) (l *socketLine, stop func() error) {
	t.Helper()
	l = &socketLine{t: t, conn: make(chan *websocket.Conn, 2)}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	mux.HandleFunc("/api/apps.connections.open", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"ok":true,"url":%q}`, strings.Replace(server.URL, "http", "ws", 1)+"/link")
	})
	mux.HandleFunc("/link", func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}).Upgrade(w, r, nil)
		if err == nil {
			l.conn <- conn
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
	stop = func() error { cancel(); return <-ended }
	l.answer()
	return l, stop
}

// answer waits for the bot to connect.
func (l *socketLine) answer() {
	l.t.Helper()
	select {
	case l.now = <-l.conn:
		l.say(`{"type":"hello","num_connections":1}`)
	case <-time.After(5 * time.Second):
		l.t.Fatal("the bot does not connect")
	}
}

func (l *socketLine) say(frame string) {
	l.t.Helper()
	if err := l.now.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
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
	if err := l.now.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		l.t.Fatal(err)
	}
	if err := l.now.ReadJSON(&ack); err != nil {
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
	l, stop := pickUp(t, d)
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
	l, stop := pickUp(t, d)
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

func TestSocketDoorReconnects(t *testing.T) {
	d := newDesk(t)
	l, stop := pickUp(t, d)
	l.say(`{"type":"disconnect","reason":"refresh_requested"}`)
	l.answer()
	l.say(enveloped("e1", "slash_commands", typedTwelve))
	l.acknowledged("e1")
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

// A slow answer keeps nobody else waiting.
func TestSocketDoorAnswersSideBySide(t *testing.T) {
	d := newDesk(t)
	slow := make(chan struct{})
	d.routed.commands["/slow"] = func(context.Context, asked) (reply, error) { <-slow; return textReply("slow"), nil }
	l, stop := pickUp(t, d)
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
	got := (&Connection{http: &http.Client{Transport: transport}}).dialer()
	if got.TLSClientConfig.RootCAs != transport.TLSClientConfig.RootCAs || got.Proxy == nil {
		t.Error("the WebSocket does not use the client's authorities and proxy")
	}
	if protocols := got.TLSClientConfig.NextProtos; len(protocols) != 1 || protocols[0] != "http/1.1" {
		t.Errorf("the WebSocket asks for %q", protocols)
	}
}
