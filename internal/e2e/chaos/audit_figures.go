package chaos

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// shown finds the leads that a recap says were attained.
var shown = regexp.MustCompile(`· ([\d\s\x{a0}\x{202f}]+) leads sur`)

// auditFigures wants a recap to say what the ledger said at its close. The latest
// one says all that has been entered since; one before it what was known when it
// was posted, and perhaps some of what came after.
func (e *episode) auditFigures(r receipt, m localclient.Message, entries []entry, latest bool) {
	until, known := e.slack.now(), e.at(m.TS).Add(-doubt)
	if latest {
		known = until.Add(doubt)
	}
	found := shown.FindStringSubmatch(m.Text)
	if found == nil {
		e.wrong(recapsWrong, 1, "no leads in "+m.Text)
		return
	}
	got, _ := strconv.ParseInt(strings.Map(digits, found[1]), 10, 64)
	least, most := bounds(r.day, entries, known, until.Add(doubt))
	if got < least || got > most {
		e.wrong(recapsWrong, 1, fmt.Sprintf("of %s in %s: %d leads, and %d to %d in the ledger: %s", r.day, r.conversation, got, least, most, m.Text))
	}
}

// doubt is how far the clocks of the programs and of Slack may be apart.
const doubt = 20 * time.Minute

// bounds are the least and the most leads that a recap of a day may show, when it
// has to know what was recorded up to one instant, and may know what was up to
// another.
func bounds(day string, entries []entry, known, until time.Time) (least, most int64) {
	first, last := monthBefore(day)
	for _, one := range entries {
		if one.cell.stage != "lead" || one.cell.day < first || one.cell.day > last || one.typed && one.recorded.After(until) {
			continue
		}
		n, certain := one.cell.count, !one.typed || !one.recorded.After(known)
		if certain || n < 0 {
			least += n
		}
		if certain || n > 0 {
			most += n
		}
	}
	return least, most
}

// monthBefore is what a recap of a day counts: the month of the day before, up to
// that day.
func monthBefore(day string) (first, last string) {
	at, _ := time.Parse(time.DateOnly, day) // the program's own
	at = at.AddDate(0, 0, -1)
	return at.AddDate(0, 0, 1-at.Day()).Format(time.DateOnly), at.Format(time.DateOnly)
}

func digits(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}
