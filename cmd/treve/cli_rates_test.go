package main

import (
	"strings"
	"testing"
)

// offerShown is what other programs rely on of treve rates --json.
type offerShown struct {
	Month, From, To string
	CompleteMonths  int `json:"complete_months"`
	Maturity        struct {
		Source string
		Shares []string
	}
	Proposal struct {
		Method           *string
		Reason           string
		CommitmentBefore string `json:"commitment_before"`
		CommitmentAfter  string `json:"commitment_after"`
	}
	Global   rateShown
	Segments []struct {
		Channel, Persona string
		rateShown
		InForce  *sourcedShown `json:"in_force"`
		Proposed *sourcedShown
	}
	AverageSales []struct {
		Persona            string
		Sales              int64
		Measured, Proposed *string
		InForce            *string `json:"in_force"`
	} `json:"average_sales"`
	Backtest []struct {
		Month     string
		Leads     string
		Measured  string `json:"error_measured"`
		Estimated string `json:"error_estimated"`
	}
}

type rateShown struct {
	Leads, Wins int64
	FewData     bool `json:"few_data"`
	Measured    *struct{ Rate, Low, High string }
	Estimated   *struct{ Rate, Low, High string }
}

type sourcedShown struct{ Rate, Source string }

func TestRates(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "rates --month 2026-11", "Aucun lead sur ces six mois", "il y en a 0")
		leads, deals := soldFiles(s.T)
		s.run(0, "plan import testdata/plan.csv --from 2026-11")
		s.run(0, "import "+leads+" --kind leads")
		s.run(0, "import "+deals+" --kind deals")

		var o offerShown
		s.json("rates --month 2026-11 --json", &o)
		if o.Month != "2026-11" || o.From != "2026-05" || o.To != "2026-10" || o.CompleteMonths != 6 {
			s.Errorf("%s from %s to %s, %d months", o.Month, o.From, o.To, o.CompleteMonths)
		}
		// Three cohorts of E-mail grew from 2 wins to 4, three of Inbound from none to 1: with
		// ten that never happened on either side, from 16 to 25.
		if o.Maturity.Source != "learned" || o.Maturity.Shares[0] != "0.64" || o.Maturity.Shares[1] != "1" {
			s.Errorf("maturity %+v", o.Maturity)
		}
		if o.Proposal.Method == nil || o.Proposal.Reason != "tried" || len(o.Backtest) != 3 {
			s.Errorf("proposed %+v from %d trials", o.Proposal, len(o.Backtest))
		}
		for _, one := range o.Segments {
			if one.Channel != "E-mail" || one.Persona != "PME" {
				continue
			}
			if one.Leads != 240 || one.Wins != 22 || one.FewData || one.Measured.Rate != "0.091667" || *one.InForce != (sourcedShown{"0.04", "declared"}) {
				s.Errorf("E-mail PME: %+v", one)
			}
		}
		if o.Global.Leads != 360 || o.Global.Wins != 27 {
			s.Errorf("in all %+v", o.Global)
		}
		for _, one := range o.AverageSales {
			if one.Persona == "PME" && (one.Sales != 22 || *one.Proposed == *one.InForce) {
				s.Errorf("PME buys for %+v", one)
			}
		}
		page := s.run(0, "rates --month 2026-11", "Taux de transformation, novembre 2026", "27 ventes gagnées pour 360 leads",
			"9,17 %", "4 % déclaré", "Vente moyenne · PME", "l'engagement total passerait en novembre 2026 de 43 216 € à").out
		if strings.Contains(page, "*") {
			s.Errorf("Slack's markup is on the terminal:\n%s", page)
		}
		s.run(0, "rates --month 2026-11 --backtest", "Essai sur vos mois passés", "juillet 2026", "septembre 2026")
		s.run(0, "rates --month 2026-05", "Aucun lead", "avril 2026")
		s.run(2, "rates --month novembre", "is not a month")
		s.run(2, "rates email", "takes no")
	})
}
