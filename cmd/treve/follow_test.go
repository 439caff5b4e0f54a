package main

import (
	"context"
	"errors"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// Whoever moves the clock over a week sees each recap at its own morning's time,
// the last one too, which is due just when the move ends.
func TestRecapsOfAJumpBearTheirMorning(t *testing.T) {
	slack := localslack.SampleCompany(localslack.Options{Language: lang.French, Start: onMonday}, "")
	server := httptest.NewServer(slack.Handler())
	t.Cleanup(func() { slack.Close(); server.Close() })
	playDemo(t, slack, server.URL, filepath.Join(t.TempDir(), "treve.db"))

	clock, err := localclient.New(server.URL, claire).Jump(t.Context(), "2026-11-23 09:00", patience)
	if err != nil || !clock.Reached {
		t.Fatalf("jump: %+v, %v", clock, err)
	}
	messages, err := localclient.New(server.URL, claire).Messages(t.Context(), marketing, "")
	if err != nil {
		t.Fatal(err)
	}
	paris := clock.Now.Location()
	var sent []string
	for _, m := range messages {
		seconds, _, _ := strings.Cut(m.TS, ".")
		at, err := strconv.ParseInt(seconds, 10, 64)
		if err != nil {
			t.Fatalf("ts %q: %v", m.TS, err)
		}
		sent = append(sent, time.Unix(at, 0).In(paris).Format("Mon 02 15:04"))
	}
	want := []string{"Tue 17 09:00", "Wed 18 09:00", "Thu 19 09:00", "Fri 20 09:00", "Mon 23 09:00"}
	if !slices.Equal(sent, want) {
		t.Errorf("messages in #marketing at %v; want %v", sent, want)
	}
}

// A clock that runs fast passes no recap by.
func TestRecapOfARunBearsItsMorning(t *testing.T) {
	slack := localslack.SampleCompany(localslack.Options{Language: lang.French, Start: onMonday}, "")
	server := httptest.NewServer(slack.Handler())
	t.Cleanup(func() { slack.Close(); server.Close() })
	playDemo(t, slack, server.URL, filepath.Join(t.TempDir(), "treve.db"))

	person := localclient.New(server.URL, claire)
	if _, err := person.Jump(t.Context(), "2026-11-17 08:20", patience); err != nil {
		t.Fatal(err)
	}
	watch, err := person.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	ctx, leave := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _, _ = person.Run(ctx) }) // until its page is closed
	recap, err := watch.Message(patience, localclient.FromApp("Point SLA, mardi 17 novembre"))
	leave()
	running.Wait()
	if err != nil {
		t.Fatal(err)
	}
	nine := time.Date(2026, 11, 17, 9, 0, 0, 0, slack.Clock().Zone())
	if !strings.HasPrefix(recap.TS, strconv.FormatInt(nine.Unix(), 10)+".") {
		t.Errorf("the recap bears the time %s; want that of %s", recap.TS, nine)
	}
}

// playDemo runs the demonstration's bot in this process until the test ends.
func playDemo(t *testing.T, slack *localslack.Server, base, database string) {
	t.Helper()
	said := &transcript{line: make(chan struct{}, 1)}
	p := &program{stdout: said, stderr: said, language: lang.French}
	c := demoAccount(config.Config{Database: database, Language: "fr"}, slack, base)
	db, err := p.database(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	now := slack.Clock().Now()
	if _, err := p.prepareDemo(t.Context(), db, c, now, now); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.demoBot(ctx, c, db) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, db.Close()); err != nil {
			t.Errorf("the demonstration ended: %v\n%s", err, said)
		}
	})
	<-slack.Online(localslack.SampleApp)
}
