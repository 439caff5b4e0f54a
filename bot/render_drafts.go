package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// draftQuestion asks whether counts for channels that do not exist are to be
// kept until a manager adds them. Nothing is guessed, and nothing lost.
func (a asked) draftQuestion(c counts) (question reply, doubtful bool) {
	var lines []string
	drafts := slices.Clone(c.drafts)
	for i, n := range c.Lines {
		if c.draft(i) || !slices.ContainsFunc(n.Doubts, func(d phrase.Doubt) bool { return d.Kind == phrase.NoSuchChannel }) {
			continue
		}
		drafts = append(drafts, i)
		lines = append(lines, a.onLine(i, len(c.Lines))+a.say.Say("drafts.no_such_channel", lang.Args{"typed": escape(n.Unknown)}))
	}
	if len(lines) == 0 {
		return reply{}, false
	}
	l := letter{say: a.say}
	c.drafts = drafts
	value := a.again(c, -1, "").value()
	if value == "" {
		l.addWithin(append(lines, a.say.Say("leads.too_long_to_ask", nil))...)
		return a.instead(l.reply()), true
	}
	l.addWithin(append(lines, a.say.Say("drafts.keep", nil))...)
	l.buttons(primary(button(actionSettle, a.say.Say("drafts.button.keep", nil), value)), a.dropButton())
	return a.instead(l.reply()), true
}

// draftLines say what is kept, and for what.
func (s slip) draftLines(drafts []ledger.Draft) []string {
	lines := make([]string, 0, len(drafts))
	for _, d := range drafts {
		lines = append(lines, s.say.Say("drafts.kept", s.draftArgs(d)))
	}
	return lines
}

func (s slip) draftArgs(d ledger.Draft) lang.Args {
	leads := s.leads(d.Count)
	if d.Set {
		leads = s.say.Say("drafts.total", lang.Args{"leads": leads})
	}
	return lang.Args{
		"leads": leads, "name": escape(d.Name), "persona": escape(s.catalogue.Persona(d.Persona).Name),
		"day": s.day(d.Day), "date": d.Day.String(), "author": s.name(d.Author),
	}
}

// drafts tells what was kept and who is told; a manager can decide at once.
func (s slip) drafts(l *letter, done written, person ledger.Person, managers []string) {
	for _, d := range done.Withdrawn {
		l.add(s.say.Say("drafts.withdrawn", s.draftArgs(d)))
	}
	if len(done.Drafts) == 0 {
		return
	}
	l.add(s.draftLines(done.Drafts)...)
	withdraw := button(actionDraftsWithdraw, s.say.Say("drafts.button.withdraw", nil), done.Drafts[0].Request)
	switch {
	case person.MayManage():
		l.add(s.say.Say("drafts.decide", nil))
		names := namesOf(done.Drafts)
		for _, name := range names {
			if len(names) > 1 {
				l.add("*" + escape(lang.Capital(name)) + "*")
			}
			l.buttons(s.decisions(name)...)
		}
	case len(managers) == 0:
		l.add(s.say.Say("drafts.no_manager", nil))
	default:
		l.add(s.say.Say("drafts.told", lang.Args{"names": managers}))
	}
	l.buttons(withdraw)
}

// namesOf lists the channels that drafts are for, each once.
func namesOf(drafts []ledger.Draft) []string {
	var names []string
	for _, d := range drafts {
		if !slices.ContainsFunc(names, func(name string) bool { return sameName(name, d.Name) }) {
			names = append(names, d.Name)
		}
	}
	return names
}

// decisions are the buttons that add a channel, for either team, or let its
// drafts go.
func (s slip) decisions(name string) []slack.BlockElement {
	args := lang.Args{"name": lang.Capital(name)}
	return []slack.BlockElement{
		primary(button(numbered(actionDraftsAccept, 0), s.say.Say("drafts.button.marketing", args), string(encode(decision{name, ledger.Marketing})))),
		button(numbered(actionDraftsAccept, 1), s.say.Say("drafts.button.sales", args), string(encode(decision{name, ledger.Sales}))),
		button(actionDraftsRefuse, s.say.Say("drafts.button.refuse", args), string(encode(decision{Name: name}))),
	}
}

// A message lists so many channels that wait; the rest comes when these are
// decided.
const draftsShown = 8

// waiting shows a manager what waits, channel by channel, with the buttons that
// decide.
func (s slip) waiting(drafts []ledger.Draft) reply {
	l := letter{say: s.say}
	l.add(s.say.Say("drafts.waiting", nil))
	names := namesOf(drafts)
	for _, name := range names[:min(len(names), draftsShown)] {
		var lines []string
		for _, d := range (decision{Name: name}).of(drafts) {
			lines = append(lines, s.say.Say("drafts.waiting.line", s.draftArgs(d)))
		}
		l.add("*"+escape(lang.Capital(name))+"*", strings.Join(clipList(s.say, lines), "\n"))
		l.buttons(s.decisions(name)...)
	}
	if more := int64(len(names) - draftsShown); more > 0 {
		l.add(s.say.Count("drafts.more", more, lang.Args{}))
	}
	return l.reply()
}

// draftNotes tell the managers, once for each channel, that somebody counts leads
// for one that does not exist.
func (a asked) draftNotes(ctx context.Context, among Crowd, done written) (notes []note, err error) {
	fresh := slices.DeleteFunc(slices.Clone(done.Drafts), func(d ledger.Draft) bool {
		return !slices.ContainsFunc(done.New, func(name string) bool { return sameName(name, d.Name) })
	})
	if len(fresh) == 0 {
		return nil, nil
	}
	managers, err := among.Managers(ctx)
	for _, m := range managers {
		if m.ID != a.person.ID {
			notes = append(notes, note{To: m.ID, reply: a.slipFor(ctx, among, m.ID, authorsOf(fresh)...).waiting(fresh)})
		}
	}
	return notes, err
}

// deciders are what those managers are called.
func (a asked) deciders(ctx context.Context, among Crowd, done written) (names []string, err error) {
	if len(done.Drafts) == 0 {
		return nil, nil
	}
	managers, err := among.Managers(ctx)
	for _, m := range managers {
		if m.ID != a.person.ID {
			names = append(names, escape(m.Name))
		}
	}
	return names, err
}

func authorsOf(drafts []ledger.Draft) []string {
	var authors []string
	for _, d := range drafts {
		authors = append(authors, d.Author)
	}
	slices.Sort(authors)
	return slices.Compact(authors)
}

// decidedReply says what became of drafts, to the manager.
func (b *Bot) decidedReply(ctx context.Context, a asked, done decided) reply {
	var authors []string
	for _, d := range done.Settled {
		authors = append(authors, d.Author)
	}
	s := b.slip(ctx, a, authors)
	l := letter{say: a.say}
	w := planWords{a.say, a.settings, a.catalogue}
	if done.Team != "" {
		added := planned{What: channelAdded, Name: done.Name, New: string(done.Team), Segment: ledger.Segment{Channel: done.Channel}}
		l.add("✅ " + w.change(added))
	}
	for _, d := range done.Settled {
		l.add(s.say.Say("drafts.settled."+lang.ID(d.State), s.draftArgs(d.Draft)))
	}
	return a.instead(l.reply())
}

// decidedNotes tell the authors of drafts what became of them.
func (a asked) decidedNotes(ctx context.Context, among Crowd, channel ledger.ChannelID, drafts ...settledDraft) (notes []note) {
	for _, d := range drafts {
		if d.Author == a.person.ID || d.State == ledger.DraftWithdrawn {
			continue
		}
		to := a.slipFor(ctx, among, d.Author, d.Author)
		args := to.draftArgs(d.Draft)
		args["manager"], args["channel"] = escape(a.person.Name), escape(a.catalogue.Channel(channel).Name)
		notes = append(notes, note{To: d.Author, reply: textReply(to.say.Say("drafts.tell."+lang.ID(d.State), args))})
	}
	return notes
}
