package chaos

import (
	"testing"
	"time"
)

func TestBounds(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 11, 17, hour, 0, 0, 0, time.UTC) }
	on := func(day string, n int64, hour int) entry {
		return entry{cell: cell{day: day, stage: "lead", count: n}, typed: true, recorded: at(hour)}
	}
	entries := []entry{
		{cell: cell{day: "2026-11-02", stage: "lead", count: 100}}, // imported
		on("2026-11-16", 5, 8), on("2026-11-16", 7, 9), on("2026-11-16", -7, 10), // known, perhaps, perhaps taken back
		on("2026-11-16", 11, 23), on("2026-11-17", 13, 8), on("2026-10-31", 17, 8), // too late, of today, of another month
		{cell: cell{day: "2026-11-16", stage: "contacted", count: 19}, typed: true, recorded: at(8)},
	}
	if least, most := bounds("2026-11-17", entries, at(8), at(12)); least != 98 || most != 112 {
		t.Errorf("between %d and %d; want 98 and 112", least, most)
	}
	if least, most := bounds("2026-11-17", entries, at(12), at(12)); least != 105 || most != 105 {
		t.Errorf("between %d and %d; want 105", least, most)
	}
	if first, last := monthBefore("2026-12-01"); first != "2026-11-01" || last != "2026-11-30" {
		t.Errorf("the first of December counts %s to %s", first, last)
	}
}

func TestToldOf(t *testing.T) {
	notices := []string{
		"Le récap du mardi 17 novembre est parti pour <#C1>, mais Slack n'a pas confirmé",
		"Le récap du mardi 1er décembre est parti pour <#C3>, mais Slack n'a pas confirmé",
		"Le récap du lundi 16 novembre n'a pas pu être publié dans <#C2> : Slack le refuse",
	}
	for _, c := range []struct {
		name string
		receipt
		want bool
	}{
		{"of that day there", receipt{conversation: "C1", day: "2026-11-17", state: "unconfirmed"}, true},
		{"of another day", receipt{conversation: "C1", day: "2026-11-07", state: "unconfirmed"}, false},
		{"of the first of a month", receipt{conversation: "C3", day: "2026-12-01", state: "unconfirmed"}, true},
		{"of another place", receipt{conversation: "C2", day: "2026-11-17", state: "unconfirmed"}, false},
		{"refused before in that month", receipt{conversation: "C2", day: "2026-11-17", state: "blocked"}, true},
		{"refused elsewhere", receipt{conversation: "C1", day: "2026-11-16", state: "blocked"}, false},
	} {
		if got := toldOf(c.receipt, notices); got != c.want {
			t.Errorf("%s: told %t", c.name, got)
		}
	}
}

func TestKindOf(t *testing.T) {
	for rule, want := range map[string]string{
		"chat.postMessage:reset,stored,chance=0.5":     "Slack: call: reset, but done",
		"chat.update:429,retry_after=1,chance=0.3":     "Slack: call: 429 with Retry-After",
		"events_api:lose_ack,chance=0.15":              "Slack: delivery: lose_ack",
		"conversations.history:hide_metadata,chance=1": "Slack: call: hide_metadata",
	} {
		if got := kindOf(rule); got != want {
			t.Errorf("%s is counted as %q; want %q", rule, got, want)
		}
	}
}
