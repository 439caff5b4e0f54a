package bot

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// half is what a board says of sales: the figures of the level it is about, and
// what was promised for it.
type half struct {
	followup.Figures
	promise  sla.Promise // the zero Promise where channels differ, or nothing is promised
	channels []overdue   // with leads past their deadline, the most first
}

// overdue is a channel with leads that nobody has contacted in time.
type overdue struct {
	channel ledger.Channel
	leads   int64
	oldest  string
}

// salesOf looks at sales' half of a board's channels, or of one of them.
func (b board) salesOf(only ledger.ChannelID) half {
	h := half{Figures: b.sales.Total, promise: b.commonPromise()}
	if only != 0 {
		h.Figures, h.promise = b.sales.Channels[only], b.sales.Promise(only)
	}
	for _, c := range b.report.Channels {
		f := b.sales.Channels[c.ID]
		if n := f.Overdue + f.Earlier; n > 0 && (only == 0 || only == c.ID) {
			h.channels = append(h.channels, overdue{c.Channel, n, b.say.ShortDay(f.Oldest)})
		}
	}
	slices.SortStableFunc(h.channels, func(x, y overdue) int { return cmp.Compare(y.leads, x.leads) })
	return h
}

// commonPromise is what sales promises wherever it promises anything; the zero
// Promise where channels differ.
func (b board) commonPromise() (common sla.Promise) {
	for _, c := range b.report.Channels {
		p := b.sales.Promise(c.ID)
		if common.Made() && p.Made() && p != common {
			return sla.Promise{}
		}
		if p.Made() {
			common = p
		}
	}
	return common
}

// told reports whether there is anything to say of sales.
func (h half) told() bool { return h.Received > 0 || h.Earlier > 0 || h.Contested > 0 }

// salesLines say what sales promised and kept, what waits, and what was won.
func (b board) salesLines(h half, f sla.Figures) []string {
	if !h.told() {
		return told(b.wonLine(f))
	}
	return told(b.keptLine(h), b.lateSalesLine(h), b.contestedLine(h), b.wonLine(f))
}

// keptLine is the promise, and how much of it is kept.
func (b board) keptLine(h half) string {
	id := lang.ID("sales.recap.kept")
	args := lang.Args{"kept": kept(b.say, h.Figures)}
	if h.promise.Made() {
		args["promise"] = promised(b.say, h.promise)
	} else {
		args["promise"] = b.say.Say("sales.recap.promises", lang.Args{"share": b.say.MaybePercent(h.Promise, 0)})
	}
	if h.Passed() == 0 {
		id = "sales.recap.early"
	}
	line := b.say.Say(id, args)
	if h.Timed > 0 {
		line += b.say.Say("sales.recap.times", lang.Args{"median": workedFor(b.say, h.Median), "p90": workedFor(b.say, h.P90)})
	}
	return line
}

// lateSalesLine counts the leads contacted late, those to contact late with the
// oldest, and those still within time.
func (b board) lateSalesLine(h half) string {
	var parts []string
	if h.Late > 0 {
		parts = append(parts, b.say.Count("sales.recap.late", h.Late, lang.Args{}))
	}
	if n := h.Overdue + h.Earlier; n > 0 {
		parts = append(parts, b.say.Count("sales.recap.overdue", n, lang.Args{
			"oldest": b.say.ShortDay(h.Oldest), "where": escape(b.oldestChannel(h)),
		}))
	}
	if h.Within > 0 {
		parts = append(parts, b.say.Count("sales.recap.within", h.Within, lang.Args{}))
	}
	return lang.Capital(strings.Join(parts, " · "))
}

// oldestChannel names where the oldest overdue lead came in.
func (b board) oldestChannel(h half) string {
	for _, c := range b.report.Channels {
		if f := b.sales.Channels[c.ID]; f.Oldest == h.Oldest {
			return c.Name
		}
	}
	return ""
}

func (b board) contestedLine(h half) string {
	if h.Contested == 0 {
		return ""
	}
	return b.say.Count("sales.recap.contested", h.Contested, lang.Args{})
}

// soldLine is the sales of the month.
func (b board) soldLine(f sla.Figures) string {
	if f.Won == 0 {
		return ""
	}
	id := lang.ID("sales.recap.won")
	if b.bare {
		id = "sales.recap.won.bare"
	}
	return b.say.Count(id, f.Won, lang.Args{"amount": b.money(f.WonAmount)})
}

// wonLine is the sales of the month, and the share of the leads that were won
// beside the rate that was assumed.
func (b board) wonLine(f sla.Figures) string {
	line := b.soldLine(f)
	assumed, known := assumedRate(b.report.Channels)
	if f.Won == 0 || f.Leads <= 0 || !known {
		return line
	}
	actual := decimal.NewFromInt(f.Won).Div(decimal.NewFromInt(f.Leads))
	return line + b.say.Say("sales.recap.conversion", lang.Args{
		"actual": b.say.Percent(actual, 1), "assumed": b.say.Percent(assumed, 1),
	})
}

// assumedRate is the close rate that the month's leads were valued at, all
// together.
func assumedRate(channels []report.Channel) (rate decimal.Decimal, known bool) {
	var leads int64
	for _, c := range channels {
		for _, s := range c.Segments {
			if !s.Unknown {
				leads += s.Figures.Leads
				rate = rate.Add(s.Rate.Value.Mul(decimal.NewFromInt(s.Figures.Leads)))
			}
		}
	}
	if leads <= 0 {
		return rate, false
	}
	return rate.Div(decimal.NewFromInt(leads)), true
}

// salesTodo is what sales has to do, a line a channel.
func (b board) salesTodo(h half) (lines []string) {
	for _, o := range h.channels {
		lines = append(lines, b.say.Count("sales.recap.todo", o.leads, lang.Args{
			"name": b.followedUp(o.channel), "oldest": o.oldest,
		}))
	}
	return lines
}

// followedUp names a channel, with who follows it up where the workspace names
// people.
func (b board) followedUp(c ledger.Channel) string {
	name := escape(c.Name)
	if who := c.FollowedBy(); b.settings.SalesNames && who != "" {
		name += " (" + b.author(who) + ")"
	}
	return name
}

// salesBeing says in the headline where sales stands: "ventes à risque (84 % à
// temps)"; nothing where nothing is promised or has come in.
func (b board) salesBeing(h half) string {
	if h.Received == 0 || h.Status == sla.NoCommitment {
		return ""
	}
	being := b.say.Say("sales.being."+lang.ID(h.Status), nil)
	if !h.Share.Valid || h.Status == sla.TooEarly {
		return b.say.Say("sales.headline", lang.Args{"being": being})
	}
	return b.say.Say("sales.headline.share", lang.Args{"being": being, "share": b.share(h.Share)})
}
