package bot

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

// field is one input of a form of the plan. Values are canonical, as the log
// writes them, "" for not set.
type field struct {
	id    string // what is changed, and of which persona: "rate_12"
	what  planChange
	of    ledger.Segment
	input input
	label string
	hint  string
	value string // in force
	// keeps says that an empty input changes nothing; of the others it takes the
	// value away.
	keeps  bool
	needed bool
	write  func(value string) string          // as people type it
	read   func(typed string) (string, error) // its errors are Problems
	// set is the change that gives a value to a channel or persona.
	set func(of ledger.Segment, value string) phrase.Command
}

// input is what a field looks like.
type input struct {
	kind    inputKind
	longest int
	options []option
}

// option is one thing to choose.
type option struct{ value, label string }

type inputKind string

const (
	lineInput   inputKind = "line"
	textInput   inputKind = "text"
	choiceInput inputKind = "choice"
	userInput   inputKind = "user"
)

// A value typed in a line is never so long.
const longestValue = 60

// fields are the inputs of a form, in their order.
func (f formMaker) fields(p planForm) []field {
	switch p.Kind {
	case figuresForm:
		return f.figures(p)
	case cardForm:
		return f.card(p)
	case personaForm:
		return f.persona(p)
	case targetForm:
		return []field{f.target(p)}
	}
	return nil
}

// figures are what a channel promises: for each persona its rate and its
// commitment, and the days it covers.
func (f formMaker) figures(p planForm) []field {
	var fields []field
	personas := f.catalogue.Active().Personas
	for _, persona := range personas[:min(len(personas), personasInForm)] {
		s := ledger.Segment{Channel: ledger.ChannelID(p.ID), Persona: persona.ID}
		fields = append(fields, f.rateField(p, s), f.goalField(p, s))
	}
	return append(fields, f.datesField(p))
}

func (f formMaker) rateField(p planForm, s ledger.Segment) field {
	value := ""
	if rate, known := f.plan.Rates[s]; known {
		value = rate.Value.String()
	}
	return field{
		id: "rate_" + strconv.FormatInt(int64(s.Persona), 10), what: rateSet, of: s, value: value, keeps: true,
		label: f.say.Say("planform.rate", lang.Args{"persona": f.shortPersona(s)}),
		input: input{kind: lineInput, longest: longestValue},
		write: f.typedRate,
		read: func(typed string) (string, error) {
			rate, err := phrase.ParseRate(typed)
			return rate.String(), err
		},
		set: func(_ ledger.Segment, v string) phrase.Command {
			rate, err := decimal.NewFromString(v)
			if err != nil {
				rate = decimal.New(-1, 0) // no form of ours writes it, and no plan takes it
			}
			return phrase.SetRate{Segment: s, Rate: rate, Month: p.Month}
		},
	}
}

func (f formMaker) goalField(p planForm, s ledger.Segment) field {
	return field{
		id: "goal_" + strconv.FormatInt(int64(s.Persona), 10), what: goalSet, of: s, keeps: true,
		value: strconv.FormatInt(f.plan.Goals[s], 10),
		label: f.say.Say("planform.goal", lang.Args{"persona": f.shortPersona(s)}),
		input: input{kind: lineInput, longest: longestValue}, write: asItIs,
		read: func(typed string) (string, error) {
			leads, err := phrase.ParseLeads(typed)
			return strconv.FormatInt(leads, 10), err
		},
		set: func(_ ledger.Segment, v string) phrase.Command {
			leads, err := strconv.ParseInt(v, 10, 64)
			if err != nil {
				leads = -1 // see the rate
			}
			return phrase.SetGoal{Segment: s, Leads: leads, Month: p.Month}
		},
	}
}

func (f formMaker) datesField(p planForm) field {
	channel := ledger.ChannelID(p.ID)
	value := ""
	if span, own := f.plan.Spans[channel]; own {
		value = spanText(span)
	}
	return field{
		id: "dates", what: spanSet, of: ledger.Segment{Channel: channel}, value: value,
		label: f.say.Say("planform.dates", nil), hint: f.say.Say("planform.dates.hint", nil),
		input: input{kind: lineInput, longest: longestValue},
		write: func(v string) string {
			first, last, _ := daysOf(v)
			if first == last {
				return f.say.NumericDay(first)
			}
			return f.say.NumericDay(first) + "-" + f.say.NumericDay(last)
		},
		read: func(typed string) (string, error) {
			first, last, err := phrase.ParseDays(typed, f.today)
			if err == nil && !first.IsZero() && (first.In() != p.Month || last.In() != p.Month) {
				err = lang.Refuse("planform.other_month", lang.Args{"month": p.Month})
			}
			return spanText(sla.Span{First: first, Last: last}), err
		},
		set: func(of ledger.Segment, v string) phrase.Command {
			first, last, _ := daysOf(v)
			return phrase.SetSpan{Channel: of.Channel, First: first, Last: last}
		},
	}
}

// typedRate writes a rate as people type it.
func (f formMaker) typedRate(canonical string) string {
	rate, err := decimal.NewFromString(canonical)
	if err != nil {
		return ""
	}
	return f.rate(rate)
}

// A label names its persona with so many characters.
const personaRunes = 40

func (f formMaker) shortPersona(s ledger.Segment) string {
	return clip(f.catalogue.Persona(s.Persona).Name, personaRunes)
}

// text is what an input shows of a value.
func (f field) text(value string) string {
	if value == "" || f.what == goalSet && value == "0" {
		return ""
	}
	return f.write(value)
}

// allowed refuses a value that no form would carry. Amounts are checked when they
// are written.
func (f field) allowed(value string) error {
	switch f.what {
	case rateSet, goalSet, saleSet, targetSet, spanSet:
		return nil
	}
	_, _, err := f.given(value)
	return err
}

func personaOf(canonical string) ledger.PersonaID {
	id, _ := strconv.ParseInt(canonical, 10, 64)
	return ledger.PersonaID(id)
}
