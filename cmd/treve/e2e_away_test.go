package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/storetest"
)

// cable is what leads to a database. Cut, it refuses and breaks connections;
// stalled, it takes what is sent and passes nothing on.
type cable struct {
	to string

	mu     sync.Mutex
	moving *sync.Cond
	cut    bool
	still  bool
	open   map[net.Conn]bool
}

// newCable leads to the database of a URL until the test ends, and returns the
// URL to use instead.
func newCable(t *testing.T, database string) (c *cable, instead string) {
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c = &cable{to: u.Host, open: map[net.Conn]bool{}}
	c.moving = sync.NewCond(&c.mu)
	t.Cleanup(func() { c.set(true, false); l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			go c.carry(in)
		}
	}()
	u.Host = l.Addr().String()
	return c, u.String()
}

func (c *cable) set(cut, still bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut, c.still = cut, still
	if cut {
		for conn := range c.open {
			conn.Close()
		}
	}
	c.moving.Broadcast()
}

// passes waits while the cable is stalled.
func (c *cable) passes() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.still && !c.cut {
		c.moving.Wait()
	}
	return !c.cut
}

func (c *cable) carry(in net.Conn) {
	defer in.Close()
	if !c.passes() {
		return
	}
	out, err := net.Dial("tcp", c.to)
	if err != nil {
		return
	}
	defer out.Close()
	c.mu.Lock()
	c.open[in], c.open[out] = true, true
	c.mu.Unlock()
	go c.copy(in, out)
	c.copy(out, in)
}

func (c *cable) copy(to, from net.Conn) {
	defer to.Close()
	some := make([]byte, 32<<10)
	for {
		n, err := from.Read(some)
		if n > 0 && !c.passes() {
			return
		}
		if _, failed := to.Write(some[:n]); err != nil || failed != nil {
			return
		}
	}
}

// typedHears sends a command through the HTTP door as Slack does, which waits for
// three seconds, and wants an answer with the words in it.
func (s *stage) typedHears(key, text, words string) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), slackPatience)
	defer cancel()
	response, err := http.DefaultClient.Do(s.slackRequest(ctx, key, text))
	if err != nil {
		s.Fatalf("no answer to %q: %v\n%s", text, err, s.said())
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || !strings.Contains(plainSpaces(string(body)), words) {
		s.Fatalf("%q is answered %s, %v; want %q", text, body, err, words)
	}
}

// While the database is away, however it is, everybody is told so before Slack
// loses patience; once it is back, everything goes on by itself.
func TestADatabaseThatGoesAway(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	for _, c := range []struct {
		name       string
		cut, still bool
	}{{"refuses", true, false}, {"is silent", false, true}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, "http", storetest.Postgres(t), onMonday)
			s.fill("2026-11")
			direct := s.database
			cable, instead := newCable(t, direct)
			s.database = instead
			s.troubled = true
			s.serve()
			s.typedHears("t1", "3 email pme", "3 leads")
			cable.set(c.cut, c.still)
			for _, key := range []string{"t2", "t3"} {
				s.typedHears(key, "5 email pme", "mal passé")
			}
			cable.set(false, false)
			s.typedHears("t4", "7 email pme", "7 leads")
			s.database = direct
			time.Sleep(time.Second) // Slack's stamp is as fine as that, and the same one twice is a replay
			s.typedHears("t2", "5 email pme", "5 leads")
			s.wantLeads("E-mail", 24+3+7+5)
		})
	}
}

// slackRequest is a command as Slack sends it.
func (s *stage) slackRequest(ctx context.Context, key, text string) *http.Request {
	s.Helper()
	form := url.Values{
		"team_id": {"T0VERNIER01"}, "user_id": {marc}, "channel_id": {marketing}, "command": {"/leads"}, "text": {text},
		"trigger_id": {key}, "response_url": {s.base + "/response"},
	}.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.address+"/slack/commands", strings.NewReader(form))
	if err != nil {
		s.Fatal(err)
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Slack-Request-Timestamp", stamp)
	request.Header.Set("X-Slack-Signature", localslack.Sign(localslack.SampleTreve(lang.French, "").SigningSecret, stamp, []byte(form)))
	return request
}
