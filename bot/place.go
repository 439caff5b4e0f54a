package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// moved takes note of what has become of a conversation, where recaps go to it, and
// reports whether they do. What it cannot do now is done when the next recap is due.
func (b *Bot) moved(ctx context.Context, r request) (ours bool) {
	ctx, cancel := context.WithTimeout(ctx, answerFor)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			b.Log.Error("a panic about a conversation", "error", p, "stack", string(debug.Stack()), "name", r.name, "key", r.key)
		}
	}()
	if r.team != b.slack.Team || r.value != "" && r.value != b.slack.User {
		return false
	}
	ours, err := b.takeNote(ctx, r)
	if err != nil {
		b.Log.Error("what became of a conversation could not be noted", "error", err,
			"name", r.name, "conversation", r.conversation, "key", r.key)
	}
	return ours
}

func (b *Bot) takeNote(ctx context.Context, r request) (ours bool, err error) {
	var a asked
	a.fill(r, b.Now())
	if a.settings, err = b.Books.Settings(ctx); err != nil {
		return false, fmt.Errorf("read the settings: %w", err)
	}
	at := slices.IndexFunc(a.settings.RecapIn, func(c ledger.Conversation) bool { return c.ID == r.conversation })
	if at < 0 {
		return false, nil
	}
	if err := b.open(ctx, &a); err != nil {
		return true, err
	}
	b.Log.Info("something became of a conversation", "name", r.name, "conversation", r.conversation)
	c := a.settings.RecapIn[at]
	switch r.name {
	case placeRenamed:
		return true, b.rename(ctx, a, c.ID, oneLine(r.text))
	case placeBack:
		return true, b.resume(ctx, a, c)
	}
	return true, b.tellLost(ctx, a, c, r.name)
}

// rename keeps a conversation's name as it is now. Posts go by its id, and need
// none.
func (b *Bot) rename(ctx context.Context, a asked, id, name string) error {
	_, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (string, error) {
		settings, err := p.Settings(ctx)
		if err != nil {
			return "", err
		}
		in := slices.Clone(settings.RecapIn)
		for i := range in {
			if in[i].ID == id {
				in[i].Name = name
			}
		}
		value, err := json.Marshal(in)
		if err != nil {
			return "", err
		}
		return name, p.SetOption(ctx, "recap_in", string(value), sla.Author{ID: b.slack.User, At: a.now})
	})
	if err != nil {
		return fmt.Errorf("keep the new name of a conversation: %w", err)
	}
	return nil
}

// tellLost tells those who answer for a conversation's recaps, unless they know,
// that nothing can be posted there any more, and what to do.
func (b *Bot) tellLost(ctx context.Context, a asked, c ledger.Conversation, how string) error {
	if told, err := b.Recaps.ToldLost(ctx, a.now, c.ID); err != nil || told {
		return err
	}
	return b.tellOf(ctx, a, c, recap.LostIn(c.ID, a.key), func(say lang.Speaker) reply {
		l, args := letter{say: say}, lang.Args{"name": placeName(c)}
		l.add(say.Say(lang.ID("place."+how), args))
		if others := len(a.settings.RecapIn) - 1; others > 0 {
			l.note(say.Say("place.others", nil))
		}
		return l.reply()
	})
}

// resume has what could not be posted today tried again, and says so to those who
// were told that it could not.
func (b *Bot) resume(ctx context.Context, a asked, c ledger.Conversation) error {
	again, err := b.Recaps.Resume(ctx, a.now, c.ID)
	if err != nil || !again.Interrupted {
		return err
	}
	agenda, err := recap.NewAgenda(a.settings, a.calendar)
	if err != nil {
		return err
	}
	return b.tellOf(ctx, a, c, recap.BackIn(c.ID, a.key), func(say lang.Speaker) reply {
		id, reader := lang.ID("place.back"), a
		switch {
		case again.Today:
			id = "place.back.today"
		case a.settings.RecapPaused:
			id = "place.back.paused"
		}
		reader.say = say
		return textReply(say.Say(id, lang.Args{"name": placeName(c), "next": moment(reader, agenda.Next(a.now))}))
	})
}

// tellOf sends each of those who answer for a conversation's recaps a note of a
// kind in their language.
func (b *Bot) tellOf(ctx context.Context, a asked, c ledger.Conversation, kind recap.Kind, words func(lang.Speaker) reply) error {
	people, err := poster{b}.responsible(ctx, a.settings, c.ID)
	if err != nil {
		return err
	}
	var notes []recap.Note
	for _, person := range people {
		m, err := words(lang.Speak(lang.Of(person.Locale, lang.Language(a.settings.Language)))).message()
		if err != nil {
			return err
		}
		key := recap.Key{Conversation: person.ID, Day: a.today, Kind: kind}
		notes = append(notes, recap.Note{Key: key, MadeAt: a.now, Message: m})
	}
	return b.Recaps.Keep(ctx, notes)
}

// placeName is a conversation by the name it was last known by: to whoever may not
// see it, or where it is gone, Slack shows none.
func placeName(c ledger.Conversation) string {
	if c.Name == "" {
		return place(c.ID)
	}
	return "#" + escape(c.Name)
}
