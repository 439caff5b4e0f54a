package main

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
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
		signing, err := signingOf(ctx, books, settings, month)
		if err != nil {
			return err
		}
		lines := planLines(plan, catalogue)
		if asJSON {
			signatures, err := signatureViews(ctx, books, signing)
			if err != nil {
				return err
			}
			encoder := json.NewEncoder(p.stdout)
			encoder.SetIndent("", "  ")
			return encoder.Encode(map[string]any{
				"month": month, "from": plan.From, "currency": settings.Currency, "segments": lines, "signatures": signatures,
			})
		}
		if err := p.writePlanTable(month, lines, settings.Currency); err != nil || len(lines) == 0 {
			return err
		}
		return p.saySigning(ctx, books, settings, plan, signing)
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
