package ledger

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

var (
	tuesday = calendar.NewDate(2026, time.November, 17)
	monday  = tuesday.AddDays(-1)
	claire  = Author{ID: "U_CLAIRE", Source: Typed, Request: "r1"}
	marc    = Author{ID: "U_MARC", Source: Typed, Request: "r2"}
)

// booklet is a Writer on paper: entries in the order they were written.
type booklet struct{ entries []Entry }

func (b *booklet) Hold(_ context.Context, cell Cell) (Total, error) { return b.total(cell), nil }

func (b *booklet) Append(_ context.Context, e Entry) (Total, error) {
	if e.Reverses != 0 && b.reversed(e.Reverses) {
		return Total{}, errors.New("reversed twice")
	}
	e.ID = int64(len(b.entries)) + 1
	b.entries = append(b.entries, e)
	return b.total(e.Cell), nil
}

func (b *booklet) EntriesOn(_ context.Context, cell Cell) ([]Entry, error) {
	var standing []Entry
	for _, e := range b.entries {
		if e.Cell == cell && e.Reverses == 0 && !b.reversed(e.ID) {
			standing = append(standing, e)
		}
	}
	return standing, nil
}

func (b *booklet) EntriesOf(_ context.Context, request string) ([]Written, error) {
	var of []Written
	for _, e := range b.entries {
		if e.Request == request {
			of = append(of, Written{e, b.reversed(e.ID)})
		}
	}
	return of, nil
}

func (b *booklet) LastRequest(_ context.Context, author string) (string, error) {
	for _, e := range slices.Backward(b.entries) {
		if e.Author == author && e.Reverses == 0 && !b.reversed(e.ID) {
			return e.Request, nil
		}
	}
	return "", ErrNotFound
}

func (b *booklet) LargestDay(ctx context.Context, channel ChannelID) (largest int64, err error) {
	for _, e := range b.entries {
		if e.Cell.Channel == channel {
			largest = max(largest, b.total(e.Cell).Count)
		}
	}
	return largest, nil
}

func (b *booklet) reversed(id int64) bool {
	return slices.ContainsFunc(b.entries, func(e Entry) bool { return e.Reverses == id })
}

func (b *booklet) total(cell Cell) Total {
	t := Total{Cell: cell}
	standing, _ := b.EntriesOn(context.Background(), cell)
	t.Standing = int64(len(standing))
	for _, e := range b.entries {
		if e.Cell == cell {
			t.Count += e.Count
			t.AmountCents += e.AmountCents
		}
	}
	return t
}

func cellOn(day calendar.Date, channel ChannelID) Cell {
	return Cell{Day: day, Channel: channel, Persona: 1, Stage: Lead}
}

func rulesOn(t testing.TB, today calendar.Date) Rules {
	t.Helper()
	days, err := calendar.New(calendar.Rule{Country: "FR"})
	if err != nil {
		t.Fatal(err)
	}
	return Rules{Today: today, Calendar: days, ClosesAfter: 3, Catalogue: Catalogue{
		Channels: []Channel{{ID: 1, Name: "E-mail"}, {ID: 2, Name: "Salon"}},
		Personas: []Persona{{ID: 1, Name: "PME"}},
	}}
}

// with is a booklet in which those counts already stand, by author.
func with(cell Cell, by Author, counts ...int64) *booklet {
	b := &booklet{}
	for i, count := range counts {
		b.entries = append(b.entries, Entry{ID: int64(i) + 1, Cell: cell, Count: count, Author: by.ID, Request: by.Request, Line: i})
	}
	return b
}

func TestRecord(t *testing.T) {
	email := cellOn(tuesday, 1)
	for _, c := range []struct {
		name  string
		books *booklet
		line  Line
		want  Recorded // of which the entry's count, the totals, the day and whom it changed count
	}{
		{
			"first of the day", with(email, marc),
			Line{Count: 12, Cell: email},
			Recorded{Entry: Entry{Count: 12}, After: Total{Count: 12, Standing: 1}, Day: []Share{{"U_CLAIRE", 12}}},
		},
		{
			"beside somebody else's", with(email, marc, 4),
			Line{Count: 12, Cell: email},
			Recorded{
				Entry: Entry{Count: 12}, Before: Total{Count: 4, Standing: 1}, After: Total{Count: 16, Standing: 2},
				Day: []Share{{"U_MARC", 4}, {"U_CLAIRE", 12}},
			},
		},
		{
			"a correction of somebody else's", with(email, marc, 4),
			Line{Count: -3, Cell: email},
			Recorded{
				Entry: Entry{Count: -3}, Before: Total{Count: 4, Standing: 1}, After: Total{Count: 1, Standing: 2},
				Day: []Share{{"U_MARC", 4}, {"U_CLAIRE", -3}}, Changed: []string{"U_MARC"},
			},
		},
		{
			"a correction of one's own", with(email, claire, 4),
			Line{Count: -3, Cell: email},
			Recorded{
				Entry: Entry{Count: -3}, Before: Total{Count: 4, Standing: 1}, After: Total{Count: 1, Standing: 2},
				Day: []Share{{"U_CLAIRE", 1}},
			},
		},
		{
			"set writes the difference", with(email, marc, 4, 3),
			Line{Count: 40, Set: true, Cell: email},
			Recorded{
				Entry: Entry{Count: 33}, Before: Total{Count: 7, Standing: 2}, After: Total{Count: 40, Standing: 3},
				Day: []Share{{"U_MARC", 7}, {"U_CLAIRE", 33}}, Changed: []string{"U_MARC"},
			},
		},
		{
			"set to what it is", with(email, marc, 4),
			Line{Count: 4, Set: true, Cell: email},
			Recorded{
				Before: Total{Count: 4, Standing: 1}, After: Total{Count: 4, Standing: 2},
				Day: []Share{{"U_MARC", 4}, {"U_CLAIRE", 0}},
			},
		},
		{
			"zero is an entry", with(email, marc),
			Line{Count: 0, Cell: email},
			Recorded{After: Total{Standing: 1}, Day: []Share{{"U_CLAIRE", 0}}},
		},
		{
			"a hundred is plausible anywhere", with(email, marc),
			Line{Count: 100, Cell: email},
			Recorded{Entry: Entry{Count: 100}, After: Total{Count: 100, Standing: 1}, Day: []Share{{"U_CLAIRE", 100}}},
		},
		{
			"ten times the largest day is plausible", with(email, marc, 12),
			Line{Count: 120, Cell: email},
			Recorded{
				Entry: Entry{Count: 120}, Before: Total{Count: 12, Standing: 1}, After: Total{Count: 132, Standing: 2},
				Day: []Share{{"U_MARC", 12}, {"U_CLAIRE", 120}},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Record(t.Context(), c.books, rulesOn(t, tuesday), claire, []Line{c.line})
			if err != nil {
				t.Fatal(err)
			}
			c.want.Line = c.line
			c.want.Before.Cell, c.want.After.Cell, c.want.Entry.Cell = email, email, email
			c.want.Entry.Author, c.want.Entry.Request, c.want.Entry.Source = claire.ID, claire.Request, claire.Source
			if diff := cmp.Diff([]Recorded{c.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRecordRefuses(t *testing.T) {
	email := cellOn(tuesday, 1)
	october := cellOn(calendar.NewDate(2026, time.October, 30), 1)
	for _, c := range []struct {
		name  string
		today calendar.Date
		line  Line
		want  lang.ID
	}{
		{"tomorrow", tuesday, Line{Count: 1, Cell: cellOn(tuesday.AddDays(1), 1)}, "record.future_day"},
		{"a closed month", tuesday, Line{Count: 1, Cell: october}, "record.closed_month"},
		{"a month still open", calendar.NewDate(2026, time.November, 4), Line{Count: 1, Cell: october}, ""},
		{"a sale of a closed month", tuesday, Line{Count: 1, Cell: Cell{Day: october.Day, Channel: 1, Persona: 1, Stage: Won}}, ""},
		{"less than nothing", tuesday, Line{Count: -6, Cell: email}, "record.below_zero"},
		{"down to nothing", tuesday, Line{Count: -5, Cell: email}, ""},
		{"a total below nothing", tuesday, Line{Count: -1, Set: true, Cell: email}, "record.negative_total"},
		{"absurd", tuesday, Line{Count: MaxCount + 1, Cell: email}, "record.too_many"},
		{"absurdly less", tuesday, Line{Count: -MaxCount - 1, Cell: email}, "record.too_many"},
		{"more money back than came in", tuesday, Line{Count: 0, AmountCents: -1, Cell: email}, "record.below_zero"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Record(t.Context(), with(email, marc, 5), rulesOn(t, c.today), claire, []Line{c.line})
			wantProblem(t, err, c.want)
		})
	}
	t.Run("says what stands there", func(t *testing.T) {
		_, err := Record(t.Context(), with(email, marc, 5), rulesOn(t, tuesday), claire, []Line{{Count: -8, Cell: email}})
		var problem *lang.Problem
		if !errors.As(err, &problem) {
			t.Fatalf("Record = %v; want a Problem", err)
		}
		want := "E-mail · PME compte 5 le mardi 17 novembre\u00a0: on ne peut pas en retirer 8. " +
			"Pour fixer le total du jour, tapez par exemple `/leads set 0 E-mail PME 2026-11-17`."
		if got := lang.Speak(lang.French).Problem(problem); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

func TestRecordAsks(t *testing.T) {
	email := cellOn(tuesday, 1)
	for _, c := range []struct {
		name  string
		books *booklet
		line  Line
		want  Questions
	}{
		{
			"eleven times the largest day", with(email, claire, 10),
			Line{Count: 110, Cell: email},
			Questions{{Kind: Unlikely, Largest: 10}},
		},
		{
			"more than a hundred on a new channel", with(email, claire),
			Line{Count: 101, Cell: email},
			Questions{{Kind: Unlikely}},
		},
		{
			"a total set eleven times the largest day", with(email, claire, 10),
			Line{Count: 110, Set: true, Cell: email},
			Questions{{Kind: Unlikely, Largest: 10}},
		},
		{
			"the same count by somebody else", with(email, marc, 12),
			Line{Count: 12, Cell: email},
			Questions{{Kind: Twice, Author: "U_MARC"}},
		},
		{"the same count again by oneself", with(email, claire, 12), Line{Count: 12, Cell: email}, nil},
		{"the same count on another day", with(cellOn(monday, 1), marc, 12), Line{Count: 12, Cell: email}, nil},
		{"zero by two people", with(email, marc, 0), Line{Cell: email}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules := rulesOn(t, tuesday)
			_, err := Record(t.Context(), c.books, rules, claire, []Line{c.line})
			var got Questions
			if err != nil && !errors.As(err, &got) {
				t.Fatal(err)
			}
			for i := range c.want {
				c.want[i].Line = c.line
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			rules.Confirmed = true
			if _, err := Record(t.Context(), c.books, rules, claire, []Line{c.line}); err != nil {
				t.Errorf("confirmed: %v", err)
			}
		})
	}
}

func TestUndo(t *testing.T) {
	email, fair := cellOn(tuesday, 1), cellOn(tuesday, 2)
	ctx, rules := t.Context(), rulesOn(t, tuesday)
	books := &booklet{}
	mustRecord(t, books, rules, marc, Line{Count: 4, Cell: email})
	mustRecord(t, books, rules, claire, Line{Count: 12, Cell: email}, Line{Count: 3, Cell: fair})

	undone, err := Undo(ctx, books, rules, by(claire, "r3"), "")
	if err != nil {
		t.Fatal(err)
	}
	if got := []int64{undone[0].Entry.Count, undone[1].Entry.Count}; !slices.Equal(got, []int64{-3, -12}) {
		t.Errorf("undid %v; want the lines -3 and -12", got)
	}
	if diff := cmp.Diff([]Share{{"U_MARC", 4}}, undone[1].Day); diff != "" {
		t.Error(diff)
	}
	_, err = Undo(ctx, books, rules, by(claire, "r4"), claire.Request)
	wantProblem(t, err, "record.already_undone")
	_, err = Undo(ctx, books, rules, by(claire, "r5"), "")
	wantProblem(t, err, "record.nothing_to_undo")

	undone, err = Undo(ctx, books, rules, by(claire, "r6"), marc.Request)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"U_MARC"}, undone[0].Changed); diff != "" {
		t.Errorf("undoing somebody else's: %s", diff)
	}
}

func TestUndoRefuses(t *testing.T) {
	email := cellOn(tuesday, 1)
	rules := rulesOn(t, tuesday)
	books := &booklet{}
	mustRecord(t, books, rules, claire, Line{Count: 12, Cell: email})
	mustRecord(t, books, rules, marc, Line{Count: -5, Cell: email})
	_, err := Undo(t.Context(), books, rules, by(claire, "r3"), "")
	wantProblem(t, err, "record.undo_below_zero")

	closed := rulesOn(t, calendar.NewDate(2026, time.December, 10))
	_, err = Undo(t.Context(), with(email, claire, 12), closed, by(claire, "r3"), "")
	wantProblem(t, err, "record.closed_month")
}

func TestReplace(t *testing.T) {
	email, yesterday := cellOn(tuesday, 1), cellOn(monday, 1)
	ctx, rules := t.Context(), rulesOn(t, tuesday)
	books := &booklet{}
	mustRecord(t, books, rules, claire, Line{Count: 12, Cell: email})
	mustRecord(t, books, rules, marc, Line{Count: -5, Cell: email})

	_, recorded, err := Replace(ctx, books, rules, by(claire, "r3"), claire.Request, []Line{{Count: 9, Cell: email}})
	if err != nil {
		t.Fatalf("12 of which 5 were taken back, edited to 9: %v", err)
	}
	if got := recorded[0].After.Count; got != 4 {
		t.Errorf("the day stands at %d; want 4", got)
	}
	_, _, err = Replace(ctx, books, rules, by(claire, "r4"), "r3", []Line{{Count: 9, Cell: yesterday}})
	wantProblem(t, err, "record.undo_below_zero")

	books = &booklet{}
	mustRecord(t, books, rules, claire, Line{Count: 12, Cell: email})
	if _, _, err = Replace(ctx, books, rules, by(claire, "r3"), claire.Request, []Line{{Count: 12, Cell: yesterday}}); err != nil {
		t.Fatal(err)
	}
	if _, err = Undo(ctx, books, rules, by(claire, "r4"), "r3"); err != nil {
		t.Fatal(err)
	}
	if got := []int64{books.total(email).Count, books.total(yesterday).Count}; !slices.Equal(got, []int64{12, 0}) {
		t.Errorf("an edit undone leaves %v; want 12 today and 0 yesterday, as before it", got)
	}
	if got := books.total(email).Standing; got != 1 {
		t.Errorf("%d entries stand today; want 1", got)
	}
}

func TestUndoRestores(t *testing.T) {
	rules := rulesOn(t, tuesday)
	rules.Confirmed = true
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		books := &booklet{}
		mustRecord(t, books, rules, marc, drawLines(t, 50, 100)...)
		before := books.totals()
		if _, err := Record(ctx, books, rules, claire, drawLines(t, -50, 50)); err != nil {
			return // refused: a real ledger would have rolled it back
		}
		if _, err := Undo(ctx, books, rules, by(claire, "r3"), claire.Request); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, books.totals()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOrderOfEntriesDoesNotMatter(t *testing.T) {
	rules := rulesOn(t, tuesday)
	rules.Confirmed = true
	rapid.Check(t, func(t *rapid.T) {
		lines := drawLines(t, 0, 100)
		shuffled := rapid.Permutation(lines).Draw(t, "shuffled")
		one, other := &booklet{}, &booklet{}
		mustRecord(t, one, rules, claire, lines...)
		mustRecord(t, other, rules, claire, shuffled...)
		if diff := cmp.Diff(one.totals(), other.totals()); diff != "" {
			t.Error(diff)
		}
	})
}

func drawLines(t *rapid.T, least, most int64) []Line {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Line {
		return Line{
			Count: rapid.Int64Range(least, most).Draw(t, "count"),
			Cell:  cellOn(tuesday.AddDays(-rapid.IntRange(0, 2).Draw(t, "day")), ChannelID(rapid.IntRange(1, 2).Draw(t, "channel"))),
		}
	}), 1, 12).Draw(t, "lines")
}

func (b *booklet) totals() map[Cell]Total {
	all := map[Cell]Total{}
	for _, e := range b.entries {
		if total := b.total(e.Cell); total.Count != 0 || total.Standing != 0 {
			all[e.Cell] = total
		}
	}
	return all
}

func by(a Author, request string) Author {
	a.Request = request
	return a
}

func mustRecord(t rapid.TB, b *booklet, r Rules, by Author, lines ...Line) {
	t.Helper()
	if _, err := Record(context.Background(), b, r, by, lines); err != nil {
		t.Fatal(err)
	}
}

func wantProblem(t *testing.T, err error, want lang.ID) {
	t.Helper()
	var problem *lang.Problem
	switch {
	case want == "" && err != nil:
		t.Errorf("refused: %v", err)
	case want != "" && (!errors.As(err, &problem) || problem.ID != want):
		t.Errorf("got %v; want the problem %s", err, want)
	}
}
