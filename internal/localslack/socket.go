package localslack

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Socket Mode's own bounds.
const (
	maxConnections = 10     // docs.slack.dev/apis/events-api/using-socket-mode
	maxAckBytes    = 20_480 // Slack closes with 1009 above: slack-go #1196
	maxQueued      = 1024   // frames a client may leave unread
)

// connection is one WebSocket of an app.
type connection struct {
	app      *app
	ws       *websocket.Conn
	out      chan []byte
	over     chan struct{} // closed when the connection is
	once     sync.Once
	draining bool // told to go: nothing new is sent to it
}

func (c *connection) cut() {
	c.once.Do(func() {
		close(c.over)
		_ = c.ws.Close() // it is gone either way
	})
}

// leaving reports whether nothing new should be sent to it.
func (c *connection) leaving() bool {
	select {
	case <-c.over:
		return true
	default:
		return c.draining
	}
}

// enqueue hands a frame to the writer, and cuts a client that does not read.
func (c *connection) enqueue(frame []byte) {
	select {
	case c.out <- frame:
	default:
		c.cut()
	}
}

// upgrader takes any Origin: the ticket says who it is, and clients send
// Slack's own.
var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	a, ok := s.ticketHolder(r.URL.Query().Get("ticket"))
	s.mu.Unlock()
	if !ok {
		http.Error(w, "no such ticket", http.StatusUnauthorized)
		return
	}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		s.log.Info("upgrade to socket mode", "error", err)
		return
	}
	c := &connection{app: a, ws: ws, out: make(chan []byte, maxQueued), over: make(chan struct{})}
	if !s.admit(c, r.Host) {
		return
	}
	defer s.background.Done() // admit has begun it
	s.later(func(context.Context) { s.write(c) })
	s.read(c)
	s.dismiss(c)
}

// admit counts a connection in and greets it, or turns away one too many.
func (s *Server) admit(c *connection, host string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(c.app.connections) >= maxConnections || !s.begin() {
		_ = c.ws.WriteMessage(websocket.TextMessage, disconnection("too_many_websockets")) // it is cut next
		c.cut()
		return false
	}
	c.app.connections = append(c.app.connections, c)
	c.enqueue(encode(object{
		"type": "hello", "num_connections": len(c.app.connections),
		"connection_info": object{"app_id": c.app.ID},
		"debug_info":      object{"host": host, "build_number": 1, "approximate_connection_time": 18060},
	}))
	c.app.greet()
	return true
}

func (s *Server) dismiss(c *connection) {
	c.cut()
	s.mu.Lock()
	defer s.mu.Unlock()
	c.app.connections = slices.DeleteFunc(c.app.connections, func(o *connection) bool { return o == c })
}

// write is the only place that writes to the connection, pings too.
func (s *Server) write(c *connection) {
	ping := time.NewTicker(s.patience.ping)
	defer ping.Stop()
	defer c.cut()
	for {
		var frame []byte
		kind := websocket.TextMessage
		select {
		case <-c.over:
			return
		case frame = <-c.out:
			if frame == nil {
				kind, frame = websocket.PingMessage, []byte(lastPing)
			}
		case <-ping.C:
			kind, frame = websocket.PingMessage, []byte("Ping from localslack")
		}
		_ = c.ws.SetWriteDeadline(time.Now().Add(s.patience.answer))
		if c.ws.WriteMessage(kind, frame) != nil {
			return
		}
	}
}

// lastPing is a ping whose answer ends the connection: by then the client has
// read all that was sent before.
const lastPing = "the last"

// read takes acknowledgements until the connection ends.
func (s *Server) read(c *connection) {
	c.ws.SetReadLimit(maxAckBytes)
	c.ws.SetPongHandler(func(text string) error {
		if text == lastPing {
			c.cut()
		}
		return nil
	})
	for {
		_, frame, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		var answer struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if json.Unmarshal(frame, &answer) != nil {
			s.log.Info("socket mode frame is not JSON", "app", c.app.ID)
			continue
		}
		s.acknowledge(c.app, answer.EnvelopeID, answer.Payload)
	}
}

// acknowledge accepts it on any connection of the app: clients that reconnect
// send late ones on the new connection.
func (s *Server) acknowledge(a *app, id string, payload []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := a.pending[id]; ok {
		delete(a.pending, id)
		if string(payload) == "null" {
			payload = nil
		}
		e.done <- ack{body: payload}
	}
}

func disconnection(reason string) []byte {
	return encode(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "localslack"}})
}

// Disconnect asks the Socket Mode connections of an app, or of all when app is
// empty, to come again (warning, refresh_requested, link_disabled); reason
// "reset" cuts them without a word. It returns how many there were.
func (s *Server) Disconnect(app, reason string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, a := range s.apps {
		if app != "" && a.ID != app {
			continue
		}
		for _, c := range a.connections {
			n++
			s.dropConnection(c, reason)
		}
	}
	return n
}

func (s *Server) dropConnection(c *connection, reason string) {
	if reason == "reset" {
		c.cut()
		return
	}
	c.enqueue(disconnection(reason))
	c.draining = true
	s.later(func(ctx context.Context) {
		timer := time.NewTimer(s.patience.drain)
		defer timer.Stop()
		select {
		case <-c.over:
		case <-timer.C:
		case <-ctx.Done():
		}
		c.cut()
	})
}
