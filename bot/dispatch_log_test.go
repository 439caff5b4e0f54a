package bot

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
)

// TestAnswersAreLogged looks for one line on each request, and in it for how the
// request ended, but for nothing of what was typed.
func TestAnswersAreLogged(t *testing.T) {
	d := newDesk(t)
	var told []Answered
	d.Bot.Answered = func(a Answered) { told = append(told, a) }
	d.Real = func() time.Time { d.clock = d.clock.Add(time.Millisecond); return d.clock }
	for _, c := range []struct{ name, typed, outcome, line string }{
		{"done", "/leads 12 email pme", "answered", `duration=1ms`},
		{"to be put right", "/leads 12,5 email pme", "refused", `duration=1ms told=phrase\.[a-z_.]+`},
		{"a name close to one", "/leads 12 emial pme", "answered", `duration=1ms`},
		{"nobody's command", "/fax 12 email pme", "refused", `duration=1ms told=dispatch\.unknown`},
		{
			"not possible just now", "/leads 13 email pme", "failed",
			`duration=1ms error="read the settings: disk on fire" user=UCLAIRE conversation=C1 key="not possible just now"`,
		},
	} {
		d.log.Reset()
		told = nil
		if c.outcome == "failed" {
			d.Books = lost{d.Books}
		}
		said := d.types("UCLAIRE", c.name, c.typed)
		name, level := strings.Fields(c.typed)[0], "INFO"
		if c.outcome == "failed" {
			level = "ERROR"
		}
		if name == "/fax" {
			name = unknown
		}
		want := regexp.MustCompile(`^time=\S+ level=` + level + ` msg="request answered" id=([0-9a-f]{8}) door=http kind=command name=` +
			name + ` outcome=` + c.outcome + ` ` + c.line + `\n$`)
		found := want.FindStringSubmatch(d.log.String())
		if found == nil {
			t.Errorf("%s: logged %q; want one line like %s", c.name, d.log, want)
		} else if c.outcome == "failed" && !strings.Contains(said.Text, found[1]) {
			t.Errorf("the log says %s, and the person heard %q", found[1], said.Text)
		}
		if heard := (Answered{"http", "command", name, c.outcome, time.Millisecond}); len(told) != 1 || told[0] != heard {
			t.Errorf("%s: counted %+v; want %+v", c.name, told, heard)
		}
		for _, typed := range []string{"email", "emial", "pme", "fax"} {
			if strings.Contains(strings.ToLower(d.log.String()), strings.ToLower(typed)) {
				t.Errorf("%s: %q is in the log: %q", c.name, typed, d.log)
			}
		}
	}
}

// lost are books that cannot be read.
type lost struct{ Books }

func (lost) Settings(context.Context) (ledger.Settings, error) {
	return ledger.Settings{}, errors.New("disk on fire")
}
