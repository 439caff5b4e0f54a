package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// slip tells what was written in the ledger to one reader.
type slip struct {
	say       lang.Speaker
	settings  ledger.Settings
	catalogue ledger.Catalogue
	today     calendar.Date
	reader    string            // Slack user id
	names     map[string]string // of authors, by Slack user id
	bare      bool              // shows no amounts
	missing   string            // day whose missing entries stand below
	guest     bool              // shows what the reader recorded, and nothing else
}

// slip is for the asker, or for everybody who reads the message that a button
// stands in.
func (b *Bot) slip(ctx context.Context, a asked, authors []string) slip {
	s := slip{
		say: a.say, settings: a.settings, catalogue: a.catalogue, today: a.today,
		reader: a.person.ID, names: a.names(ctx, b.People, authors), missing: a.missing, guest: a.guest(),
	}
	if a.public || a.exposed {
		s.say = lang.Speak(lang.Language(a.settings.Language))
		s.reader = ""
		s.bare = a.settings.HideEuros
	}
	return s
}

// confirm answers with what was written, in the place of the question or of the
// confirmation whose button was pressed.
func (b *Bot) confirm(ctx context.Context, a asked, done written) reply {
	for _, one := range done.all() {
		if one.Entry.Cell.Day.In().Before(a.today.In()) {
			b.forget()
		}
	}
	s := b.slip(ctx, a, done.people())
	managers, err := a.deciders(ctx, b.People, done)
	if err != nil { // what is kept is kept, and shows in the plan
		b.Log.Warn("it could not be said who decides on a draft", "error", err, "user", a.person.ID)
	}
	l := s.confirmation(done, a.key)
	s.drafts(&l, done, a.person, managers)
	out := l.reply()
	out.Replace = a.messageTS != "" || a.inPlace
	out.Public = a.exposed
	return out
}

// people lists everybody who is named in a confirmation.
func (w written) people() []string {
	var all []string
	for _, one := range w.all() {
		for _, share := range one.Day {
			all = append(all, share.Author)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// writtenNotes tell everybody whom it concerns what was written: whose entries were
// changed, who settles what is contested, who decides on a draft.
func (a asked) writtenNotes(ctx context.Context, p Page, done written) (notes []note, err error) {
	notes = a.changeNotes(ctx, p, done)
	for _, more := range []func(context.Context, Crowd, written) ([]note, error){a.draftNotes, a.contestNotes} {
		some, err := more(ctx, p, done)
		if err != nil {
			return nil, err
		}
		notes = append(notes, some...)
	}
	return notes, nil
}

// changeNotes are the direct messages to the people whose entries somebody else
// has changed, each in their own language.
func (a asked) changeNotes(ctx context.Context, among Crowd, done written) []note {
	changed := map[string][]ledger.Recorded{}
	for _, one := range done.all() {
		for _, person := range one.Changed {
			changed[person] = append(changed[person], one)
		}
	}
	var notes []note
	for person, lines := range changed {
		reader, err := among.Person(ctx, person)
		if err == nil && reader.Deactivated {
			continue
		}
		s := a.slipFor(ctx, among, person)
		s.guest = err == nil && !reader.MayRecord()
		notes = append(notes, note{To: person, reply: s.changed(a.person.ID, lines)})
	}
	slices.SortFunc(notes, func(x, y note) int { return strings.Compare(x.To, y.To) })
	return notes
}
