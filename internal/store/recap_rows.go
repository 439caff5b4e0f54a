package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/calendar"
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
	Owed         bool
	Owner        string
	Epoch        int64
}

func (r recapRow) post() recap.Post {
	return recap.Post{
		Key: recap.Key{Conversation: r.Conversation, Day: r.Day, Kind: r.Kind},
		ID:  r.PostID, State: r.State, Reason: r.Reason, AskedBy: r.AskedBy, DueAt: time.Time(r.DueAt),
		Attempts: r.Attempts, Absences: r.Absences, SentAt: orZero(r.SentAt), PostedAt: orZero(r.PostedAt),
		MessageTS: r.MessageTS, Late: r.Late, Form: r.Form, Lacks: r.Lacks, Picture: r.Picture, More: r.More, Owed: r.Owed, Owner: r.Owner, Epoch: r.Epoch,
	}
}

// versionRow is one wording of a post. No blocks are stored as "".
type versionRow struct{ Edition, Text, Blocks string }

func (r versionRow) version() (v recap.Version, err error) {
	if err := json.Unmarshal([]byte(r.Edition), &v.Edition); err != nil {
		return v, fmt.Errorf("read a stored recap: %w", err)
	}
	v.Message.Text = r.Text
	if r.Blocks != "" {
		v.Message.Blocks = json.RawMessage(r.Blocks)
	}
	return v, nil
}

// saveVersion stores the wording about to be sent. An attempt that came to
// nothing leaves its place to the next one's.
func (r Recaps) saveVersion(ctx context.Context, tx *sqlx.Tx, p recap.Post, v *recap.Version) error {
	edition, err := json.Marshal(v.Edition)
	if err != nil {
		return fmt.Errorf("write the recap down: %w", err)
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO recap_versions (workspace_id, conversation, day, kind, version, edition, text, blocks, written_at)
		VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8)
		ON CONFLICT (workspace_id, conversation, day, kind, version) DO UPDATE SET
			edition = excluded.edition, text = excluded.text, blocks = excluded.blocks, written_at = excluded.written_at`,
		r.space.id, p.Conversation, p.Day, p.Kind,
		string(edition), v.Message.Text, string(v.Message.Blocks), instant(p.SentAt))
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
