package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestBrowserMainJob does in the page what the product is for: record, take it
// back, and see the recap of the next working morning, once.
func TestBrowserMainJob(t *testing.T) {
	d := startDemo(t)
	b := open(t, d.address, 1360, 860)
	b.sees(".pane-title", "marketing")
	b.sees(".empty", "Tapez")
	b.scene("01-accueil")

	b.writes("/leads 12 email pme")
	b.sees(".message-ephemeral", "12 leads E-mail · PME")
	b.sees(".message-ephemeral", "Visible par vous seul")
	b.scene("02-confirmation")

	b.click(".message-ephemeral button", "Annuler")
	b.sees(".message-ephemeral", "Annulé")
	b.until("no way to undo twice", `![...document.querySelectorAll(".message-ephemeral button")].some((e) => e.textContent === "Annuler")`)
	b.scene("03-annulation")

	b.nextRecap()
	b.scene("04-recap")
	b.onlyRecap(d)

	// Neither another look nor the evening of that day brings a second one.
	b.do(chromedp.Reload())
	b.until("the recap after a reload", recapsShown+" === 1")
	b.click(`[data-jump="tonight"]`, "")
	b.sees(".clock-face", "18:3")
	b.until("the clock at rest", atRest)
	b.onlyRecap(d)
}

const (
	recapsShown = `[...document.querySelectorAll("article h3")].filter((e) => /Point SLA|Bilan SLA/.test(e.textContent)).length`
	atRest      = `document.querySelector(".clock").getAttribute("aria-busy") === "false"`
)

// nextRecap moves the clock from morning to morning until a recap is there:
// weekends and holidays have none.
func (b *tab) nextRecap() {
	b.Helper()
	for range 7 {
		before := eval[string](b, `document.querySelector(".clock-day").textContent`)
		b.click(`[data-jump="tomorrow"]`, "")
		b.until("another day", `document.querySelector(".clock-day").textContent !== `+quoted(before)+` && `+atRest)
		b.sees(".toast", "Nous sommes")
		if eval[bool](b, recapsShown+" > 0") {
			return
		}
	}
	b.Fatal("no recap in seven mornings")
}

// onlyRecap asks the workspace itself, ephemeral answers apart: one recap was
// posted, at nine on a working day.
func (b *tab) onlyRecap(d *demo) {
	b.Helper()
	var all struct {
		Messages []struct {
			TS, Text  string
			Ephemeral bool
		}
	}
	d.get("/local/messages?user="+claire+"&conversation="+marketing, &all)
	recaps := 0
	for _, m := range all.Messages {
		if m.Ephemeral || !strings.Contains(m.Text, "SLA") {
			continue
		}
		recaps++
		if at := civil(b.T, m.TS); at.Hour() != 9 || at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
			b.Errorf("the recap bears the time %s; want nine on a working morning", at.Format("Monday 15:04"))
		}
	}
	if recaps != 1 {
		b.Errorf("%d recaps were posted; want 1", recaps)
	}
}

func civil(t *testing.T, ts string) time.Time {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	seconds, err := time.ParseDuration(strings.SplitN(ts, ".", 2)[0] + "s")
	if err != nil {
		t.Fatal(err)
	}
	return time.Unix(int64(seconds/time.Second), 0).In(paris)
}
