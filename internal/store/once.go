package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/ledger"
)

// ErrKeyReused is returned when a request's key has already been used to ask
// for something else.
var ErrKeyReused = errors.New("this key was used for another request")

// ErrUncertain is returned when it could not be found out whether a request was
// stored: the same request, sent again, settles it.
var ErrUncertain = errors.New("it is not known whether this was stored")

// settleFor is how long the outcome of a commit is looked for.
const settleFor = 2 * time.Second

// Once answers a request by running write in one transaction and stores the
// answer under the request's key. A second delivery of the key gets the stored
// answer, and replayed says so; one that asks for something else gets
// ErrKeyReused. When write fails everything is rolled back and nothing is
// stored. write may be run more than once and has no effect but through its Tx;
// it must not write through the Space.
func (s *Space) Once(ctx context.Context, r ledger.Request,
	write func(context.Context, *Tx) ([]byte, error),
) (answer []byte, replayed bool, err error) {
	var written int64
	err = s.store.transact(ctx, func(tx *sqlx.Tx) error {
		answer, replayed, written, err = s.deliver(ctx, tx, r, write)
		return err
	})
	if _, unknown := errors.AsType[*outcomeError](err); unknown {
		return s.settle(ctx, r, err)
	}
	if err != nil {
		return nil, false, err
	}
	s.store.entries.Add(written)
	return answer, replayed, nil
}

func (s *Space) deliver(ctx context.Context, tx *sqlx.Tx, r ledger.Request,
	write func(context.Context, *Tx) ([]byte, error),
) (answer []byte, replayed bool, written int64, err error) {
	db := prepared{s.store.statements, tx}
	first, err := s.claim(ctx, db, r)
	if err != nil {
		return nil, false, 0, err
	}
	if !first {
		answer, err = s.answer(ctx, db, r)
		return answer, true, 0, err
	}
	t := &Tx{books: books{s.id, db}, tx: tx, recaps: s.Recaps(), request: r}
	answer, err = write(context.WithValue(ctx, writing{}, true), t)
	if err == nil {
		err = t.settleTotals(ctx)
	}
	if err != nil {
		return nil, false, 0, err
	}
	if len(answer) > 0 {
		_, err = db.ExecContext(ctx, `UPDATE requests SET answer = $1 WHERE workspace_id = $2 AND key = $3`,
			answer, s.id, r.Key)
	}
	if err != nil {
		return nil, false, 0, fmt.Errorf("store the answer: %w", err)
	}
	return answer, false, t.written, nil
}

// claim takes the request's key. A transaction that holds it already is waited
// for, so that a key not taken afterwards is certainly stored.
func (s *Space) claim(ctx context.Context, db queryer, r ledger.Request) (first bool, err error) {
	result, err := db.ExecContext(ctx, `
		INSERT INTO requests (workspace_id, key, asked, answer, author, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING`,
		s.id, r.Key, asked(r), []byte{}, r.Author, instant(r.At))
	if err != nil {
		return false, fmt.Errorf("take the request's key: %w", err)
	}
	rows, err := result.RowsAffected()
	return rows == 1, err
}

func (s *Space) answer(ctx context.Context, db queryer, r ledger.Request) ([]byte, error) {
	var stored struct {
		Asked  string `db:"asked"`
		Answer []byte `db:"answer"`
	}
	err := db.GetContext(ctx, &stored, `
		SELECT asked, answer FROM requests WHERE workspace_id = $1 AND key = $2`, s.id, r.Key)
	if err != nil {
		return nil, fmt.Errorf("read the stored answer: %w", err)
	}
	if stored.Asked != asked(r) {
		return nil, ErrKeyReused
	}
	return stored.Answer, nil
}

// settle finds out whether a request whose commit went wrong was stored, even
// after the caller's time is up.
func (s *Space) settle(ctx context.Context, r ledger.Request, cause error) (answer []byte, replayed bool, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleFor)
	defer cancel()
	err = s.store.transact(ctx, func(tx *sqlx.Tx) error {
		first, err := s.claim(ctx, tx, r)
		if err == nil && first {
			err = cause // rolls the claim back: nothing was stored
		}
		if err == nil {
			answer, err = s.answer(ctx, tx, r)
		}
		return err
	})
	switch {
	case err == nil:
		return answer, false, nil
	case errors.Is(err, cause):
		return nil, false, cause
	}
	return nil, false, fmt.Errorf("%w: %w", ErrUncertain, cause)
}

func asked(r ledger.Request) string {
	sum := sha256.Sum256([]byte(r.Asked))
	return hex.EncodeToString(sum[:])
}
