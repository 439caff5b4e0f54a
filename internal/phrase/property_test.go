package phrase

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The order of the words of a line to record does not matter, as long as each
// means something by itself.
func TestWordOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := []string{
			rapid.SampledFrom([]string{"0", "12", "-3", "+7", "450"}).Draw(t, "count"),
			rapid.SampledFrom([]string{"email", "Inbound", "publicité", "SEA", "organic", "OUTBOUND"}).Draw(t, "channel"),
			rapid.SampledFrom([]string{"pme", "ETI", "smb"}).Draw(t, "persona"),
		}
		optional := func(label string, words ...string) {
			if word := rapid.SampledFrom(append(words, "")).Draw(t, label); word != "" {
				line = append(line, word)
			}
		}
		optional("day", "hier", "yesterday", "avant-hier", "lundi", "friday", "2026-11-10", "10/11", "10/11/2026")
		optional("set", "set", "fixer")
		optional("filler", "leads", "pour", "from", "svp")
		want := reading(t, line)
		if diff := cmp.Diff(want, reading(t, rapid.Permutation(line).Draw(t, "order"))); diff != "" {
			t.Errorf("another order reads otherwise (-typed +permuted):\n%s", diff)
		}
	})
}

func reading(t *rapid.T, words []string) Command {
	text := strings.Join(words, " ")
	cmd, err := Leads(text, workspace())
	if err != nil {
		t.Fatalf("%q: %s", text, bothLanguages(err))
	}
	if n := len(cmd.(Record).Lines); n != 1 {
		t.Fatalf("%q gives %d lines", text, n)
	}
	return untyped(cmd)
}

// Accents, case and punctuation never change what is read.
func TestSpellingDoesNotMatter(t *testing.T) {
	variants := []func(string) string{
		strings.ToUpper, strings.ToLower,
		func(s string) string { return strings.ReplaceAll(s, "é", "e") },
		func(s string) string { return strings.ReplaceAll(s, "é", "e\u0301") },
		func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
		func(s string) string { return strings.ReplaceAll(s, " ", "  \t ") },
		func(s string) string { return strings.ReplaceAll(s, "'", "’") },
		func(s string) string { return "« " + s + " »" },
	}
	texts := []string{"12 publicité grand compte", "12 publicité pme avant-hier", "set 4 l'inbound eti le 10/11/2026"}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(texts).Draw(t, "text")
		want := reading(t, strings.Fields(text))
		for _, v := range rapid.SliceOfN(rapid.SampledFrom(variants), 1, 4).Draw(t, "variants") {
			text = v(text)
		}
		if diff := cmp.Diff(want, reading(t, []string{text})); diff != "" {
			t.Errorf("%q reads otherwise:\n%s", text, diff)
		}
	})
}
