package sheet

import (
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// writeRates writes step 1 of the method: close rates, channels down and
// personas across.
func (b *workbook) writeRates() {
	p := b.rates
	b.begin(p, "workbook.rates", nil, headRow, b.perPersona()...)
	b.header(p, "workbook.channel")
	b.rateGrid = b.rows(p, func(_, _ int, s ledger.Segment) excelize.Cell {
		if rate, known := b.Plan.Rates[s]; known {
			return p.number(rate.Value, b.formats.rate, input)
		}
		return p.empty(b.formats.rate)
	})
	b.accept(b.rateGrid, excelize.DataValidationTypeDecimal, 1, "workbook.only_rates")
}

// writeValues writes step 2: the average sale of each persona, and the value of
// a lead in each segment.
func (b *workbook) writeValues() {
	p := b.values
	b.begin(p, "workbook.values", nil, headRow+1, b.perPersona()...)
	b.header(p, "workbook.persona")
	cells := []any{p.text(b.say.Say("workbook.average_sale", nil), label)}
	for _, persona := range b.Names.Personas {
		if cents, known := b.Plan.Sales[persona.ID]; known {
			cells = append(cells, p.number(decimal.New(cents, -2), b.formats.cents, input))
		} else {
			cells = append(cells, p.empty(b.formats.cents))
		}
	}
	p.write(cells...)
	b.saleRow = p.row
	p.write(p.text(b.say.Say("workbook.lead_value", nil), subtitle))
	b.valueGrid = b.rows(p, func(i, j int, s ledger.Segment) excelize.Cell {
		rate, sale := b.rateGrid.cell(i, j), p.at(2+j, b.saleRow)
		now := decimal.NullDecimal{}
		now.Decimal, now.Valid = b.Plan.Value(s)
		return p.formula(`IF(OR(`+rate+`="",`+sale+`=""),"",`+rate+`*`+sale+`)`, now, "", b.formats.cents, body)
	})
}

// writeGoals writes step 4: what is promised in leads, and what that may bring.
func (b *workbook) writeGoals() {
	p, personas := b.goals, len(b.Names.Personas)
	b.begin(p, "workbook.goals", nil, headRow, b.perPersona(width(14))...)
	b.header(p, "workbook.channel", "workbook.total")
	sums := func(format string, now func(s ledger.Segment) decimal.Decimal) func(int, ledger.Channel) excelize.Cell {
		return func(row int, c ledger.Channel) excelize.Cell {
			sum := "SUM(" + between(2, row, 1+personas, row) + ")"
			return p.formula(sum, known(b.ofChannel(c.ID, now)), "", format, across)
		}
	}
	b.goalGrid = b.rows(p, func(_, _ int, s ledger.Segment) excelize.Cell {
		if goal := b.Plan.Goals[s]; goal > 0 {
			return p.count(goal, b.formats.count, input)
		}
		return p.empty(b.formats.count)
	}, sums(b.formats.count, b.goal))
	b.accept(b.goalGrid, excelize.DataValidationTypeWhole, mostCount, "workbook.only_counts")
	b.totals(b.goalGrid, personas+1, b.formats.count, b.down(b.goal))
	p.skip()
	p.write(p.text(b.say.Say("workbook.potential", nil), subtitle))
	b.header(p, "workbook.channel", "workbook.total")
	potentials := b.rows(p, func(i, j int, s ledger.Segment) excelize.Cell {
		value, goal := b.valueGrid.cell(i, j), b.goalGrid.cell(i, j)
		now := decimal.NullDecimal{Decimal: b.potential(s)}
		_, now.Valid = b.Plan.Value(s)
		return p.formula(`IF(`+value+`="","",`+value+`*`+goal+`)`, now, "", b.formats.cents, body)
	}, sums(b.formats.cents, b.potential))
	b.totals(potentials, personas+1, b.formats.cents, b.down(b.potential))
	b.potentialTotal, b.potentialColumn = p.row, 2+personas
	b.writeTarget(p)
}

// writeTarget sets what is promised beside the revenue target: the method asks
// for the difference to be nil.
func (b *workbook) writeTarget(p *page) {
	promised := p.at(b.potentialColumn, b.potentialTotal)
	all := b.down(b.potential)(len(b.Names.Personas))
	p.skip()
	p.write(p.text(b.say.Say("workbook.promised", nil), label),
		p.formula(promised, known(all), "", b.formats.cents, total))
	cell := p.empty(b.formats.cents)
	gap := decimal.NullDecimal{}
	if b.Plan.Target.Valid {
		cell = p.number(b.Plan.Target.Decimal, b.formats.cents, input)
		gap = known(all.Sub(b.Plan.Target.Decimal))
	}
	p.write(p.text(b.say.Say("workbook.target", nil), label), cell)
	b.targetRow = p.row
	target := p.at(2, b.targetRow)
	p.write(p.text(b.say.Say("workbook.over_target", nil), label),
		p.formula(`IF(`+target+`="","",`+promised+`-`+target+`)`, gap, "", b.formats.signed, total))
}

func (b *workbook) goal(s ledger.Segment) decimal.Decimal {
	return decimal.NewFromInt(b.Plan.Goals[s])
}

// potential is what a segment's commitment may bring, nothing where its rate or
// its price is not known.
func (b *workbook) potential(s ledger.Segment) decimal.Decimal {
	value, _ := b.Plan.Value(s)
	return value.Mul(b.goal(s))
}

func (b *workbook) ofChannel(c ledger.ChannelID, of func(ledger.Segment) decimal.Decimal) (sum decimal.Decimal) {
	for _, p := range b.Names.Personas {
		sum = sum.Add(of(ledger.Segment{Channel: c, Persona: p.ID}))
	}
	return sum
}

// down adds up over the channels: one column for each persona, and the last for
// all of them.
func (b *workbook) down(of func(ledger.Segment) decimal.Decimal) func(column int) decimal.Decimal {
	return func(column int) (sum decimal.Decimal) {
		for _, c := range b.Names.Channels {
			if column == len(b.Names.Personas) {
				sum = sum.Add(b.ofChannel(c.ID, of))
			} else {
				sum = sum.Add(of(ledger.Segment{Channel: c.ID, Persona: b.Names.Personas[column].ID}))
			}
		}
		return sum
	}
}

// accept has the spreadsheet refuse what could not be read back: numbers from 0
// up to a limit.
func (b *workbook) accept(g grid, kind excelize.DataValidationType, most float64, why lang.ID) {
	v := excelize.NewDataValidation(true)
	v.Sqref = between(2, g.row, 1+len(b.Names.Personas), g.row+len(b.Names.Channels)-1)
	v.SetError(excelize.DataValidationErrorStyleStop, "Trêve", b.say.Say(why, nil))
	err := v.SetRange(0, most, kind, excelize.DataValidationOperatorBetween)
	if err == nil {
		err = b.file.AddDataValidation(g.name, v)
	}
	if g.err == nil {
		g.err = err
	}
}
