package chaos

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"time"

	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"
)

// books are the program's database as the oracle reads it: by SQL of its own, and
// past the proxy.
type books struct {
	*sql.DB
	drop func() // takes the database away
}

var schemas atomic.Int64

// freshPostgres makes an empty schema, and returns how the oracle and the program
// open it.
func freshPostgres(server, through string) (b *books, target string, err error) {
	u, err := url.Parse(server)
	if err != nil {
		return nil, "", fmt.Errorf("the URL of PostgreSQL: %w", err)
	}
	schema := fmt.Sprintf("chaos_%d_%d", os.Getpid(), schemas.Add(1))
	admin, err := sql.Open("postgres", server)
	if err != nil {
		return nil, "", err
	}
	b = &books{}
	b.drop = func() {
		_ = b.Close()
		_, _ = admin.Exec("DROP SCHEMA " + schema + " CASCADE") // the cluster is thrown away with it
		_ = admin.Close()
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	if b.DB, err = sql.Open("postgres", u.String()); err != nil {
		return nil, "", err
	}
	u.Host = through
	return b, u.String(), again(context.Background(), func() error { _, err := admin.Exec("CREATE SCHEMA " + schema); return err })
}

func freshSQLite(path string) (b *books, target string, err error) {
	b = &books{}
	b.DB, err = sql.Open("sqlite", "file:"+path+"?_busy_timeout=10000")
	b.drop = func() { _ = b.Close() }
	return b, path, err
}

// patience bounds every wait for something that must come in the end.
const patience = 90 * time.Second

// again does something until it succeeds: the database may just be starting.
func again(ctx context.Context, do func() error) (err error) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if err = do(); err == nil {
			return nil
		}
		if !rest(ctx, 200*time.Millisecond) {
			return err
		}
	}
	return err
}

// each reads every row of a query.
func (b *books) each(ctx context.Context, query string, row func(scan func(...any) error) error) error {
	rows, err := b.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// entry is a line of the ledger.
type entry struct {
	id, reverses int64
	cell         cell
	author       string
	request      string
	typed        bool
	recorded     time.Time // civil
}

// cell is what tells the entries of the harness apart: no two are asked for with
// the same.
type cell struct {
	day              string
	channel, persona int64
	stage            string // lead, contacted
	count            int64
}

// entries lists the ledger's lines, in order.
func (b *books) entries(ctx context.Context) (all []entry, err error) {
	err = again(ctx, func() error {
		all = nil
		return b.each(ctx, `SELECT id, COALESCE(reverses, 0), CAST(day AS TEXT), channel_id, persona_id, stage, count, author, request, source, recorded_at
			FROM entries WHERE NOT monthly ORDER BY id`, func(scan func(...any) error) error {
			var e entry
			var source string
			var recorded any
			err := scan(&e.id, &e.reverses, &e.cell.day, &e.cell.channel, &e.cell.persona, &e.cell.stage, &e.cell.count, &e.author, &e.request, &source, &recorded)
			e.typed, e.recorded = source == "typed", instant(recorded)
			all = append(all, e)
			return err
		})
	})
	return all, err
}

// instant reads one as either database keeps it.
func instant(kept any) time.Time {
	if text, ok := kept.(string); ok {
		at, _ := time.Parse(time.RFC3339Nano, text) // the program's own
		return at
	}
	at, _ := kept.(time.Time)
	return at
}

// receipt is what the program says became of a post.
type receipt struct {
	conversation, day, kind, id, state, reason, ts string
	busy                                           bool // it is not at rest
}

func (b *books) receipts(ctx context.Context) (all []receipt, err error) {
	err = again(ctx, func() error {
		all = nil
		return b.each(ctx, `SELECT conversation, CAST(day AS TEXT), kind, post_id, state, reason, message_ts,
				CASE WHEN state IN ('due', 'claimed', 'sending') OR owed = TRUE OR editing = TRUE THEN 1 ELSE 0 END
			FROM recaps ORDER BY day, conversation, kind`, func(scan func(...any) error) error {
			var r receipt
			var busy int
			err := scan(&r.conversation, &r.day, &r.kind, &r.id, &r.state, &r.reason, &r.ts, &busy)
			r.busy = busy == 1
			all = append(all, r)
			return err
		})
	})
	return all, err
}

// names reads a table of names and ids.
func (b *books) names(ctx context.Context, table string) (ids map[string]int64, err error) {
	ids = map[string]int64{}
	err = again(ctx, func() error {
		return b.each(ctx, "SELECT name, id FROM "+table, func(scan func(...any) error) error {
			var name string
			var id int64
			err := scan(&name, &id)
			ids[name] = id
			return err
		})
	})
	return ids, err
}
