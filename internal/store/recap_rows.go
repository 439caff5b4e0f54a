package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// recapRow is a post as either database hands it over.
type recapRow struct {
	Conversation string
	Day          calendar.Date
	Kind         recap.Kind
	PostID       string `db:"post_id"`
	State        recap.State
	Reason       string
	AskedBy      string  `db:"asked_by"`
	DueAt        instant `db:"due_at"`
	Attempts     int
	Absences     int
	SentAt       *instant `db:"sent_at"`
	PostedAt     *instant `db:"posted_at"`
	MessageTS    string   `db:"message_ts"`
	Late         bool
	Form         recap.Form
	Lacks        string
	Picture      string
	More         int
	Version      int
	Editing      bool
	EditedAt     *instant `db:"edited_at"`
	EditAttempts int      `db:"edit_attempts"`
	Lines        int
	Ended        string
	Owed         bool
	Owner        string
	Epoch        int64
}

func (r recapRow) post() recap.Post {
	return recap.Post{
		Key: recap.Key{Conversation: r.Conversation, Day: r.Day, Kind: r.Kind},
		ID:  r.PostID, State: r.State, Reason: r.Reason, AskedBy: r.AskedBy, DueAt: time.Time(r.DueAt),
		Attempts: r.Attempts, Absences: r.Absences, SentAt: orZero(r.SentAt), PostedAt: orZero(r.PostedAt),
		MessageTS: r.MessageTS, Late: r.Late, Form: r.Form, Lacks: r.Lacks, Picture: r.Picture, More: r.More,
		Version: r.Version, Editing: r.Editing, EditedAt: orZero(r.EditedAt), EditAttempts: r.EditAttempts, Lines: r.Lines, Ended: r.Ended,
		Owed: r.Owed, Owner: r.Owner, Epoch: r.Epoch,
	}
}

// versionRow is one wording of a post. No blocks, and no totals taken down, are
// stored as "".
type versionRow struct {
	Version                        int
	Edition, Text, Blocks, Counted string
}

const versionColumns = `v.version, v.edition, v.text, v.blocks, v.counted`

func (r versionRow) version() (v recap.Version, err error) {
	v.Number = r.Version
	if err := json.Unmarshal([]byte(r.Edition), &v.Edition); err != nil {
		return v, fmt.Errorf("read a stored recap: %w", err)
	}
	v.Message.Text = r.Text
	if r.Blocks != "" {
		v.Message.Blocks = json.RawMessage(r.Blocks)
	}
	if r.Counted != "" {
		if v.Counted, err = readCounted(r.Counted); err != nil {
			return v, fmt.Errorf("read what a stored recap counted: %w", err)
		}
	}
	return v, nil
}

// countedRow is a total as it is taken down: there may be thousands.
type countedRow struct {
	Day      calendar.Date    `json:"d"`
	Channel  ledger.ChannelID `json:"c"`
	Persona  ledger.PersonaID `json:"p"`
	Stage    ledger.Stage     `json:"s"`
	Count    int64            `json:"n"`
	Cents    int64            `json:"a,omitempty"`
	Standing int64            `json:"e"`
}

func writeCounted(totals []ledger.Total) (string, error) {
	if totals == nil {
		return "", nil
	}
	rows := make([]countedRow, len(totals))
	for i, t := range totals {
		rows[i] = countedRow{t.Cell.Day, t.Cell.Channel, t.Cell.Persona, t.Cell.Stage, t.Count, t.AmountCents, t.Standing}
	}
	text, err := json.Marshal(rows)
	return string(text), err
}

func readCounted(text string) ([]ledger.Total, error) {
	var rows []countedRow
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return nil, err
	}
	totals := make([]ledger.Total, len(rows))
	for i, r := range rows {
		cell := ledger.Cell{Day: r.Day, Channel: r.Channel, Persona: r.Persona, Stage: r.Stage}
		totals[i] = ledger.Total{Cell: cell, Count: r.Count, AmountCents: r.Cents, Standing: r.Standing}
	}
	return totals, nil
}

// saveVersion stores the wording about to be sent. An attempt that came to
// nothing leaves its place to the next one's.
func (r Recaps) saveVersion(ctx context.Context, tx *sqlx.Tx, p recap.Post, v *recap.Version) error {
	edition, err := json.Marshal(v.Edition)
	if err != nil {
		return fmt.Errorf("write the recap down: %w", err)
	}
	counted, err := writeCounted(v.Counted)
	if err != nil {
		return fmt.Errorf("write down what the recap counted: %w", err)
	}
	writtenAt := p.DueAt
	if p.SentAt.After(writtenAt) {
		writtenAt = p.SentAt
	}
	if p.EditedAt.After(writtenAt) {
		writtenAt = p.EditedAt
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO recap_versions (workspace_id, conversation, day, kind, version, edition, text, blocks, counted, written_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (workspace_id, conversation, day, kind, version) DO UPDATE SET
			edition = excluded.edition, text = excluded.text, blocks = excluded.blocks,
			counted = excluded.counted, written_at = excluded.written_at`,
		r.space.id, p.Conversation, p.Day, p.Kind, v.Number,
		string(edition), v.Message.Text, string(v.Message.Blocks), counted, instant(writtenAt))
	return err
}

// nullInstant stores the zero time as NULL.
func nullInstant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return instant(t)
}

func orZero(i *instant) time.Time {
	if i == nil {
		return time.Time{}
	}
	return time.Time(*i)
}
