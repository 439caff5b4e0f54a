package e2e

import (
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestBrowserAsksNobody shows what names other machines wherever a message can,
// and sees that none is asked: a window fails its test for any such request.
func TestBrowserAsksNobody(t *testing.T) {
	onEachScreen(t, func(d *demo, b *tab) {
		away := "https://exemple.fr/trace.png"
		d.slack("chat.postMessage", map[string]any{"channel": ventes, "text": "ailleurs <" + away + ">", "blocks": append(moreBlocks(),
			map[string]any{"type": "context", "elements": []any{map[string]any{"type": "image", "image_url": away, "alt_text": "loin"}}},
			map[string]any{"type": "image", "image_url": "http://127.0.0.1:9/trace.png", "alt_text": "à côté"},
			map[string]any{"type": "markdown", "text": "![loin](" + away + ") <img src=" + away + ">"},
		)})
		d.does("type", map[string]any{"user": julien, "conversation": ventes, "text": away + " <script src=" + away + "></script>"})
		b.goes(`.entry[href="#` + ventes + `"]`)
		b.sees(".message", "trace.png")
		b.sees(".picture-elsewhere", "à côté")
		b.until("nothing of elsewhere in the page", `![...document.querySelectorAll("[src], link[href]")].some((e) => new URL(e.src || e.href, location).origin !== location.origin && !(e.src || e.href).startsWith("data:"))`)
		// Even a script of the page's own could not.
		b.pardon = "interdit.example"
		if got := eval[string](b, `fetch("https://interdit.example/").then(() => "asked", () => "refused")`); got != "refused" {
			b.Errorf("a script of the page has %s another machine", got)
		}
	})
}

// TestBrowserPolicy holds the page to the policy it is served with.
func TestBrowserPolicy(t *testing.T) {
	d := startDemo(t)
	response, err := http.Get(d.address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
		"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	if got := response.Header.Get("Content-Security-Policy"); got != policy {
		t.Errorf("the policy is %q; want %q", got, policy)
	}
}

// promised is how soon the first message is to be drawn; the bound is generous,
// for a machine that does other work besides.
const (
	promised = 5 * time.Second
	bound    = 4 * promised
)

// TestBrowserFirstMessage measures from the command to the first message drawn,
// in a browser that is open already.
func TestBrowserFirstMessage(t *testing.T) {
	b := open(t, "about:blank", desktop)
	began := time.Now()
	d := startDemo(t)
	b.do(chromedp.Navigate(d.address))
	b.until("a message", `document.querySelector("article.message")`)
	took := time.Since(began)
	t.Logf("from the command to the first message drawn: %s (promised: %s)", took.Round(time.Millisecond), promised)
	if took > bound {
		t.Errorf("the first message took %s", took)
	}
	b.do(chromedp.Navigate("about:blank")) // the demo ends before the browser, which may still be loading pictures
}
