package storetest

import (
	"context"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"

	"github.com/treve-bot/treve/migrations"
)

// MigrateTo gives an empty PostgreSQL the schema of an older version.
func MigrateTo(tb testing.TB, target string, version int64) {
	tb.Helper()
	files, err := migrations.For("postgres")
	if err != nil {
		tb.Fatal(err)
	}
	db, err := sqlx.Open("postgres", target)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	steps, err := goose.NewProvider(goose.DialectPostgres, db.DB, files, goose.WithDisableGlobalRegistry(true))
	if err == nil {
		_, err = steps.UpTo(context.Background(), version)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// PretendNewer makes a migrated database look as if a newer version had
// migrated it.
func PretendNewer(tb testing.TB, target string) {
	tb.Helper()
	driver := "sqlite"
	if target != "" && target[0] != '/' {
		driver = "postgres"
	}
	db, err := sqlx.Open(driver, target)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(context.Background(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`); err != nil {
		tb.Fatal(err)
	}
}
