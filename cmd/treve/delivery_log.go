package main

import (
	"log/slog"

	"github.com/treve-bot/treve/internal/recap"
)

// logDelivery writes a line for every recap that came to rest, and for one that
// Slack will take in words alone only. What a recap says is never logged.
func logDelivery(log *slog.Logger) func(recap.Post, *recap.Version) {
	return func(p recap.Post, _ *recap.Version) {
		say := log.Warn
		switch p.State {
		case recap.Posted, recap.Skipped:
			say = log.Info
		case recap.Missed, recap.Blocked, recap.Unconfirmed:
		case recap.Due:
			if !p.Plain {
				return // what keeps it waiting is logged by whoever looks
			}
		default:
			return
		}
		say("recap delivery", "day", p.Day.String(), "conversation", p.Conversation, "kind", string(p.Kind),
			"state", string(p.State), "reason", p.Reason, "attempts", p.Attempts, "late", p.Late)
	}
}
