package bot

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// homeChannels is how many channels the Home tab draws: each takes a block of a
// hundred, and a phone scrolls.
const homeChannels = 40

// homePage is what one person sees in the Home tab.
type homePage struct {
	view
	asked    asked
	receipts receiptWords
	posts    []recap.Post
	away     ledger.Absence // of the reader; zero for none
	standIn  string         // name of whoever records meanwhile
	muted    []ledger.ChannelID
	guests   []ledger.Person // let in by a manager; only managers are shown them
}

// page draws the tab from the top: the month, what can be done, the channels
// with the reader's own first, the schedule with its receipts.
func (h homePage) page() slack.HomeTabViewRequest {
	l := letter{say: h.say}
	if h.report.Planned {
		l.title(h.headline("", h.report.Total), h.headline("", h.report.Total))
		l.add(told(append(h.totalLines(h.report.Total), h.salesLines(h.salesOf(0), h.report.Total)...)...)...)
	} else {
		title := h.say.Say("sla.unplanned", lang.Args{"month": h.report.Month})
		l.title(title, title)
		l.add(h.say.Say("home.unplanned", nil))
	}
	l.buttons(h.doing()...)
	h.channels(&l)
	l.blocks = append(l.blocks, slack.NewDividerBlock())
	l.add(h.schedule()...)
	if h.asked.person.MayManage() {
		l.buttons(button(actionSettings, h.say.Say("home.button.settings", nil), "settings"),
			button(actionClosure, h.say.Say("home.button.closure", nil), "closure"))
		h.letIn(&l)
	}
	h.own(&l)
	l.note(h.say.Say("home.help", nil))
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: l.blocks}}
}

// own is what the reader has said of themselves: that they are away, and what they
// want no alerts about, each with its way back.
func (h homePage) own(l *letter) {
	mine, _ := h.sorted()
	if h.away.StandIn != "" || len(mine)+len(h.muted) > 0 {
		l.add("*" + h.say.Say("home.own", nil) + "*")
	}
	switch {
	case h.away.StandIn != "":
		line := section(absenceLine(h.say, "nudges.away.is", h.standIn, h.away.Until))
		line.Accessory = slack.NewAccessory(button(actionNudgeBack, h.say.Say("nudges.button.back", nil), h.away.StandIn))
		l.blocks = append(l.blocks, line)
	case len(mine) > 0:
		line := section(h.say.Say("nudges.away.offer", nil))
		line.Accessory = slack.NewAccessory(button(actionNudgeAway, h.say.Say("nudges.button.away.home", nil), string(encode(lacking{Day: h.asked.today}))))
		l.blocks = append(l.blocks, line)
	}
	h.asked.mutedLines(l, h.muted[:min(len(h.muted), guestsAtHome)])
}

// letIn lists the guests, each with the button that lets them out.
func (h homePage) letIn(l *letter) {
	if len(h.guests) == 0 {
		return
	}
	l.add("*" + h.say.Say("guests.title", nil) + "*")
	for i, g := range h.guests[:min(len(h.guests), guestsAtHome)] {
		line := section(h.asked.guestLine(g))
		line.Accessory = slack.NewAccessory(button(numbered(actionGuestOut, i), h.say.Say("guests.button.out", nil), g.ID))
		l.blocks = append(l.blocks, line)
	}
	if more := int64(len(h.guests) - guestsAtHome); more > 0 {
		l.add(h.say.Count("sla.more_rows", more, lang.Args{}))
	}
}

// doing is what anybody can do from the tab.
func (h homePage) doing() []slack.BlockElement {
	plan := phrase.Choice{Label: h.say.Say("home.button.plan", nil), Text: "/sla plan"}
	buttons := []slack.BlockElement{
		primary(button(actionForm, h.say.Say("leads.button.form", nil), "form")),
		button(actionSalesForm, h.say.Say("sales.button.form", nil), "form"),
	}
	if h.report.Planned {
		buttons = append(buttons, h.whyButton())
	}
	return append(buttons, proposals([]phrase.Choice{plan})...)
}

// channels draws a bar a channel: the reader's own first, then the worst first.
func (h homePage) channels(l *letter) {
	mine, others := h.sorted()
	for _, group := range []struct {
		title    lang.ID
		channels []report.Channel
	}{{"home.mine", mine}, {"home.others", others}} {
		if len(group.channels) == 0 {
			continue
		}
		l.add("*" + h.say.Say(group.title, nil) + "*")
		shown := group.channels[:min(len(group.channels), homeChannels/2)]
		for _, c := range shown {
			l.add(h.bar(c))
		}
		if more := int64(len(group.channels) - len(shown)); more > 0 {
			l.add(h.say.Count("sla.more_rows", more, lang.Args{}))
		}
	}
}

func (h homePage) sorted() (mine, others []report.Channel) {
	for _, c := range report.WorstFirst(h.report.Channels) {
		if c.Owner == h.asked.person.ID {
			mine = append(mine, c)
		} else {
			others = append(others, c)
		}
	}
	return mine, others
}

// barCells is how wide a bar is: narrow enough for a phone.
const barCells = 20

// bar is a channel in two lines: its status in words, and how far it is, with a
// mark where it should be by now. Colour never stands alone.
func (h homePage) bar(c report.Channel) string {
	f := c.Figures
	mark, word := h.standing(f)
	args := lang.Args{
		"mark": mark, "name": escape(c.Name), "status": word, "leads": f.Leads, "promised": f.CommitmentLeads,
		"share": h.share(f.Attainment), "bar": barOf(f),
	}
	switch {
	case f.CommitmentLeads == 0:
		return h.say.Say("home.bar.free", args)
	case c.Silent:
		args["status"] = h.say.Say("words.not_reported", nil)
	}
	return h.say.Say("home.bar", args)
}

// barOf is attained against the commitment in cells, with the mark of what is due
// by now: "███████▒▒▒▒│▒▒▒▒".
func barOf(f sla.Figures) string {
	if !f.Commitment.IsPositive() {
		return strings.Repeat("░", barCells)
	}
	filled, due := cells(f.Value, f.Commitment), cells(f.Due, f.Commitment)
	bar := []string{}
	for i := range barCells {
		if i < filled {
			bar = append(bar, "█")
		} else {
			bar = append(bar, "░")
		}
	}
	return strings.Join(slices.Insert(bar, due, "│"), "")
}

func cells(part, whole decimal.Decimal) int {
	n := part.Mul(decimal.NewFromInt(barCells)).Div(whole).Floor().IntPart()
	return int(max(0, min(n, barCells)))
}

// schedule says when the next recap goes where, and what became of the last ones.
func (h homePage) schedule() []string {
	lines := []string{"*" + h.say.Say("home.schedule", nil) + "*"}
	lines = append(lines, settingsWords{h.say, h.catalogue}.recap(h.settings))
	lines = append(lines, h.asked.scheduleLines(h.settings, "", h.posts)...)
	for _, p := range recent(h.posts) {
		lines = append(lines, h.receipts.line(p))
	}
	return lines
}
