package e2e

import (
	"fmt"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// What a person does at a page: look, press, type.

// waits looks again and again until something is true.
func (b *tab) waits(what string, happened func() bool) {
	b.Helper()
	deadline := time.Now().Add(patience)
	for !happened() {
		if time.Now().After(deadline) {
			b.Fatalf("never happened: %s", what)
		}
		time.Sleep(20 * time.Millisecond) // between two looks
	}
}

// until waits for a script to give true.
func (b *tab) until(what, script string) {
	b.Helper()
	b.waits(what, func() bool { return eval[bool](b, "Boolean("+script+")") })
}

// sees waits until the text of what a selector finds contains the words, with
// every space a plain one.
func (b *tab) sees(selector, words string) {
	b.Helper()
	b.until(fmt.Sprintf("%q in %s", words, selector), fmt.Sprintf(
		`[...document.querySelectorAll(%s)].some((e) => e.textContent.replace(/\s/g, " ").includes(%s))`, quoted(selector), quoted(words)))
}

// click presses the last visible element of a selector whose text is the words,
// or any element for no words, with a pointer where the element is: one that is
// covered or out of reach is none. A page that moves under the pointer just then
// is pressed again, and does not notice the first time.
func (b *tab) click(selector, words string) {
	b.Helper()
	name := "a " + selector + " " + words + " to press"
	find := fmt.Sprintf(`[...document.querySelectorAll(%s)].filter((e) => e.checkVisibility() && !e.disabled && %s).at(-1)`,
		quoted(selector), matches(words))
	b.until(name, find)
	b.waits(name+", within reach", func() bool {
		at := eval[spot](b, `(async () => { const e = `+find+`; if (!e) return {}; `+aim+` })()`)
		// What shows itself under a pointer only is there at the second look.
		b.do(chromedp.MouseEvent(chromedp.MouseMoved, at.X, at.Y))
		if !at.Hit {
			return false
		}
		b.do(chromedp.MouseClickXY(at.X, at.Y))
		return eval[bool](b, pressed)
	})
}

// spot is where an element can be pressed, and whether it would be it.
type spot struct {
	X, Y float64
	Hit  bool
}

// aim looks for the middle of the element e, which must be at rest, and has the
// page ignore a press of anything else.
const aim = `
	const middle = () => { const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; };
	const frame = () => new Promise((next) => requestAnimationFrame(next));
	const visible = ([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
	if (!window.aim) {
		const press = (event) => {
			if (!window.aim.hits) return;
			if (event.type === "pointerdown") window.aim.hit = window.aim.hits(event.target);
			if (window.aim.hit === false) { event.preventDefault(); event.stopImmediatePropagation(); }
		};
		window.aim = {};
		for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) addEventListener(type, press, true);
	}
	window.aim.hits = null;
	if (!visible(middle()) || !e.contains(document.elementFromPoint(...middle()))) e.scrollIntoView({ block: "center" });
	await frame();
	const before = middle();
	await frame();
	const [x, y] = middle();
	const there = document.elementFromPoint(x, y);
	const hits = (there) => Boolean(there) && (e.contains(there) || e === there.closest("label")?.control);
	Object.assign(window.aim, { hits, hit: null });
	return { X: x, Y: y, Hit: before[0] === x && before[1] === y && hits(there) };`

// pressed is whether the press hit what was aimed at; a page that went away with
// it was.
const pressed = `(() => { const hit = window.aim?.hit; if (window.aim) window.aim.hits = null; return hit !== false; })()`

func matches(words string) string {
	if words == "" {
		return "true"
	}
	return fmt.Sprintf("e.textContent.trim() === %s", quoted(words))
}

// types enters text where the focus is, as a keyboard does.
func (b *tab) types(text string) {
	b.Helper()
	b.do(chromedp.KeyEvent(text))
}

var keyCodes = map[string]int64{"Enter": 13, "Escape": 27, "Tab": 9, "ArrowUp": 38, "ArrowDown": 40}

// press strikes one key. The driver's own KeyEvent enters the character of a key
// even where the page has refused it, which no keyboard does.
func (b *tab) press(key string) {
	b.Helper()
	for _, kind := range []input.DispatchKeyEventType{"rawKeyDown", "keyUp"} {
		_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: kind, Key: key, Code: key, WindowsVirtualKeyCode: keyCodes[key], NativeVirtualKeyCode: keyCodes[key],
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// writes sends a line from the composer of the conversation.
func (b *tab) writes(text string) {
	b.Helper()
	b.until("the composer", `document.querySelector("#composer")`)
	eval[any](b, `document.querySelector("#composer").focus()`)
	b.types(text)
	b.press("Escape") // whatever is proposed: the line is sent as it stands
	b.press("Enter")
}
