package bot

import (
	"context"

	"github.com/treve-bot/treve/internal/phrase"
)

// slaRoutes are the buttons of /sla.
func (b *Bot) slaRoutes(routes) {}

func (b *Bot) sla(_ context.Context, _ asked, _ phrase.Command) (reply, error) { return reply{}, nil }
