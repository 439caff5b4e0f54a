package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sheet"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

type planImportOptions struct {
	from           string
	columns        map[string]string
	create, dryRun bool
}

func newPlanImportCommand(p *program) *cobra.Command {
	var o planImportOptions
	c := &cobra.Command{
		Use:   "import FILE.xlsx|FILE.csv",
		Short: "Take in a plan from a workbook or a CSV file",
		Long: `A workbook is the one "treve export" writes, or one of yours in the same shape: under
a heading such as "Close rates", "Average sale", "Commitments" or "Leads so far", in
French or English, acquisition channels down and personas across, in one sheet or
several. What it would change is printed before anything is stored; names that do
not exist are listed, --create adds them.

A CSV file has the columns channel,persona,close_rate,average_sale,commitment;
channels and personas that do not exist are added.

A rate is written 3%, 3,0 % or 0.03. An empty cell changes nothing; a zero is a zero.
A cell that cannot be read is named, and then nothing is stored at all.`,
		Example: `  treve plan import plan.csv --from 2026-05
  treve plan import sla.xlsx --dry-run`,
		Args: oneFile,
		RunE: func(c *cobra.Command, args []string) error { return p.importPlan(c.Context(), args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.from, "from", "", "first month the plan holds for (default: the workbook's own, else the running one)")
	f.StringToStringVar(&o.columns, "map", nil, "field=heading, where a column of a CSV file goes by another name")
	f.BoolVar(&o.create, "create", false, "add the channels and personas of a workbook that do not exist yet")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would change and store nothing")
	return c
}

func (p *program) importPlan(ctx context.Context, path string, o planImportOptions) error {
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		content, err := readFile(path)
		if err != nil {
			return err
		}
		file, csv, err := readPlan(content, o.columns)
		if err != nil {
			return err
		}
		rules, err := importRules(ctx, books, settings)
		if err != nil {
			return err
		}
		rules.Create = o.create || csv
		by := sla.Author{Reason: filepath.Base(path), At: rules.At}
		plan := intake.Rules{ImportRules: rules, By: by, Restate: csv}
		if o.from != "" {
			if plan.From, err = monthOr(o.from, settings); err != nil {
				return err
			}
		}
		changed, bad, err := revise(ctx, books, file, plan, !o.dryRun)
		if err != nil {
			return err
		}
		return p.sayRevision(settings, file, changed, bad, o)
	})
}

// readFile reads a file that is not too large to be one of ours.
func readFile(path string) ([]byte, error) {
	about, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case about.Size() > sheet.MaxBytes:
		return nil, lang.Refuse("import.too_large", lang.Args{"megabytes": sheet.MaxBytes >> 20})
	}
	return os.ReadFile(path)
}

// readPlan reads a plan, and says whether it is a list in a CSV file, which has
// a contract of its own.
func readPlan(content []byte, columns map[string]string) (file intake.File, csv bool, err error) {
	if csv = !sheet.IsWorkbook(content); csv {
		table, err := sheet.ReadTable(content)
		if err != nil {
			return file, csv, err
		}
		file, err = sheet.Plan(table, sheet.Options{Columns: columns})
		return file, csv, err
	}
	if file, err = sheet.Read(content); err == nil && file.Kind != intake.Plan {
		err = lang.Refuse("intake.not_a_plan", lang.Args{"kind": string(file.Kind)})
	}
	return file, csv, err
}

// revise takes a plan's file in, all of it or, when something in it is bad or
// nothing is to be kept, none.
func revise(ctx context.Context, books *store.Space, file intake.File, rules intake.Rules, keep bool) (done intake.Revision, bad []intake.Bad, err error) {
	request := ledger.Request{Key: "plan-" + rand.Text(), Asked: "plan import", At: rules.At}
	rules.Request = request.Key
	_, _, err = books.Once(ctx, request, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		catalogue, err := tx.Catalogue(ctx)
		if err != nil {
			return nil, err
		}
		names := ledger.NewNames(catalogue, adder{tx, rules.By}, phrase.ValidName)
		if done, bad, err = intake.Revise(ctx, tx, names, file, rules); err != nil {
			return nil, err
		}
		if bad = slices.Concat(file.Bad, bad); len(bad) > 0 || !keep {
			return nil, errUndone
		}
		return nil, nil
	})
	if errors.Is(err, errUndone) {
		err = nil
	}
	return done, bad, err
}

// sayRevision tells what a file changed; one that could not be taken in makes
// the command fail. Of a CSV file that is taken in, the number of its lines is
// enough.
func (p *program) sayRevision(s ledger.Settings, file intake.File, done intake.Revision, bad []intake.Bad, o planImportOptions) error {
	say := p.speaker()
	if len(bad) > 0 {
		p.sayBadCells(bad)
		p.sayLines(bot.UnderstoodWords(say, file))
		fmt.Fprintln(p.stdout, say.Count("intake.nothing_stored", int64(len(bad)), nil))
		return errSaid
	}
	lines := rowsOf(file)
	p.sayLines(bot.UnderstoodWords(say, file))
	if lines == 0 || o.dryRun {
		p.sayLines(bot.RevisionWords(say, s, done))
	}
	month := lang.Args{"month": say.Month(done.Month)}
	switch n := int64(done.Size()); {
	case n == 0 && (lines == 0 || o.dryRun):
		fmt.Fprintln(p.stdout, say.Say("intake.nothing", month))
	case o.dryRun:
		fmt.Fprintln(p.stdout, say.Count("intake.would", n, month))
	case lines > 0:
		fmt.Fprintln(p.stdout, say.Count("cli.plan_stored", lines, month))
	default:
		fmt.Fprintln(p.stdout, say.Count("intake.stored", n, month))
	}
	return nil
}

// rowsOf counts the rows of a plan that is a list.
func rowsOf(file intake.File) (rows int64) {
	for _, c := range file.Cells {
		if c.What == intake.Named {
			rows++
		}
	}
	return rows
}

func (p *program) sayBadCells(bad []intake.Bad) {
	const most = 20
	say := p.speaker()
	for _, line := range bot.BadWords(say, bad[:min(len(bad), most)]) {
		fmt.Fprintln(p.stderr, line)
	}
	if more := int64(len(bad) - most); more > 0 {
		fmt.Fprintln(p.stderr, say.Count("intake.more_bad", more, nil))
	}
}

func (p *program) sayLines(lines []string) {
	for _, line := range lines {
		fmt.Fprintln(p.stdout, line)
	}
}
