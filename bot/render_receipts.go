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

// ReceiptWords is what /recap log answers about posts, for a terminal: there
// conversations stand by their names, and messages by Slack's.
func ReceiptWords(say lang.Speaker, s ledger.Settings, posts []recap.Post) string {
	text := Words(strings.Join(receiptWords{say, s, ""}.log(posts), "\n"))
	for _, c := range s.RecapIn {
		if c.Name != "" {
			text = strings.ReplaceAll(text, place(c.ID), "#"+c.Name)
		}
	}
	return text
}

// logReply lists receipts, newest first.
func (w receiptWords) logReply(posts []recap.Post) reply {
	l := letter{say: w.say}
	title := w.say.Say("recap.log.title", nil)
	l.title(title, title)
	for _, line := range w.log(posts) {
		l.add(line)
	}
	return l.reply()
}

// log writes a line for each receipt.
func (w receiptWords) log(posts []recap.Post) (lines []string) {
	if len(posts) == 0 {
		return []string{w.say.Say("recap.log.none", nil)}
	}
	for _, p := range posts {
		lines = append(lines, w.line(p))
	}
	return lines
}

// line is one receipt; whom a letter is for is mentioned by name.
func (w receiptWords) line(p recap.Post) string {
	where := place(p.Conversation)
	if p.Kind.Letter() && strings.HasPrefix(p.Conversation, "U") {
		where = signature(w.say, p.Conversation)
	}
	return w.say.Say("recap.log.line", lang.Args{
		"day": w.say.ShortDayMonth(p.Day), "conversation": where, "what": w.what(p),
	})
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
	case p.State == recap.Unconfirmed && p.Reason == recap.Seen:
		id = "recap.log.seen"
	case p.State == recap.Unconfirmed && p.Reason == recap.Restored:
		id = "recap.log.restored"
	}
	at := p.PostedAt
	if p.State == recap.Unconfirmed {
		at = p.SentAt
	}
	if p.Kind.Letter() {
		id = letterState(p, id)
	}
	what := w.say.Say(id, lang.Args{"at": w.second(at), "reason": w.why(p)})
	what = strings.Join(told(what, w.linked(p), w.tried(p), w.lacking(p), w.corrected(p), w.ended(p)), ", ")
	if p.AskedBy != "" {
		what = w.say.Say("recap.log.asked", lang.Args{"what": what, "author": signature(w.say, p.AskedBy)})
	}
	if p.Kind.Letter() {
		return w.say.Say("recap.log.letter", lang.Args{"what": what, "about": letterAbout(p.Kind)})
	}
	if p.Kind.Follows() {
		what = w.say.Say("recap.log.follows", lang.Args{"what": what})
	}
	if p.Kind == recap.Closing {
		what = w.say.Say("recap.log.closing", lang.Args{"what": what})
	}
	return what
}

// second is the time of day of an instant to the second, as a proof tells it.
func (w receiptWords) second(at time.Time) string {
	zone, err := w.settings.Zone()
	if err != nil { // stored zones are checked; UTC still says when
		zone = time.UTC
	}
	return at.In(zone).Format(time.TimeOnly)
}

// linked leads to where a post stands; nowhere from a terminal.
func (w receiptWords) linked(p recap.Post) string {
	if w.slackURL == "" || p.State != recap.Posted || p.Kind.Letter() {
		return ""
	}
	return w.say.Say("recap.log.link", lang.Args{"link": w.link(p)})
}

// tried says how often a recap was sent until it arrived.
func (w receiptWords) tried(p recap.Post) string {
	if p.State != recap.Posted || p.Attempts < 2 {
		return ""
	}
	return w.say.Count("recap.log.tried", int64(p.Attempts), lang.Args{})
}

// corrected says how often a recap was edited.
func (w receiptWords) corrected(p recap.Post) string {
	if p.Edits() == 0 {
		return ""
	}
	return w.say.Count("living.log.corrected", int64(p.Edits()), lang.Args{})
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
	var doubtful []recap.Post
	for _, p := range posts {
		l.add(w.now(p, a))
		if p.State == recap.Unconfirmed {
			doubtful = append(doubtful, p)
		}
	}
	for _, p := range doubtful {
		name := ""
		if len(doubtful) > 1 {
			name = w.name(p.Conversation)
		}
		l.buttons(doubtButtons(w.say, p, name)...)
	}
	return l.reply()
}

// name is a conversation by its name, where Slack would not draw its mention.
func (w receiptWords) name(conversation string) string {
	for _, c := range w.settings.RecapIn {
		if c.ID == conversation && c.Name != "" {
			return "#" + c.Name
		}
	}
	return conversation
}

func (w receiptWords) now(p recap.Post, a asked) string {
	args := lang.Args{
		"conversation": place(p.Conversation), "link": w.link(p), "reason": errorCode(p.Reason),
		"at": clockOf(p.PostedAt, w.settings), "remedy": w.remedy(p.Reason), "month": p.Day.In(),
	}
	switch p.State {
	case recap.Posted:
		if p.AskedBy == a.person.ID && p.PostedAt.Sub(a.now) > -time.Second {
			return strings.Join(told(w.say.Say("recap.now.posted", args), w.lacking(p)), " · ")
		}
		return strings.Join(told(w.say.Say("recap.now.already", args), w.lacking(p)), " · ")
	case recap.Skipped:
		return w.say.Say("recap.now.unplanned", args)
	case recap.Blocked:
		return w.say.Say("recap.now.refused", args)
	case recap.Sending:
		id := lang.ID("recap.now.uncertain")
		if p.Attempts == 0 { // it was only taken for sent
			id = "recap.now.restored"
		}
		return w.say.Say(id, args)
	case recap.Unconfirmed:
		id := lang.ID("recap.now.unconfirmed")
		if p.Reason == recap.Seen {
			id = "recap.now.seen"
		}
		return w.say.Say(id, args)
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
