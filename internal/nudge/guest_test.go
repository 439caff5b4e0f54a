package nudge

import "testing"

// A guest is asked for the channels they were let in for; of another that is
// theirs the managers are told.
func TestAGuestIsAskedForTheirChannels(t *testing.T) {
	s := newShop()
	s.invites("UCLAIRE", 1)
	got := said(t, s.open(t), paris("2026-11-16 17:00"))
	want := "CLAIRE: E-mail; MARC: Inbound; BOSS: Publicité"
	if got != want {
		t.Errorf("the letters are %q; want %q", got, want)
	}
}
