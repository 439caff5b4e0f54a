package calendar

import "time"

// Office is when a workspace works: the hours between Opens and Closes, on the
// working days of its calendar, by the wall clock of its zone.
type Office struct {
	Calendar *Calendar
	Opens    TimeOfDay
	Closes   TimeOfDay
	Zone     *time.Location
}

// CloseAfter returns when the nth working day after d closes, and when d itself
// does for n = 0 or less.
func (o Office) CloseAfter(d Date, n int) time.Time {
	for range n {
		d = o.Calendar.Next(d)
	}
	return d.At(o.Closes, o.Zone)
}

// After returns the instant by which work of working time has gone by since at.
// Time outside the hours counts for nothing: it is as if at were the next
// opening. Where nobody works for two years, all time counts.
func (o Office) After(at time.Time, work time.Duration) time.Time {
	d := On(at, o.Zone)
	for range farthest {
		opens, closes := o.hours(d)
		if opens.Before(at) {
			opens = at
		}
		if left := closes.Sub(opens); left > 0 {
			if work <= left {
				return opens.Add(work)
			}
			work -= left
		}
		d = d.AddDays(1)
	}
	return at.Add(work)
}

// Worked returns how much working time lies between two instants, none when to
// is not after from.
func (o Office) Worked(from, to time.Time) (worked time.Duration) {
	for d := On(from, o.Zone); !d.After(On(to, o.Zone)); d = d.AddDays(1) {
		opens, closes := o.hours(d)
		if opens.Before(from) {
			opens = from
		}
		if closes.After(to) {
			closes = to
		}
		worked += max(0, closes.Sub(opens))
	}
	return worked
}

// WholeDays returns how many working days it takes for that much working time,
// rounded up, counted in days of the ordinary length.
func (o Office) WholeDays(work time.Duration) int {
	day := time.Duration(o.Closes.minutes()-o.Opens.minutes()) * time.Minute
	if day <= 0 {
		return 0
	}
	return int((work + day - 1) / day)
}

// hours returns when d opens and closes; at the same instant where nobody works.
func (o Office) hours(d Date) (opens, closes time.Time) {
	opens = d.At(o.Opens, o.Zone)
	if !o.Calendar.Works(d) {
		return opens, opens
	}
	return opens, d.At(o.Closes, o.Zone)
}

func (t TimeOfDay) minutes() int { return 60*t.Hour + t.Minute }
