package phrase

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/treve-bot/treve/internal/lang"
)

var corpus = []string{
	"", "12 email pme", "-3 inbound eti hier", "set 40 email pme lundi", "12 emial pme", "12 email",
	"1.200 email pme", "1 200 email pme", "12 email pme 29/02", "12 Salon 2026 pme 20 novembre 2026",
	"où en est l'email ?", "how is paid doing", "/sla set email pme taux 3,5 %", "/sla set pme vente €1,800",
	"/sla fermé du 24 au 31 décembre", "/sla add canal <!channel> *x* `y`", "/recap in <#C123|marketing> #x",
	"/recap à 9 h 30", "treve-AB12-CD34", "\u202e12\u200b email\u00a0pme", "１２ email pme", "12² email pme",
	"<@U1> <@U2|x", "<", "<>", "-", "- 3 email", "\xff\xfe12 email", "&lt;#C1&gt;", "12 email pme\n3 foo\n\n", "€ % ? $",
	"/sla export octobre", "importer le classeur 12", "/sla plan 120 000 € décembre part 60 %", "/sla simuler email +20 pme 1 800 € email pme 3,5 %", "simulate +1 +2 €3 % 4",
}

// Whatever is typed, nothing panics, long texts are refused in one sentence,
// what is refused is refused in both languages, and no count is ever recorded
// that was not typed.
func FuzzMessage(f *testing.F) {
	for _, text := range corpus {
		f.Add(text)
	}
	f.Add(strings.Repeat("12 email pme ", 1000))
	c := workspace()
	f.Fuzz(func(t *testing.T, text string) {
		for name, read := range map[string]reader{"leads": Leads, "sla": SLA, "recap": Recap, "sales": OfSales, "message": Message} {
			cmd, err := read(text, c)
			if len(text) > MaxBytes {
				wantTooLong(t, err)
				continue
			}
			if err != nil {
				wantSentence(t, name, err)
				continue
			}
			if r, ok := cmd.(Record); ok {
				wantTyped(t, text, r)
			}
		}
	})
}

func wantTooLong(t *testing.T, err error) {
	t.Helper()
	var p *lang.Problem
	if !errors.As(err, &p) || p.ID != "phrase.too_long" {
		t.Errorf("a text that is too long gives %v", err)
	}
}

func wantSentence(t *testing.T, surface string, err error) {
	t.Helper()
	var p *lang.Problem
	if !errors.As(err, &p) {
		t.Fatalf("%s: %v is no Problem", surface, err)
	}
	for _, l := range []lang.Language{lang.French, lang.English} {
		if said := lang.Speak(l).Problem(p); said == string(p.ID) || strings.Contains(said, "⟨") {
			t.Errorf("%s: %s is said in %s as %q", surface, p.ID, l, said)
		}
	}
}

// withoutMarks leaves out what is written over letters, as reading does.
func withoutMarks(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, text)
}

// wantTyped checks that every count stands in the text, its digits in one run
// once separators of thousands are gone.
func wantTyped(t *testing.T, text string, r Record) {
	t.Helper()
	typed := strings.NewReplacer(",", "", ".", "", "\u00a0", "", "'", "").Replace(withoutMarks(tidyForTest(text)))
	for _, line := range r.Lines {
		digits := strings.TrimPrefix(strconv.FormatInt(line.Count, 10), "-")
		if !strings.Contains(typed, digits) {
			t.Errorf("%q records %d", text, line.Count)
		}
		if line.Count < 0 && !strings.ContainsAny(typed, "-") {
			t.Errorf("%q records %d without a minus", text, line.Count)
		}
		if line.Count > mostLeads || line.Count < -mostLeads || line.Channel == 0 && len(line.Doubts) == 0 {
			t.Errorf("%q records %+v", text, line)
		}
	}
}

// tidyForTest is the text with its spaces, dashes and digits made plain.
func tidyForTest(text string) string { return strings.ReplaceAll(tidy(text), " ", "\n") }

// The longest text that is read is read in no time, however it is made.
func TestLongTextsAreQuick(t *testing.T) {
	for name, word := range map[string]string{
		"unknown words": "xyzzy ", "typos": "emial ", "names": "trafic naturel ", "numbers": "12 ",
		"short lines": "12 emial\n", "one word": "a", "questions": "? ", "brackets": "<", "days": "20 novembre ",
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Repeat(word, MaxBytes/len(word))
			started := time.Now()
			for _, read := range []reader{Leads, SLA, Recap, Message} {
				_, _ = read(text, workspace())
			}
			if took := time.Since(started); took > 2*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}

func BenchmarkLeads(b *testing.B) {
	c := large20x8()
	for _, text := range []string{"12 source 17 client 7", "12 sorce 17 client 7 hier"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := Leads(text, c); err != nil {
					b.Fatal(bothLanguages(err))
				}
			}
		})
	}
}
