package bot

import (
	"github.com/shopspring/decimal"
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
)

// proposalWords says what a plan is proposed from and what it proposes.
type proposalWords struct {
	planWords
	report.Proposal
}

// ProposalWords is what /sla plan answers about a revenue, for a terminal.
func ProposalWords(say lang.Speaker, p report.Proposal, s ledger.Settings, c ledger.Catalogue) string {
	w := proposalWords{planWords{say, s, c}, p}
	l := w.letter()
	return Words(l.text())
}

// reply shows the proposal, and lets managers apply it unless its month is
// closed.
func (w proposalWords) reply(closed *lang.Problem, manager bool) reply {
	l := w.letter()
	switch {
	case closed != nil:
		l.note(w.say.Problem(closed))
	case manager:
		l.note(w.say.Say("planner.nothing_yet", nil))
		value := w.carried()
		l.buttons(primary(button(actionApply, w.say.Say("planner.button.apply", nil), value)),
			button(actionAdjust, w.say.Say("planner.button.adjust", nil), value))
	default:
		l.note(w.say.Say("planner.managers_apply", nil))
	}
	return l.reply()
}

func (w proposalWords) carried() string {
	return string(encode(proposalAsked{w.Month, w.Revenue, w.Share, w.Version()}))
}

func (w proposalWords) letter() letter {
	l := letter{say: w.say}
	title := w.say.Say("planner.title", lang.Args{"month": w.say.Month(w.Month), "revenue": w.money(w.Revenue)})
	l.title(title, title)
	l.add(w.targetPart(), w.say.Say("planner.proposed", lang.Args{
		"leads": w.leads(w.Leads), "value": w.money(w.Value),
		"excess": w.say.SignedMoney(w.Excess, w.settings.Currency),
	}), w.mixLine())
	w.table(&l)
	l.add(w.leftOut(), w.outside())
	return l
}

// targetPart is what marketing answers for, where that is not all of it.
func (w proposalWords) targetPart() string {
	if w.Target.Equal(w.Revenue) {
		return ""
	}
	return w.say.Say("planner.target", lang.Args{
		"target": w.money(w.Target), "share": w.rate(w.Share), "revenue": w.money(w.Revenue),
	})
}

func (w proposalWords) money(d decimal.Decimal) string { return w.say.Money(d, w.settings.Currency) }

func (w proposalWords) leads(n int64) string { return w.say.Count("sla.leads", n, lang.Args{}) }

// mixLine says whose mix the proposal follows.
func (w proposalWords) mixLine() string {
	if !w.Past {
		return w.say.Say("planner.mix.plan", nil)
	}
	return w.say.Say("planner.mix.past", lang.Args{"leads": w.leads(w.MixLeads), "first": w.First, "last": w.Last})
}

// table shows every segment, or where a message has no room for so many each
// channel, from what is promised now to what would be.
func (w proposalWords) table(l *letter) {
	columns := []column{
		{w.say.Say("plan.column.segment", nil), false},
		{w.say.Say("planner.column.goal", nil), true},
		{w.say.Say("plan.column.value", nil), true},
		{w.say.Say("plan.column.potential", nil), true},
	}
	var rows [][]string
	var words []string
	for _, line := range w.Lines {
		potential := w.money(line.Value.Mul(decimal.NewFromInt(line.New)))
		rows = append(rows, []string{
			w.plainSegment(line.Segment), w.fromTo(line.Now, line.New),
			w.say.Cents(line.Value, w.settings.Currency), potential,
		})
		words = append(words, w.say.Say("planner.line", lang.Args{
			"name": w.segment(line.Segment), "goal": w.fromTo(line.Now, line.New),
			"value": w.say.Cents(line.Value, w.settings.Currency), "potential": potential,
		}))
	}
	block, left := drawTable("proposal", columns, rows)
	if left > 0 {
		l.add(w.say.Say("planner.too_many_rows", lang.Args{"rows": len(rows)}))
		block = w.byChannel(columns)
	}
	l.table(block, words)
}

// byChannel adds the segments of each channel up.
func (w proposalWords) byChannel(columns []column) *slack.TableBlock {
	var rows [][]string
	for _, c := range w.catalogue.Channels {
		var now, then int64
		worth, found := decimal.Zero, false
		for _, line := range w.Lines {
			if line.Segment.Channel == c.ID {
				now, then, found = now+line.Now, then+line.New, true
				worth = worth.Add(line.Value.Mul(decimal.NewFromInt(line.New)))
			}
		}
		if found {
			rows = append(rows, []string{c.Name, w.fromTo(now, then), lang.Dash, w.money(worth)})
		}
	}
	columns[0].title = w.say.Say("sla.column.channel", nil)
	block, _ := drawTable("proposal", columns, rows)
	return block
}

func (w proposalWords) fromTo(now, then int64) string {
	return arrow(w.say.Int(now), w.say.Int(then))
}

// arrow writes a change, and what stays as it is once.
func arrow(before, after string) string {
	if before == after {
		return after
	}
	return before + " → " + after
}

func (w proposalWords) leftOut() string {
	if len(w.Unknown) == 0 {
		return ""
	}
	var names []string
	for _, s := range w.Unknown {
		names = append(names, w.segment(s))
	}
	return w.say.Say("planner.left_out", lang.Args{"names": clipList(w.say, names)})
}

func (w proposalWords) outside() string {
	if len(w.Outside) == 0 {
		return ""
	}
	var names []string
	for _, c := range w.Outside {
		names = append(names, escape(c.Name))
	}
	return w.say.Say("planner.outside", lang.Args{"names": clipList(w.say, names)})
}
