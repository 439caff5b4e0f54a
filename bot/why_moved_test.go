package bot

import "testing"

// A lead of E-mail is worth ten euros and five are due a working day: seven on
// Monday win back twenty euros.
func TestWhyTheGapMoved(t *testing.T) {
	d := newDesk(t)
	d.types("UCLAIRE", "l1", "/leads 20 email pme 2026-11-12")
	d.types("UCLAIRE", "l2", "/leads 7 email pme hier")
	wantSaid(t, d.types("UCLAIRE", "w1", "/sla pourquoi email").Text,
		"Depuis ven. 13, l'écart a bougé de +20,00 € : volume +20,00 €")
}
