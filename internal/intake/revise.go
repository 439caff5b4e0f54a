package intake

import (
	"cmp"
	"context"
	"errors"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Revision is what a plan's file changes, or would change.
type Revision struct {
	Month   calendar.Month
	Changes []sla.Change // in the file's order
	Counts  []Count
	Added   []string // channels and personas
	Same    int      // cells that say what the books say already
	// Before and After are the month's commitment in currency units.
	Before, After decimal.Decimal
	Names         ledger.Catalogue // with those added
}

// Size is how many things the file changes; 0 where it says what the books say.
func (r Revision) Size() int { return len(r.Changes) + len(r.Counts) + len(r.Added) }

// Writer is what a plan's file needs of the books, inside a transaction.
type Writer interface {
	HoldPlan(ctx context.Context) error
	Catalogue(ctx context.Context) (ledger.Catalogue, error)
	Plan(ctx context.Context, m calendar.Month) (sla.Plan, error)
	SetGoal(ctx context.Context, m calendar.Month, s ledger.Segment, leads int64, by sla.Author) error
	SetRate(ctx context.Context, m calendar.Month, s ledger.Segment, rate decimal.Decimal, source string, by sla.Author) error
	SetSale(ctx context.Context, m calendar.Month, p ledger.PersonaID, cents int64, by sla.Author) error
	SetTarget(ctx context.Context, m calendar.Month, cents int64, by sla.Author) error
	Totals(ctx context.Context, first, last calendar.Date) ([]ledger.Total, error)
	Append(ctx context.Context, e ledger.Entry) (ledger.Total, error)
	// CountedSoFar lists the entries that files with month-to-date counts wrote
	// into a month, oldest first.
	CountedSoFar(ctx context.Context, m calendar.Month) ([]ledger.Entry, error)
}

// Rules are what a plan's file is checked against, and how it is signed.
type Rules struct {
	ledger.ImportRules
	By sla.Author
	// From is the month the plan holds from, whatever the file says; zero for the
	// file's own, or the running one.
	From calendar.Month
	// Restate writes what a carried-over plan says already into the month as well,
	// which makes the month's plan one of its own.
	Restate bool
}

// Revise writes what a plan's file says into an open page, and returns what that
// changed. What cannot be taken in is listed; whether the rest is kept is the
// caller's.
func Revise(ctx context.Context, w Writer, names *ledger.Names, f File, rules Rules) (Revision, []Bad, error) {
	r := &revising{Rules: rules, w: w, names: names, file: f, said: map[subject]Cell{}, refused: map[Name]bool{}}
	r.out.Month = cmp.Or(rules.From, f.Month, rules.Today.In())
	if closed := rules.Refuse(r.out.Month); closed != nil {
		r.bad = append(r.bad, Bad{Problem: closed})
	} else if err := r.run(ctx); err != nil {
		return Revision{}, nil, err
	}
	return r.out, r.bad, nil
}

type revising struct {
	Rules
	w       Writer
	names   *ledger.Names
	file    File
	plan    sla.Plan
	said    map[subject]Cell // by the cell that said it first
	refused map[Name]bool    // names already listed as bad
	sofar   *counting        // nil until a month-to-date count comes
	out     Revision
	bad     []Bad
}

// subject is what a cell is about, its names resolved.
type subject struct {
	what    string
	segment ledger.Segment
}

func (r *revising) run(ctx context.Context) (err error) {
	if err = r.w.HoldPlan(ctx); err != nil {
		return err
	}
	if r.plan, err = r.w.Plan(ctx, r.out.Month); err != nil {
		return err
	}
	r.out.Before = promised(r.plan)
	for _, c := range r.file.Cells {
		if err := r.cell(ctx, c); err != nil {
			return err
		}
	}
	r.out.Added = r.names.Added
	if r.out.Names, err = r.w.Catalogue(ctx); err != nil {
		return err
	}
	after, err := r.w.Plan(ctx, r.out.Month)
	r.out.After = promised(after)
	return err
}

// cell takes one cell in. A file that says two things of one subject says
// nothing anybody could rely on.
func (r *revising) cell(ctx context.Context, c Cell) error {
	about, ok, err := r.about(ctx, c)
	if err != nil || !ok {
		return err
	}
	first, again := r.said[about]
	switch {
	case !again:
		r.said[about] = c
	case first.Value.Equal(c.Value):
		return nil
	default:
		r.refuse(c, "intake.said_twice", lang.Args{"other": first.At.String()})
		return nil
	}
	switch about.what {
	case SoFar:
		return r.count(ctx, c, about.segment)
	case Named:
		return nil
	}
	return r.change(ctx, c, about)
}

// about resolves a cell's names; false when one is passed over, or bad and
// listed so.
func (r *revising) about(ctx context.Context, c Cell) (subject, bool, error) {
	about := subject{what: c.What}
	var err error
	if c.What != sla.SaleChanged && c.What != sla.TargetChanged {
		about.segment.Channel, err = r.names.Channel(ctx, c.Channel, r.Create)
	}
	if ok, err := r.named(c, Name{c.Channel, false}, err); !ok {
		return about, false, err
	}
	if c.What != sla.TargetChanged {
		about.segment.Persona, err = r.names.Persona(ctx, c.Persona, r.Create)
	}
	ok, err := r.named(c, Name{c.Persona, true}, err)
	return about, ok, err
}

// named lists a name that cannot be taken as bad, once.
func (r *revising) named(c Cell, n Name, err error) (bool, error) {
	problem, refused := errors.AsType[*lang.Problem](err)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, ledger.ErrPassedOver):
		return false, nil
	case !refused:
		return false, err
	case !r.refused[n]:
		r.refused[n] = true
		r.bad = append(r.bad, Bad{c.At, problem})
	}
	return false, nil
}

func (r *revising) refuse(c Cell, id lang.ID, args lang.Args) {
	r.bad = append(r.bad, Bad{c.At, lang.Refuse(id, args)})
}

// change writes a cell into the plan where the plan says something else.
func (r *revising) change(ctx context.Context, c Cell, about subject) error {
	before, now := r.inForce(about), written(c)
	if before == now {
		r.out.Same++
		if !r.Restate {
			return nil
		}
	} else {
		r.out.Changes = append(r.out.Changes, sla.Change{
			What: about.what, Segment: about.segment, Old: before, New: now, Author: r.By.ID, Reason: r.By.Reason, At: r.By.At,
		})
	}
	m := r.out.Month
	switch about.what {
	case sla.GoalChanged:
		return r.w.SetGoal(ctx, m, about.segment, c.Value.IntPart(), r.By)
	case sla.RateChanged:
		return r.w.SetRate(ctx, m, about.segment, c.Value, sla.Declared, r.By)
	case sla.SaleChanged:
		return r.w.SetSale(ctx, m, about.segment.Persona, c.Value.Shift(2).IntPart(), r.By)
	}
	return r.w.SetTarget(ctx, m, c.Value.Shift(2).IntPart(), r.By)
}

// inForce writes what the plan says of a subject as its log does; "" for
// nothing. A commitment that was never made and one of zero are the same.
func (r *revising) inForce(about subject) string {
	switch about.what {
	case sla.GoalChanged:
		return strconv.FormatInt(r.plan.Goals[about.segment], 10)
	case sla.RateChanged:
		if rate, known := r.plan.Rates[about.segment]; known {
			return digits(rate.Value)
		}
	case sla.SaleChanged:
		if cents, known := r.plan.Sales[about.segment.Persona]; known {
			return strconv.FormatInt(cents, 10)
		}
	case sla.TargetChanged:
		if r.plan.Target.Valid {
			return r.plan.Target.Decimal.Shift(2).String()
		}
	}
	return ""
}

// written writes a cell's value in the same way.
func written(c Cell) string {
	switch c.What {
	case sla.RateChanged:
		return digits(c.Value)
	case sla.GoalChanged:
		return c.Value.String()
	}
	return c.Value.Shift(2).String()
}

// rateDigits are as many as a spreadsheet keeps of a share: a rate with more of
// them comes back with these.
const rateDigits = 12

func digits(rate decimal.Decimal) string { return rate.Round(rateDigits).String() }

// promised is what a plan commits to in currency units, over the segments whose
// rate and price are known.
func promised(plan sla.Plan) decimal.Decimal {
	total := decimal.Zero
	for segment, leads := range plan.Goals {
		if value, known := plan.Value(segment); known {
			total = total.Add(value.Mul(decimal.NewFromInt(leads)))
		}
	}
	return total
}
