package e2e

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/memory"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// rate is how many messages a second two pages and a workspace have to bear.
const rate = 20

// steadyFor is how long: a minute where the figures are wanted, less where one
// only wants to know that nothing has changed.
func steadyFor(t *testing.T) time.Duration {
	t.Helper()
	given := os.Getenv("TREVE_STEADY")
	if given == "" {
		return 5 * time.Second
	}
	length, err := time.ParseDuration(given)
	if err != nil {
		t.Fatalf("TREVE_STEADY: %v", err)
	}
	return length
}

// held is what a page holds on to.
type held struct {
	heap             float64 // bytes of JavaScript
	nodes, listeners int64
}

func (h held) String() string {
	return fmt.Sprintf("%.1f MB of JavaScript, %d nodes, %d listeners", h.heap/1e6, h.nodes, h.listeners)
}

// holds lets the page forget what it can, and measures the rest.
func (b *tab) holds() held {
	b.Helper()
	if _, err := chromedp.Call(b.ctx, heapprofiler.CollectGarbage, struct{}{}); err != nil {
		b.Fatal(err)
	}
	usage, err := chromedp.Call(b.ctx, runtime.GetHeapUsage, struct{}{})
	if err != nil {
		b.Fatal(err)
	}
	counters, err := chromedp.Call(b.ctx, memory.GetDOMCounters, struct{}{})
	if err != nil {
		b.Fatal(err)
	}
	return held{usage.UsedSize, counters.Nodes, counters.JsEventListeners}
}

// resident is the memory of the program, in MB.
func (d *demo) resident() float64 {
	d.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", d.pid))
	if err != nil {
		return 0 // another system: the pages are what matters
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	kilobytes, _ := strconv.ParseFloat(strings.Fields(after)[0], 64)
	return kilobytes / 1e3
}

// chats has people write, and now and then ask the bot, n times. Where paced, as
// many a second as people may.
func (d *demo) chats(from, n int, pace <-chan time.Time) {
	d.Helper()
	for i := from; i < from+n; i++ {
		if pace != nil {
			<-pace
		}
		text := fmt.Sprintf("message %d, pour @claire et *tous les autres*", i)
		if i%25 == 0 {
			text = "/sla email"
		}
		d.does("type", map[string]any{"user": []string{claire, julien}[i%2], "conversation": marketing, "text": text})
	}
	d.does("type", map[string]any{"user": julien, "conversation": marketing, "text": fmt.Sprintf("le dernier avant %d", from+n)})
}

// TestBrowserHoldsSteady keeps two windows open while people write without end:
// once a page holds all it keeps, it holds no more.
func TestBrowserHoldsSteady(t *testing.T) {
	d := startDemo(t)
	one := open(t, d.address+"/?user="+claire+"#"+marketing, desktop)
	two := one.another(d.address+"/?user="+julien+"#"+marketing, phone)
	one.alt("KeyI", "i") // the inspector keeps its own
	const full = 250     // more than a page keeps, of messages and of exchanges
	for range full {
		d.slack("auth.test", map[string]any{})
	}
	d.chats(1, full, nil)
	seen := func(last int) {
		for _, b := range []*tab{one, two} {
			b.sees(".message", fmt.Sprintf("le dernier avant %d", last))
		}
	}
	seen(1 + full)
	one.until("as many exchanges as are kept", `document.querySelectorAll(".exchange").length === 200`)
	before, resident := []held{one.holds(), two.holds()}, d.resident()

	length := steadyFor(t)
	pace := time.NewTicker(time.Second / rate)
	defer pace.Stop()
	n := int(length.Seconds() * rate)
	began := time.Now()
	d.chats(1+full, n, pace.C)
	seen(1 + full + n)
	t.Logf("%d messages in %s; the program: %.1f MB before, %.1f MB after", n, time.Since(began).Round(time.Second), resident, d.resident())
	for i, b := range []*tab{one, two} {
		after := b.holds()
		t.Logf("window %d: before %s; after %s", i+1, before[i], after)
		if after.heap > 1.3*before[i].heap+3e6 || after.nodes > before[i].nodes*5/4+2000 || after.listeners > before[i].listeners*5/4+500 {
			t.Errorf("window %d holds more and more: %s, then %s", i+1, before[i], after)
		}
		if drawn := eval[int](b, `document.querySelectorAll("[data-ts]").length`); drawn > 200 {
			t.Errorf("window %d draws %d messages; want no more than are kept", i+1, drawn)
		}
	}
}
