package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/rates"
	"github.com/treve-bot/treve/internal/store"
)

func newRatesCommand(p *program) *cobra.Command {
	var month string
	var backtest, asJSON bool
	c := &cobra.Command{
		Use:   "rates",
		Short: "Show close rates: measured, estimated and in force",
		Long: `Rates are worked out from the six complete months before the month, and set
beside those of its plan. Nothing changes before a manager accepts: /sla taux, in
Slack.`,
		Example: `  treve rates
  treve rates --backtest
  treve rates --month 2026-11 --json`,
		RunE: func(c *cobra.Command, _ []string) error { return p.rates(c.Context(), month, backtest, asJSON) },
	}
	c.Flags().StringVar(&month, "month", "", "month of the plan, such as 2026-11 (default: the running one)")
	c.Flags().BoolVar(&backtest, "backtest", false, "what each method would have said in past months, against what closed since")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON for programs")
	return c
}

func (p *program) rates(ctx context.Context, text string, backtest, asJSON bool) error {
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		month, err := monthOr(text, settings)
		if err != nil {
			return err
		}
		zone, err := settings.Zone()
		if err != nil {
			return err
		}
		offer, err := rates.Gather(ctx, books, settings, month, calendar.On(time.Now(), zone))
		if err != nil {
			return err
		}
		catalogue, err := books.Catalogue(ctx)
		if err != nil {
			return err
		}
		if asJSON {
			encoder := json.NewEncoder(p.stdout)
			encoder.SetIndent("", "  ")
			return encoder.Encode(rates.JSON(offer, catalogue))
		}
		if backtest {
			return p.sayTrials(offer)
		}
		return p.sayRates(bot.RatesWords(p.speaker(), offer, settings, catalogue))
	})
}

func (p *program) sayRates(page bot.RatesPage) error {
	for _, line := range page.Above {
		fmt.Fprintln(p.stdout, line)
	}
	if err := p.writeRows(page.Rows); err != nil {
		return err
	}
	for _, line := range page.Below {
		fmt.Fprintln(p.stdout, line)
	}
	return nil
}

func (p *program) sayTrials(o rates.Offer) error {
	say := p.speaker()
	if len(o.Trials) == 0 {
		_, err := fmt.Fprintln(p.stdout, say.Say("rates.backtest.none", nil))
		return err
	}
	fmt.Fprintln(p.stdout, say.Say("rates.backtest", nil))
	if err := p.writeRows(bot.TrialRows(say, o)); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.stdout, bot.Words(bot.RatesVerdict(say, o)))
	return err
}

func (p *program) writeRows(rows [][]string) error {
	w := tabwriter.NewWriter(p.stdout, 0, 4, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	return w.Flush()
}
