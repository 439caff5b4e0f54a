package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/metrics"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/schedule"
)

func TestLogDelivery(t *testing.T) {
	key := recap.Key{Conversation: "C1", Day: calendar.NewDate(2026, time.November, 16), Kind: recap.Daily}
	nine := time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		post recap.Post
		want string
	}{
		{recap.Post{State: recap.Sending, Attempts: 1}, ""},
		{recap.Post{State: recap.Due, Reason: "ratelimited", Attempts: 1}, ""},
		{recap.Post{State: recap.Due, Reason: "invalid_blocks", Attempts: 1, Form: recap.NoTable, Lacks: "invalid_blocks"}, ""},
		{recap.Post{State: recap.Posted, Version: 1, Editing: true}, ""},
		{
			recap.Post{State: recap.Posted, Version: 1, Attempts: 1, PostedAt: nine.Add(2 * time.Second)},
			`level=INFO msg=delivery OF outcome=posted reason="" attempts=1 duration=2s`,
		},
		{
			recap.Post{State: recap.Posted, Version: 1, Attempts: 3, Late: true, PostedAt: nine.Add(time.Hour)},
			`level=INFO msg=delivery OF outcome=late reason="" attempts=3 duration=1h0m0s`,
		},
		{
			recap.Post{State: recap.Posted, Version: 1, Attempts: 1, Form: recap.NoPicture, Lacks: "ratelimited", PostedAt: nine},
			`level=INFO msg=delivery OF outcome=posted reason="" attempts=1 duration=0s form=no_picture lacks=ratelimited`,
		},
		{
			recap.Post{State: recap.Posted, Version: 2, PostedAt: nine},
			`level=INFO msg=delivery OF outcome=edited reason="" attempts=0 version=2`,
		},
		{
			recap.Post{State: recap.Posted, Version: 3, PostedAt: nine, Ended: recap.Final},
			`level=INFO msg=delivery OF outcome=edited reason="" attempts=0 version=3 ended=final`,
		},
		{
			recap.Post{State: recap.Posted, Version: 1, PostedAt: nine, Ended: "edit_window_closed"},
			`level=WARN msg=delivery OF outcome=edit_refused reason="" attempts=0 version=1 ended=edit_window_closed`,
		},
		{
			recap.Post{State: recap.Skipped, Reason: recap.NoPlan},
			`level=INFO msg=delivery OF outcome=skipped reason=no_plan attempts=0`,
		},
		{
			recap.Post{State: recap.Missed, Reason: recap.TooLate},
			`level=WARN msg=delivery OF outcome=missed reason=too_late attempts=0`,
		},
		{
			recap.Post{State: recap.Blocked, Reason: "is_archived", Attempts: 1},
			`level=WARN msg=delivery OF outcome=blocked reason=is_archived attempts=1`,
		},
		{
			recap.Post{State: recap.Unconfirmed, Reason: recap.Unreadable, Attempts: 1},
			`level=WARN msg=delivery OF outcome=unconfirmed reason=unreadable attempts=1`,
		},
	} {
		var out bytes.Buffer
		log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: withoutTime}))
		c.post.Key, c.post.ID, c.post.DueAt = key, "OPAQUE", nine
		logDelivery(log, c.post)
		want := strings.Replace(c.want, "OF", "id=OPAQUE kind=daily day=2026-11-16 conversation=C1", 1)
		if got := strings.TrimSuffix(out.String(), "\n"); got != want {
			t.Errorf("%s: logged\n%s\nwant\n%s", c.post.State, got, want)
		}
	}
}

// How long a post took is measured when Slack has taken it, not when the look
// began.
func TestADeliveryIsTimed(t *testing.T) {
	nine := time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC)
	post := recap.Post{State: recap.Posted, Version: 1, DueAt: nine, PostedAt: nine}
	var out bytes.Buffer
	s := &service{log: slog.New(slog.NewTextHandler(&out, nil)), clock: schedule.NewClockAt(nine.Add(90 * time.Second))}
	s.metrics = metrics.New("", metrics.Clocks{Now: s.civil, Real: time.Now})
	s.moved(post, &recap.Version{Number: 1})
	s.moved(post, nil) // found in the conversation: it came to be there when it was sent
	for line, want := range []string{"duration=1m30", "duration=0s"} {
		if got := strings.Split(out.String(), "\n")[line]; !strings.Contains(got, want) {
			t.Errorf("logged %q; want %s", got, want)
		}
	}
}

func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}
