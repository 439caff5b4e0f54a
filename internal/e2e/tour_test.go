package e2e

import "testing"

// ticked waits for a step of the tour to be done.
func (b *tab) ticked(step string) {
	b.Helper()
	b.until("done: "+step, `document.querySelector('.try-done[data-try="`+step+`"]')`)
}

// steps presses one of the things to try.
func (b *tab) steps(step string) {
	b.Helper()
	b.click(`[data-try="`+step+`"]`, "")
}

// proposed waits for a line in the composer, ready to be sent.
func (b *tab) proposed(line string) {
	b.Helper()
	b.until(line+", ready to send", `document.activeElement.id === "composer" && document.activeElement.value === `+quoted(line))
}

// TestBrowserTour follows the tour from end to end: each step is ticked when the
// bot has done it, and not before.
func TestBrowserTour(t *testing.T) {
	onEachScreen(t, func(_ *demo, b *tab) {
		b.writes("/leads 12 emial pme")
		b.sees(".message-ephemeral", "Vouliez-vous dire")
		b.until("nothing done yet", `!document.querySelector(".try-done")`)

		b.steps("tryRecord")
		b.proposed("/leads 12 email pme")
		b.press("Enter")
		b.ticked("tryRecord")
		b.steps("tryUndo")
		b.until("the button pointed at", `document.activeElement.textContent === "Annuler"`)
		b.types("\r")
		b.ticked("tryUndo")
		b.steps("tryAsk")
		b.proposed("email ?")
		b.press("Enter")
		b.sees("article table", "PME")
		b.ticked("tryAsk")
		b.steps("tryClock")
		b.until("the morning pointed at", `document.activeElement.dataset.jump === "tomorrow"`)
		b.click(`[data-jump="tomorrow"]`, "")
		b.ticked("tryClock")
		b.steps("tryLate")
		b.proposed("/leads set 10 email pme hier")
		b.press("Enter")
		b.sees(".message-ephemeral", "total fixé à 10")
		b.ticked("tryLate")
		b.until("the whole tour", `document.querySelectorAll(".try-done").length === 5`)
		b.reloads()
		b.until("the whole tour after a reload", `document.querySelectorAll(".try-done").length === 5`)
	})
}

// TestBrowserTourCloses closes the tour, finds it closed after a reload, and
// brings it back, in the other language too.
func TestBrowserTourCloses(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		b.click(".tour-head button", "")
		b.until("no tour", `document.querySelector("#tour").hidden`)
		b.reloads()
		b.until("still no tour", `document.querySelector("#tour").hidden`)
		b.click("#tour-button", "")
		b.until("the tour", `!document.querySelector("#tour").hidden`)

		b.click(".languages [lang=en]", "")
		b.sees(".try", "Correct an entry of yesterday")
		b.until("the page in English", `document.documentElement.lang === "en" && document.querySelector("#composer").placeholder.startsWith("Write in")`)
		b.fits()
		b.steps("tryLate")
		b.proposed("/leads set 10 email smb yesterday")
		b.press("Enter")
		b.sees(".message-ephemeral", "total")
		b.ticked("tryLate")
		b.reloads()
		b.until("still in English", `document.documentElement.lang === "en"`)
	})
}
