package recap

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// Books are what a recap is made from.
type Books interface {
	report.SalesBooks
	report.SignedBooks
	Person(ctx context.Context, id string) (ledger.Person, error) // or ledger.ErrNotFound
}

// Edition is everything one recap says, before it is put into words. It is
// stored with the post, so that an old recap can be read again as it was.
type Edition struct {
	Kind        Kind
	Day         calendar.Date // whose morning it is
	Report      report.Report
	Settings    ledger.Settings
	Amendments  []sla.Change // see report.Amendments
	Signing     sla.Signing
	Sales       report.SalesHalf
	Moved       report.Move // since the recap before; zero where that was another month's
	DueAt       time.Time
	Next        time.Time         // when the next one is due; zero when nothing is scheduled
	Late        bool              // posted well after DueAt
	AskedBy     string            // Slack user who asked for it by hand; "" when scheduled
	ScheduledBy string            // Slack user who chose the conversation; "" when nobody did
	Unposted    []calendar.Date   // mornings since the last recap that were due one and got none
	People      map[string]string // names of the Slack users mentioned
	ClosesOn    calendar.Date     // of a closing recap: the last day on which its month may still change
}

// Preview returns the recap of a day's morning as the books know it now.
func Preview(ctx context.Context, b Books, day calendar.Date) (Edition, error) {
	a, err := AgendaOf(ctx, b)
	if err != nil {
		return Edition{}, err
	}
	due, _ := a.DueAt(day)
	return a.compose(ctx, b, Post{Key: Key{Day: day, Kind: a.kindFor(day)}, DueAt: due})
}

// PreviewAt returns the recap that would be posted by hand at that instant.
func PreviewAt(ctx context.Context, b Books, at time.Time) (Edition, error) {
	a, err := AgendaOf(ctx, b)
	if err != nil {
		return Edition{}, err
	}
	day := a.On(at)
	return a.compose(ctx, b, Post{Key: Key{Day: day, Kind: a.kindFor(day)}, DueAt: at})
}

// AgendaOf reads a workspace's agenda from its books.
func AgendaOf(ctx context.Context, b interface {
	Settings(ctx context.Context) (ledger.Settings, error)
	Exceptions(ctx context.Context) ([]calendar.Exception, error)
}) (Agenda, error) {
	settings, err := b.Settings(ctx)
	if err != nil {
		return Agenda{}, fmt.Errorf("agenda of the recaps: %w", err)
	}
	exceptions, err := b.Exceptions(ctx)
	if err != nil {
		return Agenda{}, fmt.Errorf("agenda of the recaps: %w", err)
	}
	days, err := calendar.New(calendar.Rule{
		Country: settings.Country, Alsace: settings.Alsace,
		CalendarDays: settings.CalendarDays, Exceptions: exceptions,
	})
	if err != nil {
		return Agenda{}, fmt.Errorf("agenda of the recaps: %w", err)
	}
	return NewAgenda(settings, days)
}

// compose computes what a post says. Late and Unposted are for whoever posts it
// to fill in.
func (a Agenda) compose(ctx context.Context, b Books, p Post) (Edition, error) {
	cut := a.cut(p.DueAt)
	r, err := report.Gather(ctx, b, cut)
	if err != nil {
		return Edition{}, fmt.Errorf("compose the %s recap of %s: %w", p.Kind, p.Day, err)
	}
	signing, err := report.Signing(ctx, b, r.Month, a.days.Closed(r.Month, p.Day, a.settings.ClosesAfter))
	if err != nil {
		return Edition{}, fmt.Errorf("compose the %s recap of %s: %w", p.Kind, p.Day, err)
	}
	e := Edition{
		Kind: p.Kind, Day: p.Day, Report: r, Settings: a.settings,
		Amendments: r.Amendments(a.days, a.zone, signing.AgreedAt), Signing: signing,
		DueAt: p.DueAt, Next: a.NextAfter(p.Day), AskedBy: p.AskedBy, ScheduledBy: a.scheduledBy(p.Conversation),
	}
	if p.Kind == Closing {
		e.ClosesOn = a.days.Closes(cut.Month, a.settings.ClosesAfter)
	}
	if before := r.Since; p.Kind == Daily && before.After(r.Month.First()) {
		if e.Moved, err = report.GatherSince(ctx, b, r, before.AddDays(-1)); err != nil {
			return Edition{}, fmt.Errorf("compose the %s recap of %s: %w", p.Kind, p.Day, err)
		}
	}
	if e.Sales, err = report.Sales(ctx, b, cut); err != nil {
		return Edition{}, fmt.Errorf("compose the %s recap of %s: %w", p.Kind, p.Day, err)
	}
	e.People, err = names(ctx, b, e)
	return e, err
}

func (a Agenda) scheduledBy(conversation string) string {
	if c := a.conversation(conversation); c.ID != "" || len(a.settings.RecapIn) == 0 {
		return c.SetBy
	}
	return a.settings.RecapIn[0].SetBy
}

// names looks up whom an edition mentions. Somebody unknown is left out: their
// id says more than an empty name.
func names(ctx context.Context, b Books, e Edition) (map[string]string, error) {
	known := map[string]string{}
	for _, id := range e.mentions() {
		person, err := b.Person(ctx, id)
		switch {
		case errors.Is(err, ledger.ErrNotFound):
			continue
		case err != nil:
			return nil, fmt.Errorf("name who the recap mentions: %w", err)
		}
		known[id] = person.Name
	}
	return known, nil
}

func (e Edition) mentions() []string {
	ids := []string{e.AskedBy, e.ScheduledBy, e.Signing.Marketing.Person, e.Signing.Sales.Person}
	for _, c := range e.Report.Channels {
		ids = append(ids, c.Owner)
	}
	for _, c := range e.Amendments {
		ids = append(ids, c.Author)
	}
	var some []string
	for _, id := range ids {
		if id != "" {
			some = append(some, id)
		}
	}
	return some
}
