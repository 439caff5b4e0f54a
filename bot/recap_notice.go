package bot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// notice is what the managers are told about a recap that did not go out.
type notice struct {
	post      recap.Post
	settings  ledger.Settings
	catalogue ledger.Catalogue
	plan      sla.Plan // of the day's month
}

func (p poster) noticeOf(ctx context.Context, post recap.Post) (n notice, err error) {
	n.post = post
	if n.settings, err = p.Books.Settings(ctx); err != nil {
		return n, fmt.Errorf("read the settings: %w", err)
	}
	if n.catalogue, err = p.Books.Catalogue(ctx); err != nil {
		return n, fmt.Errorf("read the catalogue: %w", err)
	}
	if n.plan, err = p.Books.Plan(ctx, post.Day.In()); err != nil {
		return n, fmt.Errorf("read the plan: %w", err)
	}
	return n, nil
}

// reply says it to one manager, with what to do about it.
func (n notice) reply(to ledger.Person) reply {
	say := lang.Speak(lang.Of(to.Locale, lang.Language(n.settings.Language)))
	args := lang.Args{
		"day": n.post.Day, "conversation": place(n.post.Conversation), "month": n.post.Day.In(),
		"reason": errorCode(n.post.Reason), "remedy": receiptWords{say, n.settings, ""}.remedy(n.post.Reason),
	}
	l := letter{say: say}
	switch n.post.State {
	case recap.Skipped:
		l.add(say.Say("recap.notice.no_plan", args))
		l.add(planWords{say, n.settings, n.catalogue}.lacking(n.plan, 3)...)
		l.note(say.Say("recap.notice.silent", nil))
	case recap.Unconfirmed:
		id := lang.ID("recap.notice.unconfirmed")
		if n.post.Reason == recap.Restored {
			id = "recap.notice.restored"
		}
		l.add(say.Say(id, args))
		l.buttons(doubtButtons(say, n.post, "")...)
	default:
		l.add(say.Say("recap.notice.blocked", args))
		l.note(say.Say("recap.notice.silent", nil))
		l.buttons(n.button(say, actionRecapNow, "recap.button.now"))
	}
	return l.reply()
}

func (n notice) button(say lang.Speaker, action string, label lang.ID) slack.BlockElement {
	return button(action, say.Say(label, nil), n.post.Day.String())
}
