package store

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/ledger"
)

// Mutes lists who wants no more alerts about what, by person and channel.
func (b books) Mutes(ctx context.Context) (mutes []ledger.Mute, err error) {
	var rows []struct {
		Person  string
		Channel ledger.ChannelID `db:"channel_id"`
	}
	err = b.db.SelectContext(ctx, &rows, `
		SELECT person, channel_id FROM alert_mutes WHERE workspace_id = $1 ORDER BY person, channel_id`, b.id)
	if err != nil {
		return nil, fmt.Errorf("list who wants no alerts: %w", err)
	}
	for _, r := range rows {
		mutes = append(mutes, ledger.Mute(r))
	}
	return mutes, nil
}

// SetMute notes that somebody wants no more alerts about a channel, or wants them
// again.
func (t *Tx) SetMute(ctx context.Context, m ledger.Mute, on bool) error {
	query := `DELETE FROM alert_mutes WHERE workspace_id = $1 AND person = $2 AND channel_id = $3`
	if on {
		query = `INSERT INTO alert_mutes (workspace_id, person, channel_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	}
	if _, err := t.db.ExecContext(ctx, query, t.id, m.Person, m.Channel); err != nil {
		return fmt.Errorf("note that %s wants no alerts: %w", m.Person, err)
	}
	return nil
}
