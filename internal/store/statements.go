package store

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
)

// mostStatements is how many texts are kept prepared: more than there are in this
// package, so that a text made up as it goes cannot fill the database's memory.
const mostStatements = 400

// prepareFor is how long a database that has fallen silent may hold a connection
// on which something is prepared.
const prepareFor = 5 * time.Second

// statements keeps what is asked of the database again prepared, on each
// connection: to parse and plan anew takes it nearly as long as to answer.
type statements struct {
	db        *sqlx.DB
	ctx       context.Context // it ends when the store is closed
	close     context.CancelFunc
	preparing sync.WaitGroup

	mu    sync.Mutex
	known map[string]*statement // by their text
}

func newStatements(db *sqlx.DB) *statements {
	s := &statements{db: db, known: map[string]*statement{}}
	s.ctx, s.close = context.WithCancel(context.Background())
	return s
}

// end gives up what is being prepared, and waits for it: on a connection that
// opens after the others have closed it would bring the files beside a database
// back.
func (s *statements) end() {
	s.mu.Lock()
	s.close() // from here on none is begun
	s.mu.Unlock()
	s.preparing.Wait()
}

type statement struct {
	*sqlx.Stmt // nil until it is prepared

	again bool // it has been asked before
}

// of returns the statement of that text, nil while there is none. It is prepared
// beside whoever asks: to wait here for another connection, while a transaction
// holds one, could have everybody wait for everybody.
func (s *statements) of(query string) *sqlx.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.known[query]
	switch {
	case found == nil && len(s.known) < mostStatements:
		s.known[query] = &statement{}
		return nil
	case found == nil:
		return nil
	case found.Stmt == nil && !found.again && s.ctx.Err() == nil:
		found.again = true
		s.preparing.Go(func() { s.prepare(query) })
	}
	return found.Stmt
}

func (s *statements) prepare(query string) {
	ctx, cancel := context.WithTimeout(s.ctx, prepareFor)
	defer cancel()
	made, err := s.db.PreparexContext(ctx, query)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil { // the database may be away: whoever asks next tries again
		s.known[query].again = false
		return
	}
	s.known[query].Stmt = made
}

// prepared asks with prepared statements, inside a transaction unless tx is nil.
type prepared struct {
	*statements

	tx *sqlx.Tx
}

// on returns what a text is asked of with its arguments alone; nil for nothing.
func (p prepared) on(ctx context.Context, query string) *sqlx.Stmt {
	found := p.of(query)
	if found == nil || p.tx == nil {
		return found
	}
	return p.tx.StmtxContext(ctx, found)
}

// plainly asks without.
func (p prepared) plainly() queryer {
	if p.tx == nil {
		return p.db
	}
	return p.tx
}

// GetContext reads one row.
func (p prepared) GetContext(ctx context.Context, dest any, query string, args ...any) error {
	if found := p.on(ctx, query); found != nil { //nolint:sqlclosecheck // kept until the store is closed
		return found.GetContext(ctx, dest, args...)
	}
	return p.plainly().GetContext(ctx, dest, query, args...)
}

// SelectContext reads all rows.
func (p prepared) SelectContext(ctx context.Context, dest any, query string, args ...any) error {
	if found := p.on(ctx, query); found != nil { //nolint:sqlclosecheck // kept until the store is closed
		return found.SelectContext(ctx, dest, args...)
	}
	return p.plainly().SelectContext(ctx, dest, query, args...)
}

// ExecContext reads none.
func (p prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if found := p.on(ctx, query); found != nil {
		return found.ExecContext(ctx, args...)
	}
	return p.plainly().ExecContext(ctx, query, args...)
}
