package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/store"
)

func newRecapCommand(p *program) *cobra.Command {
	var printed, asJSON bool
	var day string
	c := &cobra.Command{
		Use:   "recap",
		Short: "Print the recap of a morning, without posting anything",
		Long:  "A recap that was posted is printed as it was posted; another one is computed.",
		Example: `  treve recap --print
  treve recap --print --day 2026-05-18 --json`,
		RunE: func(c *cobra.Command, _ []string) error {
			if !printed {
				return usageError("recap only prints: treve recap --print (posting is /recap maintenant, in Slack)")
			}
			return p.printRecap(c.Context(), day, asJSON)
		},
	}
	c.Flags().BoolVar(&printed, "print", false, "print the recap")
	c.Flags().StringVar(&day, "day", "", "the morning, such as 2026-05-18 (default: today)")
	c.Flags().BoolVar(&asJSON, "json", false, "print exactly the message that is posted")
	return c
}

func (p *program) printRecap(ctx context.Context, text string, asJSON bool) error {
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		day, err := dayOr(text, settings)
		if err != nil {
			return err
		}
		message, err := recapOf(ctx, books, day)
		if err != nil {
			return err
		}
		if asJSON {
			encoder := json.NewEncoder(p.stdout)
			encoder.SetEscapeHTML(false) // Slack's mentions are written with angle brackets
			return encoder.Encode(message)
		}
		return p.sayWords(ctx, books, bot.Words(message.Text))
	})
}

func dayOr(text string, s ledger.Settings) (calendar.Date, error) {
	if text == "" {
		zone, err := s.Zone()
		return calendar.On(time.Now(), zone), err
	}
	day, err := calendar.ParseDate(text)
	if err != nil {
		return calendar.Date{}, usageError(err.Error())
	}
	return day, nil
}

// recapOf is the recap as it was posted that morning, or as it would be now.
func recapOf(ctx context.Context, books *store.Space, day calendar.Date) (recap.Message, error) {
	posted, err := books.Recaps().Latest(ctx, day)
	if !errors.Is(err, ledger.ErrNotFound) {
		return posted.Message, err
	}
	edition, err := recap.Preview(ctx, books, day)
	if err != nil {
		return recap.Message{}, err
	}
	return bot.RenderRecap(edition)
}
