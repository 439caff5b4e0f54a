package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDateScan(t *testing.T) {
	want := NewDate(2026, 11, 16)
	for _, src := range []any{"2026-11-16", []byte("2026-11-16"), time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)} {
		var got Date
		if err := got.Scan(src); err != nil || got != want {
			t.Errorf("scan %T: %s, %v", src, got, err)
		}
	}
	got := want
	if err := got.Scan(nil); err != nil || !got.IsZero() {
		t.Errorf("scan nil: %s, %v", got, err)
	}
	if err := got.Scan(3.5); err == nil {
		t.Error("a float was read as a day")
	}
}

func TestDaysRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := NewDate(1970, 1, rapid.IntRange(1, 60_000).Draw(t, "day"))
		n := rapid.IntRange(-4000, 4000).Draw(t, "n")
		if got := d.DaysUntil(d.AddDays(n)); got != n {
			t.Fatalf("%d days after %s is %d days later", n, d, got)
		}
		type page struct {
			Day   Date
			None  Date
			Month Month
			At    TimeOfDay
		}
		in := page{Day: d, Month: d.In(), At: TimeOfDay{9, 30}}
		text, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var out page
		if err := json.Unmarshal(text, &out); err != nil || in != out {
			t.Fatalf("%s came back as %+v, %v", text, out, err)
		}
	})
}

func TestOnAndAt(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2026, 11, 15, 23, 30, 0, 0, time.UTC)
	if got := On(late, paris).String(); got != "2026-11-16" {
		t.Errorf("half past midnight in Paris is on %s", got)
	}
	at := NewDate(2026, 3, 29).At(TimeOfDay{Hour: 9}, paris)
	if got := at.UTC().Format("15:04"); got != "07:00" {
		t.Errorf("nine on the day of summer time is %s UTC", got)
	}
}

func TestMonth(t *testing.T) {
	m := Month{2026, time.December}
	if got := m.Add(2).String(); got != "2027-02" {
		t.Errorf("two months later is %s", got)
	}
	if got := m.Last().String(); got != "2026-12-31" {
		t.Errorf("the last day is %s", got)
	}
	if _, err := ParseMonth("2026-13"); err == nil {
		t.Error("a thirteenth month was read")
	}
}
