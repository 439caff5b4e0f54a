package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/store"
)

func newRecapCommand(p *program) *cobra.Command {
	var printed, asJSON, known bool
	var day, file string
	c := &cobra.Command{
		Use:   "recap",
		Short: "Print the recap of a morning, without posting anything",
		Long: `A recap that was posted is printed as it was posted that morning, whatever has been
corrected since; another one is computed. With --as-known-now either is computed from
the books as they are now, as of the same close.`,
		Example: `  treve recap --print
  treve recap --print --day 2026-05-18 --json
  treve recap --print --day 2026-05-18 --as-known-now
  treve recap --print --png recap.png`,
		RunE: func(c *cobra.Command, _ []string) error {
			if !printed {
				return usageError("recap only prints: treve recap --print (posting is /recap maintenant, in Slack)")
			}
			return p.printRecap(c.Context(), printing{day, file, asJSON, known})
		},
	}
	c.Flags().BoolVar(&printed, "print", false, "print the recap")
	c.Flags().StringVar(&day, "day", "", "the morning, such as 2026-05-18 (default: today)")
	c.Flags().BoolVar(&known, "as-known-now", false, "print it as corrected since, not as it was posted")
	c.Flags().StringVar(&file, "png", "", "file that the picture is written to as well")
	c.Flags().BoolVar(&asJSON, "json", false, "print exactly the message that is posted")
	c.AddCommand(newRecapLogCommand(p))
	return c
}

// printing is what to print of a recap, and how.
type printing struct {
	day, file string // "" for today, and for no picture
	asJSON    bool
	known     bool // as corrected since
}

func (p *program) printRecap(ctx context.Context, how printing) error {
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		day, err := dayOr(how.day, settings)
		if err != nil {
			return err
		}
		version, err := recapOf(ctx, books, day, how.known)
		if err != nil {
			return err
		}
		if how.file != "" {
			if err := writePicture(how.file, version.Edition); err != nil {
				return err
			}
		}
		if how.asJSON {
			encoder := json.NewEncoder(p.stdout)
			encoder.SetEscapeHTML(false) // Slack's mentions are written with angle brackets
			return encoder.Encode(version.Message)
		}
		return p.sayWords(ctx, books, bot.Words(version.Message.Text))
	})
}

// writePicture draws a recap's picture into a file.
func writePicture(file string, e recap.Edition) error {
	if !e.Report.Planned || len(e.Report.Course) == 0 {
		return lang.Refuse("chart.none", lang.Args{"day": e.Day})
	}
	drawn, err := picture(e)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, drawn.PNG, 0o644); err != nil { //nolint:gosec // a picture to be shown around
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
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

// recapOf is the recap as it was posted that morning; or as it would be by what
// is known now, when that is asked for or none was posted.
func recapOf(ctx context.Context, books *store.Space, day calendar.Date, known bool) (v recap.Version, err error) {
	v, err = books.Recaps().AsPosted(ctx, day)
	switch {
	case errors.Is(err, ledger.ErrNotFound):
		v.Edition, err = recap.Preview(ctx, books, day)
	case err == nil && known:
		v.Edition, err = recap.Recompose(ctx, books, v.Edition)
	default:
		return v, err
	}
	if err != nil {
		return v, err
	}
	messages, err := bot.RenderRecap(v.Edition, recap.Layout{})
	if err != nil {
		return v, err
	}
	v.Message = messages[0]
	return v, nil
}
