package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	frameBytes   = 1 << 20 // far above any envelope
	answerBytes  = 20_000  // Slack drops a longer acknowledgement without a word
	handshakeFor = 20 * time.Second
	writeBuffer  = 32 << 10 // Slack does not put frames cut in two together again

	silentFor   = 45 * time.Second // Slack pings several times meanwhile
	lullFor     = 2 * time.Second  // a wire told to end takes what comes while it waits for a lull
	farewellFor = time.Second      // for Slack to answer that it hangs up too
	stuckFor    = 5 * time.Second  // for an acknowledgement to be written
)

// wire is one Socket Mode connection. What came by it is acknowledged by it.
type wire struct {
	ws      *websocket.Conn
	first   []byte        // frame, read already
	silence *time.Timer   // cuts the wire when it rings
	leaving chan struct{} // closed once Slack has told the wire to go, or it is gone
	leave   func()

	writing sync.Mutex // held while an acknowledgement is written

	mu      sync.Mutex // guards what follows
	pending int        // taken, and not acknowledged yet
	ending  bool       // it is hung up as soon as nothing is pending
	deaf    bool       // nothing more is taken
	hungUp  bool
}

// disconnect is the type of the frame that says that the wire will end.
const disconnect = "disconnect"

// frame is what Slack sends over a wire: a greeting, word that the wire will
// end, or an envelope, which wraps a delivery.
type frame struct {
	ID      string          `json:"envelope_id"`
	Type    string          `json:"type"`
	Reason  string          `json:"reason"` // of a disconnect
	Payload json.RawMessage `json:"payload"`
}

// dial opens a wire and waits until Slack greets on it.
func (c *Connection) dial(ctx context.Context) (*wire, error) {
	_, target, err := c.api.StartSocketModeContext(ctx)
	if err != nil {
		return nil, err
	}
	ws, response, err := c.dialer().DialContext(ctx, target, nil)
	if withURL, ok := errors.AsType[*url.Error](err); ok {
		err = withURL.Err // the URL is a secret
	}
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close() // nothing is in it
	ws.SetReadLimit(frameBytes)
	w := &wire{ws: ws, leaving: make(chan struct{})}
	w.leave = sync.OnceFunc(func() { close(w.leaving) })
	w.silence = time.AfterFunc(handshakeFor, func() { _ = ws.Close() })
	if err := w.greet(ctx); err != nil { // pings alone are no greeting
		w.cut()
		return nil, err
	}
	pong := ws.PingHandler()
	ws.SetPingHandler(func(text string) error { w.heard(); return pong(text) })
	return w, nil
}

// dialer goes the way of the connection's HTTP client: to Slack alone, through
// the company's proxy, trusting its authorities.
func (c *Connection) dialer() *websocket.Dialer {
	d := &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: handshakeFor, WriteBufferSize: writeBuffer}
	guard, _ := c.http.Transport.(slackOnly)
	if transport, ok := guard.way().(*http.Transport); ok {
		d.Proxy, d.NetDialContext = transport.Proxy, transport.DialContext
		if trusted := transport.TLSClientConfig; trusted != nil {
			d.TLSClientConfig = trusted.Clone()
			d.TLSClientConfig.NextProtos = []string{"http/1.1"} // the client has put HTTP/2 there, which knows no WebSocket
		}
	}
	d.Proxy = guard.proxy(d.Proxy)
	return d
}

// greet waits for the first frame, a greeting as a rule. Slack turns an eleventh
// connection of an app away with another one.
func (w *wire) greet(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() { _ = w.ws.Close() })()
	_, text, err := w.ws.ReadMessage()
	if err != nil {
		return fmt.Errorf("wait for Slack's greeting: %w", err)
	}
	var first frame
	if json.Unmarshal(text, &first) == nil && first.Type == disconnect {
		return fmt.Errorf("turned away: %s", first.Reason)
	}
	w.first = text
	w.heard()
	return nil
}

// heard notes a sign of life. A wire told to end has no more time for each.
func (w *wire) heard() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.ending {
		w.silence.Reset(silentFor)
	}
}

// take notes an envelope to acknowledge, and reports whether it may still be.
func (w *wire) take() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.deaf {
		return false
	}
	w.pending++
	return true
}

// acknowledge answers an envelope that was taken.
func (w *wire) acknowledge(id string, payload json.RawMessage) error {
	answer := struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}{id, payload}
	var tooLong error
	if len(payload) > answerBytes {
		tooLong = fmt.Errorf("acknowledge with %d bytes: Slack drops so many", len(payload))
		answer.Payload = nil
	}
	err := w.write(answer)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pending--
	w.hangUpWhenIdle()
	return errors.Join(tooLong, err)
}

// write says something, unless the other end does not read. Where that failed
// nothing can be said by the wire any more, so that nothing is to come by it either.
func (w *wire) write(answer any) error {
	w.writing.Lock()
	defer w.writing.Unlock()
	defer time.AfterFunc(stuckFor, func() { _ = w.ws.Close() }).Stop()
	err := w.ws.WriteJSON(answer)
	if err != nil {
		_ = w.ws.Close()
	}
	return err
}

// end lets the wire go between two envelopes. While it waits for that moment it
// answers what comes, since Slack gives each envelope to one wire only; where it
// is never idle, nothing more is taken after a while.
func (w *wire) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ending = true
	w.silence.Reset(drainFor)
	w.hangUpWhenIdle()
	time.AfterFunc(lullFor, w.stopListening)
}

func (w *wire) stopListening() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deaf = true
	w.hangUpWhenIdle()
}

// hangUpWhenIdle tells Slack that the wire ends. The caller holds the lock.
func (w *wire) hangUpWhenIdle() {
	if !w.ending || w.pending > 0 || w.hungUp {
		return
	}
	w.deaf, w.hungUp = true, true
	w.silence.Reset(farewellFor)
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = w.ws.WriteControl(websocket.CloseMessage, goodbye, time.Time{}) // it is cut soon either way
}

// cut ends the wire at once.
func (w *wire) cut() {
	w.leave()
	w.silence.Stop()
	_ = w.ws.Close() // it is gone either way
}
