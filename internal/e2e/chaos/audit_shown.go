package chaos

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// auditAnswers wants everybody who was told of an entry more than once to have
// been told the same figures: the answer that was kept, not one worked out anew.
func (e *episode) auditAnswers() {
	for _, a := range e.staff.asked {
		slices.Sort(a.figures)
		if told := slices.Compact(a.figures); len(told) > 1 {
			e.wrong(answersDiffer, len(told)-1, fmt.Sprintf("%s of %s: %q", written(a.cells), a.author, told))
		}
	}
}

// bar finds the leads of a channel in a Home tab.
var bar = regexp.MustCompile(`· ([\d\s\x{a0}\x{202f}]+)/[\d\s\x{a0}\x{202f}]+ leads`)

// auditHomes wants everybody's Home tab to show, once it is opened in calm weather,
// the month's leads as they are in the ledger.
func (e *episode) auditHomes(ctx context.Context) error {
	entries, err := e.books.entries(ctx)
	if err != nil {
		return err
	}
	today, want := e.slack.now().In(e.slack.Clock().Zone()).Format(time.DateOnly), int64(0)
	for _, one := range entries {
		if one.cell.stage == "lead" && one.cell.day[:7] == today[:7] && one.cell.day <= today {
			want += one.cell.count
		}
	}
	for _, user := range typists {
		c, got := e.slack.as(user), int64(0)
		err := again(ctx, func() error {
			v, shown := viewOf(ctx, c, "home", func() error { return e.staff.openHome(ctx, c) })
			if !shown {
				return fmt.Errorf("no Home tab is shown to %s", user)
			}
			got = 0
			for _, text := range texts(v.Blocks) {
				for _, found := range bar.FindAllStringSubmatch(text, -1) {
					n, _ := strconv.ParseInt(strings.Map(digits, found[1]), 10, 64)
					got += n
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if got != want {
			e.wrong(homesWrong, 1, fmt.Sprintf("%s sees %d leads, and %d are in the ledger", user, got, want))
		}
	}
	return nil
}

// texts are the texts of sections.
func texts(blocks []map[string]any) (all []string) {
	for _, b := range blocks {
		text, _ := b["text"].(map[string]any)
		said, _ := text["text"].(string)
		all = append(all, said)
	}
	return all
}
