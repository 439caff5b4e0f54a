package main

import (
	"context"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sheet"
	"github.com/treve-bot/treve/internal/store"
)

// botBooks gives the bot a workspace's books: the same, but for the name of the
// page a request writes on, which the bot must not know from the store.
type botBooks struct{ *store.Space }

func (b botBooks) Once(ctx context.Context, r ledger.Request,
	write func(context.Context, bot.Page) ([]byte, error),
) (answer []byte, replayed bool, err error) {
	return b.Space.Once(ctx, r, func(ctx context.Context, tx *store.Tx) ([]byte, error) { return write(ctx, tx) })
}

// botFiles gives the bot the files that a workspace's figures are kept in.
type botFiles struct{ *store.Space }

// Workbook is a month's workbook at a cut-off.
func (f botFiles) Workbook(ctx context.Context, cut report.Cut, say lang.Speaker) ([]byte, error) {
	return workbook(ctx, f.Space, cut, say)
}

// Read recognises a file by what is in it.
func (f botFiles) Read(content []byte) (intake.File, error) { return sheet.Read(content) }

// botRecaps gives the bot what was posted, and posts on demand.
type botRecaps struct {
	store.Recaps
	*recap.Deliverer
}
