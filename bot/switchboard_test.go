package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/treve-bot/treve/internal/ledger"
)

// switchboard is Slack's end of Socket Mode inside a bubble of time: what takes
// the bot a minute takes the test none, and nothing happens out of turn.
type switchboard struct {
	t       *testing.T
	bot     *Bot
	log     *bytes.Buffer
	arrived chan net.Conn
	calls   chan *trunk                      // lines, as the bot makes them
	opened  atomic.Int32                     // calls of apps.connections.open
	open    atomic.Pointer[http.HandlerFunc] // what answers them; nil for the usual
	mute    atomic.Bool                      // new lines are not greeted
	deaf    atomic.Bool                      // and nothing is read of them
	handled atomic.Int32                     // commands answered
	slow    chan struct{}                    // the answer to /slow waits for
	stop    func()                           // tells the bot to end
	ended   chan error                       // what it ended with
	hangUp  func()                           // ends all of it
}

// trunk is one line, seen from Slack's side.
type trunk struct {
	b    *switchboard
	conn *websocket.Conn
	said chan string // what the bot says; closed once it is gone
	end  error       // why, by then
}

// newSwitchboard serves a bot by lines that are pipes. It is called, and all it
// makes is used, inside a bubble.
func newSwitchboard(t *testing.T) *switchboard {
	t.Helper()
	b := &switchboard{
		t: t, log: &bytes.Buffer{}, arrived: make(chan net.Conn), calls: make(chan *trunk, 100),
		slow: make(chan struct{}), ended: make(chan error, 1),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/auth.test", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"ok":true,"team_id":"T1","user_id":"UTREVE"}`)
	})
	mux.HandleFunc("/api/apps.connections.open", func(w http.ResponseWriter, r *http.Request) {
		b.opened.Add(1)
		if other := b.open.Load(); other != nil {
			(*other)(w, r)
			return
		}
		fmt.Fprint(w, `{"ok":true,"url":"ws://127.0.0.1/link"}`)
	})
	mux.HandleFunc("/link", b.link)
	server := &http.Server{Handler: mux}
	go func() { _ = server.Serve(b) }()
	clients := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		select {
		case b.arrived <- theirs:
			return ours, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}}
	account := Account{BotToken: "xoxb-1", AppToken: "xapp-1", APIURL: "http://127.0.0.1/api/", HTTP: &http.Client{Transport: clients, Timeout: 15 * time.Second}}
	connection, err := Connect(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	n := newNovember(t)
	n.people = map[string]ledger.Person{"UCLAIRE": {ID: "UCLAIRE", Name: "Claire", RefreshedAt: monday16}}
	log := slog.New(slog.NewTextHandler(lockedWriter{&sync.Mutex{}, b.log}, nil))
	b.bot = New(connection, Options{Books: n, People: n, Log: log, Now: func() time.Time { return monday16 }})
	for name, wait := range map[string]chan struct{}{"/quick": nil, "/slow": b.slow} {
		b.bot.routed.commands[name] = func(ctx context.Context, _ asked) (reply, error) {
			if wait != nil {
				select {
				case <-wait:
				case <-ctx.Done():
				}
			}
			b.handled.Add(1)
			return textReply(strings.TrimPrefix(name, "/")), nil
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	b.stop = stop
	go func() { b.ended <- b.bot.ServeSocket(ctx) }()
	b.hangUp = func() {
		stop()
		_ = server.Close()
		time.Sleep(time.Hour) // nobody is left by then
		synctest.Wait()
		if said := b.log.String(); strings.Contains(said, "panic") {
			t.Error(said)
		}
	}
	return b
}

// Accept, Close and Addr make it a listener.
func (b *switchboard) Accept() (net.Conn, error) {
	conn, open := <-b.arrived
	if !open {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (b *switchboard) Close() error   { close(b.arrived); return nil }
func (b *switchboard) Addr() net.Addr { return &net.TCPAddr{} }

// link takes a line, and what is said on it for as long as it lasts.
func (b *switchboard) link(w http.ResponseWriter, r *http.Request) {
	mute, deaf := b.mute.Load(), b.deaf.Load()
	conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	l := &trunk{b: b, conn: conn, said: make(chan string, 100)}
	if !mute && conn.WriteMessage(websocket.TextMessage, []byte(greeting)) != nil {
		return
	}
	b.calls <- l
	if deaf {
		return
	}
	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			l.end = err
			close(l.said)
			_ = conn.Close()
			return
		}
		l.said <- string(text)
	}
}

// answer is the next line that the bot makes, and how long it took.
func (b *switchboard) answer() (l *trunk, after time.Duration) {
	b.t.Helper()
	began := time.Now()
	select {
	case l = <-b.calls:
		return l, time.Since(began)
	case <-time.After(time.Hour):
		b.t.Fatal("the bot does not connect")
		return nil, 0
	}
}

// none wants no line within d.
func (b *switchboard) none(d time.Duration) {
	b.t.Helper()
	select {
	case <-b.calls:
		b.t.Fatal("the bot connects")
	case <-time.After(d):
	}
}

func (l *trunk) say(frame string) {
	l.b.t.Helper()
	if err := l.conn.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
		l.b.t.Fatalf("say %s: %v", frame, err)
	}
}

// command delivers a command, whose envelope has the name of its trigger.
func (l *trunk) command(trigger, name string) {
	l.b.t.Helper()
	l.say(enveloped(trigger, "slash_commands", fmt.Sprintf(
		`{"team_id":"T1","user_id":"UCLAIRE","channel_id":"C1","command":%q,"trigger_id":%q}`, name, trigger)))
}

// acknowledged wants an envelope acknowledged within the time that Slack waits.
func (l *trunk) acknowledged(id string) {
	l.b.t.Helper()
	select {
	case text, open := <-l.said:
		var ack struct {
			ID string `json:"envelope_id"`
		}
		if !open || json.Unmarshal([]byte(text), &ack) != nil || ack.ID != id {
			l.b.t.Fatalf("said %q, %v; want %s acknowledged", text, l.end, id)
		}
	case <-time.After(3 * time.Second):
		l.b.t.Fatalf("%s is not acknowledged", id)
	}
}

// gone wants the line ended by the bot, and returns how long that took.
func (l *trunk) gone() (after time.Duration) {
	l.b.t.Helper()
	began := time.Now()
	select {
	case text, open := <-l.said:
		if open {
			l.b.t.Fatalf("the line did not end: %s", text)
		}
	case <-time.After(time.Hour):
		l.b.t.Fatal("the line does not end")
	}
	return time.Since(began)
}

// ping sends one, as Slack does all along.
func (l *trunk) ping() error {
	return l.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
}

// pinging pings every ten seconds until the line ends.
func (l *trunk) pinging() {
	go func() {
		for l.ping() == nil {
			time.Sleep(10 * time.Second)
		}
	}()
}

// finish tells the bot to end, and returns how long it took and with what.
func (b *switchboard) finish() (after time.Duration, err error) {
	b.t.Helper()
	b.stop()
	return b.ending()
}

// ending waits for the bot to end.
func (b *switchboard) ending() (after time.Duration, err error) {
	b.t.Helper()
	began := time.Now()
	select {
	case err = <-b.ended:
		return time.Since(began), err
	case <-time.After(time.Hour):
		b.t.Fatal("the bot does not end")
		return 0, nil
	}
}
