package main

import (
	"log/slog"

	"github.com/treve-bot/treve/internal/recap"
)

// logDelivery leaves one line when a recap or a letter comes to rest, and one for
// each edit that does. What it says is never logged; the id travels in the
// message's metadata.
func logDelivery(log *slog.Logger, p recap.Post) {
	outcome, say := p.Outcome(), log.Warn
	switch outcome {
	case "":
		return
	case recap.OnTime, recap.Late, recap.Edited, recap.Outcome(recap.Skipped):
		say = log.Info
	}
	facts := []any{
		"id", p.ID, "kind", string(p.Kind), "day", p.Day.String(), "conversation", p.Conversation,
		"outcome", string(outcome), "reason", p.Reason, "attempts", p.Attempts,
	}
	switch outcome {
	case recap.OnTime, recap.Late:
		facts = append(facts, "duration", p.PostedAt.Sub(p.DueAt))
	case recap.Edited, recap.EditRefused:
		facts = append(facts, "version", p.Version)
	}
	if p.Lacks != "" {
		facts = append(facts, "form", string(p.Form), "lacks", p.Lacks)
	}
	if p.Ended != "" {
		facts = append(facts, "ended", p.Ended)
	}
	say("delivery", facts...)
}
