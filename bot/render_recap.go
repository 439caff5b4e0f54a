package bot

import (
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// A message takes 50 blocks, and some 13 200 characters of them in all.
const (
	messageBlocks = 50
	messageBytes  = 13_000
)

// RecapMessages puts a recap into words and blocks, exactly as it is posted: the
// recap itself, and what it has no room for, which follows in its thread.
func RecapMessages(e recap.Edition, as recap.Layout, in lang.Language) ([]recap.Message, error) {
	s := newSummary(e, as, lang.Speak(in))
	l, left := s.letter()
	var messages []recap.Message
	for _, l := range s.padded(append([]letter{l}, s.pages(left)...)) {
		m := recap.Message{Text: l.text()}
		if as.Form != recap.WordsOnly {
			blocks, err := json.Marshal(l.blocks)
			if err != nil {
				return nil, fmt.Errorf("write the recap of %s: %w", e.Day, err)
			}
			m.Blocks = blocks
		}
		messages = append(messages, m)
	}
	return messages, nil
}

// RenderRecap puts a recap into the workspace's language.
func RenderRecap(e recap.Edition, as recap.Layout) ([]recap.Message, error) {
	return RecapMessages(e, as, lang.Language(e.Settings.Language))
}

// summary tells a recap's edition to everybody in a conversation.
type summary struct {
	view
	edition recap.Edition
	layout  recap.Layout
}

func newSummary(e recap.Edition, as recap.Layout, say lang.Speaker) summary {
	b := newBoard(say, e.Report, e.Settings, true)
	b.amendments, b.signing, b.people, b.sales = e.Amendments, e.Signing, e.People, e.Sales
	return summary{newView(b, subject{}, ledger.Catalogue{}), e, as}
}

// room is how much of a recap is shown: rows of the table, and lines of what to
// do.
type room struct{ rows, todo int }

// rooms are tried from the largest: what does not fit is counted in a line.
var rooms = []room{{tableRows, 10}, {60, 8}, {40, 8}, {30, 6}, {20, 6}, {10, 4}, {5, 3}, {0, 1}}

// letter writes the recap with as much as a message holds, and returns the rows
// that it has no room for.
func (s summary) letter() (l letter, left []row) {
	for _, r := range rooms {
		if l, left = s.letterIn(r); s.holds(l) {
			break
		}
	}
	return l, left
}

// holds reports whether a message holds a letter as it is laid out.
func (s summary) holds(l letter) bool {
	if s.layout.Form == recap.WordsOnly {
		return l.whole()
	}
	return fits(l.blocks)
}

func fits(blocks []slack.Block) bool {
	wire, err := json.Marshal(blocks)
	return err == nil && len(wire) <= messageBytes && len(blocks) <= messageBlocks
}

// letterIn writes the recap into a room, and returns the rows beyond it.
func (s summary) letterIn(r room) (l letter, left []row) {
	l.say = s.say
	title := s.title()
	l.title(title, title)
	switch {
	case !s.report.Planned:
		l.add(s.unplannedLine())
		return l, nil
	case s.edition.Kind == recap.Closing:
		l.add(s.closingLines()...)
	default:
		l.add(s.dailyLines()...)
	}
	s.showPicture(&l)
	left = s.showTable(&l, r.rows)
	s.addTodo(&l, r.todo)
	l.add(s.bestLine(), s.recoveredLine(), s.reportedLine(), s.unknownLine())
	if s.edition.Kind == recap.Closing {
		l.add(s.closingSales()...)
		l.add(s.aheadLines()...)
	} else {
		l.add(s.salesLines(s.salesOf(0), s.report.Total)...)
	}
	l.note(s.correctedLine(), s.lateLine(), s.unpostedLine(), s.carriedLine(), s.amendedLine(), s.closuresLine(), s.contextLine())
	l.buttons(s.whyButton(), s.recordButton(), s.shareButton())
	return l, left
}

// showPicture shows the month as it is drawn. The words beside it say the same,
// and more.
func (s summary) showPicture(l *letter) {
	if s.layout.File != "" {
		l.blocks = append(l.blocks, pictureBlock(s.layout.File, s.layout.Alt))
	}
}

func pictureBlock(file, alt string) *slack.ImageBlock {
	return slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: file}, alt, "", nil)
}

// showTable lists the channels, says how many it has no room for, and returns
// them.
func (s summary) showTable(l *letter, most int) (left []row) {
	rows := s.channelRows()
	shown := s.tabulate(l, rows[:min(len(rows), most)])
	if left = rows[shown:]; len(left) > 0 {
		l.add(s.leftOut(left))
	}
	return left
}

// addTodo lists what to do, the most urgent first.
func (s summary) addTodo(l *letter, most int) {
	todo := s.toDo()
	if len(todo) == 0 || s.edition.Kind == recap.Closing {
		return
	}
	lines := []string{"*" + s.say.Say("sla.todo", nil) + "*"}
	lines = append(lines, todo[:min(len(todo), most)]...)
	if more := int64(len(todo) - most); more > 0 {
		lines = append(lines, s.say.Count("recap.more_todo", more, lang.Args{}))
	}
	l.add(lines...)
}

func (s summary) recordButton() slack.BlockElement {
	return button(actionForm, s.say.Say("recap.button.record", nil), "form")
}

func (s summary) dailyLines() []string {
	f := s.report.Total
	return told(s.coverLine(), s.attainedLine(f), s.dueLine(f), s.worsenedLine(), s.perDayLine(f), s.projectionLine(f))
}

// coverLine says up to when the figures count, and what the days since the
// recap before have brought.
func (s summary) coverLine() string {
	kind := lang.ID("sla.cut.working_day")
	if s.settings.CalendarDays {
		kind = "sla.cut.calendar_day"
	}
	r := s.report
	args := lang.Args{
		"first": s.say.ShortDay(r.Since), "last": s.say.ShortDay(r.AsOf), "kind": kind,
		"new":  s.say.Count("recap.new", r.SinceLeads, lang.Args{"signed": s.say.SignedInt(r.SinceLeads)}),
		"done": r.WorkingDays.Elapsed, "total": r.WorkingDays.Total,
	}
	if !r.Since.Before(r.AsOf) {
		return s.say.Say("recap.cut.day", args)
	}
	return s.say.Say("recap.cut.days", args)
}
