package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// screen is a window people look through.
type screen struct {
	name          string
	width, height int64
	phone         bool
}

var (
	desktop = screen{name: "desktop", width: 1360, height: 860}
	phone   = screen{name: "phone", width: 390, height: 844, phone: true}
)

// onEachScreen tries something at a desk and on a phone, each with a
// demonstration of its own, as Claire in #marketing.
func onEachScreen(t *testing.T, try func(d *demo, b *tab)) {
	for _, s := range []screen{desktop, phone} {
		t.Run(s.name, func(t *testing.T) {
			d := startDemo(t)
			b := open(t, d.address+"/?user="+claire+"#"+marketing, s)
			b.sees(".pane-title", "marketing")
			try(d, b)
			b.fits()
		})
	}
}

// emulate makes the tab such a window.
func (b *tab) emulate(s screen) {
	b.Helper()
	if s.phone {
		b.do(chromedp.EmulateViewport(s.width, s.height, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait))
		return
	}
	b.do(chromedp.EmulateViewport(s.width, s.height))
}

// reloads loads the page anew, and waits for its conversation.
func (b *tab) reloads() {
	b.Helper()
	b.do(chromedp.Reload())
	b.sees(".pane-title", "marketing")
}

// goes opens a conversation from the list, which a phone shows in a drawer.
func (b *tab) goes(selector string) {
	b.Helper()
	if b.phone {
		b.click("#drawer-button", "")
	}
	b.click("#sidebar "+selector, "")
	if b.phone {
		b.until("the list out of the way", `document.querySelector("#sidebar").inert`)
	}
}

// toApp opens the conversation with the bot.
func (b *tab) toApp() {
	b.Helper()
	b.goes(`.entry[data-kind="app"]`)
	b.sees(".pane-title", "Trêve")
}

// jumps moves the clock to one of the places its buttons name.
func (b *tab) jumps(place string) {
	b.Helper()
	if b.phone {
		b.click("#clock-now", "")
	}
	b.click(`[data-jump="`+place+`"]`, "")
	b.until("the clock at rest", atRest)
}

const atRest = `document.querySelector(".clock").getAttribute("aria-busy") === "false"`

// fits checks that nothing sticks out to the side, and that the page itself does
// not scroll.
func (b *tab) fits() {
	b.Helper()
	if more := eval[int](b, "document.documentElement.scrollHeight - innerHeight"); more > 0 {
		b.Errorf("the page is %d pixels higher than the window", more)
	}
	wide := eval[[]string](b, `[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility({ visibilityProperty: true })
		&& !e.closest(".table-frame, .preview, .carousel, .tour, .unseen, .skip, #sidebar") && e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.tagName + "." + e.className)`)
	if len(wide) > 0 {
		b.Errorf("wider than the window: %s", strings.Join(wide, ", "))
	}
}
