package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sheet"
	"github.com/treve-bot/treve/internal/store"
)

func newExportCommand(p *program) *cobra.Command {
	var ask statusQuestion
	var language string
	var force bool
	c := &cobra.Command{
		Use:   "export FILE.xlsx|FILE.csv",
		Short: "Write the month's workbook, with live formulas, or its plan as CSV",
		Long: `The workbook has the steps of the method, one sheet each: close rates, lead values,
leads, commitments, and where the month stands. Every figure is a formula over the
yellow cells: change one in Excel or LibreOffice and the totals follow, then
"treve plan import" takes the changes in. A CSV file is the plan alone, as
"treve plan import" reads it.`,
		Example: `  treve export sla.xlsx
  treve export may.xlsx --month 2026-05 --lang en
  treve export plan.csv`,
		Args: oneFile,
		RunE: func(c *cobra.Command, args []string) error {
			return p.export(c.Context(), args[0], language, ask, force)
		},
	}
	c.Flags().StringVar(&ask.month, "month", "", "month to write, such as 2026-05 (default: the running one)")
	c.Flags().StringVar(&ask.asOf, "as-of", "", "close of this day, such as 2026-05-15")
	c.Flags().StringVar(&language, "lang", "", "fr or en (default: the workspace's)")
	c.Flags().BoolVar(&force, "force", false, "replace a file of that name")
	return c
}

func (p *program) export(ctx context.Context, path, language string, ask statusQuestion, force bool) error {
	write, known := exports[filepath.Ext(path)]
	switch {
	case !known:
		return usageError("name a file that ends in .xlsx or .csv")
	case language != "" && language != string(lang.French) && language != string(lang.English):
		return usageError("--lang is fr or en")
	}
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		cut, err := ask.cut(settings, time.Now())
		if err != nil {
			return err
		}
		say := p.speaker()
		if language != "" {
			say = lang.Speak(lang.Language(language))
		}
		content, err := write(ctx, books, cut, say)
		if err != nil {
			return err
		}
		return save(path, content, force)
	})
}

// exports are the kinds of files written, by how their names end.
var exports = map[string]func(context.Context, *store.Space, report.Cut, lang.Speaker) ([]byte, error){
	".xlsx": workbook, ".csv": planFile,
}

// workbook is a month's workbook at a cut-off.
func workbook(ctx context.Context, books *store.Space, cut report.Cut, say lang.Speaker) ([]byte, error) {
	book, err := sheet.Gather(ctx, books, cut)
	if err != nil {
		return nil, err
	}
	var content bytes.Buffer
	err = sheet.Workbook(&content, book, say)
	return content.Bytes(), err
}

// planFile is a month's plan in the columns that plans are imported from.
func planFile(ctx context.Context, books *store.Space, cut report.Cut, say lang.Speaker) ([]byte, error) {
	plan, err := books.Plan(ctx, cut.Month)
	if err != nil {
		return nil, err
	}
	catalogue, err := books.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	return sheet.PlanCSV(plan, catalogue, say.Language)
}

// save writes a file, and never over one that somebody may have worked in.
func save(path string, content []byte, force bool) error {
	if _, err := os.Lstat(path); err == nil && !force {
		return lang.Refuse("workbook.exists", lang.Args{"file": path})
	}
	return os.WriteFile(path, content, 0o644) //nolint:gosec // a file to be handed round
}
