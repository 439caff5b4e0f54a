package localslack

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestWhen(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 10, 24, 10, 30, 0, 0, paris) // the Saturday before summer time ends
	for _, c := range []struct{ phrase, want string }{
		{"2026-11-16T09:00:00+01:00", "2026-11-16 09:00"},
		{"2026-11-16", "2026-11-16 09:00"},
		{"2026-11-16 08:15", "2026-11-16 08:15"},
		{"18:00", "2026-10-24 18:00"},
		{"18h", "2026-10-24 18:00"},
		{"9h30", "2026-10-25 09:30"},
		{"+2h", "2026-10-24 12:30"},
		{"+45min", "2026-10-24 11:15"},
		{"+1d", "2026-10-25 10:30"},
		{"+2w", "2026-11-07 10:30"},
		{"tomorrow 09:00", "2026-10-25 09:00"},
		{"Demain", "2026-10-25 09:00"},
		{"demain à 8h", "2026-10-25 08:00"},
		{"monday 09:00", "2026-10-26 09:00"},
		{"lundi 09:00", "2026-10-26 09:00"},
		{"next monday at 07:00", "2026-10-26 07:00"},
		{"saturday", "2026-10-31 09:00"},
		{"next month 09:00", "2026-11-01 09:00"},
		{"le mois prochain", "2026-11-01 09:00"},
		{"la semaine prochaine", "2026-10-26 09:00"},
		{"lundi prochain 7h", "2026-10-26 07:00"},
		{"next week", "2026-10-26 09:00"},
		{"today 23:00", "2026-10-24 23:00"},
		{"yesterday", ""},
		{"25:00", ""},
		{"", ""},
		{"+999999999d", ""},
	} {
		t.Run(c.phrase, func(t *testing.T) {
			got, err := when(c.phrase, now)
			if (err != nil) != (c.want == "") || err == nil && got.In(paris).Format("2006-01-02 15:04") != c.want {
				t.Errorf("when = %s, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestJumpMovesCivilTimeAlone(t *testing.T) {
	o := mustOpen(t, "")
	watch := o.watch(o.marc)
	state, err := o.marc.Jump(t.Context(), "demain 09:00", time.Minute)
	o.must(err)
	if state.Now.Format(time.RFC3339) != "2026-11-17T09:00:00+01:00" || !state.Reached || state.Moving || state.Sequence != 1 {
		t.Errorf("clock = %+v", state)
	}
	_, ts, err := o.api.PostMessageContext(t.Context(), marketing, saying("bonjour"))
	o.must(err)
	if !strings.HasPrefix(ts, "1794902400.") {
		t.Errorf("ts = %s; want that of 17 November, 09:00", ts)
	}
	_, err = watch.Event(soon, func(e event) bool { return e.Type == "clock" })
	o.must(err)
	_, err = o.marc.Jump(t.Context(), "2026-11-16", time.Minute)
	wantRefused(t, err, "past_time")
	_, err = o.marc.Jump(t.Context(), "soon", time.Minute)
	wantRefused(t, err, "invalid_time")
}

// poller follows the clock over HTTP, as a bot in another process does.
type poller struct {
	o      *office
	stamps []string // of what it said on the way
}

func (p *poller) clock(ctx context.Context, path string, body any) (ClockState, error) {
	method, sent := http.MethodGet, ""
	if body != nil {
		method, sent = http.MethodPost, string(encode(body))
	}
	req, err := http.NewRequestWithContext(ctx, method, p.o.url+"/local/clock"+path, strings.NewReader(sent))
	if err != nil {
		return ClockState{}, err
	}
	req.Header.Set("X-Local", "1")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return ClockState{}, err
	}
	defer resp.Body.Close()
	var state ClockState
	return state, json.NewDecoder(resp.Body).Decode(&state)
}

// follow does each jump in two steps, until the clock has been asked for in
// vain.
func (p *poller) follow(ctx context.Context, began chan<- struct{}) {
	state, err := p.clock(ctx, "?follower=bot&steps=1", nil)
	close(began)
	for err == nil {
		sequence := state.Sequence
		state, err = p.clock(ctx, "?follower=bot&steps=1&after="+encodeInt(sequence), nil)
		if err != nil || state.Sequence == sequence {
			continue
		}
		half := state.Now.Add(state.Target.Sub(state.Now) / 2)
		for _, at := range []time.Time{half, state.Target} {
			_, err = p.clock(ctx, "/reached", object{"follower": "bot", "sequence": state.Sequence, "now": at})
			if !p.o.Clock().State().Moving {
				p.o.Errorf("at %s the jump ended before its follower was done", at)
			}
			_, ts, err := p.o.api.PostMessageContext(ctx, marketing, saying(p.o.Clock().Now().Format("02 15:04")))
			if err != nil {
				p.o.Error(err)
			}
			p.stamps = append(p.stamps, ts)
		}
		if err == nil { // its answer may tell of the next jump, which is yet to be done
			_, err = p.clock(ctx, "/reached", object{"follower": "bot", "sequence": state.Sequence})
		}
	}
}

func encodeInt(n int64) string { return string(encode(n)) }

// Who follows does every tick in between, and what it says then bears its time.
func TestFollower(t *testing.T) {
	o := mustOpen(t, "")
	p := &poller{o: o}
	ctx, stop := context.WithCancel(t.Context())
	began := make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() { p.follow(ctx, began) })
	<-began
	state, err := o.marc.Jump(t.Context(), "+10h", time.Minute)
	o.must(err)
	if !state.Reached || len(state.Waiting) != 0 {
		t.Errorf("clock = %+v", state)
	}
	stop()
	running.Wait()
	wantTexts(t, o.messages(o.marc, marketing, ""), "16 15:00", "16 20:00")
	if !slices.IsSorted(p.stamps) || !strings.HasPrefix(p.stamps[0], "1794837600.") {
		t.Errorf("stamps = %v; want each tick's time", p.stamps)
	}
}

// Nobody waits for who hung up while waiting for a move.
func TestFollowerThatHangsUp(t *testing.T) {
	o := mustOpen(t, "")
	_, err := (&poller{o: o}).clock(t.Context(), "?follower=bot&steps=1", nil)
	o.must(err)
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	r := httptest.NewRequestWithContext(gone, http.MethodGet, o.url+"/local/clock?follower=bot&steps=1&after=0", nil)
	r.RemoteAddr = "127.0.0.1:1024"
	o.Handler().ServeHTTP(httptest.NewRecorder(), r)
	state, err := o.marc.Jump(t.Context(), "+1h", time.Minute)
	o.must(err)
	if !state.Reached {
		t.Errorf("clock = %+v; want the bot forgotten", state)
	}
}

func TestFollowerThatFallsSilent(t *testing.T) {
	o := mustOpen(t, "")
	_, err := (&poller{o: o}).clock(t.Context(), "?follower=bot&steps=1", nil)
	o.must(err)
	state, err := o.marc.Jump(t.Context(), "+11h", 50*time.Millisecond)
	o.must(err)
	if state.Reached || !slices.Equal(state.Waiting, []string{"bot"}) || state.Now.Format("15:04") != "21:00" {
		t.Errorf("clock = %+v; want it to have gone on without the bot", state)
	}
	o.time.pass(2 * time.Minute)
	state, err = o.marc.Jump(t.Context(), "+1h", time.Minute)
	o.must(err)
	if !state.Reached {
		t.Errorf("clock = %+v; want the bot forgotten", state)
	}
}

// A follower that does not say how far it has come finds the clock there at once.
func TestFollowerThatReportsTheEndAlone(t *testing.T) {
	o := mustOpen(t, "")
	p := &poller{o: o}
	_, err := p.clock(t.Context(), "?follower=bot", nil)
	o.must(err)
	var running sync.WaitGroup
	running.Go(func() {
		state, err := p.clock(context.Background(), "?follower=bot&after=0", nil)
		if err != nil || !state.Moving || state.Now.Format("02 15:04") != "17 09:00" {
			t.Errorf("during the jump %+v, %v; want the target", state, err)
		}
		if _, err = p.clock(context.Background(), "/reached", object{"follower": "bot", "sequence": state.Sequence}); err != nil {
			t.Error(err)
		}
	})
	state, err := o.marc.Jump(t.Context(), "demain 09:00", time.Minute)
	o.must(err)
	running.Wait()
	if !state.Reached || state.Moving {
		t.Errorf("clock = %+v", state)
	}
}

func TestClockAnswersWhenNothingMoves(t *testing.T) {
	o := mustOpen(t, "")
	o.patience.poll = 20 * time.Millisecond
	state, err := (&poller{o: o}).clock(t.Context(), "?after=0", nil)
	o.must(err)
	if state.Sequence != 0 {
		t.Errorf("clock = %+v", state)
	}
}
