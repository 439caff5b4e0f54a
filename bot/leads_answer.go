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
		reader: a.person.ID, names: b.names(ctx, a, authors), missing: a.missing, guest: a.guest(),
	}
	if a.public || a.exposed {
		s.say = lang.Speak(lang.Language(a.settings.Language))
		s.reader = ""
		s.bare = a.settings.HideEuros
	}
	return s
}

// names are what people are called: a name read by many is written out, because
// a mention would call its owner every time.
func (b *Bot) names(ctx context.Context, a asked, ids []string) map[string]string {
	names := map[string]string{a.person.ID: a.person.Name}
	for _, id := range ids {
		if id == a.person.ID || id == "" {
			continue
		}
		if p, err := b.People.Person(ctx, id); err == nil {
			names[id] = p.Name
		}
	}
	return names
}

// confirm answers with what was written, in the place of the question or of the
// confirmation whose button was pressed, and tells the people whose entries
// were changed.
func (b *Bot) confirm(ctx context.Context, a asked, done written, replayed bool) reply {
	for _, one := range done.all() {
		if one.Entry.Cell.Day.In().Before(a.today.In()) {
			b.forget()
		}
	}
	s := b.slip(ctx, a, done.people())
	notes, managers, err := b.announcements(ctx, a, done)
	if err != nil { // what is kept is kept, and shows in the plan
		b.Log.Warn("the managers could not be told of a draft", "error", err, "user", a.person.ID)
	}
	l := s.confirmation(done, a.key)
	s.drafts(&l, done, a.person, managers)
	out := l.reply()
	out.Replace = a.messageTS != "" || a.inPlace
	out.Public = a.exposed
	if !replayed {
		out.Notes = append(b.changeNotes(ctx, a, done), notes...)
	}
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

// changeNotes are the direct messages to the people whose entries somebody else
// has changed, each in their own language.
func (b *Bot) changeNotes(ctx context.Context, a asked, done written) []note {
	changed := map[string][]ledger.Recorded{}
	for _, one := range done.all() {
		for _, person := range one.Changed {
			changed[person] = append(changed[person], one)
		}
	}
	var notes []note
	for person, lines := range changed {
		reader, err := b.People.Person(ctx, person)
		if err == nil && reader.Deactivated {
			continue
		}
		s := slip{
			guest: err == nil && !reader.MayRecord(),
			say:   b.speakTo(ctx, a, person), settings: a.settings, catalogue: a.catalogue, today: a.today,
			reader: person, names: map[string]string{a.person.ID: a.person.Name},
		}
		notes = append(notes, note{To: person, reply: s.changed(a.person.ID, lines)})
	}
	slices.SortFunc(notes, func(x, y note) int { return strings.Compare(x.To, y.To) })
	return notes
}

// speakTo speaks somebody's language as last known, else the workspace's.
func (b *Bot) speakTo(ctx context.Context, a asked, id string) lang.Speaker {
	fallback := lang.Language(a.settings.Language)
	p, err := b.People.Person(ctx, id)
	if err != nil {
		return lang.Speak(fallback)
	}
	return lang.Speak(lang.Of(p.Locale, fallback))
}
