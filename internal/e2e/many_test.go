package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestBrowserManyTabs opens more tabs than a browser has connections, each as
// somebody else: each of them shows its person's page, and the first what it has
// missed when one comes back to it.
func TestBrowserManyTabs(t *testing.T) {
	d := startDemo(t)
	first := open(t, d.address+"/?user="+claire+"#"+ventes, desktop)
	first.sees(".me", "Claire Morel")
	people := []struct{ id, name string }{
		{julien, "Julien Bernard"},
		{"U0MARC00001", "Marc Dubois"},
		{"U0EMMA00001", "Emma Clarke"},
		{"U0TOM000001", "Tom Weber"},
		{julien, "Julien Bernard"},
		{"U0MARC00001", "Marc Dubois"},
		{"U0EMMA00001", "Emma Clarke"},
	}
	for _, p := range people {
		tab := window(t, first.ctx, d.address+"/?user="+p.id+"#"+ventes, desktop, chromedp.WithNewWindow(false))
		tab.sees(".me", p.name)
		tab.writes("bonjour de " + p.name)
		tab.sees(".message", "bonjour de "+p.name)
	}
	if _, err := chromedp.Call(first.ctx, page.BringToFront, struct{}{}); err != nil {
		t.Fatal(err)
	}
	first.sees(".message", "bonjour de Emma Clarke")
}
