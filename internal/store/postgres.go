package store

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	"github.com/pressly/goose/v3"
)

var postgresDialect = dialect{
	name:        "postgres",
	driver:      "postgres",
	goose:       goose.DialectPostgres,
	connections: 16,
	migrated:    "SELECT to_regclass('goose_db_version') IS NOT NULL",
	schema:      "SELECT COALESCE(current_schema(), '')",
	now: func(later time.Duration) string {
		return "(clock_timestamp() + INTERVAL '" + interval(later) + "')"
	},
	conflicted: func(err error) bool {
		return pq.As(err, pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected) != nil
	},
	unreachable: func(err error) bool {
		if e := pq.As(err); e != nil {
			return e.Code.Class() == pqerror.ClassConnectionException || pq.As(err, pqerror.AdminShutdown,
				pqerror.CrashShutdown, pqerror.CannotConnectNow, pqerror.TooManyConnections) != nil
		}
		var network net.Error
		return errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
			errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	},
}

// postgresSource completes a postgres:// URL: instants are read in UTC, and
// parameters travel with their statement instead of one round trip before it.
// What url.Parse says is not passed on, as it quotes the password.
func postgresSource(target string) (string, error) {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" && u.Query().Get("host") == "" {
		return "", errors.New("open the database: not a URL such as postgres://user:password@host/database")
	}
	query := u.Query()
	for name, value := range map[string]string{
		"timezone": "UTC", "binary_parameters": "yes", "connect_timeout": "5", "application_name": "treve",
	} {
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
