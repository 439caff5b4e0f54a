package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/store"
)

func newDoctorCommand(p *program) *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Look at everything the bot needs: each line is OK, or says what to do",
		Long: `Settings, database, plan, recaps, and what Slack allows: each line is OK, or says
what to do. It ends with 0 when all is in order, 1 when there is something to do.`,
		Example: "  treve doctor\n  treve doctor --json",
		RunE:    func(c *cobra.Command, _ []string) error { return p.doctor(c.Context(), asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "for monitors: {healthy, version, checks: [{id, ok, text}]}")
	return c
}

// doctor examines what it can reach; one thing missing does not hide the next.
func (p *program) doctor(ctx context.Context, asJSON bool) error {
	p.level = slog.LevelError // what is wrong is told once, in a line of its own
	c, err := p.config()
	findings := problems("config", err)
	var settings ledger.Settings
	if err == nil {
		var found []bot.Finding
		found, settings = p.examineBooks(ctx, c)
		findings = append(findings, found...)
	}
	findings = append(findings, examineSlack(ctx, c, settings.RecapIn)...)
	healthy, err := p.sayFindings(findings, asJSON)
	if err == nil && !healthy {
		return errSaid
	}
	return err
}

// problems makes a line of each of the errors joined in err.
func problems(check string, err error) (findings []bot.Finding) {
	if err == nil {
		return nil
	}
	for _, e := range parts(err) {
		f := bot.Finding{Check: check, ID: "doctor.config", Args: lang.Args{"error": e.Error()}}
		if problem, ok := errors.AsType[*lang.Problem](e); ok {
			f.ID, f.Args = problem.ID, problem.Args
		}
		findings = append(findings, f)
	}
	return findings
}

func examineSlack(ctx context.Context, c config.Config, in []ledger.Conversation) []bot.Finding {
	if err := c.Slack(); err != nil {
		return problems("config", err)
	}
	connection, err := bot.Connect(ctx, bot.Account{
		BotToken: c.BotToken, AppToken: c.AppToken, APIURL: c.APIURL, HTTP: &http.Client{Timeout: httpTimeout},
	})
	if err != nil {
		return []bot.Finding{bot.Refusal(err)}
	}
	return connection.Examine(ctx, in, c.SocketMode(), time.Now())
}

func (p *program) examineBooks(ctx context.Context, c config.Config) (findings []bot.Finding, settings ledger.Settings) {
	err := p.books(ctx, func(books *store.Space, s ledger.Settings) error {
		settings = s
		name, err := books.WorkspaceName(ctx)
		if err != nil {
			return err
		}
		schema, err := books.SchemaVersion(ctx)
		if err != nil {
			return err
		}
		findings = []bot.Finding{
			{Check: "database", OK: true, ID: "doctor.database", Args: lang.Args{"database": store.Place(c.Database)}},
			{Check: "schema", OK: true, ID: "doctor.schema", Args: lang.Args{"version": schema}},
			{Check: "settings", OK: true, ID: "doctor.settings", Args: lang.Args{
				"workspace": name, "language": s.Language, "zone": s.TimeZone, "country": s.Country,
			}},
		}
		findings = append(findings, p.examineStorage(ctx, books, c.Database)...)
		findings = append(findings, p.examineDisk(c.Database)...)
		for _, examine := range []func(context.Context, *store.Space, ledger.Settings) (bot.Finding, error){
			p.examinePlan, p.examineManagers, p.examineSchedule, p.examineSkew,
		} {
			f, err := examine(ctx, books, s)
			if err != nil {
				return err
			}
			findings = append(findings, f)
		}
		last, err := p.examinePosts(ctx, books, s)
		findings = append(findings, last...)
		return err
	})
	if err != nil {
		findings = append(findings, databaseFinding(err, c.Database))
	}
	return findings, settings
}

// databaseFinding is why the books cannot be read, and what to do about it.
func databaseFinding(err error, place string) bot.Finding {
	err = storageProblem(err, place)
	if problem, ok := errors.AsType[*lang.Problem](err); ok {
		return bot.Finding{Check: "database", ID: problem.ID, Args: problem.Args}
	}
	id := lang.ID("doctor.database_failed")
	if errors.Is(err, store.ErrNewerSchema) { // which says what to do
		id = "doctor.config"
	}
	return bot.Finding{Check: "database", ID: id, Args: lang.Args{"error": err.Error()}}
}

func (p *program) examinePlan(ctx context.Context, books *store.Space, s ledger.Settings) (bot.Finding, error) {
	month, err := monthOr("", s)
	if err != nil {
		return bot.Finding{}, err
	}
	plan, err := books.Plan(ctx, month)
	if err != nil {
		return bot.Finding{}, err
	}
	total := decimal.Zero
	for segment, leads := range plan.Goals {
		if value, known := plan.Value(segment); known {
			total = total.Add(value.Mul(decimal.NewFromInt(leads)))
		}
	}
	if total.IsZero() {
		return bot.Finding{Check: "plan", ID: "doctor.plan_missing"}, nil
	}
	say := p.speaker()
	return bot.Finding{Check: "plan", OK: true, ID: "doctor.plan", Args: lang.Args{
		"month": say.Month(month), "total": say.Money(total, s.Currency),
	}}, nil
}

func (p *program) examineManagers(ctx context.Context, books *store.Space, _ ledger.Settings) (bot.Finding, error) {
	managers, err := books.Managers(ctx)
	if err != nil || len(managers) == 0 {
		left, leftErr := books.ManagersLeft(ctx)
		if left > 0 {
			return bot.Finding{Check: "managers", ID: "doctor.manager_left"}, errors.Join(err, leftErr)
		}
		return bot.Finding{Check: "managers", ID: "doctor.manager_none"}, errors.Join(err, leftErr)
	}
	var names []string
	for _, m := range managers {
		names = append(names, m.Name)
	}
	return bot.Finding{Check: "managers", OK: true, ID: "doctor.manager", Args: lang.Args{"names": p.speaker().List(names)}}, nil
}

func (p *program) examineSchedule(ctx context.Context, books *store.Space, s ledger.Settings) (bot.Finding, error) {
	zone, days, err := almanac(ctx, books, s)
	if err != nil {
		return bot.Finding{}, err
	}
	agenda, err := recap.NewAgenda(s, days)
	if err != nil {
		return bot.Finding{}, err
	}
	next := agenda.Next(time.Now()).In(zone)
	switch {
	case s.RecapPaused:
		return bot.Finding{Check: "schedule", ID: "doctor.schedule_paused"}, nil
	case !agenda.Scheduled():
		return bot.Finding{Check: "schedule", ID: "doctor.schedule_none"}, nil
	}
	return bot.Finding{Check: "schedule", OK: true, ID: "doctor.schedule", Args: lang.Args{
		"day":  p.speaker().Day(agenda.On(next)),
		"time": p.speaker().Clock(calendar.TimeOfDay{Hour: next.Hour(), Minute: next.Minute()}),
	}}, nil
}
