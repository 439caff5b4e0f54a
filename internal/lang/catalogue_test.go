package lang

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/treve-bot/treve/internal/calendar"
)

func TestCataloguesLoad(t *testing.T) {
	if _, err := load(files); err != nil {
		t.Fatal(err)
	}
}

func TestBrokenCatalogueIsNamedAndTheOthersStand(t *testing.T) {
	c, err := load(fstest.MapFS{
		"messages/bad.fr.json":  {Data: []byte(`{"bad.`)},
		"messages/good.fr.json": {Data: []byte(`{"good.day": "bonjour {{.name}}"}`)},
	})
	if err == nil || !strings.Contains(err.Error(), "bad.fr.json") {
		t.Errorf("load = %v; want an error naming bad.fr.json", err)
	}
	if len(c.placeholders["good.day"]) != 1 {
		t.Error("the readable catalogue was lost with the broken one")
	}
}

// pair is one surface's messages in both languages.
type pair map[language.Tag]map[string]*i18n.Message

func catalogues(t *testing.T) map[string]pair {
	t.Helper()
	paths, err := fs.Glob(files, "messages/*.json")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]pair{}
	for _, name := range paths {
		stem, rest, _ := strings.Cut(path.Base(name), ".")
		if rest != "fr.json" && rest != "en.json" {
			t.Errorf("%s: a catalogue is called surface.fr.json or surface.en.json", name)
			continue
		}
		file, err := read(files, name)
		if err != nil {
			t.Fatal(err)
		}
		if found[stem] == nil {
			found[stem] = pair{}
		}
		messages := map[string]*i18n.Message{}
		for _, m := range file.Messages {
			messages[m.ID] = m
			if !strings.HasPrefix(m.ID, stem+".") {
				t.Errorf("%s: %s does not begin with %s.", name, m.ID, stem)
			}
		}
		found[stem][file.Tag] = messages
	}
	return found
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	for stem, p := range catalogues(t) {
		t.Run(stem, func(t *testing.T) {
			french, english := p[language.French], p[language.English]
			for id, m := range french {
				other, ok := english[id]
				if !ok {
					t.Errorf("%s has no English", id)
					continue
				}
				if f, e := toFill(m), toFill(other); !slices.Equal(f, e) {
					t.Errorf("%s fills %v in French and %v in English", id, f, e)
				}
			}
			for id := range english {
				if french[id] == nil {
					t.Errorf("%s has no French", id)
				}
			}
		})
	}
}

func TestMessagesAreSentences(t *testing.T) {
	for _, p := range catalogues(t) {
		for tag, messages := range p {
			for id, m := range messages {
				for _, form := range []string{m.One, m.Many, m.Other} {
					if form == "" {
						t.Errorf("%s in %s has an empty form", id, tag)
					}
					if strings.Contains(placeholder.ReplaceAllString(form, ""), "{{") {
						t.Errorf("%s in %s: only {{.name}} may stand between braces: %s", id, tag, form)
					}
					if strings.Contains(form, "’") {
						t.Errorf("%s in %s: apostrophes are straight here: %s", id, tag, form)
					}
				}
			}
		}
	}
}

// bareCanal finds the word said alone, out of commands, where it could be Slack's
// channel or an acquisition channel.
var bareCanal = regexp.MustCompile(`(?i)(add )?\bcana(?:l|ux)\b( Slack| d'acquisition)?`)

func TestFrenchTellsTheTwoKindsOfChannelsApart(t *testing.T) {
	for _, p := range catalogues(t) {
		for id, m := range p[language.French] {
			for _, found := range bareCanal.FindAllStringSubmatch(m.One+" "+m.Many+" "+m.Other, -1) {
				if found[1]+found[2] == "" {
					t.Errorf("%s says %q alone: %s", id, found[0], m.Other)
				}
			}
		}
	}
}

// toFill lists the placeholders of a message, sorted, each once. A plural
// may leave its number out ("one lead"), so n is not counted.
func toFill(m *i18n.Message) []string {
	var names []string
	for _, match := range placeholder.FindAllStringSubmatch(m.One+m.Many+m.Other, -1) {
		if match[1] != "n" {
			names = append(names, match[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestWhatIsMissingShows(t *testing.T) {
	if got := fr.Say("nowhere.to_be_found", nil); got != "nowhere.to_be_found" {
		t.Errorf("a message that does not exist reads %q; want its id", got)
	}
	if got := fr.Count("nowhere.to_be_found", 2, nil); got != "nowhere.to_be_found" {
		t.Errorf("a plural that does not exist reads %q; want its id", got)
	}
	if got, want := fr.Say("words.missed_kept", nil), "non atteint, tenu à ⟨share⟩"; got != want {
		t.Errorf("a placeholder nobody filled reads %q; want %q", got, want)
	}
	if got, want := (Speaker{}).Say("words.ahead", nil), "en avance"; got != want {
		t.Errorf("the zero Speaker says %q; want French, %q", got, want)
	}
}

func TestArgumentsAreWrittenInTheLanguage(t *testing.T) {
	day := calendar.NewDate(2026, 11, 16)
	for _, c := range []struct {
		name   string
		arg    any
		fr, en string
	}{
		{"a count", 12345, "12\u202f345", "12,345"},
		{"a long count", int64(-3), "−3", "−3"},
		{"a day", day, "lundi 16 novembre", "Monday 16 November"},
		{"a month", day.In(), "novembre 2026", "November 2026"},
		{"a time", calendar.TimeOfDay{Hour: 9}, "09:00", "09:00"},
		{"a list", []string{"a", "b"}, "a et b", "a and b"},
		{"a message", ID("words.ahead"), "en avance", "ahead"},
		{"a problem", Refuse("words.reached", nil), "atteint", "reached"},
		{"text, whatever is in it", "{{.share}} %", "{{.share}} %", "{{.share}} %"},
	} {
		t.Run(c.name, func(t *testing.T) {
			french := fr.Say("words.missed_kept", Args{"share": c.arg})
			english := en.Say("words.missed_kept", Args{"share": c.arg})
			if french != "non atteint, tenu à "+c.fr || english != "missed, "+c.en+" kept" {
				t.Errorf("got %q and %q", french, english)
			}
		})
	}
}

func TestTypeset(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"colon", "Attention : rien", "Attention\u00a0: rien"},
		{"colon at the end", "À faire :", "À faire\u00a0:"},
		{"an emoji keeps its space", "Bravo :tada: !", "Bravo :tada:\u00a0!"},
		{"question", "Vouliez-vous dire {{.name}} ?", "Vouliez-vous dire {{.name}}\u00a0?"},
		{"quotation marks", "« {{.typed}} »", "«\u00a0{{.typed}}\u00a0»"},
		{"unit", "{{.share}} % de 3 €", "{{.share}}\u00a0% de 3\u00a0€"},
		{"an example stays as people type it", "Tapez `email ?` ; merci", "Tapez `email ?`\u00a0; merci"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := typeset(c.text); got != c.want {
				t.Errorf("got %q; want %q", got, c.want)
			}
		})
	}
}
