package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// clock is what the server says of it.
func (d *demo) clock() (state struct {
	Now      string
	Running  bool
	Sequence int64
},
) {
	d.Helper()
	d.get("/local/clock", &state)
	return state
}

// runs starts the fast clock from the bar, or from its panel.
func (b *tab) runs() {
	b.Helper()
	if b.phone {
		b.click("#clock-now", "")
	}
	b.click("#clock-run", "")
	b.sees(".clock-busy", "Une heure par seconde")
}

// TestBrowserRun lets time fly and stops it: by the button, from another window,
// and by closing the window that asked.
func TestBrowserRun(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		before := d.clock()
		b.runs()
		b.scene("07-horloge")
		b.until("the jumps switched off", `document.querySelector('[data-jump="monday"]').disabled`)
		d.until("an hour gone by", func() bool { return d.clock().Sequence >= before.Sequence+4 })
		b.click("#clock-halt", "")
		b.sees(".toast", "Nous sommes")
		b.until("the clock at rest", atRest)
		if d.clock().Running {
			b.Error("the clock still runs")
		}

		other := b.another(d.address+"/?user="+julien, b.screen)
		b.runs()
		other.sees(".clock-busy", "Une heure par seconde")
		other.click("#clock-halt", "")
		b.until("the clock at rest", atRest)

		other.runs()
		other.do(chromedp.Navigate("about:blank"))
		d.until("the end of the run", func() bool { return !d.clock().Running })
	})
}

// TestBrowserJump goes to a date of one's own, and never back.
func TestBrowserJump(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		b.click("#clock-now", "")
		b.fill("#clock-to", "2020-01-01T09:00")
		b.click(".clock-free [type=submit]", "")
		b.sees(".toast-bad", "L’heure ne peut qu’avancer")
		day := eval[string](b, `new Date(Date.now() + 3 * 86400000).toISOString().slice(0, 10)`)
		b.fill("#clock-to", day+"T10:30")
		b.click(".clock-free [type=submit]", "")
		b.sees(".clock-face", "10:30")
		b.until("the clock at rest", atRest)
		if now := d.clock().Now; now[:10] != day {
			b.Errorf("it is %s; want %s", now, day)
		}
		b.jumps("nextMonth")
		b.sees(".clock-face", "09:00")
		if now := d.clock().Now; now[8:10] != "01" {
			b.Errorf("it is %s; want the first of a month", now)
		}
	})
}
