package main

import "testing"

// The first working day of a month prints how the month before ended.
func TestTheClosingRecapIsPrinted(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "import testdata/counts.csv --kind counts --create")
		s.run(0, "plan import testdata/plan.csv --from 2026-11")
		s.run(0, "recap --print --day 2026-12-01",
			"❌ Bilan SLA, novembre 2026 : engagement du marketing non atteint, tenu à 41 %",
			"Provisoire jusqu'au jeudi 3 décembre au soir",
			"17 738 € sur 43 216 € engagés (41 %) · 132 leads sur 300",
			"Écart à l'engagement −25 478 €",
			"Sans saisie en fin de mois : Trafic naturel depuis le ven. 13",
			"❌ E-mail : 24/90 leads, 2 619 / 10 350 €, écart −7 731 €, non atteint, tenu à 25 %")
		s.run(0, "recap --print --day 2026-11-02", "Rien n'était engagé pour octobre 2026")
		s.run(0, "recap --print --day 2026-12-02", "Point SLA, mercredi 2 décembre", "Plan reconduit depuis novembre 2026, non validé")
		s.environ = append(s.environ, "TREVE_LANG=en")
		s.run(0, "recap --print --day 2026-12-01 --json", "Bilan SLA") // the workspace's language
	})
}
