package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sheet"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func newPlanCommand(p *program) *cobra.Command {
	c := &cobra.Command{
		Use:   "plan",
		Short: "Import, show or propose the month's commitments, rates and average sales",
		Args:  oneOf("import", "show", "propose"),
	}
	c.AddCommand(newPlanImportCommand(p), newPlanShowCommand(p), newPlanProposeCommand(p))
	return c
}

func newPlanImportCommand(p *program) *cobra.Command {
	var from string
	var columns map[string]string
	c := &cobra.Command{
		Use:   "import FILE.csv",
		Short: "Take in a plan: channel,persona,close_rate,average_sale,commitment",
		Long: `A rate is written 3%, 3,0 % or 0.03. Channels and personas that do not exist are
added. An empty cell changes nothing; a zero is a zero.`,
		Example: "  treve plan import plan.csv --from 2026-05",
		Args:    oneFile,
		RunE: func(c *cobra.Command, args []string) error {
			return p.importPlan(c.Context(), args[0], from, columns)
		},
	}
	c.Flags().StringVar(&from, "from", "", "first month the plan holds for (default: the running one)")
	c.Flags().StringToStringVar(&columns, "map", nil, "field=heading, where a column goes by another name")
	return c
}

func newPlanShowCommand(p *program) *cobra.Command {
	var month string
	var asJSON bool
	c := &cobra.Command{
		Use: "show", Short: "Show a month's plan", Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return p.showPlan(c.Context(), month, asJSON) },
	}
	c.Flags().StringVar(&month, "month", "", "month, such as 2026-05 (default: the running one)")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON for programs")
	return c
}

func (p *program) importPlan(ctx context.Context, path, from string, columns map[string]string) error {
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		month, err := monthOr(from, settings)
		if err != nil {
			return err
		}
		table, err := readTable(path)
		if err != nil {
			return err
		}
		rows, bad, err := sheet.Plan(table, sheet.Options{Columns: columns})
		if err != nil {
			return err
		}
		rules, err := importRules(ctx, books, settings)
		if err != nil {
			return err
		}
		if closed := rules.Refuse(month); closed != nil {
			return closed
		}
		if len(bad) == 0 {
			bad, err = writePlan(ctx, books, month, rows)
		}
		if err != nil {
			return err
		}
		if len(bad) > 0 {
			p.sayBad(bad)
			fmt.Fprintln(p.stdout, p.speaker().Count("cli.import_nothing", int64(len(bad)), nil))
			return errSaid
		}
		fmt.Fprintln(p.stdout, p.speaker().Count("cli.plan_stored", int64(len(rows)), lang.Args{"month": p.speaker().Month(month)}))
		return nil
	})
}

func monthOr(text string, s ledger.Settings) (calendar.Month, error) {
	if text == "" {
		zone, err := s.Zone()
		return calendar.On(time.Now(), zone).In(), err
	}
	month, err := calendar.ParseMonth(text)
	if err != nil {
		return calendar.Month{}, usageError(err.Error())
	}
	return month, nil
}

// writePlan stores every row or, when one is bad, none.
func writePlan(ctx context.Context, books *store.Space, month calendar.Month, rows []sheet.PlanRow) (bad []ledger.BadRow, err error) {
	by := sla.Author{Reason: "plan import", At: time.Now()}
	request := ledger.Request{Key: "plan-" + rand.Text(), Asked: "plan import", At: by.At}
	_, _, err = books.Once(ctx, request, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		catalogue, err := tx.Catalogue(ctx)
		if err != nil {
			return nil, err
		}
		names := ledger.NewNames(catalogue, adder{tx, by}, phrase.ValidName)
		for _, row := range rows {
			err := writePlanRow(ctx, tx, names, month, row, by)
			if problem, ok := errors.AsType[*lang.Problem](err); ok {
				bad = append(bad, ledger.BadRow{Line: row.Line, Problem: problem})
			} else if err != nil {
				return nil, err
			}
		}
		if len(bad) > 0 {
			return nil, errUndone
		}
		return nil, nil
	})
	if errors.Is(err, errUndone) {
		err = nil
	}
	return bad, err
}

func writePlanRow(ctx context.Context, tx *store.Tx, names *ledger.Names, month calendar.Month, row sheet.PlanRow, by sla.Author) error {
	channel, err := names.Channel(ctx, row.Channel, true)
	if err != nil {
		return err
	}
	persona, err := names.Persona(ctx, row.Persona, true)
	if err != nil {
		return err
	}
	s := ledger.Segment{Channel: channel, Persona: persona}
	if row.Rate != nil {
		err = tx.SetRate(ctx, month, s, *row.Rate, sla.Declared, by)
	}
	if err == nil && row.SaleCents != nil {
		err = tx.SetSale(ctx, month, persona, *row.SaleCents, by)
	}
	if err == nil && row.Commitment != nil {
		err = tx.SetGoal(ctx, month, s, *row.Commitment, by)
	}
	return err
}

// planLine is one segment of a plan as programs read it; amounts are decimals
// in currency units, and what is not set is null.
type planLine struct {
	Channel     string           `json:"channel"`
	Persona     string           `json:"persona"`
	CloseRate   *decimal.Decimal `json:"close_rate"`
	RateSource  string           `json:"rate_source,omitempty"`
	AverageSale *decimal.Decimal `json:"average_sale"`
	LeadValue   *decimal.Decimal `json:"lead_value"`
	Commitment  int64            `json:"commitment"`
	Potential   *decimal.Decimal `json:"potential"`
}

func (p *program) showPlan(ctx context.Context, text string, asJSON bool) error {
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		month, err := monthOr(text, settings)
		if err != nil {
			return err
		}
		catalogue, err := books.Catalogue(ctx)
		if err != nil {
			return err
		}
		plan, err := books.Plan(ctx, month)
		if err != nil {
			return err
		}
		lines := planLines(plan, catalogue)
		if asJSON {
			encoder := json.NewEncoder(p.stdout)
			encoder.SetIndent("", "  ")
			return encoder.Encode(map[string]any{
				"month": month, "from": plan.From, "currency": settings.Currency, "segments": lines,
			})
		}
		return p.writePlanTable(month, lines, settings.Currency)
	})
}

func planLines(plan sla.Plan, catalogue ledger.Catalogue) []planLine {
	lines := []planLine{}
	for _, channel := range catalogue.Channels {
		for _, persona := range catalogue.Personas {
			s := ledger.Segment{Channel: channel.ID, Persona: persona.ID}
			rate, rated := plan.Rates[s]
			if plan.Goals[s] == 0 && !rated {
				continue
			}
			line := planLine{Channel: channel.Name, Persona: persona.Name, Commitment: plan.Goals[s]}
			if rated {
				line.CloseRate, line.RateSource = &rate.Value, rate.Source
			}
			if cents, priced := plan.Sales[persona.ID]; priced {
				sale := decimal.New(cents, -2)
				line.AverageSale = &sale
			}
			if value, known := plan.Value(s); known {
				potential := value.Mul(decimal.NewFromInt(line.Commitment))
				line.LeadValue, line.Potential = &value, &potential
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func (p *program) writePlanTable(month calendar.Month, lines []planLine, currency string) error {
	say := p.speaker()
	fmt.Fprintln(p.stdout, say.Say("cli.plan_title", lang.Args{"month": say.Month(month)}))
	if len(lines) == 0 {
		fmt.Fprintln(p.stdout, say.Say("cli.plan_empty", nil))
		return nil
	}
	w := tabwriter.NewWriter(p.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, say.Say("cli.plan_heading", nil))
	total := decimal.Zero
	for _, l := range lines {
		rate, sale, value, potential := "–", "–", "–", "–"
		if l.CloseRate != nil {
			rate = say.Percent(*l.CloseRate, 2)
		}
		if l.AverageSale != nil {
			sale = say.Cents(*l.AverageSale, currency)
		}
		if l.LeadValue != nil {
			value, potential = say.Cents(*l.LeadValue, currency), say.Cents(*l.Potential, currency)
			total = total.Add(*l.Potential)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", l.Channel, l.Persona, rate, sale, value, say.Int(l.Commitment), potential)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.stdout, say.Say("cli.plan_total", lang.Args{"total": say.Cents(total, currency)}))
	return err
}
