package localslack

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/treve-bot/treve/internal/lang"
)

// Options say what the workspace is. The zero value is a French one, in Paris,
// on the real clock.
type Options struct {
	Log      *slog.Logger     // nil: silent
	Language lang.Language    // what Slack's own sentences are in
	Now      func() time.Time // the real time; nil: time.Now
	Start    time.Time        // the civil time to begin at; zero: the real one
	Zone     *time.Location   // nil: Europe/Paris, or UTC where it is not known

	TeamID, TeamName, Domain string

	NoRateLimits bool   // apps may call as often as they like
	Seed         uint64 // of what happens by chance; zero: another one each time
	Exchanges    int    // that are remembered to be looked at, or sent again; zero: 200
}

// patience is how long things take and last, always in real time.
type patience struct {
	answer      time.Duration   // an app has this long to acknowledge
	trigger     time.Duration   // a trigger_id lives this long
	responseURL time.Duration   // and a response_url this
	ping        time.Duration   // between pings of a Socket Mode connection
	retries     []time.Duration // before each redelivery of an event
	drain       time.Duration   // from a disconnect message to the end of the connection
	poll        time.Duration   // the longest wait of GET /local/clock
	follower    time.Duration   // a follower not heard of for so long is forgotten
	jump        time.Duration   // a jump waits for its followers so long
	run         time.Duration   // between the jumps of a clock that runs fast
}

// slackPatience is Slack's own: answers and triggers
// (docs.slack.dev/interactivity/handling-user-interaction), retries
// (docs.slack.dev/apis/events-api), and how its Socket Mode behaves.
var slackPatience = patience{
	answer: 3 * time.Second, trigger: 3 * time.Second, responseURL: 30 * time.Minute,
	ping: 10 * time.Second, retries: []time.Duration{0, time.Minute, 5 * time.Minute},
	drain: 10 * time.Second, poll: 25 * time.Second, follower: time.Minute,
	jump: time.Minute, run: runPause,
}

// responseURLUses is how often a response_url works.
const responseURLUses = 5

// Server is a workspace. It is safe for concurrent use.
type Server struct {
	log      *slog.Logger
	now      func() time.Time
	say      lang.Speaker
	patience patience
	hurried  bool // nobody is told to wait
	clock    *Clock
	feed     *feed
	traffic  *traffic
	faults   *faults
	sender   *http.Client
	methods  map[string]method
	endings  endings
	address  atomic.Value // string: where the page was last asked for, such as http://localhost:8065

	ctx        context.Context
	stop       context.CancelFunc
	life       sync.Mutex     // guards closed
	closed     bool           // nothing begins any more
	background sync.WaitGroup // deliveries and connections

	keeps  int        // messages of a conversation
	mu     sync.Mutex // guards everything below
	chance *rand.Rand // which connection gets a delivery
	workspace
}

// New returns an empty workspace. Close ends what it starts.
func New(o Options) *Server {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Language == "" {
		o.Language = lang.French
	}
	if o.Seed == 0 {
		o.Seed = uint64(rand.Uint32()) // short enough to type again
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{
		log: o.Log, now: o.Now, say: lang.Speak(o.Language), patience: slackPatience,
		clock: newClock(o.Now, o.Start, zoneOr(o.Zone)), feed: newFeed(), traffic: newTraffic(o.Exchanges),
		keeps: keptMessages, faults: &faults{seed: o.Seed}, chance: rand.New(rand.NewPCG(o.Seed, 0)), hurried: o.NoRateLimits,
		sender: newSender(), methods: webMethods(), ctx: ctx, stop: stop, workspace: newWorkspace(o),
	}
	s.clock.moved = func(c ClockState) { s.feed.send(everybody, object{"type": "clock", "clock": c}) }
	return s
}

func zoneOr(zone *time.Location) *time.Location {
	if zone != nil {
		return zone
	}
	if paris, err := time.LoadLocation("Europe/Paris"); err == nil {
		return paris
	}
	return time.UTC
}

// Close ends all connections and deliveries, and waits for them.
func (s *Server) Close() {
	s.life.Lock()
	s.closed = true
	s.life.Unlock()
	s.stop()
	s.feed.close()
	s.clock.close()
	s.mu.Lock()
	for _, a := range s.apps {
		a.closeConnections()
	}
	s.mu.Unlock()
	s.background.Wait()
	s.sender.CloseIdleConnections()
}

// Clock returns the workspace's civil clock.
func (s *Server) Clock() *Clock { return s.clock }

// APIURL returns what a client of Slack takes as its API base, when the handler
// is served at base ("http://127.0.0.1:8065").
func (s *Server) APIURL(base string) string { return base + "/api/" }

// Handler serves the workspace.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveAPI)
	mux.HandleFunc("/link/", s.serveSocket)
	mux.HandleFunc("POST /response/{kind}/{team}/{key}", s.serveResponse)
	mux.HandleFunc("POST /upload/{key}", s.serveUpload)
	mux.HandleFunc("GET /files/{file}/{name}", s.serveFile)
	mux.Handle("/local/", s.onThisMachine(s.localAPI()))
	mux.Handle("/", s.onThisMachine(pageHandler()))
	return mux
}

// later runs work that outlives the request it comes from. It does nothing once
// the server is closed.
func (s *Server) later(work func(ctx context.Context)) {
	if s.begin() {
		go func() {
			defer s.background.Done()
			work(s.ctx)
		}()
	}
}

// begin counts in what Close has to wait for, until background.Done; false when
// it is too late to begin.
func (s *Server) begin() bool {
	s.life.Lock()
	defer s.life.Unlock()
	if s.closed {
		return false
	}
	s.background.Add(1)
	return true
}

// loopback reports whether a host, with or without a port, is this machine.
func loopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(trimBrackets(host))
	return ip != nil && ip.IsLoopback()
}

func trimBrackets(host string) string {
	if len(host) > 1 && host[0] == '[' && host[len(host)-1] == ']' {
		return host[1 : len(host)-1]
	}
	return host
}
