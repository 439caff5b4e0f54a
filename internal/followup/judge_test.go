package followup

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

type fataler interface{ Fatal(...any) }

// nineToSix judges November 2026 in France at the close of a day, by one promise
// for every channel.
func nineToSix(t fataler, asOf calendar.Date, promise sla.Promise) Terms {
	days, err := calendar.New(calendar.Rule{Country: "FR"})
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	office := calendar.Office{
		Calendar: days, Opens: calendar.TimeOfDay{Hour: 9}, Closes: calendar.TimeOfDay{Hour: 18}, Zone: zone,
	}
	return Terms{
		Office: office, Month: asOf.In(), AsOf: asOf, Now: office.CloseAfter(asOf, 0),
		Of:   func(ledger.ChannelID, calendar.Month) sla.Promise { return promise },
		Last: map[ledger.ChannelID]calendar.Date{1: asOf},
	}
}

func share(text string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(text))
}

// The recap to aim at: 132 leads up to Sunday 15, 90 % promised within a working
// day.
func TestTheRecapOfTheSixteenth(t *testing.T) {
	pieces, _ := Match(Inputs{
		Leads: []Batch{counted(2, 60), counted(4, 50), counted(9, 10), counted(13, 12)},
		Contacted: []Batch{
			counted(3, 60), counted(5, 41), // in time
			counted(10, 9), // late: of the 4th, due the 5th
			// 10 of the 9th wait, 12 of Friday have until Monday
		},
	})
	got := Judge(pieces, nineToSix(t, november(15), sla.Promise{Share: 90, Within: 1, Unit: sla.InDays})).Total
	want := Figures{
		Received: 132, InTime: 101, Late: 9, Overdue: 10, Within: 12, Waiting: 12, Oldest: november(9),
		Share: share("0.8416666666666667"), Promise: share("0.9"), Status: sla.AtRisk,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestJudge(t *testing.T) {
	promise := sla.Promise{Share: 90, Within: 1, Unit: sla.InDays}
	for _, c := range []struct {
		name string
		in   Inputs
		asOf int
		last int
		want Figures
	}{
		{
			name: "nothing has come in", asOf: 16,
			want: Figures{Status: sla.NoCommitment},
		},
		{
			name: "still within time", asOf: 13, last: 13,
			in:   Inputs{Leads: []Batch{counted(13, 20)}, Contacted: []Batch{counted(13, 5)}},
			want: Figures{Received: 20, Within: 20, Waiting: 15, Promise: share("0.9"), Status: sla.TooEarly},
		},
		{
			name: "kept", asOf: 16, last: 16,
			in:   Inputs{Leads: []Batch{counted(12, 10)}, Contacted: []Batch{counted(13, 9), counted(16, 1)}},
			want: Figures{Received: 10, InTime: 9, Late: 1, Share: share("0.9"), Promise: share("0.9"), Status: sla.OnTrack},
		},
		{
			name: "ten points short is still at risk", asOf: 16, last: 16,
			in:   Inputs{Leads: []Batch{counted(12, 10)}, Contacted: []Batch{counted(13, 8), counted(16, 2)}},
			want: Figures{Received: 10, InTime: 8, Late: 2, Share: share("0.8"), Promise: share("0.9"), Status: sla.AtRisk},
		},
		{
			name: "more is off track", asOf: 16, last: 16,
			in:   Inputs{Leads: []Batch{counted(12, 10)}, Contacted: []Batch{counted(13, 7), counted(16, 3)}},
			want: Figures{Received: 10, InTime: 7, Late: 3, Share: share("0.7"), Promise: share("0.9"), Status: sla.OffTrack},
		},
		{
			name: "nobody has said a word for three working days", asOf: 18, last: 13,
			in: Inputs{Leads: []Batch{counted(12, 20)}, Contacted: []Batch{counted(13, 10)}},
			want: Figures{
				Received: 20, InTime: 10, Overdue: 10, Oldest: november(12),
				Share: share("0.5"), Promise: share("0.9"), Status: sla.NotReported,
			},
		},
		{
			name: "contested leads leave the clock", asOf: 16, last: 16,
			in: Inputs{
				Leads: []Batch{counted(12, 12)}, Contacted: []Batch{counted(13, 9)}, Contested: []Batch{counted(13, 2)},
			},
			want: Figures{
				Received: 10, InTime: 9, Overdue: 1, Contested: 2, Oldest: november(12),
				Share: share("0.9"), Promise: share("0.9"), Status: sla.OnTrack,
			},
		},
		{
			name: "October's leads are October's, and wait all the same", asOf: 16, last: 16,
			in: Inputs{Leads: []Batch{
				{Segment: inbound, Day: calendar.NewDate(2026, time.October, 29), Count: 3}, counted(12, 2),
			}, Contacted: []Batch{counted(2, 1)}},
			want: Figures{
				Received: 2, Overdue: 2, Earlier: 2, Oldest: calendar.NewDate(2026, time.October, 29),
				Share: share("0"), Promise: share("0.9"), Status: sla.TooEarly,
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			pieces, _ := Match(c.in)
			terms := nineToSix(t, november(c.asOf), promise)
			terms.Last = map[ledger.ChannelID]calendar.Date{}
			if c.last > 0 {
				terms.Last[1] = november(c.last)
			}
			if diff := cmp.Diff(c.want, Judge(pieces, terms).Total); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAMonthThatIsOver(t *testing.T) {
	promise := sla.Promise{Share: 50, Within: 1, Unit: sla.InDays}
	leads := Inputs{Leads: []Batch{counted(2, 2), counted(27, 2)}}
	for _, c := range []struct {
		name      string
		contacted []Batch
		want      sla.Status
	}{
		{"kept", []Batch{counted(3, 2)}, sla.Reached},
		{"missed", []Batch{counted(3, 1)}, sla.Missed},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := leads
			in.Contacted = c.contacted
			pieces, _ := Match(in)
			terms := nineToSix(t, november(30), promise)
			if got := Judge(pieces, terms).Total.Status; got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
		})
	}
}

func TestRealClocks(t *testing.T) {
	terms := nineToSix(t, november(17), sla.Promise{Share: 90, Within: 4, Unit: sla.InHours})
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.November, day, hour, minute, 0, 0, terms.Office.Zone)
	}
	lead := func(ref string, day, hour, minute int) Batch {
		b := named(day, ref)
		b.At = at(day, hour, minute)
		return b
	}
	pieces, _ := Match(Inputs{
		Leads:     []Batch{lead("a", 13, 17, 30), lead("b", 13, 17, 30), lead("c", 16, 10, 0), named(16, "d")},
		Contacted: []Batch{lead("a", 16, 12, 30), lead("b", 16, 12, 31), lead("c", 16, 11, 0), named(17, "d")},
	})
	got := Judge(pieces, terms).Total
	want := Figures{
		Received: 4, InTime: 3, Late: 1, Share: share("0.75"), Promise: share("0.9"),
		Median: 4 * time.Hour, P90: 4*time.Hour + time.Minute, Timed: 3, Status: sla.TooEarly,
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}
