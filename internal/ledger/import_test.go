package ledger

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/calendar"
)

// shelf is the books of an import test, in memory.
type shelf struct {
	entries []Entry
	keys    map[string]bool
	added   int64
}

func (s *shelf) Append(_ context.Context, e Entry) (Total, error) {
	s.entries = append(s.entries, e)
	total := Total{Cell: e.Cell}
	for _, other := range s.entries {
		if other.Cell == e.Cell && other.Monthly == e.Monthly {
			total.Count += other.Count
		}
	}
	return total, nil
}

func (s *shelf) AppendImported(ctx context.Context, e Entry) (bool, error) {
	if s.keys[e.ImportKey] {
		return false, nil
	}
	s.keys[e.ImportKey] = true
	_, err := s.Append(ctx, e)
	return true, err
}

func (s *shelf) Imported(_ context.Context, cell Cell, monthly bool) (count, cents int64, ever bool, err error) {
	for _, e := range s.entries {
		if e.Source == Imported && e.Cell == cell && e.Monthly == monthly {
			count, cents, ever = count+e.Count, cents+e.AmountCents, true
		}
	}
	return count, cents, ever, nil
}

func (s *shelf) LeadSegment(_ context.Context, ref string) (Segment, error) {
	for _, e := range s.entries {
		if e.LeadRef == ref && e.Cell.Stage == Lead {
			return e.Cell.Segment(), nil
		}
	}
	return Segment{}, ErrNotFound
}

func (s *shelf) LeadContacted(_ context.Context, ref string) (bool, error) {
	for _, e := range s.entries {
		if e.LeadRef == ref && e.Cell.Stage == Contacted && e.Count > 0 {
			return true, nil
		}
	}
	return false, nil
}

func (s *shelf) AddChannel(context.Context, Channel) (ChannelID, error) {
	s.added++
	return ChannelID(100 + s.added), nil
}

func (s *shelf) AddPersona(context.Context, Persona) (PersonaID, error) {
	s.added++
	return PersonaID(100 + s.added), nil
}

var friday = calendar.NewDate(2026, 11, 20)

// take imports rows on Monday 23 November 2026 and returns what happened.
func (s *shelf) take(t *testing.T, kind ImportKind, create bool, rows ...ImportRow) ImportResult {
	t.Helper()
	days, err := calendar.New(calendar.Rule{Country: "FR"})
	if err != nil {
		t.Fatal(err)
	}
	if s.keys == nil {
		s.keys = map[string]bool{}
	}
	names := NewNames(Catalogue{
		Channels: []Channel{{ID: 1, Name: "E-mail", Aliases: []string{"newsletter"}}},
		Personas: []Persona{{ID: 1, Name: "PME"}},
	}, s, func(string) error { return nil })
	result, err := Import(t.Context(), s, names, kind, ImportRules{
		Today: calendar.NewDate(2026, 11, 23), Calendar: days, ClosesAfter: 3,
		FirstKept: calendar.Month{Year: 2026, Month: 9}, Create: create,
	}, rows)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func counted(line int, channel string, n int64) ImportRow {
	return ImportRow{Line: line, Day: friday, Channel: channel, Persona: "pme", Stage: Lead, Count: n}
}

func TestCountsMakeTheImportedPartWhatTheFileSays(t *testing.T) {
	var s shelf
	first := s.take(t, Counts, false, counted(2, "e-mail", 10), counted(3, "Newsletter", 2))
	again := s.take(t, Counts, false, counted(2, "e-mail", 10), counted(3, "Newsletter", 2))
	less := s.take(t, Counts, false, counted(2, "E-MAIL", 9))
	if first.Stored != 1 || again.Stored != 0 || less.Stored != 1 {
		t.Errorf("stored %d, %d, %d; want 1, 0, 1", first.Stored, again.Stored, less.Stored)
	}
	if got := []int64{s.entries[0].Count, s.entries[1].Count}; len(s.entries) != 2 || !cmp.Equal(got, []int64{12, -3}) {
		t.Errorf("entries %v; want 12 then -3", got)
	}
}

func TestCountsNameCellsPeopleTypedInto(t *testing.T) {
	s := shelf{entries: []Entry{{Cell: Cell{friday, 1, 1, Lead}, Count: 4, Source: Typed}}}
	if r := s.take(t, Counts, false, counted(2, "E-mail", 10)); len(r.AlsoTyped) != 1 {
		t.Errorf("also typed: %v; want the one cell", r.AlsoTyped)
	}
}

func TestAZeroInAFileIsAnEntry(t *testing.T) {
	var s shelf
	if r := s.take(t, Counts, false, counted(2, "E-mail", 0)); r.Stored != 1 || len(s.entries) != 1 {
		t.Errorf("stored %d, entries %d; want one entry of zero", r.Stored, len(s.entries))
	}
}

func TestLeadsAndDealsAreKnownByTheirContent(t *testing.T) {
	var s shelf
	lead := func(ref string) ImportRow {
		return ImportRow{Day: friday, Channel: "E-mail", Persona: "PME", Stage: Lead, LeadRef: ref}
	}
	deal := func(cents int64) ImportRow { return ImportRow{Line: 9, Day: friday, LeadRef: "L1", AmountCents: cents} }
	s.take(t, Leads, false, lead("L1"), lead("L2"))
	if r := s.take(t, Leads, false, lead("L1"), lead("L2"), lead("L3")); r.Stored != 1 {
		t.Errorf("a longer export stored %d; want only the new lead", r.Stored)
	}
	if r := s.take(t, Deals, false, deal(100), deal(100), deal(200)); r.Stored != 3 {
		t.Errorf("two equal deals of one lead and a third: stored %d; want 3", r.Stored)
	}
	if r := s.take(t, Deals, false, deal(100), deal(100), deal(200)); r.Stored != 0 {
		t.Errorf("the same deals again: stored %d; want 0", r.Stored)
	}
	if r := s.take(t, Deals, false, ImportRow{Line: 4, Day: friday, LeadRef: "L9"}); len(r.Bad) != 1 || r.Bad[0].Problem.ID != "import.unknown_lead" {
		t.Errorf("a deal of an unknown lead: %v", r.Bad)
	}
}

func TestImportRefusesRowByRow(t *testing.T) {
	monthly := ImportRow{Line: 6, Day: calendar.NewDate(2026, 8, 31), Monthly: true, Channel: "E-mail", Persona: "PME", Stage: Lead, Count: 40}
	closed, future, running := counted(4, "E-mail", 1), counted(5, "E-mail", 1), monthly
	closed.Day, future.Day = calendar.NewDate(2026, 10, 30), calendar.NewDate(2026, 11, 24)
	running.Day = calendar.NewDate(2026, 11, 30)
	var s shelf
	r := s.take(t, Counts, false, counted(2, "SEA", 1), counted(3, "", 1), closed, future, monthly, running)
	var got []string
	for _, b := range r.Bad {
		got = append(got, string(b.Problem.ID))
	}
	want := []string{"import.unknown_channel", "import.no_channel", "import.closed_month", "import.future_day"}
	if !cmp.Equal(got, want) {
		t.Errorf("refused %v; want %v", got, want)
	}
	if r.Stored != 2 {
		t.Errorf("stored %d; want the month before the first one kept here, never closed, and the running one", r.Stored)
	}
}

func TestCreateAddsANameOnce(t *testing.T) {
	var s shelf
	r := s.take(t, Counts, true, counted(2, "Salon", 3), counted(3, "salon", 4))
	if !cmp.Equal(r.Created, []string{"Salon"}) || len(s.entries) != 1 || s.entries[0].Count != 7 {
		t.Errorf("created %v, entries %v; want Salon once, with 7", r.Created, s.entries)
	}
}

// A name that means nothing may be decided of: it is another's, it is added, or
// its rows are passed over.
func TestNamesDecidedBeforehand(t *testing.T) {
	var s shelf
	n := NewNames(Catalogue{Channels: []Channel{{ID: 1, Name: "E-mail"}}, Personas: []Persona{{ID: 1, Name: "PME"}}},
		&s, func(string) error { return nil })
	n.Mean("Mailing", false, 1)
	n.Mean("Divers", false, 0)
	n.Mean("Autre", true, 0)
	n.Allow("Salon", false)
	if !n.Has("MAILING", false) || n.Has("Mailing", true) || n.Has("Salon", false) {
		t.Error("what has a meaning is not what was decided")
	}
	rows := []ImportRow{
		counted(2, "Mailing", 3), counted(3, "Divers", 5), counted(4, "Salon", 7),
		{Line: 5, Day: friday, Channel: "E-mail", Persona: "Autre", Stage: Lead, Count: 9},
		counted(6, "Inconnu", 1),
	}
	days, err := calendar.New(calendar.Rule{Country: "FR"})
	if err != nil {
		t.Fatal(err)
	}
	result, err := Import(t.Context(), &s, n, Counts, ImportRules{Today: friday, Calendar: days}, rows)
	if err != nil || result.Stored != 2 || len(result.Bad) != 1 || result.Bad[0].Line != 6 || !cmp.Equal(result.Created, []string{"Salon"}) {
		t.Errorf("%+v, %v", result, err)
	}
}
