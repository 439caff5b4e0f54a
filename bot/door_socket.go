package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/socketmode"
)

const (
	ackFor       = 2 * time.Second // an acknowledgement waits while there is no connection
	drainFor     = 5 * time.Second // for what has been taken to be answered at the end
	lastWordFor  = 50 * time.Millisecond
	frameBytes   = 1 << 20 // far above any envelope
	handshakeFor = 20 * time.Second
	writeBuffer  = 32 << 10 // Slack does not put frames cut in two together again
)

// ServeSocket answers what Slack sends over Socket Mode until ctx ends, when
// what has been taken is still answered. It reconnects by itself; a token that
// Slack no longer accepts ends it with an error.
func (b *Bot) ServeSocket(ctx context.Context) error {
	client := socketmode.New(b.slack.api, socketmode.OptionDialer(b.slack.dialer()), socketmode.OptionReadLimit(frameBytes))
	connected, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(connected) }()
	var taken sync.WaitGroup
	for {
		select {
		case event := <-client.Events:
			b.receive(connected, client, event, &taken)
		case err := <-ended:
			taken.Wait()
			return fmt.Errorf("keep a connection to Slack: %w", err)
		case <-ctx.Done():
			drain(&taken)
			hangUp()
			<-ended //nolint:errcheck // it ends because it was told to
			return nil
		}
	}
}

// drain waits for what has been taken. The client does not say when its last
// acknowledgement is written, hence the moment at the end.
func drain(taken *sync.WaitGroup) {
	answered := make(chan struct{})
	go func() { taken.Wait(); close(answered) }()
	select {
	case <-answered:
		<-time.After(lastWordFor)
	case <-time.After(drainFor):
	}
}

// dialer goes the way of the connection's HTTP client: through the company's
// proxy, trusting its authorities.
func (c *Connection) dialer() *websocket.Dialer {
	d := &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: handshakeFor, WriteBufferSize: writeBuffer}
	if transport, ok := c.http.Transport.(*http.Transport); ok {
		d.Proxy = transport.Proxy
		if trusted := transport.TLSClientConfig; trusted != nil {
			d.TLSClientConfig = trusted.Clone()
			d.TLSClientConfig.NextProtos = []string{"http/1.1"} // the client has put HTTP/2 there, which knows no WebSocket
		}
	}
	return d
}

// envelope is what Socket Mode wraps a delivery in.
type envelope struct {
	ID      string          `json:"envelope_id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

// receive starts the work of one event. The client reads nothing while this
// runs, not even the pings that keep the connection.
func (b *Bot) receive(ctx context.Context, client *socketmode.Client, event socketmode.Event, taken *sync.WaitGroup) {
	var e envelope
	switch data := event.Data.(type) {
	case *socketmode.ErrorBadMessage:
		// The client cannot decode every event there is, and would leave it
		// without acknowledgement: Slack would send it for ever.
		if json.Unmarshal(data.Message, &e) != nil {
			b.Log.Warn("Slack sent what cannot be read")
			return
		}
	case *socketmode.ErrorWriteFailed:
		b.Log.Warn("an acknowledgement could not be written", "error", data.Cause)
		return
	}
	if r := event.Request; r != nil {
		e = envelope{r.EnvelopeID, r.Type, r.Payload}
	}
	if event.Type == socketmode.EventTypeHello {
		b.Log.Info("connected to Slack")
	}
	if e.ID == "" {
		b.Log.Debug("socket mode", "event", string(event.Type))
		return
	}
	taken.Go(func() { b.handOver(ctx, client, e) })
}

// handOver answers one envelope. Whatever it holds is acknowledged: what cannot
// be read does not get better by being sent again.
func (b *Bot) handOver(ctx context.Context, client *socketmode.Client, e envelope) {
	defer b.survive(request{})
	delivery, err := e.read()
	if err != nil {
		b.Log.Warn("Slack sent what cannot be read", "error", err, "type", e.Type)
	}
	ack, then := b.dispatch(ctx, delivery)
	var payload any
	if len(ack) > 0 {
		payload = json.RawMessage(ack)
	}
	waiting, cancel := context.WithTimeout(ctx, ackFor)
	defer cancel()
	if err := client.AckCtx(waiting, e.ID, payload); err != nil {
		b.note(delivery, fmt.Errorf("acknowledge: %w", err))
	}
	then(ctx)
}

func (e envelope) read() (request, error) {
	switch e.Type {
	case socketmode.RequestTypeSlashCommands:
		return readSlash(e.Payload)
	case socketmode.RequestTypeInteractive:
		return readInteraction(e.Payload)
	case socketmode.RequestTypeEventsAPI:
		return readEvent(e.Payload)
	}
	return request{}, nil
}
