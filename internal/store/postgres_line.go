package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"net"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// letGoAfter is how long a server has to react when it is told that nobody waits
// for its answer any more.
const letGoAfter = 100 * time.Millisecond

func connectPostgres(source string) (*sqlx.DB, error) {
	config, err := pq.NewConfig(source)
	if err != nil {
		return nil, err
	}
	return sqlx.NewDb(sql.OpenDB(lines{config}), "postgres"), nil
}

// lines connects to PostgreSQL so that whoever's time is up is let go even by a
// server, or a network, that has fallen silent: pq alone would wait for it.
type lines struct{ config pq.Config }

// Connect returns a connection of its own line.
func (l lines) Connect(ctx context.Context) (driver.Conn, error) {
	connector, err := pq.NewConnectorConfig(l.config)
	if err != nil {
		return nil, err
	}
	own := &line{}
	connector.Dialer(own)
	stop := context.AfterFunc(ctx, own.hangUp)
	defer stop()
	conn, err := connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	own.established()
	return impatient{conn.(connection), own}, nil
}

// Driver is the one that the connections are of.
func (l lines) Driver() driver.Driver { return &pq.Driver{} }

// connection is all that database/sql makes use of in pq's.
type connection interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// impatient is pq's connection, which gives up a query whose time is up, but not
// the begin of a transaction.
type impatient struct {
	connection

	line *line
}

// BeginTx begins a transaction, or hangs up.
func (i impatient) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	stop := context.AfterFunc(ctx, i.line.hangUp)
	defer stop()
	return i.connection.BeginTx(ctx, options)
}

// line is what one connection runs over. Once that is established, pq dials again
// only to have the server give up a query whose time is up: the line is hung up
// soon after.
type line struct {
	mu   sync.Mutex
	conn net.Conn
	held bool // established
}

func (l *line) established() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.held = true
}

func (l *line) hangUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		_ = l.conn.Close() // the connection is given up in any case
	}
}

// DialContext opens the line, or one beside it to give a query up.
func (l *line) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	l.mu.Lock()
	held := l.held
	l.mu.Unlock()
	if held {
		return l.giveUp(ctx, network, address)
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err == nil {
		l.mu.Lock()
		l.conn = conn
		l.mu.Unlock()
	}
	return conn, err
}

// giveUp opens a line beside this one, over which the server is told. Neither
// lasts for long: pq waits for both.
func (l *line) giveUp(ctx context.Context, network, address string) (net.Conn, error) {
	time.AfterFunc(letGoAfter, l.hangUp)
	ctx, cancel := context.WithTimeout(ctx, letGoAfter)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err == nil {
		time.AfterFunc(letGoAfter, func() { _ = conn.Close() })
	}
	return conn, err
}

// Dial is there for pq, which prefers DialContext.
func (l *line) Dial(network, address string) (net.Conn, error) {
	return l.DialContext(context.Background(), network, address)
}

// DialTimeout is there for pq, which prefers DialContext.
func (l *line) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return l.DialContext(ctx, network, address)
}
