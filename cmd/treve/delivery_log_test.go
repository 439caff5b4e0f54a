package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/recap"
)

func TestLogDelivery(t *testing.T) {
	key := recap.Key{Conversation: "C1", Day: calendar.NewDate(2026, time.November, 16), Kind: recap.Daily}
	version := &recap.Version{Message: recap.Message{Text: "17 738 € sur 43 216 €", Blocks: []byte(`["43 216 €"]`)}}
	for _, c := range []struct {
		post recap.Post
		want string
	}{
		{recap.Post{State: recap.Sending, Attempts: 1}, ""},
		{recap.Post{State: recap.Due, Reason: "ratelimited", Attempts: 1}, ""},
		{
			recap.Post{State: recap.Posted, Attempts: 1, MessageTS: "1.2"},
			`level=INFO msg="recap delivery" day=2026-11-16 conversation=C1 kind=daily state=posted reason="" attempts=1 late=false`,
		},
		{
			recap.Post{State: recap.Posted, Attempts: 3, Late: true},
			`level=INFO msg="recap delivery" day=2026-11-16 conversation=C1 kind=daily state=posted reason="" attempts=3 late=true`,
		},
		{
			recap.Post{State: recap.Posted, Attempts: 1, Form: recap.NoPicture, Lacks: "ratelimited"},
			`level=INFO msg="recap delivery" day=2026-11-16 conversation=C1 kind=daily state=posted reason="" attempts=1 late=false form=no_picture lacks=ratelimited`,
		},
		{
			recap.Post{State: recap.Due, Reason: "invalid_blocks", Attempts: 1, Form: recap.NoTable, Lacks: "invalid_blocks"},
			`level=WARN msg="recap delivery" day=2026-11-16 conversation=C1 kind=daily state=due reason=invalid_blocks attempts=1 late=false form=no_table lacks=invalid_blocks`,
		},
		{
			recap.Post{State: recap.Skipped, Reason: recap.NoPlan},
			`level=INFO msg="recap delivery" day=2026-11-16 conversation=C1 kind=daily state=skipped reason=no_plan attempts=0 late=false`,
		},
		{
			recap.Post{State: recap.Missed, Reason: recap.TooLate},
			`level=WARN msg="recap delivery" day=2026-11-16 conversation=C1 kind=daily state=missed reason=too_late attempts=0 late=false`,
		},
		{
			recap.Post{State: recap.Blocked, Reason: "is_archived", Attempts: 1},
			`level=WARN msg="recap delivery" day=2026-11-16 conversation=C1 kind=daily state=blocked reason=is_archived attempts=1 late=false`,
		},
		{
			recap.Post{State: recap.Unconfirmed, Reason: recap.Unreadable, Attempts: 1},
			`level=WARN msg="recap delivery" day=2026-11-16 conversation=C1 kind=daily state=unconfirmed reason=unreadable attempts=1 late=false`,
		},
	} {
		var out bytes.Buffer
		log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: withoutTime}))
		c.post.Key = key
		logDelivery(log)(c.post, version)
		if got := strings.TrimSuffix(out.String(), "\n"); got != c.want {
			t.Errorf("%s: logged\n%s\nwant\n%s", c.post.State, got, c.want)
		}
	}
}

func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}
