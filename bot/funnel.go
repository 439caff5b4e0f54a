package bot

import (
	"cmp"
	"context"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/report"
)

// funnel shows what became of leads, six months side by side.
func (b *Bot) funnel(ctx context.Context, a asked, c phrase.Funnel) (reply, error) {
	last := c.Month
	if last.IsZero() {
		last = a.today.In()
	}
	months, err := report.Funnel(ctx, b.Books, last, ledger.Segment{Channel: c.Channel, Persona: c.Persona})
	if err != nil {
		return reply{}, err
	}
	board := newBoard(a.say, report.Report{Month: last, Currency: a.settings.Currency}, a.settings, a.public)
	v := newView(board, subject{Channel: c.Channel, Persona: c.Persona}, a.catalogue)
	answer := v.funnelLetter(months)
	out := answer.reply()
	out.Public = a.public
	return out, nil
}

// funnelLetter draws a row a stage and a column a month, and says how the last
// month stands against the one before.
func (v view) funnelLetter(months []report.FunnelMonth) letter {
	l := letter{say: v.say}
	what := func(name string) string {
		return v.say.Say("funnel.title", lang.Args{"what": cmp.Or(name, v.say.Say("funnel.all", nil))})
	}
	l.title(what(v.name()), what(escape(v.name())))
	columns := []column{{v.say.Say("funnel.column.stage", nil), false}}
	for _, m := range months {
		columns = append(columns, column{lang.Capital(v.say.ShortMonth(m.Month)), true})
	}
	rows := v.funnelRows(months)
	cells := make([][]string, 0, len(rows))
	for _, r := range rows {
		cells = append(cells, append([]string{r.label}, r.cells...))
	}
	block, _ := drawTable("funnel", columns, cells)
	l.table(block, v.funnelWords(months))
	l.add(v.againstLine(months))
	l.note(v.say.Say("funnel.how", nil))
	return l
}

// funnelRow is one line of a funnel: a stage, or a figure made of several.
type funnelRow struct {
	label string
	cells []string
}

func (v view) funnelRows(months []report.FunnelMonth) []funnelRow {
	row := func(id lang.ID, cell func(report.FunnelMonth) string) funnelRow {
		r := funnelRow{label: v.say.Say(id, nil)}
		for _, m := range months {
			r.cells = append(r.cells, cell(m))
		}
		return r
	}
	rows := []funnelRow{
		row("funnel.leads", func(m report.FunnelMonth) string { return v.say.Int(m.Leads) }),
		row("funnel.contacted", func(m report.FunnelMonth) string { return v.say.Int(m.Contacted) }),
		row("funnel.contacted.share", func(m report.FunnelMonth) string { return v.say.MaybePercent(m.ContactedShare(), 0) }),
		row("funnel.rejected", func(m report.FunnelMonth) string { return v.say.Int(m.Rejected) }),
		row("funnel.lost", func(m report.FunnelMonth) string { return v.say.Int(m.Lost) }),
		row("funnel.won", func(m report.FunnelMonth) string { return v.say.Int(m.Won) }),
		row("funnel.won.share", func(m report.FunnelMonth) string { return v.say.MaybePercent(m.WonShare(), 1) }),
	}
	if !v.bare {
		rows = append(rows, row("funnel.amount", func(m report.FunnelMonth) string { return v.money(decimal.New(m.WonCents, -2)) }))
	}
	return append(rows, row("funnel.days", func(m report.FunnelMonth) string {
		if m.Timed == 0 {
			return lang.Dash
		}
		return v.say.Int(int64(m.DaysToSale))
	}))
}

// funnelWords say each month in a sentence, for those who do not see the table.
func (v view) funnelWords(months []report.FunnelMonth) []string {
	lines := make([]string, 0, len(months))
	for _, m := range months {
		lines = append(lines, v.say.Say("funnel.month", lang.Args{
			"month": lang.Capital(v.say.Month(m.Month)), "leads": v.leads(m.Leads), "contacted": m.Contacted, "won": m.Won,
			"share": v.say.MaybePercent(m.WonShare(), 1),
		}))
	}
	return lines
}

// againstLine compares the last month's close rate with that of the month
// before.
func (v view) againstLine(months []report.FunnelMonth) string {
	last, before := months[len(months)-1], months[len(months)-2]
	now, then := last.WonShare(), before.WonShare()
	if !now.Valid || !then.Valid {
		return ""
	}
	return v.say.Say("funnel.against", lang.Args{
		"month": last.Month, "before": before.Month, "now": v.say.Percent(now.Decimal, 1), "then": v.say.Percent(then.Decimal, 1),
		"leads": v.say.SignedInt(last.Leads - before.Leads), "won": v.say.SignedInt(last.Won - before.Won),
	})
}
