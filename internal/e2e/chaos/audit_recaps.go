package chaos

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// auditRecaps wants one recap each working day in each conversation.
func (e *episode) auditRecaps(ctx context.Context, receipts []receipt, notices []string) error {
	entries, err := e.books.entries(ctx)
	if err != nil {
		return err
	}
	byDay := map[string]receipt{}
	var days []string
	for _, r := range receipts {
		if recapOf(r.kind) {
			byDay[r.day+r.conversation] = r
		}
	}
	zone := e.slack.Clock().Zone()
	for day := e.plan.start.In(zone).AddDate(0, 0, 1); ; day = day.AddDate(0, 0, 1) {
		due := time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, zone)
		if due.After(e.slack.now()) {
			break
		}
		if d := day.Weekday(); d != time.Saturday && d != time.Sunday {
			days = append(days, due.Format(time.DateOnly))
		}
	}
	for _, conversation := range places {
		expected := 0
		last := "" // of those posted: the one that is edited
		for _, day := range days {
			if byDay[day+conversation].state == "posted" {
				last = day
			}
		}
		for _, day := range days {
			r, planned := byDay[day+conversation]
			if !planned {
				r = receipt{conversation: conversation, day: day, state: "nowhere"}
			}
			standing, err := e.titled(ctx, conversation, day)
			if err != nil {
				return err
			}
			expected += len(standing)
			e.auditRecap(r, standing, notices)
			if len(standing) == 1 && r.state == "posted" {
				e.auditFigures(r, standing[0], entries, day == last)
			}
		}
		all, err := e.titled(ctx, conversation, "")
		if err != nil {
			return err
		}
		if n := len(all) - expected; n > 0 {
			e.wrong(recapsDoubled, n, "in "+conversation+", on days that have none")
		}
	}
	return nil
}

// titled are the recaps of a day, or of all days, that stand in a conversation, by
// their title alone, in case one bears no id.
func (e *episode) titled(ctx context.Context, conversation, day string) (found []localclient.Message, err error) {
	seen, err := e.slack.as(claire).Messages(ctx, conversation, "")
	for _, m := range seen {
		title := strings.Contains(m.Text, "Point SLA") || strings.Contains(m.Text, "Bilan SLA")
		if m.User == botUser && !m.Ephemeral && title && strings.HasPrefix(e.at(m.TS).Format(time.DateOnly), day) {
			found = append(found, m)
		}
	}
	return found, err
}

// at is when a message was posted, by Slack's civil clock.
func (e *episode) at(ts string) time.Time {
	seconds, _ := strconv.ParseFloat(ts, 64) // Slack's own
	return time.UnixMilli(int64(seconds * 1000)).In(e.slack.Clock().Zone())
}

// lateAfter is how late a recap may be without saying so: five minutes by the
// program's clock, and what may pass between the moment it looked and Slack's.
const lateAfter = 5*time.Minute + 3*time.Minute

func (e *episode) auditRecap(r receipt, standing []localclient.Message, notices []string) {
	e.tally.count(recapsDue, 1)
	name := fmt.Sprintf("of %s in %s, %s (%s)", r.day, r.conversation, r.state, r.reason)
	told := toldOf(r, notices)
	switch n := len(standing); {
	case n > 1:
		e.wrong(recapsDoubled, n-1, name)
	case (r.state == "unconfirmed" || r.state == "blocked") && !told:
		e.wrong(recapsUntold, 1, name)
	case r.state == "unconfirmed" && (n == 1 || e.plan.truth != truthful):
		e.tally.count(recapsUnconfirmed, 1)
	case r.state == "blocked":
		e.tally.count(recapsRefused, 1)
	case n == 0:
		e.wrong(recapsLost, 1, name)
	default:
		e.tally.count(recapsPosted, 1)
	}
	if len(standing) == 0 {
		return
	}
	due, _ := time.ParseInLocation(time.DateOnly, r.day, e.slack.Clock().Zone())
	due = due.Add(9 * time.Hour)
	marked := strings.Contains(standing[0].Text, "Publié en retard") || strings.Contains(standing[0].Text, "à la demande de")
	switch late := e.at(standing[0].TS).Sub(due); {
	case late < -time.Second:
		e.wrong(recapsWrong, 1, fmt.Sprintf("%s, %s early", name, -late))
	case late > lateAfter && !marked:
		e.wrong(recapsUnmarked, 1, fmt.Sprintf("%s, %s late: %s", name, late, standing[0].Text))
	case marked:
		e.tally.count(recapsLate, 1)
	}
}

// toldOf reports whether the manager was told that a recap did not go out. Of the
// same refusal in the same conversation they hear once a month.
func toldOf(r receipt, notices []string) bool {
	day, _ := strconv.Atoi(r.day[8:])
	for _, text := range notices {
		if !strings.Contains(text, r.conversation) {
			continue
		}
		ofDay := regexp.MustCompile(fmt.Sprintf(`Le récap du \D*\b%d(er)?\b`, day)).MatchString(text)
		if r.state == "blocked" && strings.Contains(text, "n'a pas pu être publié") {
			return true
		}
		if ofDay && strings.Contains(text, "n'a pas confirmé") {
			return true
		}
	}
	return false
}
