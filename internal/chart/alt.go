package chart

import (
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/report"
)

// altRunes is how long an alternative text may be for Slack.
const altRunes = 2000

// Alt says in words what the picture of a report shows, for those who cannot
// see it.
func Alt(r report.Report, o Options) string {
	p := picture{report: r, Options: o}
	f := r.Total
	text := p.Say.Say("chart.alt", lang.Args{"title": p.heading(), "standing": p.standing(), "attained": p.amount(f.Value)})
	if f.Commitment.IsPositive() {
		text += p.Say.Say("chart.alt.due", lang.Args{"due": p.amount(f.Due), "promised": p.amount(f.Commitment)})
	}
	text += "."
	if p.foreseen() {
		likely := f.Likely()
		text += p.Say.Say("chart.alt.likely", lang.Args{
			"end": p.amount(likely.End), "low": p.amount(likely.Low), "high": p.amount(likely.High),
		})
	}
	rows, left := p.shown()
	if len(rows) == 0 {
		return clip(text)
	}
	list := make([]string, 0, len(rows))
	for _, row := range rows {
		list = append(list, p.Say.Say("chart.alt.channel", lang.Args{"name": row.Name, "tells": strings.Join(p.tells(row), ", ")}))
	}
	if left > 0 {
		list = append(list, p.leftOut(left))
	}
	return clip(text + p.Say.Say("chart.alt.channels", lang.Args{"list": strings.Join(list, p.Say.Say("chart.alt.next", nil))}))
}

func clip(text string) string {
	if all := []rune(text); len(all) > altRunes {
		return string(all[:altRunes-1]) + "…"
	}
	return text
}
