package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// names are stored as a JSON array.
type names []string

// Value writes the names as a JSON array, none as an empty one.
func (n names) Value() (driver.Value, error) {
	text, err := json.Marshal(append([]string{}, n...))
	return string(text), err
}

// Scan reads the names as they are written.
func (n *names) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("read names from %T", src)
	}
	return json.Unmarshal([]byte(text), n)
}

type channelRow struct {
	ID             ledger.ChannelID
	Name           string
	Aliases        names
	Team           ledger.Team
	Owner          string
	SalesOwner     string `db:"sales_owner"`
	Rhythm         ledger.Rhythm
	Definition     string
	DefaultPersona ledger.PersonaID `db:"default_persona_id"`
	Archived       bool
	LeftBy         string `db:"left_by"`
	SalesLeftBy    string `db:"sales_left_by"`
}

func (r channelRow) channel() ledger.Channel {
	return ledger.Channel{
		ID: r.ID, Name: r.Name, Aliases: r.Aliases, Team: r.Team, Owner: r.Owner, SalesOwner: r.SalesOwner,
		Rhythm: r.Rhythm, Definition: r.Definition, DefaultPersona: r.DefaultPersona, Archived: r.Archived,
		LeftBy: r.LeftBy, SalesLeftBy: r.SalesLeftBy,
	}
}

// Catalogue returns every channel and persona, archived ones included, in the
// order they were added.
func (b books) Catalogue(ctx context.Context) (ledger.Catalogue, error) {
	var c ledger.Catalogue
	var channels []channelRow
	err := b.db.SelectContext(ctx, &channels, `
		SELECT id, name, aliases, team, owner, sales_owner, rhythm, definition,
		       COALESCE(default_persona_id, 0) AS default_persona_id, archived, left_by, sales_left_by
		FROM channels WHERE workspace_id = $1 ORDER BY id`, b.id)
	if err != nil {
		return c, fmt.Errorf("list channels: %w", err)
	}
	var personas []struct {
		ID       ledger.PersonaID
		Name     string
		Aliases  names
		Archived bool
	}
	err = b.db.SelectContext(ctx, &personas, `
		SELECT id, name, aliases, archived FROM personas WHERE workspace_id = $1 ORDER BY id`, b.id)
	if err != nil {
		return c, fmt.Errorf("list personas: %w", err)
	}
	for _, r := range channels {
		c.Channels = append(c.Channels, r.channel())
	}
	for _, r := range personas {
		c.Personas = append(c.Personas, ledger.Persona{ID: r.ID, Name: r.Name, Aliases: r.Aliases, Archived: r.Archived})
	}
	return c, nil
}

// Exceptions lists the closures and the holidays worked in the order they were
// declared: the calendar goes by the latest that covers a day.
func (b books) Exceptions(ctx context.Context) ([]calendar.Exception, error) {
	var rows []struct {
		ID         int64
		First      calendar.Date `db:"first_day"`
		Last       calendar.Date `db:"last_day"`
		Working    bool
		Label      string
		Author     string
		RecordedAt instant `db:"recorded_at"`
	}
	err := b.db.SelectContext(ctx, &rows, `
		SELECT id, first_day, last_day, working, label, author, recorded_at FROM exceptions
		WHERE workspace_id = $1 ORDER BY id`, b.id)
	if err != nil {
		return nil, fmt.Errorf("list closures: %w", err)
	}
	list := make([]calendar.Exception, len(rows))
	for i, r := range rows {
		list[i] = calendar.Exception{
			ID: r.ID, First: r.First, Last: r.Last, Working: r.Working, Label: r.Label,
			By: r.Author, DeclaredAt: r.RecordedAt.time(),
		}
	}
	return list, nil
}
