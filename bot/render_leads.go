package bot

import (
	"cmp"

	"github.com/shopspring/decimal"
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// linesBytes is the share of a message that a list of lines may take.
const linesBytes = 7_000

// addWithin adds as many lines as fit into their share of the message, and says
// how many more there are.
func (l *letter) addWithin(lines ...string) {
	room := linesBytes
	for i, line := range lines {
		if room -= len(encode(line)); room < 0 {
			lines = append(lines[:i:i], l.say.Count("sla.more_lines", int64(len(lines)-i), lang.Args{}))
			break
		}
	}
	l.add(lines...)
}

// bold writes the line that matters most, in bold where it is drawn.
func (l *letter) bold(line string) {
	l.lines = append(l.lines, line)
	l.blocks = append(l.blocks, section("*"+clip(line, sectionRunes-2)+"*"))
}

// confirmation tells what a request wrote, and what can be done about it.
func (s slip) confirmation(done written, request string) letter {
	if s.guest {
		return s.guestConfirmation(done, request)
	}
	l := letter{say: s.say}
	switch {
	case len(done.all()) == 0:
		return l
	case len(done.Lines) == 0:
		l.addWithin(s.undoneLines(done.Undone)...)
	case len(done.Lines) == 1:
		l.bold(s.recorded(done.Lines[0]))
	default:
		s.several(&l, done)
	}
	var more []string
	if len(done.said()) == 1 {
		more = []string{s.valueLine(done), s.dayLine(done.said()[0])}
	}
	if done.Followed != nil {
		l.add(append(more, s.waitingLine(*done.Followed), s.salesLine(done))...)
	} else {
		l.add(append(more, s.monthLine(done), s.missingLine(done))...)
	}
	l.buttons(s.confirmationButtons(done, request)...)
	return l
}

// valueLine is what a single line is worth.
func (s slip) valueLine(done written) string {
	switch {
	case s.bare || len(done.Worth) != 1 || done.Followed != nil && !done.Worth[0].Valid:
		return ""
	case done.Followed != nil:
		return s.say.Say("sales.amount", lang.Args{"value": s.signedMoney(done.Worth[0].Decimal)})
	case !done.Worth[0].Valid:
		return s.say.Say("leads.value.unknown", nil)
	}
	return s.say.Say("leads.value", lang.Args{"value": s.signedMoney(done.Worth[0].Decimal)})
}

// recorded says one line as it was written.
func (s slip) recorded(one ledger.Recorded) string {
	count := one.Entry.Count
	args := lang.Args{
		"segment": s.segment(one.Entry.Cell), "day": s.day(one.Entry.Cell.Day),
		"change": s.say.SignedInt(count), "total": s.say.Int(one.Line.Count),
	}
	switch {
	case one.Entry.Cell.Stage != ledger.Lead:
		return s.saidOfSales(one)
	case one.Line.Set:
		return s.say.Say("leads.set", args)
	case count < 0:
		return s.say.Count("leads.taken_off", -count, args)
	}
	return s.say.Count("leads.recorded", count, args)
}

// several is many lines, each with the total its day has come to.
func (s slip) several(l *letter, done written) {
	var sum int64
	var lines []string
	day := calendar.Date{}
	for i, one := range done.Lines {
		sum += one.Entry.Count
		if one.Entry.Cell.Day != day {
			day = one.Entry.Cell.Day
			lines = append(lines, s.say.Say("leads.several.day", lang.Args{"day": lang.Capital(s.day(day))}))
		}
		line := s.say.Say("leads.several.line", lang.Args{
			"change":  s.say.SignedInt(one.Entry.Count),
			"segment": s.segment(one.Entry.Cell), "total": s.say.Int(one.After.Count),
		})
		if value := done.Worth[i]; value.Valid && !s.bare {
			line += " · " + s.signedMoney(value.Decimal)
		}
		lines = append(lines, line)
	}
	l.bold(s.say.Count("leads.several", int64(len(done.Lines)), lang.Args{"change": s.say.SignedInt(sum)}))
	l.addWithin(lines...)
}

// undoneLines say what was taken back, and what was given again.
func (s slip) undoneLines(undone []ledger.Recorded) []string {
	lines := make([]string, 0, len(undone))
	for _, one := range undone {
		id := lang.ID("leads.undone")
		if one.Entry.Reverses == 0 {
			id = "leads.given_again"
		}
		lines = append(lines, s.say.Say(id, lang.Args{
			"segment": s.segment(one.Entry.Cell),
			"leads":   s.leads(abs(one.Entry.Count)), "change": s.say.SignedInt(-one.Entry.Count), "day": s.day(one.Entry.Cell.Day),
		}))
	}
	return lines
}

// dayLine is the day's total of the segment, with who recorded what of it.
func (s slip) dayLine(one ledger.Recorded) string {
	parts := make([]string, 0, len(one.Day))
	for _, share := range one.Day {
		id := lang.ID("leads.share")
		if share.Author == s.reader && s.reader != "" {
			id = "leads.share.you"
		}
		parts = append(parts, s.say.Say(id, lang.Args{"n": s.say.Int(share.Count), "name": s.name(share.Author)}))
	}
	args := lang.Args{"leads": s.leads(one.After.Count), "shares": s.say.List(parts)}
	if len(parts) == 0 {
		return s.say.Say("leads.day.silent", args)
	}
	return s.say.Say("leads.day", args)
}

// monthLine is where the month stands with it.
func (s slip) monthLine(done written) string {
	f := done.Figures
	args := lang.Args{
		"what": s.level(done), "month": s.say.Month(done.Month), "leads": s.leads(f.Leads),
		"promised": s.say.Int(f.CommitmentLeads), "share": s.say.MaybePercent(f.Attainment, 0),
	}
	switch {
	case !done.Planned:
		return s.say.Say("leads.month.unplanned", args)
	case f.CommitmentLeads == 0:
		return s.say.Say("leads.month.free", args)
	}
	args["mark"], args["status"] = s.say.Status(string(f.Status), f.Gap.IsNegative(), f.CommitmentLeads < fewLeads, f.Attainment)
	return s.say.Say("leads.month", args)
}

// level names what the month's figures are of.
func (s slip) level(done written) string {
	if done.Channel == 0 {
		return s.say.Say("leads.total", nil)
	}
	return escape(s.catalogue.Channel(done.Channel).Name)
}

// missingLine is what it takes to be back on pace, today's leads included.
func (s slip) missingLine(done written) string {
	f := done.Figures
	if !done.Planned || f.CommitmentLeads == 0 || f.Due.IsZero() {
		return ""
	}
	missing, amount := f.Missing()
	if amount.IsZero() {
		return s.say.Say("leads.on_pace", nil)
	}
	args := lang.Args{"amount": s.say.Money(amount, s.settings.Currency), "leads": s.leads(missing)}
	line := s.say.Say("leads.missing", args)
	if s.bare {
		line = s.say.Say("leads.missing.bare", args)
	}
	if !f.LeadsPerDayNeeded.Valid || done.Days <= 0 {
		return line
	}
	return line + s.say.Say("leads.missing.per_day", lang.Args{
		"needed": s.say.Int(ceil(f.LeadsPerDayNeeded.Decimal)), "now": s.say.MaybeDecimal(f.LeadsPerDayNow, 1),
	})
}

// confirmationButtons take back, correct, or move to the day before. What does
// not fit into a button is left out: it can still be typed.
func (s slip) confirmationButtons(done written, request string) []slack.BlockElement {
	if len(done.Lines) == 0 {
		return nil
	}
	lines, yesterday := make([]ledger.Line, 0, len(done.Lines)), make([]ledger.Line, 0, len(done.Lines))
	for _, one := range done.Lines {
		lines = append(lines, one.Line)
		if one.Line.Cell.Day == s.today {
			one.Line.Cell.Day = s.today.AddDays(-1)
			yesterday = append(yesterday, one.Line)
		}
	}
	buttons := []slack.BlockElement{
		button(actionUndo, s.say.Say("leads.button.undo", nil), carried{Replaces: request, Missing: s.missing}.value()),
	}
	if value := (carried{Replaces: request, Lines: pack(lines), Missing: s.missing}).value(); value != "" && oneForm(lines) {
		buttons = append(buttons, button(actionEdit, s.say.Say("leads.button.edit", nil), value))
	}
	if value := (carried{Replaces: request, Lines: pack(yesterday), Missing: s.missing}).value(); value != "" && len(yesterday) == len(lines) {
		buttons = append(buttons, button(actionYesterday, s.say.Say("leads.button.yesterday", nil), value))
	}
	return buttons
}

// changed tells somebody that another person changed what they had recorded.
func (s slip) changed(by string, lines []ledger.Recorded) reply {
	l := letter{say: s.say}
	l.add(s.say.Say("leads.changed", lang.Args{"name": s.name(by)}))
	var told []string
	for _, one := range lines {
		args := lang.Args{
			"segment": s.segment(one.Entry.Cell), "day": s.day(one.Entry.Cell.Day),
			"change": s.say.SignedInt(one.Entry.Count), "before": s.say.Int(one.Before.Count), "after": s.leads(one.After.Count),
		}
		line := s.say.Say("leads.changed.line", args)
		if s.guest {
			line = s.say.Say("guests.line", args)
		}
		told = append(told, line)
	}
	l.addWithin(told...)
	return l.reply()
}

func (s slip) leads(n int64) string { return s.say.Count("leads.n", n, lang.Args{}) }

func (s slip) signedMoney(d decimal.Decimal) string {
	if d.IsNegative() {
		return s.say.SignedMoney(d, s.settings.Currency)
	}
	return s.say.Money(d, s.settings.Currency)
}

// segment names a cell's channel and persona, and its stage when it is not the
// first one.
func (s slip) segment(cell ledger.Cell) string {
	name := escape(s.catalogue.Channel(cell.Channel).Name) + " · " + escape(s.catalogue.Persona(cell.Persona).Name)
	if cell.Stage == ledger.Lead {
		return name
	}
	return name + ", " + s.say.Say("leads.stage."+lang.ID(cell.Stage), nil)
}

// day names a day, and says when it is today or yesterday.
func (s slip) day(d calendar.Date) string {
	switch d {
	case s.today:
		return s.say.Say("leads.today", lang.Args{"day": d})
	case s.today.AddDays(-1):
		return s.say.Say("leads.yesterday", lang.Args{"day": d})
	}
	return s.say.Day(d)
}

// name is what an author is called; whoever is not known yet is mentioned.
func (s slip) name(author string) string {
	if author == "" {
		return signature(s.say, author)
	}
	return cmp.Or(escape(s.names[author]), signature(s.say, author))
}

func abs(n int64) int64 { return max(n, -n) }
