package phrase

import (
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
)

// What is counted for a channel that does not exist is a doubt, with what was
// typed for it; a write never guesses.
func TestCountsForAChannelThereIsNot(t *testing.T) {
	for _, c := range []struct {
		text    string
		unknown string
		doubts  []DoubtKind
	}{
		{"12 webinaire pme", "webinaire", []DoubtKind{NoSuchChannel}},
		{"12 leads pour le webinaire PME hier", "webinaire", []DoubtKind{NoSuchChannel}},
		{"12 canal Webinaire Pro pme", "Webinaire Pro", []DoubtKind{NoSuchChannel}},
		{"set 40 Foire de Lyon eti", "Foire de Lyon", []DoubtKind{NoSuchChannel}},
		{"12 Salon de Lyon pme", "Salon de Lyon", []DoubtKind{DoubtChannel}},
		{"0 webinaire pme", "webinaire", []DoubtKind{NoSuchChannel}},
		{"12 webinaire", "webinaire", []DoubtKind{NoPersona, NoSuchChannel}},
		{"12 emial pme", "emial", []DoubtKind{DoubtChannel}},
		{"12 emial", "emial", []DoubtKind{DoubtChannel, NoPersona}},
	} {
		t.Run(c.text, func(t *testing.T) {
			cmd, err := Leads(c.text, workspace())
			record, ok := cmd.(Record)
			if err != nil || !ok {
				t.Fatalf("%#v, %v; want a record", cmd, err)
			}
			n := record.Lines[0]
			if n.Unknown != c.unknown || n.Channel != 0 || len(n.Doubts) != len(c.doubts) {
				t.Fatalf("%q, channel %d, doubts %v; want %q and %v", n.Unknown, n.Channel, n.Doubts, c.unknown, c.doubts)
			}
			for i, d := range n.Doubts {
				if d.Kind != c.doubts[i] || d.Kind == NoSuchChannel && d.Typed != c.unknown {
					t.Errorf("doubt %d is %+v; want %s", i, d, c.doubts[i])
				}
			}
		})
	}
	for _, text := range []string{
		"-3 webinaire pme", "12 webinaire pme truc", "12 webinaire email pme", "12 webinaire 3 pme", "12 <!channel> pme",
		"3 contactés webinaire pme", "12 pme",
	} {
		t.Run(text, func(t *testing.T) {
			if cmd, err := Leads(text, workspace()); err == nil && cmd.(Record).Lines[0].Unknown != "" {
				t.Errorf("%#v; want no channel to be added", cmd)
			}
		})
	}
	// Once a persona has been chosen, the line still names the channel as typed.
	cmd, err := Leads("12 webinaire", workspace())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Leads(cmd.(Record).Lines[0].Doubts[0].Choices[0].Text, workspace())
	if n := again.(Record).Lines[0]; err != nil || n.Unknown != "webinaire" || n.Persona != small || n.Stage != ledger.Lead {
		t.Errorf("typed again: %+v, %v", n, err)
	}
}
