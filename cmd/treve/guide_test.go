package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// shownCommand is something to type or to run in a guide.
var shownCommand = regexp.MustCompile("(?m)^\\| `([^`]+)`")

// Everything that the guides say can be typed or run is understood, and both
// show the same in their language, in the same order.
func TestTheGuides(t *testing.T) {
	names := phrase.Context{
		Today: calendar.NewDate(2026, 11, 17), RecapAt: calendar.TimeOfDay{Hour: 9},
		Catalogue: ledger.Catalogue{
			Channels: []ledger.Channel{{ID: 1, Name: "Email"}, {ID: 2, Name: "Inbound"}, {ID: 3, Name: "Salon"}, {ID: 4, Name: "Outbound"}},
			Personas: []ledger.Persona{{ID: 1, Name: "PME"}},
		},
	}
	count := map[string]int{}
	for _, guide := range []string{"guide.fr.md", "guide.en.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", guide))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range shownCommand.FindAllStringSubmatch(string(text), -1) {
			count[guide]++
			shown := found[1]
			if run, isCommand := strings.CutPrefix(shown, "treve "); isCommand {
				root := newRootCommand(&program{stdout: io.Discard, stderr: io.Discard})
				if c, _, err := root.Find(strings.Fields(run)); err != nil || c == root {
					t.Errorf("%s: there is no %q: %v", guide, shown, err)
				}
				continue
			}
			typed := strings.NewReplacer("@claire", "<@U1>", "@julien", "<@U2>", "@agence", "<@U3>", "@agency", "<@U3>", "#marketing", "<#C1|marketing>").Replace(shown)
			cmd, err := phrase.Message(typed, names)
			if _, unknown := cmd.(phrase.Unknown); err != nil || unknown {
				t.Errorf("%s: %q is not understood: %#v, %v", guide, shown, cmd, err)
			}
		}
		for _, picture := range regexp.MustCompile(`\]\((screens/[^)]+)\)`).FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join("..", "..", "docs", picture[1])); err != nil {
				t.Errorf("%s: %v", guide, err)
			}
		}
	}
	if count["guide.fr.md"] != count["guide.en.md"] || count["guide.fr.md"] < 50 {
		t.Errorf("the guides show %v commands", count)
	}
}
