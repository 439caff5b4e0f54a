package phrase

import (
	"testing"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

func TestRecap(t *testing.T) {
	at := func(hour, minute int) Command { return RecapAt{calendar.TimeOfDay{Hour: hour, Minute: minute}} }
	marketing := ledger.Conversation{ID: "C123", Name: "marketing"}
	for _, c := range []struct {
		text string
		want Command
	}{
		{"", RecapPreview{}},
		{"now", RecapNow{}},
		{"maintenant", RecapNow{}},
		{"at 09:00", at(9, 0)},
		{"à 9h30", at(9, 30)},
		{"à 9h", at(9, 0)},
		{"a 9 h 30", at(9, 30)},
		{"à 9 heures", at(9, 0)},
		{"at 9am", at(9, 0)},
		{"at 5:15 pm", at(17, 15)},
		{"at 12am", at(0, 0)},
		{"at 9", at(9, 0)},
		{"9h30", at(9, 30)},
		{"in <#C123|marketing>", RecapIn{[]ledger.Conversation{marketing}}},
		{"dans <#C123|marketing> <#G456|>", RecapIn{[]ledger.Conversation{marketing, {ID: "G456"}}}},
		{"dans <#C123|marketing> et <#C456>", RecapIn{[]ledger.Conversation{marketing, {ID: "C456"}}}},
		{"<#C123|marketing>", RecapIn{[]ledger.Conversation{marketing}}},
		{"in <#C123|marketing> <#C123|marketing>", RecapIn{[]ledger.Conversation{marketing}}},
		{"in <#C123|côté ventes>", RecapIn{[]ledger.Conversation{{ID: "C123", Name: "côté ventes"}}}},
		{"log", RecapLog{}},
		{"journal", RecapLog{}},
		{"pause", RecapPause{}},
		{"reprendre", RecapPause{Resume: true}},
		{"resume", RecapPause{Resume: true}},
		{"aide", Help{}},
		{"?", Help{}},
	} {
		t.Run(c.text, func(t *testing.T) { wantCommand(t, Recap, c.text, c.want) })
	}
}

func TestRecapRefuses(t *testing.T) {
	for _, c := range []struct {
		text string
		want lang.ID
	}{
		{"at", "phrase.at_when"},
		{"at noon", "phrase.at_when"},
		{"at 25:00", "phrase.at_when"},
		{"at 9:60", "phrase.at_when"},
		{"à 13pm", "phrase.at_when"},
		{"at 09:00 10:00", "phrase.unknown_word"},
		{"in", "phrase.in_where"},
		{"in marketing", "phrase.in_where"},
		{"in #marketing", "phrase.pick_conversation"},
		{"dans #marketing <#C456|x>", "phrase.pick_conversation"},
		{"in <#C123|marketing> now", "phrase.one_at_a_time"},
		{"at 09:00 in <#C123|marketing>", "phrase.one_at_a_time"},
		{"pause now", "phrase.one_at_a_time"},
		{"now please maybe", "phrase.unknown_word"},
		{"now\npause", "phrase.one_at_a_time"},
	} {
		t.Run(c.text, func(t *testing.T) { wantRefusal(t, Recap, c.text, c.want) })
	}
}
