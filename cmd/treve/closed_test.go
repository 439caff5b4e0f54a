package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// office is a database on this machine and files beside it.
type office struct {
	*testing.T
	dir string
}

func newOffice(t *testing.T) office { return office{t, t.TempDir()} }

func (o office) database() string { return filepath.Join(o.dir, "treve.db") }

func (o office) file(name, text string) string {
	o.Helper()
	path := filepath.Join(o.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		o.Fatal(err)
	}
	return path
}

// treve runs the program here, wants its exit code, and returns all it said.
func (o office) treve(want int, args ...string) string {
	o.Helper()
	var said bytes.Buffer
	environ := []string{"TREVE_DATABASE=" + o.database(), "TREVE_LANG=en"}
	if got := run(o.Context(), args, environ, &said, &said); got != want {
		o.Errorf("treve %s exits with %d; want %d\n%s", strings.Join(args, " "), got, want, &said)
	}
	return said.String()
}

const somePlan = "channel,persona,close_rate,average_sale,commitment\nEmail,Small,3%,210,120\n"

// A company that begins today takes in its plan of half a year ago and what came
// in since, in whichever order.
func TestWhoBeginsTodayTakesInThePastInAnyOrder(t *testing.T) {
	from := calendar.On(time.Now(), time.UTC).In().Add(-6)
	counts := fmt.Sprintf("day,channel,persona,stage,count\n%s,Email,Small,lead,12\n%s,Email,Small,lead,400\n",
		from.First().AddDays(9), from.Add(1))
	for _, order := range [][]string{{"plan", "counts"}, {"counts", "plan"}} {
		o := newOffice(t)
		steps := map[string]func(){
			"plan": func() { o.treve(0, "plan", "import", o.file("plan.csv", somePlan), "--from", from.String()) },
			"counts": func() {
				o.treve(0, "import", o.file("counts.csv", counts), "--kind", "counts", "--create")
			},
		}
		for _, step := range order {
			steps[step]()
		}
		if said := o.treve(0, "status", "--month", from.String()); !strings.Contains(said, "12 leads of 120") {
			t.Errorf("%v: the first month says\n%s", order, said)
		}
	}
}

// Once its first month is lived here, a closed one stays as it is.
func TestAClosedMonthTakesNoFile(t *testing.T) {
	o := newOffice(t)
	o.treve(0, "plan", "import", o.file("plan.csv", somePlan))
	closed := calendar.On(time.Now(), time.UTC).In().Add(-3)
	o.promised(closed)
	said := o.treve(1, "plan", "import", o.file("plan.csv", somePlan), "--from", closed.String())
	if !strings.Contains(said, closed.String()+" is closed") {
		t.Errorf("a plan for a closed month: %s", said)
	}
	if said := o.treve(0, "plan", "show", "--month", closed.String()); !strings.Contains(said, "90") || strings.Contains(said, "120") {
		t.Errorf("the closed month's plan has become\n%s", said)
	}
	said = o.treve(1, "import", o.file("counts.csv", fmt.Sprintf("day,channel,persona,stage,count\n%s,Email,Small,lead,12\n", closed.Last())),
		"--kind", "counts")
	if !strings.Contains(said, "is closed") || !strings.Contains(said, "Nothing was stored") {
		t.Errorf("counts for a closed month: %s", said)
	}
	o.treve(0, "plan", "import", o.file("plan.csv", somePlan), "--from", closed.Add(-1).String())
}

// promised makes believe that 90 leads were promised for a month as it began.
func (o office) promised(m calendar.Month) {
	o.Helper()
	ctx := o.Context()
	db, err := store.Open(ctx, o.database(), nil)
	if err != nil {
		o.Fatal(err)
	}
	defer db.Close()
	books, err := db.Local(ctx, "", ledger.DefaultSettings())
	if err != nil {
		o.Fatal(err)
	}
	at := m.First().At(calendar.TimeOfDay{Hour: 9}, time.UTC)
	_, _, err = books.Once(ctx, ledger.Request{Key: "promise", Asked: "promise", At: at}, promise(m, sla.Author{At: at}))
	if err != nil {
		o.Fatal(err)
	}
}

func promise(m calendar.Month, by sla.Author) func(context.Context, *store.Tx) ([]byte, error) {
	return func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		catalogue, err := tx.Catalogue(ctx)
		if err != nil {
			return nil, err
		}
		segment := ledger.Segment{Channel: catalogue.Channels[0].ID, Persona: catalogue.Personas[0].ID}
		return nil, tx.SetGoal(ctx, m, segment, 90, by)
	}
}

// Whoever reads a list of mistakes beside the file goes down both at once.
func TestBadLinesAreListedInOrder(t *testing.T) {
	o := newOffice(t)
	o.treve(0, "plan", "import", o.file("plan.csv", somePlan))
	said := o.treve(1, "import", o.file("counts.csv", "day,channel,persona,count\n2020-01-06,Fax,Small,1\n2020-01-06,Email,Small,x\n2020-01-06,Fax,Small,2\n"),
		"--kind", "counts")
	at := 0
	for _, line := range []string{"line 2", "line 3", "line 4"} {
		next := strings.Index(said, line)
		if next < at {
			t.Fatalf("%s is not where it belongs:\n%s", line, said)
		}
		at = next
	}
}
