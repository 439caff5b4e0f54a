package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/schedule"
	"github.com/treve-bot/treve/internal/store"
)

// errSaid ends a command whose failure has already been told in full.
var errSaid = errors.New("already said")

// program is what every command shares.
type program struct {
	environ        []string
	stdout, stderr io.Writer
	secrets        *config.Redactor // keeps them out of stderr, and of what doctor finds
	workspace      string           // --workspace
	language       lang.Language
	level          slog.Level      // what is logged; Info unless the command says otherwise
	clock          *schedule.Clock // that serve goes by; nil for the real one, or a local Slack's
}

// newProgram returns a program that prints no secret on stderr.
func newProgram(environ []string, stdout, stderr io.Writer) *program {
	net := config.NewRedactor(stderr)
	return &program{environ: environ, stdout: stdout, stderr: net, secrets: net}
}

func newRootCommand(p *program) *cobra.Command {
	root := &cobra.Command{
		Use:           "treve",
		Short:         "The monthly SLA between marketing and sales, in Slack",
		Long:          "Trêve keeps the month's agreement between marketing and sales: what was promised,\nwhat came in, and where it stands, every working morning in Slack.",
		Example:       "  treve demo      try everything on this machine, in the browser\n  treve serve     answer a real Slack workspace\n  treve doctor    say what is missing",
		SilenceErrors: true, SilenceUsage: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("there is no command \"" + args[0] + "\"")
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.PersistentFlags().StringVar(&p.workspace, "workspace", "", "workspace to work on, where the database holds several")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError(err.Error()) })
	root.AddCommand(
		newServeCommand(p), newDemoCommand(p), newStatusCommand(p), newRecapCommand(p), newPlanCommand(p), newRatesCommand(p),
		newImportCommand(p), newExportCommand(p), newMigrateCommand(p), newManifestCommand(), newDoctorCommand(p),
		newCheckCommand(p), newForgetCommand(p), newBackupCommand(p), newRestoreCommand(p), newMoveCommand(p), newHealthCommand(p), newLocalSlackCommand(p), newVersionCommand(),
	)
	for _, c := range root.Commands() {
		if c.Args == nil {
			c.Args = noArguments
		}
	}
	return root
}

func noArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError(c.CommandPath() + " takes no \"" + args[0] + "\"")
	}
	return nil
}

// config reads the environment; the language is known from here on.
func (p *program) config() (config.Config, error) {
	c, err := config.Load(p.environ, calendar.Countries())
	p.secrets.Know(c.Secrets(p.environ)...)
	p.language = lang.Language(c.Language)
	if c.LogLevel == "debug" && p.level == slog.LevelInfo {
		p.level = slog.LevelDebug
	}
	return c, err
}

func (p *program) speaker() lang.Speaker {
	if p.language == "" {
		return lang.Speak(lang.French)
	}
	return lang.Speak(p.language)
}

func (p *program) logger(format string) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(p.stderr, &slog.HandlerOptions{Level: p.level}))
	}
	return slog.New(tint.NewTextHandler(p.stderr, &tint.Options{
		Level: p.level, TimeFormat: time.TimeOnly, NoColor: !isTerminal(p.stderr),
	}))
}

// defaults are a new workspace's settings as the environment wants them.
func defaults(c config.Config) ledger.Settings {
	s := ledger.DefaultSettings()
	if c.Language != "" {
		s.Language = c.Language
	}
	if c.TimeZone != "" {
		s.TimeZone = c.TimeZone
	}
	if c.Country != "" {
		s.Country = c.Country
	}
	return s
}

// books opens the database, brings its schema up to date, and hands over the
// workspace the command is about; its language is spoken from then on.
func (p *program) books(ctx context.Context, use func(books *store.Space, settings ledger.Settings) error) error {
	c, err := p.config()
	if err != nil {
		return err
	}
	db, err := p.database(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	books, err := db.Local(ctx, p.workspace, defaults(c))
	if err != nil {
		return err
	}
	settings, err := books.Settings(ctx)
	if err != nil {
		return err
	}
	if c.Language == "" {
		p.language = lang.Language(settings.Language)
	}
	return use(books, settings)
}

func (p *program) database(ctx context.Context, c config.Config) (*store.Store, error) {
	db, err := store.Open(ctx, c.Database, p.logger(c.LogFormat))
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// almanac returns a workspace's zone and calendar.
func almanac(ctx context.Context, books *store.Space, s ledger.Settings) (*time.Location, *calendar.Calendar, error) {
	zone, err := s.Zone()
	if err != nil {
		return nil, nil, err
	}
	exceptions, err := books.Exceptions(ctx)
	if err != nil {
		return nil, nil, err
	}
	days, err := calendar.New(calendar.Rule{
		Country: s.Country, Alsace: s.Alsace, CalendarDays: s.CalendarDays, Exceptions: exceptions,
	})
	return zone, days, err
}
