package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	"github.com/pressly/goose/v3"
)

// application is what the bot's connections are called, see InUse.
const application = "treve"

var postgresDialect = dialect{
	name:        "postgres",
	connect:     connectPostgres,
	goose:       goose.DialectPostgres,
	connections: 16,
	migrated:    "SELECT to_regclass('goose_db_version') IS NOT NULL",
	schema:      "SELECT COALESCE(current_schema(), '')",
	columns: `
		SELECT t.relname AS "table", a.attname AS "column", format_type(a.atttypid, NULL) AS kind,
		       COALESCE(k.place, 0) AS key_part, a.attidentity <> '' AS identity
		FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
		LEFT JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) ON k.attnum = a.attnum
		WHERE t.relkind IN ('r', 'p') AND t.relname <> 'goose_db_version'
		  AND t.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
		ORDER BY t.relname COLLATE "C", a.attname COLLATE "C"`,
	parents: `
		SELECT t.relname AS "table", p.relname AS parent
		FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class p ON p.oid = c.confrelid
		WHERE c.contype = 'f'
		  AND t.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())`,
	others: `
		SELECT COUNT(*) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = '` + application + `' AND pid <> pg_backend_pid()`,
	snapshot:  sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
	unhurried: "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
	load:      loadPostgres,
	resume:    resumePostgres,
	now: func(later time.Duration) string {
		return "(clock_timestamp() + INTERVAL '" + interval(later) + "')"
	},
	conflicted: func(err error) bool {
		return pq.As(err, pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected) != nil
	},
	unreachable: postgresAway,
	trouble:     postgresTrouble,
}

func postgresAway(err error) bool {
	if e := pq.As(err); e != nil {
		return e.Code.Class() == pqerror.ClassConnectionException || pq.As(err, pqerror.AdminShutdown,
			pqerror.CrashShutdown, pqerror.CannotConnectNow, pqerror.TooManyConnections) != nil
	}
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// postgresTrouble leaves the network alone: an error of it may be another's.
func postgresTrouble(err error) Trouble {
	e := pq.As(err)
	switch {
	case errors.Is(err, pq.ErrSSLNotSupported):
		return NoTLS
	case e == nil:
		return NoTrouble
	case postgresTroubles[e.Code] == NoTrouble && postgresAway(err):
		return Unreachable
	}
	return postgresTroubles[e.Code]
}

var postgresTroubles = map[pqerror.Code]Trouble{
	pqerror.InvalidPassword: BadLogin, pqerror.InvalidAuthorizationSpecification: BadLogin,
	pqerror.InvalidCatalogName: NotCreated,
	// Who may not even see the tables is told that there are none.
	pqerror.InsufficientPrivilege: NoRights, pqerror.InvalidSchemaName: NoRights, pqerror.UndefinedTable: NoRights,
	pqerror.TooManyConnections: Crowded, pqerror.QueryCanceled: TooSlow,
	// The second is what a standby says of a transaction that is to write.
	pqerror.ReadOnlySQLTransaction: Standby, pqerror.FeatureNotSupported: Standby,
	pqerror.DiskFull: DiskFull, pqerror.DataCorrupted: Damaged, pqerror.IndexCorrupted: Damaged,
}

// postgresSource completes a postgres:// URL: instants are read in UTC, and
// parameters travel with their statement instead of one round trip before it.
// What url.Parse says is not passed on, as it quotes the password.
func postgresSource(target string, to purpose) (string, error) {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" && u.Query().Get("host") == "" {
		return "", errors.New("open the database: not a URL such as postgres://user:password@host/database")
	}
	query := u.Query()
	for name, value := range map[string]string{
		"timezone": "UTC", "binary_parameters": "yes", "connect_timeout": "5", "application_name": application,
	} {
		if name == "application_name" && to != daily {
			value += " copy"
		}
		if !query.Has(name) {
			query.Set(name, value)
		}
	}
	u.RawQuery = query.Encode()
	return u.String(), nil
}

func isPostgres(target string) bool {
	return strings.HasPrefix(target, "postgres://") || strings.HasPrefix(target, "postgresql://")
}

// postgresPlace names a database without its password.
func postgresPlace(target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return "PostgreSQL"
	}
	return fmt.Sprintf("PostgreSQL at %s%s", u.Host, u.Path)
}

func loadPostgres(ctx context.Context, tx *sqlx.Tx, t table, rows [][]any) error {
	in, err := tx.PrepareContext(ctx, "COPY "+quoted(t.name)+" ("+quoted(t.names()...)+") FROM STDIN")
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // the last Exec tells what went wrong
	for _, row := range rows {
		if _, err := in.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	_, err = in.ExecContext(ctx)
	return err
}

func resumePostgres(ctx context.Context, tx *sqlx.Tx, t table) error {
	_, err := tx.ExecContext(ctx, "SELECT setval(pg_get_serial_sequence($1, $2), MAX("+quoted(t.identity)+")) FROM "+
		quoted(t.name)+" HAVING COUNT(*) > 0", quoted(t.name), t.identity)
	return err
}
