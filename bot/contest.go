package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
)

// The buttons under leads that sales contests.
const (
	actionConcede = "contest_accept" // they are none: they leave the month's value
	actionUphold  = "contest_refuse" // they are: sales has to contact them
)

// settled is how a contest ended, kept as the answer of whichever button was
// pressed first.
type settled struct {
	Conceded bool
	By       string            // who settled it
	Author   string            // who contested
	Undone   []ledger.Recorded // the contested lines taken back
	Lines    []ledger.Recorded // the leads taken off
}

// contestNotes ask marketing about what was just contested: the owners of its
// channels, or the managers where a channel has none that reads figures.
func (a asked) contestNotes(ctx context.Context, among Crowd, done written) ([]note, error) {
	asked := map[string][]ledger.Recorded{}
	for _, one := range done.Lines {
		if one.Entry.Cell.Stage != ledger.Rejected || one.Entry.Count <= 0 {
			continue
		}
		people, err := a.judges(ctx, among, one.Entry.Cell.Channel)
		if err != nil {
			return nil, err
		}
		for _, person := range people {
			asked[person] = append(asked[person], one)
		}
	}
	var notes []note
	for person, lines := range asked {
		notes = append(notes, note{To: person, reply: a.slipFor(ctx, among, person).contest(a.person.ID, a.key, lines)})
	}
	slices.SortFunc(notes, func(x, y note) int { return strings.Compare(x.To, y.To) })
	return notes, nil
}

// judges are who settles what is contested of a channel.
func (a asked) judges(ctx context.Context, among Crowd, id ledger.ChannelID) (people []string, err error) {
	if owner, err := among.Person(ctx, a.catalogue.Channel(id).Owner); err == nil && owner.MayRecord() {
		return []string{owner.ID}, nil
	}
	managers, err := among.Managers(ctx)
	if err != nil {
		return nil, fmt.Errorf("find who settles what is contested: %w", err)
	}
	for _, m := range managers {
		people = append(people, m.ID)
	}
	return people, nil
}

// contest asks marketing whether it takes contested leads off.
func (s slip) contest(by, request string, lines []ledger.Recorded) reply {
	l := letter{say: s.say}
	l.add(s.say.Say("sales.contest", lang.Args{"name": s.name(by)}))
	l.addWithin(s.contestLines(lines)...)
	value := carried{Replaces: request}.value()
	l.buttons(button(actionConcede, s.say.Say("sales.button.concede", nil), value),
		button(actionUphold, s.say.Say("sales.button.uphold", nil), value))
	l.note(s.say.Say("sales.contest.how", nil))
	return l.reply()
}

func (s slip) contestLines(lines []ledger.Recorded) []string {
	var told []string
	for _, one := range lines {
		cell := one.Entry.Cell
		told = append(told, s.say.Say("sales.contest.line", lang.Args{
			"what": s.say.Count("sales.n.rejected", abs(one.Entry.Count), lang.Args{}), "day": s.day(cell.Day),
			"segment": s.segment(ledger.Cell{Channel: cell.Channel, Persona: cell.Persona, Stage: ledger.Lead}),
			"reason":  s.say.Say("phrase.reason."+lang.ID(one.Entry.Note), nil),
		}))
	}
	return told
}

// pressContest settles what a request contested: leads conceded are taken off,
// upheld ones go back to sales' clock. Whichever button is pressed first counts.
func (b *Bot) pressContest(concede bool) handler {
	return func(ctx context.Context, a asked) (reply, error) {
		c, err := a.carried()
		if err != nil {
			return reply{}, err
		}
		a.key, a.what = strings.TrimSuffix(c.Replaces, "/settled")+"/settled", "settled"
		done, told, err := onceTelling(ctx, b, a, func(ctx context.Context, p Page) (settled, error) {
			return a.settleContest(ctx, p, c.Replaces, concede)
		}, a.settledNotes)
		if err != nil {
			return reply{}, err
		}
		b.forget()
		out := b.slip(ctx, a, []string{done.By, done.Author}).settledContest(done)
		out.Replace, out.Told = true, told
		return out, nil
	}
}

// settledNotes tell who had contested how it ended.
func (a asked) settledNotes(ctx context.Context, p Page, done settled) ([]note, error) {
	if done.Author == "" || done.Author == a.person.ID {
		return nil, nil
	}
	return []note{{To: done.Author, reply: a.slipFor(ctx, p, done.Author).settledContest(done)}}, nil
}

func (a asked) settleContest(ctx context.Context, p Page, request string, concede bool) (done settled, err error) {
	written, err := p.EntriesOf(ctx, request)
	if err != nil {
		return done, err
	}
	for _, e := range written {
		if !a.person.MayManage() && a.catalogue.Channel(e.Cell.Channel).Owner != a.person.ID {
			return done, lang.Refuse("sales.contest.not_yours", lang.Args{"channel": a.catalogue.Channel(e.Cell.Channel).Name})
		}
		done.Author = e.Author
	}
	done.By, done.Conceded = a.person.ID, concede
	if !concede {
		done.Undone, err = ledger.Undo(ctx, p, a.rules(), a.author(), request)
		return done, err
	}
	half, err := report.Sales(ctx, prepared{p, a}, a.liveCut())
	if err != nil {
		return done, err
	}
	var off []ledger.Line
	for _, e := range written {
		off = append(off, takenOff(half.Pieces, e)...)
	}
	rules := a.rules()
	rules.Confirmed = true
	done.Undone, done.Lines, err = ledger.Replace(ctx, p, rules, a.author(), request, off)
	return done, err
}

// takenOff are the leads to take off for a contested line: from the days that the
// contest took them from.
func takenOff(pieces []followup.Piece, e ledger.Written) []ledger.Line {
	left, byDay, days := e.Count, map[calendar.Date]int64{}, []calendar.Date{}
	for _, p := range pieces {
		if p.Fate != followup.Contested || p.Lead.Segment != e.Cell.Segment() || p.Touch.Day != e.Cell.Day || left <= 0 {
			continue
		}
		n := min(left, p.Lead.Count)
		if byDay[p.Lead.Day] == 0 {
			days = append(days, p.Lead.Day)
		}
		byDay[p.Lead.Day] += n
		left -= n
	}
	var lines []ledger.Line
	for _, day := range days {
		lines = append(lines, ledger.Line{Count: -byDay[day], Cell: ledger.Cell{
			Day: day, Channel: e.Cell.Channel, Persona: e.Cell.Persona, Stage: ledger.Lead,
		}})
	}
	return lines
}

// settledContest says how a contest ended, in the place of its buttons.
func (s slip) settledContest(done settled) reply {
	l := letter{say: s.say}
	id := lang.ID("sales.contest.upheld")
	if done.Conceded {
		id = "sales.contest.conceded"
	}
	l.add(s.say.Say(id, lang.Args{"name": s.name(done.By)}))
	l.addWithin(s.contestLines(done.Undone)...)
	for _, one := range done.Lines {
		l.add(s.recorded(one))
	}
	return l.reply()
}
