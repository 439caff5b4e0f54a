package bot

import (
	"slices"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/recap"
)

// letterAbouts are the letters that have a subject of their own, by family; what
// else people are told of what somebody did is news.
var letterAbouts = []string{"nudge", "gone", "rates", "sales", "alert", "left", "sign"}

// letterAbout says what a letter is about.
func letterAbout(k recap.Kind) lang.ID {
	lost, back := k.Interruption()
	switch {
	case lost:
		return "recap.letter.lost"
	case back:
		return "recap.letter.back"
	case slices.Contains(letterAbouts, k.Family()):
		return lang.ID("recap.letter." + k.Family())
	}
	return "recap.letter.news"
}

// letterStates are the messages for a letter where that of a recap would not do.
var letterStates = map[lang.ID]lang.ID{
	"recap.log.posted": "recap.log.sent", "recap.log.late": "recap.log.sent_late", "recap.log.missed": "recap.log.unsent",
}

// letterState says what became of a letter; of a recap it would be said by id.
func letterState(p recap.Post, id lang.ID) lang.ID {
	if p.State == recap.Skipped {
		return "recap.log.unneeded"
	}
	if own, ok := letterStates[id]; ok {
		return own
	}
	return id
}

// unneeded are the reasons for which a letter was not wanted after all.
var unneeded = []string{
	"complete", "too_late", "off", "gone", "settled", "not_manager", "decided", "nothing", "over", "nothing_waits", "another_day", "passed",
}

// why is the reason for a state: in words where a letter was not wanted, else
// Slack's code.
func (w receiptWords) why(p recap.Post) string {
	if p.Kind.Letter() && p.State == recap.Skipped && slices.Contains(unneeded, p.Reason) {
		return w.say.Say(lang.ID("recap.unneeded."+p.Reason), nil)
	}
	return errorCode(p.Reason)
}
