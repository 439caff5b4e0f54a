package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/schedule"
	"github.com/treve-bot/treve/internal/storetest"
)

// wrong is this machine's clock set wrong by so much.
func wrong(by time.Duration) func() time.Time { return func() time.Time { return time.Now().Add(by) } }

func TestSkew(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		db := storetest.Open(t, fresh(t))
		for _, by := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute} {
			skew, err := skewOf(t.Context(), wrong(by), db)
			if err != nil || (skew-by).Abs() > time.Minute { // a question may take its time
				t.Errorf("a clock %s ahead is found %s ahead, %v", by, skew, err)
			}
		}
	})
}

func TestASkewedClockIsToldOnce(t *testing.T) {
	var said transcript
	s := &service{db: storetest.Open(t, storetest.SQLite(t)), log: (&program{stderr: &said}).logger("text")}
	for range 2 {
		for _, c := range []struct {
			by       time.Duration
			warnings int
			ready    bool
		}{{0, 0, true}, {-time.Minute, 1, true}, {10 * time.Minute, 1, false}, {time.Second, 1, true}} {
			s.machine = wrong(c.by)
			s.measureSkew(t.Context())
			if err := s.timely(t.Context()); (err == nil) != c.ready {
				t.Errorf("with a clock %s ahead it is ready: %v", c.by, err)
			}
		}
	}
	if warnings := strings.Count(said.String(), "differs from the database's"); warnings != 2 {
		t.Errorf("%d warnings; want one each time it goes wrong:\n%s", warnings, said.String())
	}
	s.config.AppToken = config.Secret("xapp-1") // no signatures there
	s.machine = wrong(time.Hour)
	s.measureSkew(t.Context())
	if err := s.timely(t.Context()); err != nil {
		t.Errorf("under Socket Mode it is not ready: %v", err)
	}
}

// Three bots share a PostgreSQL. One clock is right, one ten minutes fast, one
// ten minutes slow. Each morning's recap is posted once, whichever looks first,
// and what people record through any of them counts once.
func TestReplicasWhoseClocksDisagree(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	s := newStage(t, "socket", storetest.Postgres(t), onMonday)
	s.fill("2026-11")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 3)
	var clocks []*schedule.Clock
	for _, by := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute} {
		clock := schedule.NewClockAt(onMonday.Add(by))
		clocks = append(clocks, clock)
		p := newProgram(s.environ(), &transcript{}, &transcript{})
		p.clock = clock
		go func() { ended <- p.serve(ctx) }()
	}
	defer func() {
		stop()
		for range clocks {
			if err := <-ended; err != nil && !errors.Is(err, http.ErrServerClosed) {
				t.Error(err)
			}
		}
	}()
	<-s.slack.Online(localslack.SampleApp)
	s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
	for morning, order := range [][]int{{1, 0, 2}, {2, 1, 0}, {0, 2, 1}, {2, 0, 1}} {
		nine := time.Date(2026, 11, 17+morning, 8, 0, 0, 0, time.UTC)
		for _, i := range order { // each passes nine when its own clock says so
			if err := clocks[i].Jump(ctx, nine.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			s.wantRecaps(nine.String(), morning+1)
		}
	}
	for range 9 { // to any of them
		s.ask(marc, marketing, "/leads 1 email pme 16/11", "1 lead")
	}
	s.wantLeads("E-mail", 24+9)
}
