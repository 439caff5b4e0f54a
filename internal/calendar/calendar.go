package calendar

// Exception is a run of days, both included, that do not follow the week and
// the public holidays: a plant closure, a bridge day, or a holiday worked.
type Exception struct {
	ID          int64
	First, Last Date
	Working     bool
	Label       string
}

// Rule is what a workspace decides of its working days.
type Rule struct {
	Country      string // ISO 3166-1 alpha-2, whose public holidays are off
	Alsace       bool   // Good Friday and 26 December too
	CalendarDays bool   // every day weighs 1 in the elapsed share
	Exceptions   []Exception
}

// Calendar says which days a workspace works. It is safe for concurrent use.
type Calendar struct{ rule Rule }

// New returns the calendar of a rule, or an error naming a country whose
// holidays are not known.
func New(rule Rule) (*Calendar, error) { return &Calendar{rule}, nil }
