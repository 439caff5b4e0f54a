package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

func TestEscape(t *testing.T) {
	const z = breath
	for typed, want := range map[string]string{
		"E-mail & co":             "E-mail &amp; co",
		"<!channel>":              "&lt;!channel&gt;",
		"<@UCLAIRE>":              "&lt;@UCLAIRE&gt;",
		"<https://evil|E-mail>":   "&lt;https://evil|E-mail&gt;",
		"*gras*":                  z + "*" + z + "gras" + z + "*" + z,
		"a_b~c`d":                 "a" + z + "_" + z + "b" + z + "~" + z + "c" + z + "`" + z + "d",
		"deux\nlignes\tet un\x00": "deux lignes et un",
		"\u202eliame":             "liame",
		"inv\u200b\ufeffisible":   "invisible",
		"👩\u200d🔧":                "👩\u200d🔧",
		"1\u202f200\u00a0€":       "1\u202f200\u00a0€",
	} {
		if got := escape(typed); got != want {
			t.Errorf("escape(%q) = %q; want %q", typed, got, want)
		}
	}
}

func TestEscapedTextMeansNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.StringOf(rapid.RuneFrom([]rune("<>&@!#|*_~`a \n\u202e\u200b"))).Draw(t, "typed")
		got := escape(typed)
		if strings.ContainsAny(got, "<>\n\u202e") {
			t.Errorf("escape(%q) = %q", typed, got)
		}
		for i, r := range got {
			if strings.ContainsRune("*_~`", r) && !strings.HasPrefix(got[i+1:], breath) {
				t.Errorf("escape(%q) = %q leaves a format open", typed, got)
			}
		}
		if ledger.Fold(got) != ledger.Fold(special.Replace(typed)) {
			t.Errorf("escape(%q) = %q, which reads differently", typed, got)
		}
	})
}

func TestUnescape(t *testing.T) {
	if got := unescape("R&amp;D &lt;b&gt; &amp;lt;"); got != "R&D <b> &lt;" {
		t.Errorf("unescape = %q", got)
	}
}

func TestHarmless(t *testing.T) {
	p := harmless(lang.Refuse("phrase.on_line", lang.Args{
		"line": 2, "problem": lang.Refuse("x", lang.Args{"typed": "<!here>"}), "names": []string{"<@U1>"}, "long": strings.Repeat("x", 9_999),
	}))
	inner := p.Args["problem"].(*lang.Problem).Args["typed"]
	if inner != "&lt;!here&gt;" || p.Args["names"].([]string)[0] != "&lt;@U1&gt;" || p.Args["line"] != 2 {
		t.Errorf("harmless = %+v, %v", p.Args, inner)
	}
	if n := utf8.RuneCountInString(p.Args["long"].(string)); n > quotedRunes {
		t.Errorf("quotes %d characters", n)
	}
}

func TestPlainTextIsCut(t *testing.T) {
	b := button("x", strings.Repeat("é", 200)+"\n", "v")
	if n := utf8.RuneCountInString(b.Text.Text); n > buttonRunes || b.Text.Type != "plain_text" {
		t.Errorf("a label of %d characters, %s", n, b.Text.Type)
	}
}
