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

// LivingBooks are what a recap is edited from.
type LivingBooks interface {
	Books
	// Recorded lists the entries of those days, both included, that were recorded
	// at an instant or later, oldest first. Monthly history is not among them.
	Recorded(ctx context.Context, first, last calendar.Date, since time.Time) ([]ledger.Entry, error)
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
	Next        time.Time          // when the next one is due; zero when nothing is scheduled
	Late        bool               // posted well after DueAt
	AskedBy     string             // Slack user who asked for it by hand; "" when scheduled
	ScheduledBy string             // Slack user who chose the conversation; "" when nobody did
	Unposted    []calendar.Date    // mornings since the last recap that were due one and got none
	Recovered   []ledger.ChannelID // alerted of this month, and on track again since the last recap; 0 for the total
	People      map[string]string  // names of the Slack users mentioned
	ClosesOn    calendar.Date      // of a closing recap: the last day on which its month may still change
	Final       bool               // of a closing recap: its month is closed
	Ahead       *Ahead             // of a closing recap: the month that begins; nil of others
	Corrections []Correction       // made in it since it was posted, as its thread tells them
	CorrectedAt time.Time          // when it was last edited; zero when it stands as posted
}

// Ahead is what is promised for the month that begins.
type Ahead struct {
	Report  report.Report // as nothing has come in yet
	Signing sla.Signing
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

// Recompose returns an edition as the books know it now, of the same close.
func Recompose(ctx context.Context, b Books, e Edition) (Edition, error) {
	a, err := AgendaOf(ctx, b)
	if err != nil {
		return Edition{}, err
	}
	now, err := a.composeAt(ctx, b, Post{Key: Key{Day: e.Day, Kind: e.Kind}, DueAt: e.DueAt, AskedBy: e.AskedBy}, cutOf(e))
	now.Late, now.Unposted, now.Recovered, now.Final = e.Late, e.Unposted, e.Recovered, e.Final
	return now, err
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
},
) (Agenda, error) {
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
	return a.composeAt(ctx, b, p, a.cut(p.DueAt))
}

// composeAt is compose for a cut that was settled before.
func (a Agenda) composeAt(ctx context.Context, b Books, p Post, cut report.Cut) (e Edition, err error) {
	e = Edition{
		Kind: p.Kind, Day: p.Day, Settings: a.settings, DueAt: p.DueAt,
		Next: a.NextAfter(p.Day), AskedBy: p.AskedBy, ScheduledBy: a.scheduledBy(p.Conversation),
	}
	for _, gather := range []func() error{
		func() error { return a.gather(ctx, b, &e, cut) },
		func() error { return a.gatherClosing(ctx, b, &e) },
		func() (err error) { e.Sales, err = report.Sales(ctx, b, cut); return err },
		func() (err error) { e.People, err = names(ctx, b, e); return err },
	} {
		if err := gather(); err != nil {
			return Edition{}, fmt.Errorf("compose the %s recap of %s: %w", p.Kind, p.Day, err)
		}
	}
	return e, nil
}

// gather reads marketing's half of an edition.
func (a Agenda) gather(ctx context.Context, b Books, e *Edition, cut report.Cut) (err error) {
	if e.Report, err = report.Gather(ctx, b, cut); err != nil {
		return err
	}
	r := e.Report
	if e.Signing, err = report.Signing(ctx, b, r.Month, a.days.Closed(r.Month, e.Day, a.settings.ClosesAfter)); err != nil {
		return err
	}
	e.Amendments = r.Amendments(a.days, a.zone, e.Signing.AgreedAt)
	if before := r.Since; e.Kind == Daily && before.After(r.Month.First()) {
		e.Moved, err = report.GatherSince(ctx, b, r, before.AddDays(-1))
	}
	return err
}

// gatherClosing reads what only the recap that closes a month says: until when it
// may change, and what is promised for the next.
func (a Agenda) gatherClosing(ctx context.Context, b Books, e *Edition) (err error) {
	if e.Kind != Closing {
		return nil
	}
	e.ClosesOn = a.days.Closes(e.Report.Month, a.settings.ClosesAfter)
	e.Ahead = &Ahead{}
	next := e.Day.In()
	if e.Ahead.Report, err = report.Gather(ctx, b, report.Cut{Month: next, AsOf: next.First().AddDays(-1)}); err != nil {
		return err
	}
	e.Ahead.Signing, err = report.Signing(ctx, b, next, false)
	return err
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
	if e.Ahead != nil {
		ids = append(ids, e.Ahead.Signing.Marketing.Person, e.Ahead.Signing.Sales.Person)
	}
	for _, c := range e.Report.Channels {
		ids = append(ids, c.Owner, c.SalesOwner)
	}
	for _, c := range e.Amendments {
		ids = append(ids, c.Author)
	}
	for _, c := range e.Corrections {
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
