package bot

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/recap"
)

// note is a direct message to somebody else than the asker.
type note struct {
	To string // Slack user id
	reply
}

// letters are the notes of a request, each under a name of its own.
func (a asked) letters(notes []note) (letters []recap.Note, err error) {
	for i, n := range notes {
		m, err := n.message()
		if err != nil {
			return nil, err
		}
		letters = append(letters, recap.NewNote(n.To, fmt.Sprintf("%s/%d", a.key, i), a.today, a.now, m))
	}
	return letters, nil
}

// sendNotes sends what was kept with a request. What cannot be sent now is sent by
// the next looks, and so it is where we die before.
func (b *Bot) sendNotes(ctx context.Context, r request, notes []recap.Note) {
	if len(notes) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, sayFor)
	defer cancel()
	if err := b.Recaps.Send(ctx, b.Now(), notes); err != nil {
		b.Log.Warn("somebody is told later", "error", err, "kind", r.kind, "name", r.name, "key", r.key)
	}
}

// speakTo speaks somebody's language as last known, else the workspace's.
func (a asked) speakTo(ctx context.Context, among Crowd, id string) lang.Speaker {
	fallback := lang.Language(a.settings.Language)
	p, err := among.Person(ctx, id)
	if err != nil {
		return lang.Speak(fallback)
	}
	return lang.Speak(lang.Of(p.Locale, fallback))
}

// names are what people are called: a name read by many is written out, because
// a mention would call its owner every time.
func (a asked) names(ctx context.Context, among Crowd, ids []string) map[string]string {
	names := map[string]string{a.person.ID: a.person.Name}
	for _, id := range ids {
		if id == a.person.ID || id == "" {
			continue
		}
		if p, err := among.Person(ctx, id); err == nil {
			names[id] = p.Name
		}
	}
	return names
}

// slipFor tells somebody else than the asker what was written.
func (a asked) slipFor(ctx context.Context, among Crowd, reader string, authors ...string) slip {
	return slip{
		say: a.speakTo(ctx, among, reader), settings: a.settings, catalogue: a.catalogue, today: a.today,
		reader: reader, names: a.names(ctx, among, authors),
	}
}
