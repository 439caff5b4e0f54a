package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func workspaces(t *testing.T, s *store.Store) {
	ctx := t.Context()
	defaults := ledger.DefaultSettings()
	defaults.Language, defaults.Country = "en", "BE"

	local := must(s.Local(ctx, "", defaults))(t)
	if again := must(s.Local(ctx, "", ledger.DefaultSettings()))(t); again.ID() != local.ID() {
		t.Errorf("the command line opened workspace %d, then %d", local.ID(), again.ID())
	}
	if err := local.SavePerson(ctx, ledger.Person{ID: "U1", Name: "Ana", RefreshedAt: noon}); err != nil {
		t.Fatal(err)
	}

	slack := must(s.Adopt(ctx, "T1", "Ateliers", ledger.DefaultSettings()))(t)
	if slack.ID() != local.ID() {
		t.Errorf("Slack's first workspace got books of its own, %d, beside the local ones, %d", slack.ID(), local.ID())
	}
	same(t, "the history came along", "Ana", must(slack.Person(ctx, "U1"))(t).Name)
	same(t, "and the settings", defaults, must(slack.Settings(ctx))(t))

	if renamed := must(s.Adopt(ctx, "T1", "Ateliers Réunis", defaults))(t); renamed.ID() != slack.ID() {
		t.Errorf("a renamed Slack workspace got new books")
	}
	other := must(s.Adopt(ctx, "T2", "Autre", ledger.DefaultSettings()))(t)
	same(t, "another team's settings", ledger.DefaultSettings(), must(other.Settings(ctx))(t))
	same(t, "the workspaces", []store.Workspace{{ID: slack.ID(), Team: "T1", Name: "Ateliers Réunis"}, {ID: other.ID(), Team: "T2", Name: "Autre"}},
		must(s.Workspaces(ctx))(t))

	for _, name := range []string{"T2", "Autre"} {
		if found := must(s.Local(ctx, name, defaults))(t); found.ID() != other.ID() {
			t.Errorf("--workspace %s opened %d; want %d", name, found.ID(), other.ID())
		}
	}
	if _, err := s.Local(ctx, "", defaults); err == nil || !strings.Contains(err.Error(), "Ateliers Réunis, Autre") {
		t.Errorf("several workspaces and none named: %v; want their names", err)
	}
	if _, err := s.Local(ctx, "Nobody", defaults); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("an unknown workspace: %v; want ErrNotFound", err)
	}
	adoptTogether(t, s)
}

// adoptTogether has replicas meet the same new team at once.
func adoptTogether(t *testing.T, s *store.Store) {
	ids := make([]int64, 8)
	allWell(t, together(len(ids), func(i int) error {
		space, err := s.Adopt(t.Context(), "T3", "Troisième", ledger.DefaultSettings())
		if err == nil {
			ids[i] = space.ID()
		}
		return err
	}))
	for _, id := range ids {
		if id != ids[0] || id == 0 {
			t.Fatalf("one team was given several workspaces: %v", ids)
		}
	}
}
