package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/recap"
)

// Recaps are the posts of the workspace, as /recap shows them and asks for one.
type Recaps interface {
	// Now posts today's recap wherever recaps go, and returns what became of it
	// in each conversation; in the one that again names, "" for none, what may have
	// arrived is sent once more.
	Now(ctx context.Context, now time.Time, by, again string) ([]recap.Post, error)
	// Recent lists the latest posts, newest first.
	Recent(ctx context.Context, limit int) ([]recap.Post, error)
	// SeenThere notes that a recap that could not be confirmed stands where it was to
	// go; any other is refused with recap.ErrTaken.
	SeenThere(ctx context.Context, key recap.Key) error
	Interruptions
	Notes
}

// Interruptions are the times when nothing can be posted in a conversation.
type Interruptions interface {
	// Resume has what could not be posted there today tried again, and returns
	// whether there was anything.
	Resume(ctx context.Context, now time.Time, conversation string) (recap.Resumption, error)
	// ToldLost reports whether people know that nothing can be posted there.
	ToldLost(ctx context.Context, now time.Time, conversation string) (bool, error)
}

// Notes are what people are told because of something that was done.
type Notes interface {
	// Keep writes notes down, each once.
	Keep(ctx context.Context, notes []recap.Note) error
	// Send sends those that were kept. One that Slack does not take is tried again
	// for a day.
	Send(ctx context.Context, now time.Time, notes []recap.Note) error
}

// The buttons of /recap, and of what the managers are told about recaps.
const (
	actionRecapNow   = "recap_now"
	actionRecapAgain = "recap_again"
	actionRecapSeen  = "recap_seen"
)

func (b *Bot) recapRoutes(r routes) {
	r.actions[actionRecapNow] = b.pressPost
	r.actions[actionRecapAgain] = b.pressPost
	r.actions[actionRecapSeen] = b.pressSeen
}

// pressPost posts the recap of the day that the button is about, as long as that
// is today; once more in the conversation that it names.
func (b *Bot) pressPost(ctx context.Context, a asked) (reply, error) {
	day, again, _ := strings.Cut(a.value, " ")
	if day != a.today.String() {
		return reply{}, lang.Refuse("recap.now.over", nil)
	}
	return b.recapNow(ctx, a, again)
}

// recap shows the recap and its receipts to everybody, and lets managers say
// when and where it is posted.
func (b *Bot) recap(ctx context.Context, a asked, cmd phrase.Command) (reply, error) {
	switch c := cmd.(type) {
	case phrase.RecapPreview:
		return b.recapPreview(ctx, a)
	case phrase.RecapLog:
		return b.recapLog(ctx, a)
	case phrase.RecapNow:
		return b.recapNow(ctx, a, "")
	case phrase.RecapAt:
		return b.recapAt(ctx, a, c)
	case phrase.RecapIn:
		return b.recapIn(ctx, a, c)
	case phrase.RecapPause:
		return b.recapPause(ctx, a, c)
	}
	return reply{}, fmt.Errorf("answer /recap: %T is none of its words", cmd)
}

// readings are the books with the people named in them.
type readings struct {
	Books
	People
}

// recapPreview shows the message as it would be posted now, to the asker alone,
// under a line that says when and where it is posted by itself.
func (b *Bot) recapPreview(ctx context.Context, a asked) (reply, error) {
	e, err := recap.PreviewAt(ctx, readings{b.Books, b.People}, a.now)
	if err != nil {
		return reply{}, err
	}
	if !e.Report.Planned {
		return b.unplanned(ctx, a, newView(newBoard(a.say, e.Report, a.settings, false), subject{}, a.catalogue))
	}
	agenda, err := recap.NewAgenda(a.settings, a.calendar)
	if err != nil {
		return reply{}, err
	}
	l := letter{say: a.say}
	l.note(previewLine(a, agenda))
	var later func(context.Context) (reply, error)
	if b.Draw != nil {
		l.note(a.say.Say("recap.preview.picture", nil))
		later = func(ctx context.Context) (reply, error) { return b.previewPicture(ctx, a, e) }
	}
	if a.person.MayManage() && len(a.settings.RecapIn) > 0 {
		l.buttons(button(actionRecapNow, a.say.Say("recap.button.now", nil), a.today.String()))
	}
	shown, _ := newSummary(e, recap.Layout{}, lang.Speak(lang.Language(a.settings.Language))).letter()
	return reply{
		Text: joined(l.lines, shown.text()), Blocks: append(l.blocks, shown.blocks...), Private: true, Later: later,
	}, nil
}

// previewPicture shows the picture in the direct message: what only one person
// sees in a conversation cannot show a file of Slack's.
func (b *Bot) previewPicture(ctx context.Context, a asked, e recap.Edition) (reply, error) {
	var file string
	picture, err := b.Draw(e)
	if err == nil {
		file, err = b.Poster().Upload(ctx, picture)
	}
	if err != nil { // logged where it happened
		reason := recap.NotDrawn
		if failed, ok := errors.AsType[*recap.Failure](err); ok {
			reason = failed.Reason
		}
		return textReply(a.say.Say("recap.preview.no_picture", lang.Args{"reason": errorCode(reason)})), nil
	}
	shown := textReply(escape(picture.Alt))
	shown.Blocks = []slack.Block{pictureBlock(file, picture.Alt)}
	return reply{}, b.post(ctx, a.person.ID, "", shown)
}

// joined puts lines before a text, which gives way where both do not fit.
func joined(lines []string, text string) string {
	return chunks(append(lines, text), textRunes)[0]
}

func previewLine(a asked, agenda recap.Agenda) string {
	switch {
	case len(a.settings.RecapIn) == 0:
		return a.say.Say("recap.preview.nowhere", nil)
	case a.settings.RecapPaused:
		return a.say.Say("recap.preview.paused", nil)
	}
	return a.say.Say("recap.preview", lang.Args{
		"at": a.settings.RecapAt, "names": places(a.settings.RecapIn),
		"next": moment(a, agenda.Next(a.now)),
	})
}

// moment is a day and a time of day in the workspace's zone.
func moment(a asked, at time.Time) string {
	if at.IsZero() {
		return lang.Dash
	}
	return a.say.ShortDayMonth(dayOf(at, a.settings)) + ", " + a.say.Clock(clockOf(at, a.settings))
}

// recapNow posts the recap of the day, if nobody has. It may take longer than
// Slack waits for an acknowledgement, so it answers after it.
func (b *Bot) recapNow(ctx context.Context, a asked, again string) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	if len(a.settings.RecapIn) == 0 {
		return reply{}, lang.Refuse("recap.nowhere", nil)
	}
	return reply{Later: func(ctx context.Context) (reply, error) {
		posts, err := b.Recaps.Now(ctx, a.now, a.person.ID, again)
		if len(posts) == 0 {
			return reply{}, err
		}
		if err != nil { // each post says what became of it; the log says why
			b.Log.Warn("a recap asked for was not posted everywhere", "error", err, "user", a.person.ID)
		}
		return receiptWords{a.say, a.settings, b.slack.URL}.nowReply(posts, a), nil
	}}, nil
}

// recapLog lists the receipts.
func (b *Bot) recapLog(ctx context.Context, a asked) (reply, error) {
	posts, err := b.Recaps.Recent(ctx, logLines)
	if err != nil {
		return reply{}, err
	}
	return receiptWords{a.say, a.settings, b.slack.URL}.logReply(posts), nil
}

// logLines is how many receipts are shown: a month of two conversations.
const logLines = 40

// unplannedYet is a further line where nothing would be posted for want of a
// plan.
func (b *Bot) unplannedYet(ctx context.Context, a asked) (string, error) {
	p, err := b.progress(ctx, a)
	if err != nil || p.Plan {
		return "", err
	}
	return a.say.Say("recap.schedule.unplanned", nil), nil
}

// conversation asks Slack about a conversation that recaps are to go to.
func (b *Bot) conversation(ctx context.Context, id string) (*slack.Channel, error) {
	found, err := b.slack.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
	if err != nil {
		return nil, fmt.Errorf("ask Slack about conversation %s: %w", id, err)
	}
	return found, nil
}
