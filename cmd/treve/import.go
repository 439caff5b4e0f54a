package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sheet"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func newImportCommand(p *program) *cobra.Command {
	var o importOptions
	c := &cobra.Command{
		Use:   "import FILE.csv|FILE.xlsx",
		Short: "Take in leads, counts, contacts or deals from a CSV file or a workbook",
		Long: `Kinds of files, by their columns:
  counts    day,channel,persona,stage,count,amount   how many, by day or by month (2026-05)
  leads     id,day,channel,persona                   one row a lead
  contacts  lead,at                                  one row a contact, lead being its id
  deals     lead,day,amount                          one row a won deal, lead being its id

A time of day after the date (2026-11-16 10:32) gives leads and contacts clocks of
their own, in the workspace's zone unless the file names another.

Rows are known by what they say: the same file twice changes nothing, a longer
export adds only what is new. A bad row is named by its line, and then nothing is
stored at all unless --skip-bad.`,
		Example: `  treve import leads.csv --kind leads --create
  treve import crm.csv --kind deals --map lead="Deal ID",day="Close Date"
  treve import 2026.csv --kind counts --persona PME --dry-run`,
		Args: oneFile,
		RunE: func(c *cobra.Command, args []string) error {
			if o.kind == "" {
				return usageError("say what the file holds: --kind counts, leads, contacts or deals")
			}
			return p.importFile(c.Context(), args[0], o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.kind, "kind", "", "counts, leads, contacts or deals")
	f.StringToStringVar(&o.columns, "map", nil, "field=heading, where a column goes by another name")
	f.StringVar(&o.persona, "persona", "", "persona of rows that name none")
	f.StringVar(&o.channel, "channel", "", "acquisition channel of rows that name none")
	f.BoolVar(&o.create, "create", false, "add the channels and personas that do not exist yet")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would change and store nothing")
	f.BoolVar(&o.skipBad, "skip-bad", false, "store the good rows even where others are bad")
	return c
}

type importOptions struct {
	kind, persona, channel  string
	columns                 map[string]string
	create, dryRun, skipBad bool
}

func oneFile(c *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageError(c.CommandPath() + " takes one file")
	}
	return nil
}

// errUndone rolls an import back whose result is only to be looked at.
var errUndone = errors.New("nothing is to be stored")

func (p *program) importFile(ctx context.Context, path string, o importOptions) error {
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		table, err := readTable(path)
		if err != nil {
			return err
		}
		rows, bad, err := sheet.Rows(table, ledger.ImportKind(o.kind), sheet.Options{Columns: o.columns, Channel: o.channel, Persona: o.persona})
		if err != nil {
			return err
		}
		rules, err := importRules(ctx, books, settings)
		if err != nil {
			return err
		}
		rules.Create, rules.Progress = o.create, p.progress(len(rows))
		result, err := takeIn(ctx, books, ledger.ImportKind(o.kind), rules, rows, func(r ledger.ImportResult) bool {
			return !o.dryRun && (o.skipBad || len(bad)+len(r.Bad) == 0)
		})
		if err != nil {
			return err
		}
		result.Rows, result.Bad = len(table.Rows), append(bad, result.Bad...)
		slices.SortStableFunc(result.Bad, func(a, b ledger.BadRow) int { return cmp.Compare(a.Line, b.Line) })
		return p.sayImport(ctx, books, result, o)
	})
}

func readTable(path string) (sheet.Table, error) {
	content, err := readFile(path)
	if err != nil {
		return sheet.Table{}, err
	}
	return sheet.ReadTable(content)
}

func importRules(ctx context.Context, books *store.Space, s ledger.Settings) (ledger.ImportRules, error) {
	zone, days, err := almanac(ctx, books, s)
	if err != nil {
		return ledger.ImportRules{}, err
	}
	first, err := books.FirstKept(ctx, zone)
	now := time.Now()
	return ledger.ImportRules{
		Today: calendar.On(now, zone), Calendar: days, ClosesAfter: s.ClosesAfter,
		Zone: zone, FirstKept: first, Request: "import-" + rand.Text(), At: now,
	}, err
}

// takeIn imports the rows in one transaction, kept only if keep says so of what
// it did.
func takeIn(ctx context.Context, books *store.Space, kind ledger.ImportKind, rules ledger.ImportRules,
	rows []ledger.ImportRow, keep func(ledger.ImportResult) bool,
) (result ledger.ImportResult, err error) {
	request := ledger.Request{Key: rules.Request, Asked: "import " + string(kind), At: rules.At}
	_, _, err = books.Once(ctx, request, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		catalogue, err := tx.Catalogue(ctx)
		if err != nil {
			return nil, err
		}
		names := ledger.NewNames(catalogue, adder{tx, sla.Author{Reason: "import", At: rules.At}}, phrase.ValidName)
		if result, err = ledger.Import(ctx, tx, names, kind, rules, rows); err != nil {
			return nil, err
		}
		if !keep(result) {
			return nil, errUndone
		}
		return nil, nil
	})
	if errors.Is(err, errUndone) {
		err = nil
	}
	return result, err
}

// adder signs what a file adds to the catalogue.
type adder struct {
	tx *store.Tx
	by sla.Author
}

func (a adder) AddChannel(ctx context.Context, c ledger.Channel) (ledger.ChannelID, error) {
	return a.tx.AddChannel(ctx, c, a.by)
}

func (a adder) AddPersona(ctx context.Context, persona ledger.Persona) (ledger.PersonaID, error) {
	return a.tx.AddPersona(ctx, persona, a.by)
}

// sayImport tells what happened; rows left out make the command fail, so that a
// script notices.
func (p *program) sayImport(ctx context.Context, books *store.Space, r ledger.ImportResult, o importOptions) error {
	say := p.speaker()
	p.sayBad(r.Bad)
	stored := !o.dryRun && (o.skipBad || len(r.Bad) == 0)
	switch {
	case !stored && !o.dryRun:
		fmt.Fprintln(p.stdout, say.Count("cli.import_nothing", int64(len(r.Bad)), nil))
		return errSaid
	case r.Stored == 0:
		fmt.Fprintln(p.stdout, say.Count("cli.import_unchanged", int64(r.Rows-len(r.Bad)), nil))
	case o.dryRun:
		fmt.Fprintln(p.stdout, say.Count("cli.import_would", int64(r.Stored), nil))
	default:
		fmt.Fprintln(p.stdout, say.Count("cli.import_stored", int64(r.Stored), nil))
	}
	if len(r.Created) > 0 {
		fmt.Fprintln(p.stdout, say.Say("cli.import_created", lang.Args{"names": say.List(r.Created)}))
	}
	return p.sayTyped(ctx, books, r.AlsoTyped)
}

func (p *program) sayBad(bad []ledger.BadRow) {
	say := p.speaker()
	const most = 20
	for i, b := range bad {
		if i == most {
			fmt.Fprintln(p.stderr, say.Count("cli.more_bad", int64(len(bad)-most), nil))
			return
		}
		fmt.Fprintln(p.stderr, say.Say("cli.bad_line", lang.Args{
			"line": b.Line, "reason": say.Say(b.Problem.ID, b.Problem.Args),
		}))
	}
}

// sayTyped names the cells that hold counts people typed beside the imported
// ones: the two add up, which may not be what was meant.
func (p *program) sayTyped(ctx context.Context, books *store.Space, cells []ledger.Cell) error {
	if len(cells) == 0 {
		return nil
	}
	catalogue, err := books.Catalogue(ctx)
	if err != nil {
		return err
	}
	say := p.speaker()
	fmt.Fprintln(p.stdout, say.Count("cli.also_typed", int64(len(cells)), nil))
	for _, cell := range cells[:min(len(cells), 20)] {
		fmt.Fprintf(p.stdout, "  %s  %s, %s\n", cell.Day, catalogue.Channel(cell.Channel).Name, catalogue.Persona(cell.Persona).Name)
	}
	return nil
}

// progress draws a bar for long files when somebody watches.
func (p *program) progress(rows int) func(done, total int) {
	if rows < 2000 || !isTerminal(p.stderr) {
		return nil
	}
	bar := progressbar.NewOptions(rows, progressbar.OptionSetWriter(p.stderr), progressbar.OptionClearOnFinish())
	return func(done, total int) {
		if done%500 == 0 || done == total {
			bar.ChangeMax(total)
			_ = bar.Set(done) // a bar that cannot draw is no reason to stop
		}
	}
}
