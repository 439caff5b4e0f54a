package bot

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/rates"
)

// table draws every segment and average sale, or each channel where a message
// has no room for so many.
func (w ratesWords) table(l *letter, o rates.Offer, oneChannel bool) {
	var rows [][]string
	var words, sales []string
	for _, s := range o.Segments {
		rows = append(rows, w.segmentRow(s))
		words = append(words, w.segmentLine(s))
	}
	for _, p := range o.Personas {
		rows = append(rows, w.saleRow(p))
		sales = append(sales, w.saleLine(p))
	}
	words = append(words, sales...)
	block, left := drawTable("rates", w.columns(), rows)
	if left == 0 || oneChannel {
		l.table(block, words)
		if left > 0 {
			l.add(w.say.Count("sla.more_rows", int64(left), lang.Args{}))
		}
		return
	}
	example := w.say.Say("rates.example", lang.Args{"channel": strings.ToLower(w.catalogue.Channel(o.Segments[0].Channel).Name)})
	l.add(w.say.Count("rates.too_many", int64(len(o.Segments)), lang.Args{"example": code(example)}))
	w.channelTable(l, o)
	l.add(sales[:min(len(sales), mostNamed)]...)
	if more := int64(len(sales) - mostNamed); more > 0 {
		l.add(w.say.Count("sla.more_lines", more, lang.Args{}))
	}
}

func (w ratesWords) columns() []column {
	var columns []column
	for i, id := range ratesColumns {
		columns = append(columns, column{w.say.Say(id, nil), i > 0})
	}
	return columns
}

var ratesColumns = []lang.ID{
	"rates.column.segment", "rates.column.leads", "rates.column.wins", "rates.column.measured",
	"rates.column.estimated", "rates.column.range", "rates.column.in_force",
}

func (w ratesWords) segmentRow(s rates.Segment) []string {
	measured := lang.Dash
	if s.Measured != nil {
		measured = w.share(s.Measured.Rate)
	}
	return []string{
		w.plainSegment(s.Segment), w.say.Int(s.Leads), w.say.Int(s.Wins) + w.few(s.Few && s.Leads > 0), measured,
		w.share(s.Estimated.Rate), w.interval(s.Estimated), w.rateAndSource(s.InForce),
	}
}

func (w ratesWords) segmentLine(s rates.Segment) string {
	row := w.segmentRow(s)
	return w.say.Say("rates.segment", lang.Args{
		"name": w.segment(s.Segment), "wins": s.Wins, "leads": w.say.Count("sla.leads", s.Leads, lang.Args{}),
		"few": w.few(s.Few && s.Leads > 0), "measured": row[3], "estimated": row[4], "range": row[5], "in_force": row[6],
	})
}

func (w ratesWords) saleRow(p rates.Persona) []string {
	measured, proposed := lang.Dash, lang.Dash
	if p.Count > 0 {
		measured, proposed = w.sale(p.MeasuredCents), w.sale(p.ProposedCents)
	}
	return []string{w.saleName(p), lang.Dash, w.say.Int(p.Count) + w.few(p.Few), measured, proposed, lang.Dash, w.price(p.InForce)}
}

func (w ratesWords) saleLine(p rates.Persona) string {
	row := w.saleRow(p)
	return w.say.Say("rates.sale", lang.Args{
		"name": escape(row[0]), "wins": w.say.Count("rates.wins", p.Count, nil), "few": w.few(p.Few),
		"measured": row[3], "estimated": row[4], "in_force": row[6],
	})
}

// saleName is for where nothing is parsed.
func (w ratesWords) saleName(p rates.Persona) string {
	return w.say.Say("rates.sale_of", lang.Args{"persona": w.catalogue.Persona(p.ID).Name})
}

// few marks a count of wins that says little.
func (w ratesWords) few(few bool) string {
	if few {
		return " " + w.say.Say("rates.few", nil)
	}
	return ""
}

func (w ratesWords) interval(i *rates.Interval) string {
	return w.say.Say("rates.range", lang.Args{"low": w.say.Percent(i.Low, 1), "high": w.say.Percent(i.High, 1)})
}

// channelTable adds the segments up by channel.
func (w ratesWords) channelTable(l *letter, o rates.Offer) {
	columns := []column{{w.say.Say("sla.column.channel", nil), false}}
	for _, id := range []lang.ID{"rates.column.leads", "rates.column.wins", "rates.column.measured", "rates.column.proposed"} {
		columns = append(columns, column{w.say.Say(id, nil), true})
	}
	var rows [][]string
	var words []string
	for _, c := range w.catalogue.Channels {
		of := o.About(ledger.Segment{Channel: c.ID})
		if len(of.Segments) == 0 {
			continue
		}
		row := w.channelRow(c, of)
		rows = append(rows, row)
		words = append(words, w.say.Say("rates.channel", lang.Args{
			"name": escape(c.Name), "leads": row[1], "wins": row[2], "measured": row[3], "proposed": row[4],
		}))
	}
	block, left := drawTable("rates", columns, rows)
	l.table(block, words)
	if left > 0 {
		l.add(w.say.Count("sla.more_rows", int64(left), lang.Args{}))
	}
}

func (w ratesWords) channelRow(c ledger.Channel, o rates.Offer) []string {
	var leads, wins int64
	for _, s := range o.Segments {
		leads, wins = leads+s.Leads, wins+s.Wins
	}
	measured := lang.Dash
	if leads > 0 {
		measured = w.share(decimal.NewFromInt(wins).DivRound(decimal.NewFromInt(leads), 6))
	}
	return []string{c.Name, w.say.Int(leads), w.say.Int(wins), measured, strconv.Itoa(len(o.All().Rates))}
}
