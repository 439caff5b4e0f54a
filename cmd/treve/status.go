package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/store"
)

func newStatusCommand(p *program) *cobra.Command {
	var ask statusQuestion
	c := &cobra.Command{
		Use:   "status",
		Short: "Say where the month's SLA stands",
		Long:  "Figures are those of the close of a day: the last ended one, or --as-of. Without\n--as-of, today's leads are counted apart.",
		Example: `  treve status
  treve status --as-of 2026-05-15 --json
  treve status --channel email`,
		RunE: func(c *cobra.Command, _ []string) error { return p.status(c.Context(), ask) },
	}
	c.Flags().StringVar(&ask.month, "month", "", "month to report, such as 2026-05 (default: the running one)")
	c.Flags().StringVar(&ask.asOf, "as-of", "", "close of this day, such as 2026-05-15")
	c.Flags().StringVar(&ask.channel, "channel", "", "one acquisition channel")
	c.Flags().BoolVar(&ask.json, "json", false, "print JSON for programs")
	return c
}

type statusQuestion struct {
	month, asOf, channel string
	json                 bool
}

func (p *program) status(ctx context.Context, ask statusQuestion) error {
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		cut, err := ask.cut(settings, time.Now())
		if err != nil {
			return err
		}
		r, err := report.Gather(ctx, books, cut)
		if err != nil {
			return err
		}
		half, err := report.Sales(ctx, books, cut)
		if err != nil {
			return err
		}
		var only ledger.ChannelID
		if ask.channel != "" {
			if only, err = keepChannel(&r, ask.channel); err != nil {
				return err
			}
		}
		if ask.json {
			encoder := json.NewEncoder(p.stdout)
			encoder.SetIndent("", "  ")
			return encoder.Encode(report.JSON(r).WithSales(r, half))
		}
		signing, err := signingOf(ctx, books, settings, r.Month)
		if err != nil {
			return err
		}
		words := bot.StatusWords(p.speaker(), r, half, signing, settings, only)
		if !r.Planned {
			words += "\n" + p.speaker().Say("cli.plan_empty", nil)
		}
		return p.sayWords(ctx, books, words)
	})
}

// cut turns the question into the days counted.
func (q statusQuestion) cut(s ledger.Settings, now time.Time) (report.Cut, error) {
	zone, err := s.Zone()
	if err != nil {
		return report.Cut{}, err
	}
	cut := report.LiveCut(now, zone)
	if q.asOf != "" {
		day, err := calendar.ParseDate(q.asOf)
		if err != nil {
			return report.Cut{}, usageError(err.Error())
		}
		cut = report.ClosedCut(day)
	}
	if q.month == "" {
		return cut, nil
	}
	month, err := calendar.ParseMonth(q.month)
	if err != nil {
		return report.Cut{}, usageError(err.Error())
	}
	if q.asOf != "" && month != cut.Month {
		return report.Cut{}, usageError("--as-of " + q.asOf + " is not a day of " + q.month)
	}
	if month.Before(cut.Month) {
		return report.ClosedCut(month.Last()), nil
	}
	if month.After(cut.Month) {
		return report.Cut{Month: month, AsOf: cut.AsOf}, nil
	}
	return cut, nil
}
