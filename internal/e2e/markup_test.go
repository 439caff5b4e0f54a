package e2e

import (
	"fmt"
	"testing"
)

// TestBrowserMarkup holds the reader of Slack's markup to the letter. The page's
// own module runs in the browser.
func TestBrowserMarkup(t *testing.T) {
	d := startDemo(t)
	b := open(t, d.address, desktop)
	b.sees(".pane-title", "marketing")
	for _, c := range []struct{ text, want string }{
		{"*a* _b_ ~c~ `d`", "<strong>a</strong> <em>b</em> <s>c</s> <code>d</code>"},
		{"*a _b_ c*", "<strong>a <em>b</em> c</strong>"},
		{"3*4*5 snake_case_name", "3*4*5 snake_case_name"},
		{"3*4* snake_case_", "3*4* snake_case_"},
		{"* a * _ b_", "* a * _ b_"},
		{"*a\nb*", "*a<br>b*"},
		{"\u200b*\u200bnon\u200b*\u200b", "\u200b*\u200bnon\u200b*\u200b"},
		{"`*a*` ```*b*\nc```", "<code>*a*</code> <pre><code>*b*\nc</code></pre>"},
		{"&gt; un\n&gt; deux\ntrois", "<blockquote>un<br>deux</blockquote>trois"},
		{"&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"},
		{"<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"},
		{"<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"},
		{"<data:text/html,x>", "&lt;data:text/html,x&gt;"},
		{`<https://a.b/"onclick="x|y>`, `<a href="https://a.b/%22onclick=%22x" target="_blank" rel="noopener noreferrer">y</a>`},
		{"https://a.b/c.", `<a href="https://a.b/c" target="_blank" rel="noopener noreferrer">https://a.b/c</a>.`},
		{"<#C0SECRET|salaires>", `<span class="mention">#salaires</span>`},
		{"<!here>", `<span class="mention mention-me">@here</span>`},
		{"<!date^x^{date}|jamais>", "<span>jamais</span>"},
		{":inconnu: :+1", ":inconnu: :+1"},
		{"<", "&lt;"},
		{"*", "*"},
		{"", ""},
	} {
		got := eval[string](b, fmt.Sprintf(`import("/mrkdwn.js").then(({ mrkdwn }) => {
			const place = document.createElement("div");
			place.append(...mrkdwn(%s));
			return place.innerHTML;
		})`, quoted(c.text)))
		if got != c.want {
			t.Errorf("%q is drawn as\n\t%s; want\n\t%s", c.text, got, c.want)
		}
	}
}
