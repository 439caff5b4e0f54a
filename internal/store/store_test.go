package store_test

import (
	"testing"

	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

func TestStore(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		storetest.Run(t, func(t *testing.T) *store.Store { return storetest.Open(t, fresh(t)) })
	})
}
