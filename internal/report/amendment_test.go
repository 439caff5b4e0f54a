package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestAmendments(t *testing.T) {
	s, other := ledger.Segment{Channel: 1, Persona: 1}, ledger.Segment{Channel: 2, Persona: 1}
	goal := func(id ledger.Segment, old, at string) sla.Change {
		return sla.Change{What: sla.GoalChanged, Segment: id, Old: old, New: "50", At: instant(t, at)}
	}
	for _, c := range []struct {
		name    string
		changes []sla.Change
		want    int
	}{
		{"none", nil, 0},
		{"before the month", []sla.Change{goal(s, "", "2026-10-28T10:00:00Z")}, 0},
		{"on the third working day", []sla.Change{goal(s, "40", "2026-11-04T22:59:00Z")}, 0},
		{"a plan begun in time and changed in time", []sla.Change{
			goal(s, "", "2026-11-02T10:00:00Z"), goal(other, "", "2026-11-02T10:00:00Z"), goal(s, "50", "2026-11-03T10:00:00Z"),
		}, 0},
		{"after it, by the workspace's clock", []sla.Change{goal(s, "40", "2026-11-04T23:00:00Z")}, 1},
		{"a channel added to a plan carried over", []sla.Change{goal(other, "", "2026-11-16T10:00:00Z")}, 1},
		{"a goal said again", []sla.Change{goal(s, "50", "2026-11-16T10:00:00Z")}, 0},
		{"another revenue target", []sla.Change{{What: sla.TargetChanged, Old: "1", New: "2", At: instant(t, "2026-11-16T10:00:00Z")}}, 0},
		{"another definition", []sla.Change{{What: sla.DefinitionChanged, New: "x", At: instant(t, "2026-11-16T10:00:00Z")}}, 1},
		{"a plan begun late", []sla.Change{goal(s, "", "2026-11-16T10:00:00Z"), goal(other, "", "2026-11-16T10:00:00Z")}, 0},
		{"a plan begun late and changed later", []sla.Change{
			goal(s, "", "2026-11-16T10:00:00Z"), goal(other, "", "2026-11-16T10:00:00Z"), goal(s, "60", "2026-11-17T10:00:00Z"),
		}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Report{Month: november2026, Changes: c.changes}
			for _, id := range []ledger.Segment{s, other} {
				r.Channels = append(r.Channels, Channel{
					Channel:  ledger.Channel{ID: id.Channel},
					Segments: []Segment{{Persona: ledger.Persona{ID: id.Persona}, Figures: sla.Figures{CommitmentLeads: 50}}},
				})
			}
			if got := r.Amendments(france(t), paris(t), time.Time{}); len(got) != c.want {
				t.Errorf("%d amendments; want %d", len(got), c.want)
			}
		})
	}
}

// Once both sides have signed, whatever changes amends what they signed; a
// signature that comes late excuses nothing.
func TestTheSignatureSettlesThePlan(t *testing.T) {
	id := ledger.Segment{Channel: 1, Persona: 1}
	r := Report{Month: november2026, Channels: []Channel{{
		Channel:  ledger.Channel{ID: 1},
		Segments: []Segment{{Persona: ledger.Persona{ID: 1}, Figures: sla.Figures{CommitmentLeads: 50}}},
	}}}
	for _, c := range []struct {
		name, signed, changed string
		want                  int
	}{
		{"changed before it", "2026-11-02T15:00:00Z", "2026-11-02T14:00:00Z", 0},
		{"changed as it was signed", "2026-11-02T15:00:00Z", "2026-11-02T15:00:00Z", 0},
		{"changed after it, the same day", "2026-11-02T15:00:00Z", "2026-11-02T15:00:01Z", 1},
		{"changed before the month, after it", "2026-10-28T15:00:00Z", "2026-10-29T10:00:00Z", 1},
		{"changed late, then signed", "2026-11-09T15:00:00Z", "2026-11-06T10:00:00Z", 1},
		{"signed late, then changed", "2026-11-09T15:00:00Z", "2026-11-10T10:00:00Z", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r.Changes = []sla.Change{{What: sla.GoalChanged, Segment: id, Old: "40", New: "50", At: instant(t, c.changed)}}
			if got := r.Amendments(france(t), paris(t), instant(t, c.signed)); len(got) != c.want {
				t.Errorf("%d amendments; want %d", len(got), c.want)
			}
		})
	}
}

func TestClosuresAmend(t *testing.T) {
	closed := func(at, first, last string) calendar.Exception {
		return calendar.Exception{First: day(t, first), Last: day(t, last), Label: "inventaire", By: "U1", DeclaredAt: instant(t, at)}
	}
	change := func(what, at, days string) sla.Change {
		return sla.Change{What: what, New: days, Author: "U1", Reason: "inventaire", At: instant(t, at)}
	}
	opened := closed("2026-11-05T10:00:00Z", "2026-11-11", "2026-11-11")
	opened.Working = true
	goal := sla.Change{
		What: sla.GoalChanged, Segment: ledger.Segment{Channel: 1, Persona: 1}, Old: "40", New: "50",
		Author: "U2", At: instant(t, "2026-11-10T10:00:00Z"),
	}
	for _, c := range []struct {
		name       string
		exceptions []calendar.Exception
		changes    []sla.Change
		want       []sla.Change
	}{
		{"known before the month", []calendar.Exception{closed("2026-10-20T10:00:00Z", "2026-11-24", "2026-11-26")}, nil, nil},
		{"on the third working day", []calendar.Exception{closed("2026-11-04T22:59:00Z", "2026-11-24", "2026-11-26")}, nil, nil},
		{
			"after it, by the workspace's clock",
			[]calendar.Exception{closed("2026-11-04T23:00:00Z", "2026-11-24", "2026-11-26")},
			nil,
			[]sla.Change{change(sla.DaysClosed, "2026-11-04T23:00:00Z", "2026-11-24/2026-11-26")},
		},
		{
			"a holiday declared worked",
			[]calendar.Exception{opened},
			nil,
			[]sla.Change{change(sla.DaysOpened, "2026-11-05T10:00:00Z", "2026-11-11/2026-11-11")},
		},
		{
			"a closure of the first days does not put off the month's settling",
			[]calendar.Exception{
				closed("2026-11-06T10:00:00Z", "2026-11-02", "2026-11-05"),
			},
			nil,
			[]sla.Change{change(sla.DaysClosed, "2026-11-06T10:00:00Z", "2026-11-02/2026-11-05")},
		},
		{"a closure known in time does", []calendar.Exception{
			closed("2026-10-20T10:00:00Z", "2026-11-02", "2026-11-06"), closed("2026-11-12T10:00:00Z", "2026-11-24", "2026-11-26"),
		}, nil, nil},
		{"of December", []calendar.Exception{closed("2026-11-12T10:00:00Z", "2026-12-24", "2026-12-31")}, nil, nil},
		{
			"into December",
			[]calendar.Exception{closed("2026-11-12T10:00:00Z", "2026-11-30", "2026-12-04")},
			nil,
			[]sla.Change{change(sla.DaysClosed, "2026-11-12T10:00:00Z", "2026-11-30/2026-12-04")},
		},
		{"a weekend", []calendar.Exception{closed("2026-11-12T10:00:00Z", "2026-11-21", "2026-11-22")}, nil, nil},
		{
			"among the changes of the plan",
			[]calendar.Exception{
				closed("2026-11-09T10:00:00Z", "2026-11-24", "2026-11-24"), closed("2026-11-11T10:00:00Z", "2026-11-25", "2026-11-25"),
			},
			[]sla.Change{goal},
			[]sla.Change{
				change(sla.DaysClosed, "2026-11-09T10:00:00Z", "2026-11-24/2026-11-24"), goal,
				change(sla.DaysClosed, "2026-11-11T10:00:00Z", "2026-11-25/2026-11-25"),
			},
		},
		{
			"a change of the plan, before a closure puts off the third working day",
			[]calendar.Exception{
				closed("2026-11-12T10:00:00Z", "2026-11-02", "2026-11-10"),
			},
			[]sla.Change{goal},
			[]sla.Change{goal, change(sla.DaysClosed, "2026-11-12T10:00:00Z", "2026-11-02/2026-11-10")},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Report{Month: november2026, Changes: c.changes}
			if diff := cmp.Diff(c.want, r.Amendments(france(t, c.exceptions...), paris(t), time.Time{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
