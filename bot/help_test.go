package bot

import (
	"fmt"
	"testing"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

func TestHelpIsDrawn(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		n := newNovember(t)
		a := n.asks(t, l, "help")
		manager, err := n.bot().help(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		wantFits(t, manager)
		wantGolden(t, "help_manager_"+string(l), manager)

		a.person.Manager = false
		member, err := n.bot().help(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		wantFits(t, member)
		wantGolden(t, "help_member_"+string(l), member)
	}
}

// The examples use the workspace's own names, whatever Slack would make of them.
func TestHelpWithOddNames(t *testing.T) {
	n := newNovember(t)
	n.catalogue = ledger.Catalogue{
		Channels: []ledger.Channel{{ID: 1, Name: "R&D *gras* `x`"}}, Personas: []ledger.Persona{{ID: 1, Name: "<!channel>"}},
	}
	r, err := n.bot().help(t.Context(), n.asks(t, lang.French, "help"))
	if err != nil {
		t.Fatal(err)
	}
	wantSaid(t, r.Text, "r&amp;d "+breath+"*"+breath+"gras", "&lt;!channel&gt;")
}

func TestUnknownIsDrawn(t *testing.T) {
	n := newNovember(t)
	a := n.asks(t, lang.French, "la météo")
	cmd, err := phrase.Message(a.text, a.phrases())
	if err != nil {
		t.Fatal(err)
	}
	r := n.bot().unknown(a, cmd.(phrase.Unknown))
	wantFits(t, r)
	wantGolden(t, "message_unknown_fr", r)
}

func TestStepsAreTickedOff(t *testing.T) {
	say := lang.Speak(lang.English)
	for _, c := range []struct {
		done progress
		want []string
	}{
		{progress{}, []string{"▫️ *The plan*", "▫️ *Where to post every morning*", "▫️ *The first entry*"}},
		{progress{Plan: true}, []string{"✅ *The plan*", "▫️ *Where to post every morning*", "▫️ *The first entry*"}},
		{progress{Plan: true, Entry: true}, []string{"✅ *The plan*", "▫️ *Where to post every morning*", "✅ *The first entry*"}},
	} {
		for i, line := range stepLines(say, c.done)[1:] {
			wantSaid(t, line, c.want[i])
		}
	}
}

func TestCodesAreCodes(t *testing.T) {
	seen := map[string]bool{}
	for n := range 100 {
		code := NewCode(config.Secret(fmt.Sprint("xoxb-", n))).Reveal()
		cmd, err := phrase.Message(code, phrase.Context{})
		if got, ok := cmd.(phrase.Code); err != nil || !ok || got.Code != code {
			t.Fatalf("%s reads as %+v, %v", code, cmd, err)
		}
		seen[code] = true
	}
	if len(seen) != 100 {
		t.Errorf("%d different codes of 100", len(seen))
	}
}
