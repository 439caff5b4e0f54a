package report

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

func recapCut(t testing.TB, since, asOf string) Cut {
	cut := ClosedCut(day(t, asOf))
	cut.Since = day(t, since)
	return cut
}

func TestCourseOfMay2026(t *testing.T) {
	b, s := email(t)
	b.record(t, "2026-05-02", s, ledger.Lead, 3) // a Saturday
	b.record(t, "2026-05-05", s, ledger.Lead, 2)
	b.record(t, "2026-05-20", s, ledger.Lead, 9) // after the cut-off
	b.record(t, "2026-05-05", s, ledger.Won, 1)
	r := mustGather(t, b, recapCut(t, "2026-05-07", "2026-05-08"))
	if len(r.Course) != 31 {
		t.Fatalf("%d days", len(r.Course))
	}
	for _, c := range []struct {
		day        int
		off        bool
		value, due string
	}{
		{1, true, "0", "0"}, // Labour Day
		{2, true, "300", "0"},
		{4, false, "300", "200"},
		{5, false, "500", "400"},
		{7, false, "500", "800"},
		{8, true, "500", "800"}, // Victory Day, where the recap stops
		{20, false, "500", "2200"},
		{25, true, "500", "2600"}, // Whit Monday
		{31, true, "500", "3400"},
	} {
		got := r.Course[c.day-1]
		if got.Day.Day != c.day || got.Off != c.off || got.Value.String() != c.value || got.Due.String() != c.due {
			t.Errorf("%+v; want %+v", got, c)
		}
	}
	if mustGather(t, b, ClosedCut(day(t, "2026-05-08"))).Course != nil {
		t.Error("an answer in a conversation follows the month day by day")
	}
}

func TestCourseOfAMonthThatIsOver(t *testing.T) {
	b, s := email(t)
	b.record(t, "2026-05-05", s, ledger.Lead, 4)
	b.record(t, "2026-05-31", s, ledger.Lead, 7)
	b.entries[1].Monthly = true // imported without its days
	r := mustGather(t, b, recapCut(t, "2026-05-29", "2026-05-31"))
	if before, end := r.Course[29], r.Course[30]; before.Value.String() != "400" || !end.Value.Equal(r.Total.Value) || end.Value.String() != "1100" {
		t.Errorf("%s on the 30th, %s at the end, %s in total", before.Value, end.Value, r.Total.Value)
	}
}

func TestCourseByCalendarDays(t *testing.T) {
	b, _ := email(t)
	b.settings.CalendarDays = true
	r := mustGather(t, b, recapCut(t, "2026-05-09", "2026-05-10"))
	for i, c := range r.Course {
		if c.Off || !c.Due.Round(6).Equal(decimal.NewFromInt(3400*int64(i+1)).DivRound(decimal.NewFromInt(31), 6)) {
			t.Errorf("%+v", c)
		}
	}
}

// The course meets the figures everybody reads, wherever they are stated.
func TestCourseMeetsTheFigures(t *testing.T) {
	tiny := decimal.New(1, -9)
	rapid.Check(t, func(rt *rapid.T) {
		b := months(rt, t)
		last := day(t, "2026-11-01").AddDays(rapid.IntRange(-1, 35).Draw(rt, "as of"))
		cut := ClosedCut(last)
		cut.Since = calendar.Later(cut.Month.First(), last.AddDays(-3))
		r := mustGather(t, b, cut)
		end := r.Course[len(r.Course)-1]
		if !end.Value.Equal(r.Total.Value) || end.Due.Sub(r.Total.Commitment).Abs().GreaterThan(tiny) {
			rt.Fatalf("ends at %s of %s; want %s of %s", end.Value, end.Due, r.Total.Value, r.Total.Commitment)
		}
		at := r.Course[cut.AsOf.Day-1]
		if !at.Value.Equal(r.Total.Value) || at.Due.Sub(r.Total.Due).Abs().GreaterThan(tiny) {
			rt.Fatalf("at the cut-off %s, %s due; want %s, %s", at.Value, at.Due, r.Total.Value, r.Total.Due)
		}
		for i := 1; i < len(r.Course); i++ {
			if was, is := r.Course[i-1], r.Course[i]; is.Due.LessThan(was.Due) || was.Day.AddDays(1) != is.Day {
				rt.Fatalf("%+v after %+v", is, was)
			}
		}
	})
}

func TestDatesOfItsOwnInTheCourse(t *testing.T) {
	b, whole := email(t)
	show := ledger.Segment{Channel: b.channel("Salon", ledger.Occasional), Persona: whole.Persona}
	b.promise(november2026, whole, 20, "0.05", 2000)
	b.promise(november2026, show, 8, "0.05", 2000)
	b.plans[november2026].Spans[show.Channel] = sla.Span{First: day(t, "2026-11-24"), Last: day(t, "2026-11-27")}
	r := mustGather(t, b, recapCut(t, "2026-11-13", "2026-11-15"))
	for d, due := range map[int]string{20: "1400", 25: "2100", 27: "2700", 30: "2800"} {
		if got := r.Course[d-1].Due.String(); got != due {
			t.Errorf("due on the %d: %s; want %s", d, got, due)
		}
	}
}
