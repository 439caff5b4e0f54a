package main

import (
	"context"
	"time"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/store"
)

// What reads all of the books may take so long here, and writing so long.
const (
	examineFor = 5 * time.Second
	writeFor   = 8 * time.Second // longer than one waits for another's lock
)

// examineStorage tries to write, and looks for damage. Trouble with one does not
// hide the next.
func (p *program) examineStorage(ctx context.Context, books *store.Space, place string) (findings []bot.Finding) {
	for _, e := range []struct {
		check   string
		most    time.Duration
		examine func(context.Context, *store.Space) (bot.Finding, error)
	}{{"writing", writeFor, examineWriting}, {"integrity", examineFor, examineIntegrity}, {"totals", examineFor, examineTotals}} {
		f, err := within(ctx, e.most, books, e.examine)
		if err != nil {
			f = databaseFinding(err, place)
		}
		if f.Check = e.check; f.ID != "" {
			findings = append(findings, f)
		}
	}
	return findings
}

// within examines something for so long at most. What is too large for that is no
// fault, but what cannot be written in it is.
func within(ctx context.Context, most time.Duration, books *store.Space,
	examine func(context.Context, *store.Space) (bot.Finding, error),
) (bot.Finding, error) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	f, err := examine(ctx, books)
	if err != nil && ctx.Err() != nil && most == examineFor {
		return bot.Finding{OK: true, ID: "doctor.unexamined"}, nil
	}
	return f, err
}

func examineWriting(ctx context.Context, books *store.Space) (bot.Finding, error) {
	return bot.Finding{OK: true, ID: "doctor.writing"}, books.TryWriting(ctx)
}

func examineIntegrity(ctx context.Context, books *store.Space) (bot.Finding, error) {
	complaints, examined, err := books.Complaints(ctx)
	switch {
	case err != nil || !examined:
		return bot.Finding{}, err
	case len(complaints) > 0:
		return bot.Finding{ID: "doctor.damaged", Args: lang.Args{"complaint": complaints[0]}}, nil
	}
	return bot.Finding{OK: true, ID: "doctor.intact"}, nil
}

func examineTotals(ctx context.Context, books *store.Space) (bot.Finding, error) {
	differences, err := books.Check(ctx)
	if len(differences) > 0 {
		return bot.Finding{ID: "doctor.totals_bad", Args: lang.Args{"count": len(differences)}}, err
	}
	return bot.Finding{OK: true, ID: "doctor.totals"}, err
}
