package bot

import (
	"context"

	"github.com/treve-bot/treve/internal/phrase"
)

// recapRoutes are the buttons of /recap.
func (b *Bot) recapRoutes(routes) {}

func (b *Bot) recap(_ context.Context, _ asked, _ phrase.Command) (reply, error) { return reply{}, nil }
