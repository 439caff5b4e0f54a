package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func newPlanProposeCommand(p *program) *cobra.Command {
	var ask revenueWanted
	c := &cobra.Command{
		Use:   "propose REVENUE",
		Short: "Propose the commitments that bring a revenue",
		Long: `They follow the mix of the leads of the last six months, or that of the plan where
there are none. Channels of sales, and segments without close rate or average sale,
stay as they are. Nothing is stored without --apply.`,
		Example: "  treve plan propose 120000 --month 2026-12 --share 60%\n  treve plan propose 120000 --apply",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError(c.CommandPath() + " takes a revenue, such as 120000")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			ask.revenue = strings.Join(args, " ")
			return p.proposePlan(c.Context(), ask)
		},
	}
	c.Flags().StringVar(&ask.month, "month", "", "month to plan, such as 2026-12 (default: the running one)")
	c.Flags().StringVar(&ask.share, "share", "", "part of the revenue that marketing brings, such as 60% (default: all)")
	c.Flags().BoolVar(&ask.json, "json", false, "print JSON for programs")
	c.Flags().BoolVar(&ask.apply, "apply", false, "write the proposal into the plan")
	return c
}

type revenueWanted struct {
	revenue, month, share string
	json, apply           bool
}

// wanted reads the amounts as people type them in Slack.
func (w revenueWanted) wanted(s ledger.Settings) (wanted report.Wanted, err error) {
	if wanted.Month, err = monthOr(w.month, s); err != nil {
		return wanted, err
	}
	if wanted.Running, err = monthOr("", s); err != nil {
		return wanted, err
	}
	text, today := "plan "+w.revenue, phrase.Context{Today: wanted.Running.First()}
	cmd, err := phrase.SLA(text, today)
	read, ok := cmd.(phrase.ProposePlan)
	if err != nil || !ok || !read.Month.IsZero() {
		return wanted, usageError("\"" + w.revenue + "\" is not a revenue, such as 120000")
	}
	if w.share != "" {
		if cmd, err = phrase.SLA(text+" part "+w.share, today); err != nil {
			return wanted, err
		}
		read = cmd.(phrase.ProposePlan)
	}
	wanted.Revenue, wanted.Share = decimal.New(read.Cents, -2), read.Share
	return wanted, nil
}

func (p *program) proposePlan(ctx context.Context, ask revenueWanted) error {
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		wanted, err := ask.wanted(settings)
		if err != nil {
			return err
		}
		proposal, err := report.Propose(ctx, books, wanted)
		if ask.apply && err == nil {
			proposal, err = applyProposal(ctx, books, settings, wanted)
		}
		if err != nil {
			return err
		}
		catalogue, err := books.Catalogue(ctx)
		if err != nil {
			return err
		}
		if ask.json {
			encoder := json.NewEncoder(p.stdout)
			encoder.SetIndent("", "  ")
			return encoder.Encode(proposalJSON(proposal, catalogue, settings.Currency, ask.apply))
		}
		fmt.Fprintln(p.stdout, bot.ProposalWords(p.speaker(), proposal, settings, catalogue))
		id := lang.ID("planner.cli.shown")
		if ask.apply {
			id = "planner.cli.applied"
		}
		fmt.Fprintln(p.stdout, p.speaker().Say(id, lang.Args{"month": p.speaker().Month(proposal.Month)}))
		return nil
	})
}

// applyProposal proposes and writes in one transaction.
func applyProposal(ctx context.Context, books *store.Space, s ledger.Settings, wanted report.Wanted) (proposal report.Proposal, err error) {
	rules, err := importRules(ctx, books, s)
	if err != nil {
		return proposal, err
	}
	if closed := rules.Refuse(wanted.Month); closed != nil {
		return proposal, closed
	}
	by := sla.Author{Reason: "plan propose", At: time.Now()}
	request := ledger.Request{Key: "propose-" + rand.Text(), Asked: "plan propose", At: by.At}
	_, _, err = books.Once(ctx, request, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		if err := tx.HoldPlan(ctx); err != nil {
			return nil, err
		}
		if proposal, err = report.Propose(ctx, tx, wanted); err != nil {
			return nil, err
		}
		return nil, proposal.Promise(ctx, tx, by)
	})
	return proposal, err
}

// proposalView is a proposal as programs read it; amounts are decimals in
// currency units.
type proposalView struct {
	Month      calendar.Month  `json:"month"`
	Currency   string          `json:"currency"`
	Revenue    decimal.Decimal `json:"revenue"`
	Share      decimal.Decimal `json:"share"`
	Target     decimal.Decimal `json:"target"`
	Leads      int64           `json:"leads"`
	Value      decimal.Decimal `json:"value"`
	Difference decimal.Decimal `json:"difference"` // value less target
	Mix        mixView         `json:"mix"`
	Segments   []proposedLine  `json:"segments"`
	LeftOut    []segmentName   `json:"left_out"` // for want of a rate or an average sale
	Applied    bool            `json:"applied"`
}

// mixView says whose mix a proposal follows: that of the leads of some months,
// or that of the plan.
type mixView struct {
	Source string         `json:"source"` // leads or plan
	First  calendar.Month `json:"first,omitzero"`
	Last   calendar.Month `json:"last,omitzero"`
	Leads  int64          `json:"leads"`
}

type segmentName struct {
	Channel string `json:"channel"`
	Persona string `json:"persona"`
}

type proposedLine struct {
	segmentName
	LeadValue decimal.Decimal `json:"lead_value"`
	Current   int64           `json:"current"`
	Proposed  int64           `json:"proposed"`
	Potential decimal.Decimal `json:"potential"`
}

func proposalJSON(p report.Proposal, c ledger.Catalogue, currency string, applied bool) proposalView {
	named := func(s ledger.Segment) segmentName {
		return segmentName{c.Channel(s.Channel).Name, c.Persona(s.Persona).Name}
	}
	v := proposalView{
		Month: p.Month, Currency: currency, Revenue: p.Revenue, Share: p.Share, Target: p.Target,
		Leads: p.Leads, Value: p.Value, Difference: p.Excess, Mix: mixView{Source: "plan", Leads: p.MixLeads},
		Segments: []proposedLine{}, LeftOut: []segmentName{}, Applied: applied,
	}
	if p.Past {
		v.Mix = mixView{"leads", p.First, p.Last, p.MixLeads}
	}
	for _, l := range p.Lines {
		v.Segments = append(v.Segments, proposedLine{
			named(l.Segment), l.Value, l.Now, l.New,
			l.Value.Mul(decimal.NewFromInt(l.New)),
		})
	}
	for _, s := range p.Unknown {
		v.LeftOut = append(v.LeftOut, named(s))
	}
	return v
}
