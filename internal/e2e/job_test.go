package e2e

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestBrowserMainJob does in the page what the product is for: record, take it
// back, and see the recap of the next working morning, once.
func TestBrowserMainJob(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		b.writes("/leads 12 email pme")
		b.sees(".message-ephemeral", "12 leads E-mail · PME")
		b.sees(".message-ephemeral", "Visible par vous seul")
		b.until("the answer in sight", inSight(".message-ephemeral"))
		b.scene("02-confirmation")

		b.click(".message-ephemeral button", "Annuler")
		b.sees(".message-ephemeral", "Annulé")
		b.until("no way to undo twice", `![...document.querySelectorAll(".message-ephemeral button")].some((e) => e.textContent === "Annuler")`)

		b.nextRecap(d)
		b.wholeScene("04-recap")
		b.scene("09-telephone-recap")
		posted := d.recaps()

		// Neither another look nor the evening of that day brings one more.
		b.do(chromedp.Reload())
		b.until("the recaps after a reload", fmt.Sprintf("%s === %d", recapsShown, len(posted)))
		b.jumps("tonight")
		b.sees(".clock-face", "18:3")
		if again := d.recaps(); !slices.Equal(again, posted) {
			b.Errorf("after the evening the recaps are %v; want %v", again, posted)
		}
	})
}

// inSight is true of an element that is wholly within the window.
func inSight(selector string) string {
	return `(() => { const r = document.querySelector(` + quoted(selector) + `).getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()`
}

const recapsShown = `[...document.querySelectorAll("article h3")].filter((e) => /Point SLA|Bilan SLA/.test(e.textContent)).length`

// nextRecap moves the clock from morning to morning until a recap is there:
// weekends and holidays have none.
func (b *tab) nextRecap(d *demo) {
	b.Helper()
	for range 7 {
		b.jumps("tomorrow")
		b.sees(".toast", "Nous sommes")
		if len(d.recaps()) > 0 {
			b.until("the recap in the page", recapsShown+" > 0")
			return
		}
	}
	b.Fatal("no recap in seven mornings")
}

// recaps lists the mornings a recap was posted on, ephemeral answers apart. Each
// must be nine on a working day, and no day may have two: a jump that begins
// before nine passes that morning's too.
func (d *demo) recaps() []string {
	d.Helper()
	var all struct {
		Messages []struct {
			TS, Text  string
			Ephemeral bool
		}
	}
	d.get("/local/messages?user="+claire+"&conversation="+marketing, &all)
	var days []string
	for _, m := range all.Messages {
		if m.Ephemeral || !strings.Contains(m.Text, " SLA,") {
			continue
		}
		at := civil(d.T, m.TS)
		if at.Hour() != 9 || at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
			d.Errorf("a recap bears the time %s; want nine on a working morning", at.Format("Monday 15:04"))
		}
		day := at.Format(time.DateOnly)
		if slices.Contains(days, day) {
			d.Errorf("two recaps were posted on %s", day)
		}
		days = append(days, day)
	}
	return days
}

// civil is the time in the workspace's zone that a message bears.
func civil(t *testing.T, ts string) time.Time {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	seconds, err := strconv.ParseInt(strings.SplitN(ts, ".", 2)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.Unix(seconds, 0).In(paris)
}
