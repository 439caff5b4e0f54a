package storetest

import (
	"testing"

	"github.com/treve-bot/treve/internal/store"
)

// Run shows the whole behaviour on stores that open makes, each empty.
func Run(t *testing.T, open func(t *testing.T) *store.Store) {
	for name, show := range map[string]func(t *testing.T, s *store.Store){
		"workspaces":  workspaces,
		"settings":    settings,
		"people":      people,
		"catalogue":   catalogue,
		"closures":    closures,
		"deliveries":  deliveries,
		"entries":     entries,
		"undo":        undo,
		"totals":      totals,
		"concurrency": concurrency,
		"plan":        plan,
		"imports":     imports,
		"recaps":      recaps,
		"wins":        wins,
		"signatures":  signatures,
		"sales":       sales,
		"definitions": definitions,
		"drafts":      drafts,
		"absences":    absences,
		"mutes":       mutes,
		"guests":      guests,
		"operation":   operation,
		"departures":  departures,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			show(t, open(t))
		})
	}
}
