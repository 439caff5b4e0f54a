package recap

import (
	"slices"
	"testing"
)

func TestOutcome(t *testing.T) {
	for want, posts := range map[Outcome][]Post{
		"":          {{State: Due}, {State: Claimed}, {State: Sending}, {State: Posted, Version: 1, Editing: true}},
		OnTime:      {{State: Posted, Version: 1}},
		Late:        {{State: Posted, Version: 1, Late: true}},
		Edited:      {{State: Posted, Version: 2, Late: true}, {State: Posted, Version: 1, Ended: Final}},
		EditRefused: {{State: Posted, Version: 2, Ended: "cant_update_message"}},
		"missed":    {{State: Missed}}, "skipped": {{State: Skipped}}, "blocked": {{State: Blocked}}, "unconfirmed": {{State: Unconfirmed}},
	} {
		for _, p := range posts {
			if got := p.Outcome(); got != want {
				t.Errorf("%+v: %q; want %q", p, got, want)
			}
		}
		if want != "" && !slices.Contains(Outcomes, want) {
			t.Errorf("%q is not listed", want)
		}
	}
}

func TestFamily(t *testing.T) {
	for kind, want := range map[Kind]string{
		Daily: "daily", Closing: "closing", Daily.Part(2): "thread", Closing.Line(3): "correction",
		Alert(12): "alert", Letter("rates-reminder"): "rates", Letter("gone-U123"): "gone", Letter("nudge"): "nudge",
	} {
		if got := kind.Family(); got != want {
			t.Errorf("%s is of the family %q; want %q", kind, got, want)
		}
	}
}
