package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// Recaps keeps a workspace's posts. Its leases are on the database's clock,
// which all replicas share.
type Recaps struct{ space *Space }

// Recaps returns the workspace's posts.
func (s *Space) Recaps() Recaps { return Recaps{s} }

const recapColumns = `conversation, day, kind, post_id, state, reason, asked_by, due_at, attempts, absences,
	sent_at, posted_at, message_ts, late, form, lacks, picture, more, version, editing, edited_at, edit_attempts,
	lines, ended,
	owed, owner, epoch`

// Plan adds the posts that are not there yet. One that somebody asked for also
// starts over an existing post that came to rest without being posted, and one
// that is recap.Resumed one that was blocked.
func (r Recaps) Plan(ctx context.Context, posts []recap.Post) error {
	err := r.space.store.transact(ctx, func(tx *sqlx.Tx) error {
		for _, p := range posts {
			if _, err := r.plan(ctx, tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("plan recaps: %w", err)
	}
	return nil
}

// Keep adds notes, to be sent as they are; those that are there stay what they
// are.
func (r Recaps) Keep(ctx context.Context, notes []recap.Note) error {
	return r.space.store.transact(ctx, func(tx *sqlx.Tx) error { return r.keep(ctx, tx, notes) })
}

// Keep adds notes that the request makes: they are there exactly where it is
// stored.
func (t *Tx) Keep(ctx context.Context, notes []recap.Note) error {
	return t.recaps.keep(ctx, t.tx, notes)
}

func (r Recaps) keep(ctx context.Context, tx *sqlx.Tx, notes []recap.Note) error {
	for _, n := range notes {
		p := recap.Post{Key: n.Key, State: recap.Due, DueAt: n.MadeAt}
		added, err := r.plan(ctx, tx, p)
		if err == nil && added {
			v := recap.Version{Number: 1, Edition: recap.Edition{Kind: n.Kind, Day: n.Day, DueAt: n.MadeAt}, Message: n.Message}
			err = r.saveVersion(ctx, tx, p, &v)
		}
		if err != nil {
			return fmt.Errorf("keep a note: %w", err)
		}
	}
	return nil
}

// A post started over gets an id of its own, so that it is never taken for the
// one that may stand in the conversation already, and a new epoch, which ends
// every turn at the old one. It reports whether there is anything new to do.
func (r Recaps) plan(ctx context.Context, tx *sqlx.Tx, p recap.Post) (added bool, err error) {
	result, err := tx.ExecContext(ctx, `
		INSERT INTO recaps (workspace_id, conversation, day, kind, post_id, state, reason, asked_by, due_at,
			attempts, absences, message_ts, late, form, lacks, picture, more, owed, owner, epoch, free_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, '', FALSE, $10, '', '', 0, $11, '', 0, `+r.now(0)+`)
		ON CONFLICT (workspace_id, conversation, day, kind) DO UPDATE SET
			post_id = excluded.post_id, state = excluded.state, reason = excluded.reason,
			asked_by = excluded.asked_by, due_at = excluded.due_at, attempts = 0, absences = 0,
			late = FALSE, form = excluded.form, lacks = '', picture = '', more = 0, version = 0, owed = excluded.owed,
			owner = '', epoch = recaps.epoch + 1, free_at = excluded.free_at
		WHERE excluded.asked_by <> '' AND recaps.state IN ('missed', 'skipped', 'blocked', 'unconfirmed')
			OR excluded.reason = '`+recap.Resumed+`' AND recaps.state = 'blocked'`,
		r.space.id, p.Conversation, p.Day, p.Kind, rand.Text(), p.State, p.Reason, p.AskedBy, instant(p.DueAt),
		p.Form, p.Owed)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// Since lists the posts of that day and later, by day, conversation and kind.
func (r Recaps) Since(ctx context.Context, day calendar.Date) ([]recap.Post, error) {
	return r.list(ctx, `
		SELECT `+recapColumns+` FROM recaps WHERE workspace_id = $1 AND day >= $2
		ORDER BY day, conversation, kind`, r.space.id, day)
}

// noLetters leaves out of the posts under a name those that are no recaps.
func noLetters(name string) string {
	return name + `.kind NOT LIKE '` + string(recap.Letter("")) + `%'`
}

// Recent lists the latest recaps and what continues them, newest first.
func (r Recaps) Recent(ctx context.Context, limit int) ([]recap.Post, error) {
	return r.list(ctx, `
		SELECT `+recapColumns+` FROM recaps
		WHERE workspace_id = $1 AND `+noLetters("recaps")+` AND kind NOT LIKE '%`+recap.LineMark+`%'
		ORDER BY day DESC, due_at DESC, conversation, kind LIMIT $2`, r.space.id, limit)
}

func (r Recaps) list(ctx context.Context, query string, args ...any) ([]recap.Post, error) {
	var rows []recapRow
	if err := r.space.db.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, fmt.Errorf("list recaps: %w", err)
	}
	posts := make([]recap.Post, 0, len(rows))
	for _, row := range rows {
		posts = append(posts, row.post())
	}
	return posts, nil
}

// Claim takes the turn at a post for as long as the lease. It is refused with
// recap.ErrTaken while somebody else's turn or a wait lasts, and for a post at
// rest of which nobody is owed word.
func (r Recaps) Claim(ctx context.Context, key recap.Key, owner string, lease time.Duration) (recap.Post, error) {
	return r.take(ctx, key, owner, lease, `(owed OR state IN ('due', 'claimed', 'sending'))`)
}

// Reopen takes the turn at a post that stands in its conversation, to edit it. It
// is refused like Claim.
func (r Recaps) Reopen(ctx context.Context, key recap.Key, owner string, lease time.Duration) (recap.Post, error) {
	return r.take(ctx, key, owner, lease, `state = 'posted' AND ended = ''`)
}

// take takes the turn at a post that is free and as the condition says.
func (r Recaps) take(ctx context.Context, key recap.Key, owner string, lease time.Duration, condition string) (recap.Post, error) {
	var row recapRow
	err := r.space.store.transact(ctx, func(tx *sqlx.Tx) error {
		return tx.GetContext(ctx, &row, `
			UPDATE recaps SET owner = $5, epoch = epoch + 1, free_at = `+r.now(lease)+`,
				state = CASE state WHEN 'due' THEN 'claimed' ELSE state END
			WHERE workspace_id = $1 AND conversation = $2 AND day = $3 AND kind = $4
				AND free_at <= `+r.now(0)+` AND `+condition+`
			RETURNING `+recapColumns, r.space.id, key.Conversation, key.Day, key.Kind, owner)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return recap.Post{}, recap.ErrTaken
	}
	if err != nil {
		return recap.Post{}, fmt.Errorf("claim the recap of %s: %w", key.Day, err)
	}
	return row.post(), nil
}

// Save stores what the post has become under the turn it was claimed in, or
// recap.ErrTaken when that turn is over; nobody may claim it before wait has
// gone by. A version is stored with it.
func (r Recaps) Save(ctx context.Context, p recap.Post, wait time.Duration, v *recap.Version) error {
	err := r.space.store.transact(ctx, func(tx *sqlx.Tx) error {
		if err := r.save(ctx, tx, p, wait); err != nil || v == nil {
			return err
		}
		return r.saveVersion(ctx, tx, p, v)
	})
	if err != nil && !errors.Is(err, recap.ErrTaken) {
		return fmt.Errorf("store the recap of %s as %s: %w", p.Day, p.State, err)
	}
	return err
}

// SeenThere notes that a post whose arrival nobody could confirm was seen where it was
// to go. It is refused with recap.ErrTaken for any other post.
func (r Recaps) SeenThere(ctx context.Context, key recap.Key) error {
	err := r.space.store.transact(ctx, func(tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx, `
			UPDATE recaps SET reason = $5, owed = FALSE, epoch = epoch + 1
			WHERE workspace_id = $1 AND conversation = $2 AND day = $3 AND kind = $4 AND state = 'unconfirmed'`,
			r.space.id, key.Conversation, key.Day, key.Kind, recap.Seen)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return recap.ErrTaken
	})
	if err != nil && !errors.Is(err, recap.ErrTaken) {
		return fmt.Errorf("note that the recap of %s was seen: %w", key.Day, err)
	}
	return err
}

func (r Recaps) save(ctx context.Context, tx *sqlx.Tx, p recap.Post, wait time.Duration) error {
	result, err := tx.ExecContext(ctx, `
		UPDATE recaps SET state = $7, reason = $8, attempts = $9, absences = $10, sent_at = $11, posted_at = $12,
			message_ts = $13, late = $14, form = $15, lacks = $16, picture = $17, more = $18, owed = $19,
			version = $20, editing = $21, edited_at = $22, lines = $23, ended = $24, edit_attempts = $25, free_at = `+r.now(wait)+`
		WHERE workspace_id = $1 AND conversation = $2 AND day = $3 AND kind = $4 AND owner = $5 AND epoch = $6`,
		r.space.id, p.Conversation, p.Day, p.Kind, p.Owner, p.Epoch,
		p.State, p.Reason, p.Attempts, p.Absences, nullInstant(p.SentAt), nullInstant(p.PostedAt),
		p.MessageTS, p.Late, p.Form, p.Lacks, p.Picture, p.More, p.Owed,
		p.Version, p.Editing, nullInstant(p.EditedAt), p.Lines, p.Ended, p.EditAttempts)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return recap.ErrTaken
}

func (r Recaps) now(later time.Duration) string { return r.space.store.dialect.now(later) }

// Version returns a wording of a post, or ledger.ErrNotFound.
func (r Recaps) Version(ctx context.Context, key recap.Key, number int) (recap.Version, error) {
	return r.version(ctx, key.Day, `
		SELECT `+versionColumns+` FROM recap_versions v
		WHERE v.workspace_id = $1 AND v.day = $2 AND v.conversation = $3 AND v.kind = $4 AND v.version = $5`,
		key.Conversation, key.Kind, number)
}

// AsPosted returns what was posted that day, as it was posted before anything was
// corrected in it, or ledger.ErrNotFound. Where several conversations got it, the
// first one's.
func (r Recaps) AsPosted(ctx context.Context, day calendar.Date) (recap.Version, error) {
	return r.version(ctx, day, `
		SELECT `+versionColumns+`
		FROM recap_versions v JOIN recaps p ON p.workspace_id = v.workspace_id
			AND p.conversation = v.conversation AND p.day = v.day AND p.kind = v.kind
		WHERE v.workspace_id = $1 AND v.day = $2 AND v.version = 1 AND p.state = 'posted' AND `+noLetters("p")+`
		ORDER BY p.conversation, p.kind LIMIT 1`)
}

// version finds one of a day's by a query about the workspace, the day and what
// else it takes.
func (r Recaps) version(ctx context.Context, day calendar.Date, query string, args ...any) (recap.Version, error) {
	var row versionRow
	err := r.space.db.GetContext(ctx, &row, query, append([]any{r.space.id, day}, args...)...)
	if errors.Is(err, sql.ErrNoRows) {
		err = ledger.ErrNotFound
	}
	if err != nil {
		return recap.Version{}, fmt.Errorf("find the recap of %s: %w", day, err)
	}
	return row.version()
}
