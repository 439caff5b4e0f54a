package sheet

import (
	"errors"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Options say how to read a file whose columns do not say it themselves.
type Options struct {
	Columns map[string]string // field -> heading
	Channel string            // for rows without one
	Persona string
}

type layout struct{ fields, required []string }

var layouts = map[ledger.ImportKind]layout{
	ledger.Counts:   {[]string{"day", "channel", "persona", "stage", "count", "amount"}, []string{"day", "count"}},
	ledger.Leads:    {[]string{"id", "day", "channel", "persona"}, []string{"id", "day"}},
	ledger.Deals:    {[]string{"lead", "day", "amount"}, []string{"lead", "day", "amount"}},
	ledger.Contacts: {[]string{"lead", "at"}, []string{"lead", "at"}},
}

// Rows reads the rows of a table of that kind. Rows that cannot be read are
// listed by line and reason; a file whose columns are not there is a Problem.
func Rows(t Table, kind ledger.ImportKind, o Options) ([]ledger.ImportRow, []ledger.BadRow, error) {
	wanted, ok := layouts[kind]
	if !ok {
		return nil, nil, lang.Refuse("import.unknown_kind", lang.Args{"kind": string(kind)})
	}
	columns, err := FindColumns(t, wanted.fields, wanted.required, o.Columns)
	if err != nil {
		return nil, nil, err
	}
	return each(t.Rows, func(r Row) (ledger.ImportRow, error) { return read(r, columns, kind, o) })
}

// each reads rows one by one and keeps those that cannot be read apart.
func each[T any](all []Row, read func(Row) (T, error)) (rows []T, bad []ledger.BadRow, err error) {
	for _, r := range all {
		row, err := read(r)
		if problem, ok := errors.AsType[*lang.Problem](err); ok {
			bad = append(bad, ledger.BadRow{Line: r.Line, Problem: problem})
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, row)
	}
	return rows, bad, nil
}

func read(r Row, columns Columns, kind ledger.ImportKind, o Options) (ledger.ImportRow, error) {
	typed := columns.In(r, "day")
	if kind == ledger.Contacts {
		typed = columns.In(r, "at")
	}
	day, monthly, err := ParseDay(typed)
	if err != nil {
		return ledger.ImportRow{}, err
	}
	if monthly && kind != ledger.Counts {
		return ledger.ImportRow{}, lang.Refuse("import.bad_day", lang.Args{"typed": typed})
	}
	row := ledger.ImportRow{
		Line: r.Line, Day: day, Monthly: monthly, Stage: ledger.Lead, Moment: ParseMoment(typed),
		Channel: or(unguarded(columns.In(r, "channel")), o.Channel), Persona: or(unguarded(columns.In(r, "persona")), o.Persona),
	}
	switch kind {
	case ledger.Counts:
		return counted(r, columns, row)
	case ledger.Leads:
		return identified(row, columns.In(r, "id"))
	case ledger.Contacts:
		return identified(row, columns.In(r, "lead"))
	default:
		row, err = identified(row, columns.In(r, "lead"))
		if err == nil {
			row.AmountCents, err = ParseCents(columns.In(r, "amount"))
		}
		return row, err
	}
}

func counted(r Row, columns Columns, row ledger.ImportRow) (_ ledger.ImportRow, err error) {
	if row.Stage, err = stage(columns.In(r, "stage")); err != nil {
		return row, err
	}
	if row.Count, err = ParseCount(columns.In(r, "count")); err != nil {
		return row, err
	}
	if amount := columns.In(r, "amount"); amount != "" {
		row.AmountCents, err = ParseCents(amount)
	}
	return row, err
}

// identified accepts the ids CRM systems give: short, printable, not empty.
func identified(row ledger.ImportRow, id string) (ledger.ImportRow, error) {
	if id == "" || len(id) > 200 {
		return row, lang.Refuse("import.no_id", nil)
	}
	row.LeadRef = id
	return row, nil
}

var stages = map[string]ledger.Stage{
	"": ledger.Lead, "lead": ledger.Lead, "prospect": ledger.Lead,
	"contacted": ledger.Contacted, "contacte": ledger.Contacted,
	"won": ledger.Won, "gagne": ledger.Won, "client": ledger.Won,
	"lost": ledger.Lost, "perdu": ledger.Lost,
	"rejected": ledger.Rejected, "conteste": ledger.Rejected,
}

func stage(text string) (ledger.Stage, error) {
	if s, ok := stages[ledger.Fold(text)]; ok {
		return s, nil
	}
	return "", lang.Refuse("import.bad_stage", lang.Args{"typed": clip(text)})
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
