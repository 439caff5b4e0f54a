package localslack

import (
	"fmt"
	"slices"
	"testing"

	"github.com/slack-go/slack"
)

// Page by page, every message between two bounds comes once, whichever way the
// pages go.
func TestPagesOfHistory(t *testing.T) {
	o := mustOpen(t, "")
	var stamps []string
	for n := range 10 {
		_, ts, err := o.api.PostMessageContext(t.Context(), marketing, saying(fmt.Sprint(n)))
		o.must(err)
		stamps = append(stamps, ts)
	}
	for _, c := range []struct {
		inclusive bool
		want      []string
	}{
		{true, []string{"8", "7", "6", "5", "4", "3", "2", "1"}},
		{false, []string{"7", "6", "5", "4", "3", "2"}},
	} {
		ask := slack.GetConversationHistoryParameters{ChannelID: marketing, Oldest: stamps[1], Latest: stamps[8], Inclusive: c.inclusive, Limit: 3}
		var got []string
		for more := true; more; {
			page, err := o.api.GetConversationHistoryContext(t.Context(), &ask)
			o.must(err)
			for _, m := range page.Messages {
				got = append(got, m.Text)
			}
			ask.Cursor, more = page.ResponseMetaData.NextCursor, page.HasMore
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("inclusive %t: %q; want %q", c.inclusive, got, c.want)
		}
	}
}

func TestPagesOfAThread(t *testing.T) {
	o := mustOpen(t, "")
	top, err := o.marc.Type(t.Context(), marketing, "haut")
	o.must(err)
	var stamps []string
	for n := range 7 {
		ts, err := o.marc.Reply(t.Context(), marketing, top, fmt.Sprint(n))
		o.must(err)
		stamps = append(stamps, ts)
	}
	for _, c := range []struct {
		name string
		ask  slack.GetConversationRepliesParameters
		want []string
	}{
		{"all", slack.GetConversationRepliesParameters{}, []string{"haut", "0", "1", "2", "3", "4", "5", "6"}},
		{"by its last reply", slack.GetConversationRepliesParameters{Timestamp: stamps[6]}, []string{"haut", "0", "1", "2", "3", "4", "5", "6"}},
		{"in pages", slack.GetConversationRepliesParameters{Limit: 4}, []string{"haut", "0", "1", "2", "haut", "3", "4", "5", "haut", "6"}},
		{"between, bounds apart", slack.GetConversationRepliesParameters{Oldest: stamps[1], Latest: stamps[5]}, []string{"haut", "2", "3", "4"}},
		{"between, bounds too", slack.GetConversationRepliesParameters{Oldest: stamps[1], Latest: stamps[5], Inclusive: true, Limit: 3}, []string{"haut", "1", "2", "haut", "3", "4", "haut", "5"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.ask.ChannelID = marketing
			if c.ask.Timestamp == "" {
				c.ask.Timestamp = top
			}
			var got []string
			for more := true; more; {
				page, hasMore, next, err := o.api.GetConversationRepliesContext(t.Context(), &c.ask)
				o.must(err)
				for _, m := range page {
					got = append(got, m.Text)
				}
				c.ask.Cursor, more = next, hasMore
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("the thread reads %q; want %q", got, c.want)
			}
		})
	}
	for _, cursor := range []string{"x", "bmV4dA=="} {
		_, _, _, err := o.api.GetConversationRepliesContext(t.Context(), &slack.GetConversationRepliesParameters{ChannelID: marketing, Timestamp: top, Cursor: cursor})
		wantCode(t, err, "invalid_cursor")
	}
}

func TestHistoryTakesNoMoreThanItSays(t *testing.T) {
	o := mustOpen(t, "")
	for limit, want := range map[int]string{999: "", 1000: "invalid_limit", -1: "invalid_limit"} {
		answer := o.call("conversations.history", formType, "Bearer xoxb-local-treve", fmt.Sprintf("channel=%s&limit=%d", marketing, limit))
		if got, _ := answer["error"].(string); got != want {
			t.Errorf("limit %d: %q; want %q", limit, got, want)
		}
	}
}
