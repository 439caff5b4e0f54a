package main

import (
	"slices"
	"testing"
)

// Books of which half is missing are read calmly, in both languages.
func TestStatusOfHalfEmptyBooks(t *testing.T) {
	const plan, history = "plan import testdata/plan.csv --from 2026-11", "import testdata/counts.csv --kind counts --create"
	for _, c := range []struct{ name, fill, args, fr, en string }{
		{"nothing", "", "--as-of 2026-11-15", "0 lead, sans engagement", "0 leads, no commitment"},
		{"nothing, and a month to come", "", "--month 2099-01", "Aucun jour ouvré encore écoulé, sur", "No working day over yet, out of"},
		{
			"a plan, and nothing elapsed", plan, "--as-of 2026-11-01",
			"Réalisé 0 € sur 43 216 € engagés (0 %) · 0 lead sur 300", "€0 of €43,216 committed (0%) · 0 leads of 300",
		},
		{"a plan, and a month to come", plan, "--month 2099-01", "Janvier 2099 : trop tôt pour juger", "January 2099: too early to tell"},
		{"history", history, "--as-of 2026-11-15", "132 leads, sans engagement", "132 leads, no commitment"},
		{"history, and nothing elapsed", history, "--as-of 2026-11-01", "E-mail : 0 lead, sans engagement", "E-mail: 0 leads, no commitment"},
	} {
		t.Run(c.name, func(t *testing.T) {
			onEachBooks(t, func(s shell) {
				if c.fill != "" {
					s.run(0, c.fill)
				}
				s.run(0, "status "+c.args, c.fr)
				english := shell{s.T, append(slices.Clone(s.environ), "TREVE_LANG=en")}
				english.run(0, "status "+c.args, c.en)
				s.run(0, "status --json "+c.args, `"catch_up": null`)
			})
		})
	}
}
