package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// proposalShown is a proposal as programs read it.
type proposalShown struct {
	Month, Currency, Revenue, Share, Target, Value, Difference string
	Leads                                                      int64
	Mix                                                        struct {
		Source, First, Last string
		Leads               int64
	}
	Segments []proposedSegment
	LeftOut  []struct{ Channel, Persona string } `json:"left_out"`
	Applied  bool
}

type proposedSegment struct {
	Channel, Persona  string
	LeadValue         string `json:"lead_value"`
	Current, Proposed int64
	Potential         string
}

// In the plan's own mix, 30 leads at 54 and 10 at 195, 71 leads are the fewest
// that bring 6 300.
func TestPlanProposedAndApplied(t *testing.T) {
	onEachBooks(t, func(s shell) {
		month := time.Now().AddDate(0, 1, 1-time.Now().Day()).Format("2006-01")
		s.run(0, "plan import "+s.file("channel,persona,close_rate,average_sale,commitment\n"+
			"Inbound,PME,3%,1800,30\nInbound,ETI,3%,6500,10\nSalon,PME,,,4\n")+" --from "+month)
		want := proposalShown{
			Month: month, Currency: "EUR", Revenue: "6300", Share: "1", Target: "6300", Value: "6372", Difference: "72", Leads: 71,
			Segments: []proposedSegment{
				{"Inbound", "PME", "54", 30, 53, "2862"},
				{"Inbound", "ETI", "195", 10, 18, "3510"},
			},
			LeftOut: []struct{ Channel, Persona string }{{"Salon", "PME"}},
		}
		want.Mix.Source, want.Mix.Leads = "plan", 40
		ask := "plan propose 6300 --month " + month
		wantProposal(s, ask+" --json", want)
		s.run(0, ask, "71 leads", "Inbound · PME : 30 → 53 leads", "Salon · PME", "Rien n'est changé")
		s.run(0, "plan show --month "+month, "Total du SLA : 3 570,00 €")

		want.Applied = true
		wantProposal(s, ask+" --apply --json", want)
		s.run(0, "plan show --month "+month, "Total du SLA : 6 372,00 €")
		s.run(0, ask+" --apply --share 50%", "Objectif du marketing 3 150 €, soit 50 %", "Appliqué : le plan de")
	})
}

func wantProposal(s shell, args string, want proposalShown) {
	s.Helper()
	var got proposalShown
	s.json(args, &got)
	if diff := cmp.Diff(want, got); diff != "" {
		s.Errorf("treve %s (-want +got):\n%s", args, diff)
	}
}

func TestPlanNotProposed(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(1, "plan propose 6300", "Rien ne dit encore comment répartir les leads")
		s.run(0, "plan import "+s.file("channel,persona,close_rate,average_sale,commitment\nInbound,PME,3%,1800,30\n")+" --from 2026-01")
		before := s.run(0, "plan show").out
		for _, c := range []struct {
			code       int
			args, want string
		}{
			{2, "plan propose", "takes a revenue"},
			{2, "plan propose 0", "is not a revenue"},
			{2, "plan propose -5", "unknown shorthand"},
			{2, "plan propose beaucoup", `"beaucoup" is not a revenue`},
			{2, "plan propose 12 13", "is not a revenue"},
			{2, "plan propose 6300 --month demain", "demain"},
			{1, "plan propose 6300 --share 200%", "entre 0 et 100 %"},
			{1, "plan propose 6300 --share 0%", "La part du marketing"},
		} {
			s.run(c.code, c.args, c.want)
		}
		if after := s.run(0, "plan show").out; after != before {
			s.Errorf("something was stored:\n%s", after)
		}
	})
}
