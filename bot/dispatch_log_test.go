package bot

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
)

// TestAnswersAreLogged looks for a line on each request, and in it for how the
// request ended, but for nothing of what was typed.
func TestAnswersAreLogged(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ name, typed, outcome string }{
		{"done", "/leads 12 email pme", "answered"},
		{"to be put right", "/leads 12,5 email pme", "refused"},
		{"a name close to one", "/leads 12 emial pme", "answered"},
		{"not possible just now", "/leads 13 email pme", "failed"},
	} {
		d.log.Reset()
		if c.outcome == "failed" {
			d.Books = lost{d.Books}
		}
		d.types("UCLAIRE", "log "+c.name, c.typed)
		var lines []string
		for line := range strings.Lines(d.log.String()) {
			if strings.Contains(line, "request answered") {
				lines = append(lines, line)
			}
		}
		want := `level=INFO msg="request answered" kind=command name=/leads outcome=` + c.outcome + " duration=0s\n"
		if len(lines) != 1 || !strings.HasSuffix(lines[0], want) {
			t.Errorf("%s: logged %q; want one line that ends in %q", c.name, lines, want)
		}
		for _, typed := range []string{"email", "emial", "pme", "fax", "Claire"} {
			if strings.Contains(strings.ToLower(strings.Join(lines, "")), strings.ToLower(typed)) {
				t.Errorf("%s: %q is in the log: %q", c.name, typed, lines)
			}
		}
	}
}

// lost are books that cannot be read.
type lost struct{ Books }

func (lost) Settings(context.Context) (ledger.Settings, error) {
	return ledger.Settings{}, errors.New("disk on fire")
}
