package bot

import (
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// receiptWords say what became of recaps.
type receiptWords struct {
	say      lang.Speaker
	settings ledger.Settings
	slackURL string // of the workspace, ends in a slash
}

// link is where a posted recap stands.
func (w receiptWords) link(p recap.Post) string {
	return w.slackURL + "archives/" + p.Conversation + "/p" + strings.ReplaceAll(p.MessageTS, ".", "")
}

// logReply lists receipts, newest first.
func (w receiptWords) logReply(posts []recap.Post) reply {
	l := letter{say: w.say}
	title := w.say.Say("recap.log.title", nil)
	l.title(title, title)
	if len(posts) == 0 {
		l.add(w.say.Say("recap.log.none", nil))
	}
	for _, p := range posts {
		l.add(w.say.Say("recap.log.line", lang.Args{
			"day":          w.say.ShortDayMonth(p.Day),
			"conversation": place(p.Conversation), "what": w.what(p),
		}))
	}
	return l.reply()
}

// what says what became of a post.
func (w receiptWords) what(p recap.Post) string {
	id := lang.ID("recap.log." + string(p.State))
	switch {
	case p.State == recap.Posted && p.Late:
		id = "recap.log.late"
	case p.State == recap.Due && p.Reason != "":
		id = "recap.log.waiting"
	case p.State == recap.Skipped:
		id += lang.ID("." + p.Reason)
	}
	what := w.say.Say(id, lang.Args{"at": clockOf(p.PostedAt, w.settings), "link": w.link(p), "reason": errorCode(p.Reason)})
	what = strings.Join(told(what, w.lacking(p), w.corrected(p), w.ended(p)), ", ")
	if p.AskedBy != "" {
		what = w.say.Say("recap.log.asked", lang.Args{"what": what, "author": signature(w.say, p.AskedBy)})
	}
	if p.Kind.Follows() {
		what = w.say.Say("recap.log.follows", lang.Args{"what": what})
	}
	if p.Kind == recap.Closing {
		what = w.say.Say("recap.log.closing", lang.Args{"what": what})
	}
	return what
}

// corrected says how often a recap was edited, not counting that its month is
// closed.
func (w receiptWords) corrected(p recap.Post) string {
	n := int64(p.Version - 1)
	if p.Ended == recap.Final {
		n--
	}
	if p.State != recap.Posted || p.Kind.Follows() || n <= 0 {
		return ""
	}
	return w.say.Count("living.log.corrected", n, lang.Args{})
}

// ended says why a recap is not edited any more.
func (w receiptWords) ended(p recap.Post) string {
	switch p.Ended {
	case "":
		return ""
	case recap.Final:
		return w.say.Say("living.log.final", nil)
	}
	return w.say.Say("living.log.ended", lang.Args{"reason": errorCode(p.Ended)})
}

// lacking says what a recap went out without, and why.
func (w receiptWords) lacking(p recap.Post) string {
	if p.State != recap.Posted || p.Form == recap.Whole {
		return ""
	}
	return w.say.Say(lang.ID("recap.form."+string(p.Form)), lang.Args{"reason": errorCode(p.Lacks)})
}

// nowReply answers whoever asked for the recap to be posted.
func (w receiptWords) nowReply(posts []recap.Post, a asked) reply {
	l := letter{say: w.say}
	unsure := false
	for _, p := range posts {
		l.add(w.now(p, a))
		unsure = unsure || p.State == recap.Unconfirmed
	}
	if unsure {
		l.buttons(button(actionRecapAgain, w.say.Say("recap.button.again", nil), a.today.String()))
	}
	return l.reply()
}

func (w receiptWords) now(p recap.Post, a asked) string {
	args := lang.Args{
		"conversation": place(p.Conversation), "link": w.link(p), "reason": errorCode(p.Reason),
		"at": clockOf(p.PostedAt, w.settings), "remedy": w.remedy(p.Reason), "month": p.Day.In(),
	}
	switch p.State {
	case recap.Posted:
		if p.AskedBy == a.person.ID && p.PostedAt.Sub(a.now).Abs() < time.Second {
			return strings.Join(told(w.say.Say("recap.now.posted", args), w.lacking(p)), " · ")
		}
		return strings.Join(told(w.say.Say("recap.now.already", args), w.lacking(p)), " · ")
	case recap.Skipped:
		return w.say.Say("recap.now.unplanned", args)
	case recap.Blocked:
		return w.say.Say("recap.now.refused", args)
	case recap.Sending:
		return w.say.Say("recap.now.uncertain", args)
	case recap.Unconfirmed:
		return w.say.Say("recap.now.unconfirmed", args)
	}
	return w.say.Say("recap.now.waiting", args)
}

// remedy says what to do about a refusal of Slack's.
func (w receiptWords) remedy(reason string) string {
	id := lang.ID("recap.remedy.other")
	switch reason {
	case "is_archived", "channel_not_found":
		id = "recap.remedy.archived"
	case "not_in_channel":
		id = "recap.remedy.absent"
	case "missing_scope", "not_allowed_token_type", "no_permission":
		id = "recap.remedy.scope"
	default:
		if strings.HasPrefix(reason, "restricted_action") || strings.HasSuffix(reason, "access_denied") {
			id = "recap.remedy.rule"
		}
	}
	return w.say.Say(id, nil)
}

// errorCode shows one of Slack's error codes, which has no letters but these.
func errorCode(reason string) string {
	return "`" + strings.Map(func(r rune) rune {
		if r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, reason) + "`"
}
