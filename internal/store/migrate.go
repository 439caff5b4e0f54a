package store

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/treve-bot/treve/migrations"
)

// ErrNewerSchema is returned when the database was migrated by a newer program.
var ErrNewerSchema = errors.New("the database was migrated by a newer treve: install that version, or restore an older backup")

// Migration is one step of the schema.
type Migration struct {
	Version int64
	Name    string // of its file
	Applied bool
}

const migrateAttempts = 4

// Migrate brings the schema up to date. Several processes may do so at once: on
// PostgreSQL they take turns, on SQLite, where goose has no lock, whoever
// stumbles over another looks again.
func (s *Store) Migrate(ctx context.Context) error { return s.MigrateTo(ctx, math.MaxInt64) }

// MigrateTo is Migrate up to a version of the schema, that of books to be copied.
func (s *Store) MigrateTo(ctx context.Context, version int64) error {
	for attempt := 1; ; attempt++ {
		err := s.migrate(ctx, version)
		if err == nil {
			return nil
		}
		if attempt == migrateAttempts || !s.dialect.oneWriter || ctx.Err() != nil {
			return fmt.Errorf("migrate the database: %w", err)
		}
		if err := wait(ctx, connectPause); err != nil {
			return fmt.Errorf("migrate the database: %w", err)
		}
	}
}

func (s *Store) migrate(ctx context.Context, version int64) error {
	known, applied, err := s.versions(ctx)
	if err != nil || applied >= min(known, version) {
		return err
	}
	provider, err := s.provider(ctx)
	if err != nil {
		return err
	}
	results, err := provider.UpTo(ctx, version)
	if n := len(results); n > 0 {
		s.log.Info("database migrated", "from", applied, "to", results[n-1].Source.Version)
	}
	return err
}

// Version is the last migration the database has, 0 for none, and whether this
// program knows of later ones.
func (s *Store) Version(ctx context.Context) (version int64, old bool, err error) {
	known, applied, err := s.versions(ctx)
	if err != nil {
		return 0, false, fmt.Errorf("read the version of the schema: %w", err)
	}
	return applied, applied < known, nil
}

// MigrationStatus lists the steps this program knows, in order.
func (s *Store) MigrationStatus(ctx context.Context) ([]Migration, error) {
	_, applied, err := s.versions(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the version of the schema: %w", err)
	}
	provider, err := s.provider(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	var steps []Migration
	for _, source := range provider.ListSources() {
		steps = append(steps, Migration{source.Version, source.Path, source.Version <= applied})
	}
	return steps, nil
}

func (s *Store) provider(ctx context.Context) (*goose.Provider, error) {
	files, err := migrations.For(s.dialect.name)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if !s.dialect.oneWriter {
		locker, err := s.locker(ctx)
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(s.dialect.goose, s.db.DB, files, options...)
}

// locker makes processes migrate one after another, those of another schema of
// the same database apart.
func (s *Store) locker(ctx context.Context) (lock.SessionLocker, error) {
	var schema string
	if err := s.db.GetContext(ctx, &schema, s.dialect.schema); err != nil {
		return nil, err
	}
	id := crc32.ChecksumIEEE([]byte("treve migrations " + schema))
	return lock.NewPostgresSessionLocker(lock.WithLockID(int64(id)), lock.WithLockTimeout(1, 120))
}

func (s *Store) refuseNewer(ctx context.Context) error {
	known, applied, err := s.versions(ctx)
	if err == nil && applied > known {
		err = fmt.Errorf("%w (its schema is version %d, this program knows %d)", ErrNewerSchema, applied, known)
	}
	return err
}

// versions returns the last migration this program knows and the last one the
// database has, 0 for none.
func (s *Store) versions(ctx context.Context) (known, applied int64, err error) {
	files, err := migrations.For(s.dialect.name)
	if err != nil {
		return 0, 0, err
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return 0, 0, err
	}
	known, err = goose.NumericComponent(names[len(names)-1]) // Glob sorts by name
	if err != nil {
		return 0, 0, err
	}
	var migrated bool
	if err := s.db.GetContext(ctx, &migrated, s.dialect.migrated); err != nil || !migrated {
		return known, 0, err
	}
	err = s.db.GetContext(ctx, &applied, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied")
	return known, applied, err
}
