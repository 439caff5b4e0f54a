package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Forgetting is whom to forget, and what stands in their place.
type Forgetting struct {
	ID, Name    string   // as people know them; Name may be empty
	Others      []string // further names to be replaced
	Pseudonym   string   // an id like Slack's that is nobody's
	Placeholder string   // the name that is shown instead
	At          sla.Author
	DryRun      bool // count, and change nothing
}

// Forgotten is how many rows of each table spoke of somebody, and how many more
// do in texts that are everybody's, such as a definition both teams signed: these
// stay as they are.
type Forgotten struct {
	Changed map[string]int
	Left    map[string]int
}

// None reports whether nothing spoke of them.
func (f Forgotten) None() bool { return len(f.Changed) == 0 }

// errDryRun undoes what was only to be counted.
var errDryRun = errors.New("only counted")

// shared are the columns that are the workspace's own words or fingerprints of
// them, and not about anybody: to rewrite them would change what was agreed, or
// have a second delivery of a request taken for another one.
var shared = map[string][]string{
	"channels":    {"name", "folded", "aliases", "definition"},
	"personas":    {"name", "folded", "aliases"},
	"definitions": {"text"},
	"drafts":      {"name", "folded"},
	"entries":     {"lead_ref", "import_key"},
	"requests":    {"asked"},
	"signatures":  {"plan", "definitions"},
}

// People lists everybody as last looked up, by user id.
func (b books) People(ctx context.Context) (people []ledger.Person, err error) {
	var rows []personRow
	if err := b.db.SelectContext(ctx, &rows, selectPeople+`TRUE ORDER BY id`, b.id); err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	for _, r := range rows {
		people = append(people, r.person())
	}
	return people, nil
}

// Forget replaces somebody's id and names by others that say nothing, in every
// table and in one transaction, and takes from them what is theirs. Entries, keys
// of requests and figures stay as they are. The second time there is nothing left
// to replace.
func (s *Space) Forget(ctx context.Context, f Forgetting) (done Forgotten, err error) {
	request := ledger.Request{Key: "forgotten " + f.Pseudonym, Asked: "forgotten", At: f.At.At}
	_, _, err = s.Once(ctx, request, func(ctx context.Context, t *Tx) ([]byte, error) {
		var err error
		if done, err = s.forget(ctx, t, f); err == nil && (f.DryRun || done.None()) {
			err = errDryRun
		}
		return []byte("{}"), err
	})
	if errors.Is(err, errDryRun) {
		return done, nil
	}
	return done, err
}

func (s *Space) forget(ctx context.Context, t *Tx, f Forgetting) (done Forgotten, err error) {
	tables, err := s.store.dialect.prepare(ctx, t.tx)
	if err != nil {
		return done, err
	}
	done = Forgotten{map[string]int{}, map[string]int{}}
	m := mask{f, newMasker(f)}
	for _, table := range tables {
		if err := m.count(ctx, t, table, &done); err != nil {
			return done, err
		}
	}
	if done.None() || f.DryRun {
		return done, nil
	}
	if err := m.clear(ctx, t); err != nil {
		return done, err
	}
	for _, table := range tables {
		if err := m.replace(ctx, t, table); err != nil {
			return done, fmt.Errorf("replace somebody in %s: %w", table.name, err)
		}
	}
	return done, t.audit(ctx, "forgotten", "", f.Pseudonym, f.At)
}

// mask replaces one person.
type mask struct {
	Forgetting
	masker
}

// clear takes from them what is theirs, and what only they would read.
func (m mask) clear(ctx context.Context, t *Tx) error {
	by := m.At
	by.Reason = "forgotten"
	if _, err := t.Retire(ctx, m.ID, by); err != nil {
		return err
	}
	if _, err := t.db.ExecContext(ctx, `DELETE FROM alert_mutes WHERE workspace_id = $1 AND person = $2`, t.id, m.ID); err != nil {
		return err
	}
	_, err := t.db.ExecContext(ctx, `
		UPDATE people SET name = $3, locale = '', deactivated = TRUE WHERE workspace_id = $1 AND id = $2`,
		t.id, m.ID, m.Placeholder)
	return err
}

// Scrub takes out of the database's file what was overwritten or deleted, where it
// would stay there for long.
func (s *Space) Scrub(ctx context.Context) error {
	if s.store.dialect.scrub == nil {
		return nil
	}
	if err := s.store.dialect.scrub(ctx, s.store.db); err != nil {
		return fmt.Errorf("clear the file of what was replaced: %w", err)
	}
	return nil
}
