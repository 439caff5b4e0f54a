package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// spoken are the roles that a screen reader names, and people act on.
var spoken = []string{
	"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "tab", "menuitem", "menuitemradio",
	"dialog", "log", "navigation", "region", "complementary", "image", "radiogroup", "listbox", "table",
}

// nameless lists what the browser would have no name for, if it were read out.
func (b *tab) nameless() []string {
	b.Helper()
	tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		b.Fatal(err)
	}
	var found []string
	for _, node := range tree.Nodes {
		role, name := spokenValue(node.Role), spokenValue(node.Name)
		if !node.Ignored && name == "" && slices.Contains(spoken, role) {
			found = append(found, fmt.Sprintf("%s (node %d)", role, node.BackendDOMNodeID))
		}
	}
	return found
}

func spokenValue(v *accessibility.Value) (text string) {
	if v != nil {
		_ = json.Unmarshal(v.Value, &text) // what is no text is no name
	}
	return text
}

// faint lists the words that stand out too little from what is behind them: less
// than 4.5 to 1, or 3 to 1 where they are large (WCAG 2.2, 1.4.3).
func (b *tab) faint() []string {
	b.Helper()
	return eval[[]string](b, `(() => {
		const parts = (colour) => { const n = colour.match(/-?[\d.]+(e-?\d+)?/g).map(Number);
			const [r, g, b, a = 1] = colour.startsWith("color(") ? [n[0] * 255, n[1] * 255, n[2] * 255, n[3]] : n; return { r, g, b, a }; };
		const over = (top, below) => ({ r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a), b: top.b * top.a + below.b * (1 - top.a), a: 1 });
		const light = ({ r, g, b }) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
			.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
		const behind = (e) => { if (!e) return { r: 255, g: 255, b: 255, a: 1 };
			const style = getComputedStyle(e); const own = parts(style.backgroundColor);
			return own.a === 1 ? own : over(own, behind(e.parentElement)); };
		const own = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
		return [...document.querySelectorAll("body *")].filter((e) => own(e) && e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
			&& !e.closest(":disabled, .unseen, .skip, noscript, .avatar, .mark, [inert], .message-ephemeral .time-aside")).map((e) => {
			const style = getComputedStyle(e); const ground = behind(e); const ink = over(parts(style.color), ground);
			const [high, low] = [light(ink), light(ground)].sort((x, y) => y - x);
			const size = parseFloat(style.fontSize); const large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
			return [(high + 0.05) / (low + 0.05), large ? 3 : 4.5, e];
		}).filter(([ratio, least]) => ratio < least).map(([ratio, , e]) => ratio.toFixed(2) + " " + e.tagName + "." + e.className + " " + e.textContent.slice(0, 30));
	})()`)
}

// reads checks what is shown, for eyes in the light and in the dark and for ears.
func (b *tab) reads(where string) {
	b.Helper()
	if found := b.nameless(); len(found) > 0 {
		b.Errorf("%s: without a name: %v", where, found)
	}
	for _, dark := range []bool{false, true} {
		b.dark(dark)
		if found := b.faint(); len(found) > 0 {
			b.Errorf("%s, dark %t: too faint: %q", where, dark, found)
		}
	}
	b.dark(false)
}

// TestBrowserIsReadable looks at the page with the eyes and ears of those who
// cannot take it as it comes.
func TestBrowserIsReadable(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		b.writes("/leads 12 email pme")
		b.sees(".message-ephemeral", "12 leads")
		b.reads("#marketing")
		d.slack("chat.postMessage", map[string]any{"channel": ventes, "text": "tous les blocs", "blocks": everyBlock()})
		d.slack("chat.postMessage", map[string]any{"channel": ventes, "text": "les autres", "blocks": moreBlocks()})
		b.goes(`.entry[href="#` + ventes + `"]`)
		b.sees(".card-title", "Salon de Lyon")
		b.reads("every block")
		b.alt("KeyI", "i")
		b.click(".exchange summary", "")
		b.sees(".payload", "ok")
		b.reads("the inspector")
		b.press("Escape")
		blocks, _, _ := everyInput()
		d.opens(map[string]any{"type": "modal", "title": words("Tous les champs"), "submit": words("Envoyer"), "blocks": blocks})
		b.click("dialog[open] [type=submit]", "")
		b.until("what is missing", `document.querySelector("dialog .input-error:not([hidden])")`)
		b.reads("every input")
	})
}

// TestBrowserStandsStill moves nothing for people whom motion makes ill.
func TestBrowserStandsStill(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		b.runs()
		b.until("nothing in motion", `document.getAnimations().every((a) => a.effect.getComputedTiming().duration < 1)`)
		b.click("#clock-halt", "")
		b.until("the clock at rest", atRest)
	})
}
