package bot

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/report"
)

// keptFor is how long what earlier months say is believed without being read
// again: only an import or a late correction changes it.
const keptFor = time.Minute

// past is what the months before one say about it.
type past struct {
	month   calendar.Month
	rule    calendar.Rule
	at      time.Time
	history report.History
}

// memory keeps the past of the running month, so that nobody waits for it while
// the books are held open to write.
type memory struct {
	mu   sync.Mutex
	last past
}

// past returns what is said about the running month, as lately read.
func (b *Bot) past(ctx context.Context, a asked) (past, error) {
	wanted := past{month: a.today.In(), rule: a.rule(), at: a.now}
	b.memory.mu.Lock()
	last := b.memory.last
	b.memory.mu.Unlock()
	if last.tells(wanted) {
		return last, nil
	}
	var err error
	if wanted.history, err = report.LoadHistory(ctx, b.Books, wanted.month); err != nil {
		return past{}, fmt.Errorf("read the months before %s: %w", wanted.month, err)
	}
	b.memory.mu.Lock()
	b.memory.last = wanted
	b.memory.mu.Unlock()
	return wanted, nil
}

// tells reports whether p still holds for what is wanted.
func (p past) tells(wanted past) bool {
	same := p.rule.Country == wanted.rule.Country && p.rule.Alsace == wanted.rule.Alsace &&
		p.rule.CalendarDays == wanted.rule.CalendarDays && slices.Equal(p.rule.Exceptions, wanted.rule.Exceptions)
	return p.month == wanted.month && same && wanted.at.Sub(p.at).Abs() < keptFor
}

// forget has the past read again, after an entry of an earlier month.
func (b *Bot) forget() {
	b.memory.mu.Lock()
	b.memory.last = past{}
	b.memory.mu.Unlock()
}

// rule is how the workspace's calendar is made.
func (a asked) rule() calendar.Rule {
	return calendar.Rule{
		Country: a.settings.Country, Alsace: a.settings.Alsace,
		CalendarDays: a.settings.CalendarDays, Exceptions: a.exceptions,
	}
}
