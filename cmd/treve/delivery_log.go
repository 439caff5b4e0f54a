package main

import (
	"log/slog"

	"github.com/treve-bot/treve/internal/recap"
)

// logDelivery writes a line for every recap that came to rest or was edited, and
// for one that Slack does not take whole. What a recap says is never logged.
func logDelivery(log *slog.Logger) func(recap.Post, *recap.Version) {
	return func(p recap.Post, _ *recap.Version) {
		say := log.Warn
		switch p.State {
		case recap.Posted, recap.Skipped:
			if p.Editing {
				return // it is logged once it stands
			}
			say = log.Info
		case recap.Missed, recap.Blocked, recap.Unconfirmed:
		case recap.Due:
			if p.Form == recap.Whole {
				return // what keeps it waiting is logged by whoever looks
			}
		default:
			return
		}
		facts := []any{
			"day", p.Day.String(), "conversation", p.Conversation, "kind", string(p.Kind),
			"state", string(p.State), "reason", p.Reason, "attempts", p.Attempts, "late", p.Late,
		}
		if p.Lacks != "" {
			facts = append(facts, "form", string(p.Form), "lacks", p.Lacks)
		}
		if p.Version > 1 || p.Ended != "" {
			facts = append(facts, "version", p.Version, "ended", p.Ended)
		}
		say("recap delivery", facts...)
	}
}
