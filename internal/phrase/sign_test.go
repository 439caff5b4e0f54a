package phrase

import (
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
)

func TestSigns(t *testing.T) {
	december := month(2026, time.December)
	for _, c := range []struct {
		text string
		want Command
	}{
		{"sign", ShowSigning{}},
		{"signer", ShowSigning{}},
		{"valider", ShowSigning{}},
		{"valider le SLA", ShowSigning{}},
		{"sign december", ShowSigning{Month: december}},
		{"valider décembre 2026", ShowSigning{Month: december}},
		{"valider le mois prochain", ShowSigning{Month: december}},
		{"sign ventes", ShowSigning{}},
		{"sign pour le marketing", ShowSigning{}},
		{"sign ventes <@U123|julien>", NameSigner{ledger.Sales, "U123"}},
		{"sign <@W1A> for sales", NameSigner{ledger.Sales, "W1A"}},
		{"valider marketing <@U123>", NameSigner{ledger.Marketing, "U123"}},
		{"sign ventes personne", NameSigner{ledger.Sales, ""}},
		{"sign marketing nobody", NameSigner{ledger.Marketing, ""}},
	} {
		t.Run(c.text, func(t *testing.T) {
			wantCommand(t, SLA, c.text, c.want)
			wantCommand(t, Message, c.text, c.want)
		})
	}
	wantRefusal(t, SLA, "sign <@U123>", "sign.which_side")
	wantRefusal(t, SLA, "sign personne", "sign.which_side")
	wantRefusal(t, SLA, "sign email", "phrase.unknown_word")
	wantRefusal(t, SLA, "sign ventes <@U123> foo", "phrase.unknown_word")
}
