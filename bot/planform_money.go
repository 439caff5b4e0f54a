package bot

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// persona is a persona's form.
func (f formMaker) persona(p planForm) []field {
	id := ledger.PersonaID(p.ID)
	persona := f.catalogue.Persona(id)
	of := ledger.Segment{Persona: id}
	value := ""
	if cents, priced := f.plan.Sales[id]; priced {
		value = strconv.FormatInt(cents, 10)
	}
	sale := f.amount(field{
		id: "sale", what: saleSet, of: of, value: value, label: f.say.Say("planform.sale", lang.Args{"currency": f.settings.Currency}),
		set: func(of ledger.Segment, v string) phrase.Command {
			return phrase.SetSale{Persona: of.Persona, Cents: centsOf(v), Month: p.Month}
		},
	})
	return []field{f.nameField(of, persona.Name), f.aliasesField(of, persona.Aliases), sale}
}

// target is the month's revenue target; zero takes it away.
func (f formMaker) target(p planForm) field {
	target := f.amount(field{
		id: "target", what: targetSet, value: centsText(targetCents(f.plan)),
		label: f.say.Say("planform.target", lang.Args{"currency": f.settings.Currency}), hint: f.say.Say("planform.target.hint", nil),
		set: func(_ ledger.Segment, v string) phrase.Command {
			return phrase.SetTarget{Cents: centsOf(v), Month: p.Month}
		},
	})
	read := target.read
	target.read = func(typed string) (string, error) {
		value, err := read(typed)
		return centsText(centsOf(value)), err
	}
	return target
}

// amount completes a field that holds money.
func (f formMaker) amount(of field) field {
	of.keeps, of.input = true, input{kind: lineInput, longest: longestValue}
	of.write = f.typedAmount
	of.read = func(typed string) (string, error) {
		cents, err := phrase.ParseAmount(typed)
		return strconv.FormatInt(cents, 10), err
	}
	return of
}

// typedAmount writes an amount as a number that reads one way in either
// language, whatever the currency.
func (f formMaker) typedAmount(canonical string) string {
	d := decimal.New(centsOf(canonical), -2)
	text := d.StringFixed(2)
	if d.IsInteger() {
		text = d.String()
	}
	if f.say.Language == lang.English {
		return text
	}
	return strings.ReplaceAll(text, ".", ",")
}

// centsOf reads an amount as the log writes it, none as zero.
func centsOf(canonical string) int64 {
	cents, _ := strconv.ParseInt(canonical, 10, 64)
	return cents
}
