package sla

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Signature is a person's word, for one side of the SLA, on a month's plan as it
// stood.
type Signature struct {
	Month  calendar.Month
	Side   ledger.Team
	Person string // Slack user id
	At     time.Time
	Terms
}

// Terms stand for what is signed: they differ as soon as it does.
type Terms struct {
	Plan        string // digest of the commitments, rates, average sales, dates and sales' promises
	Definitions string // digest of what counts as a lead in each channel promised
}

// TermsOf returns what a signature of the plan would be about. The revenue
// target is no part of it: what is promised is.
func TermsOf(p Plan, c ledger.Catalogue) Terms {
	var lines, definitions []string
	add := func(format string, parts ...any) { lines = append(lines, fmt.Sprintf(format, parts...)) }
	promised := map[ledger.ChannelID]bool{}
	for s, leads := range p.Goals {
		if leads > 0 {
			add("goal %d %d %d", s.Channel, s.Persona, leads)
			promised[s.Channel] = true
		}
	}
	for s, rate := range p.Rates {
		add("rate %d %d %s", s.Channel, s.Persona, rate.Value)
	}
	for persona, cents := range p.Sales {
		add("sale %d %d", persona, cents)
	}
	for channel, span := range p.Spans {
		add("span %d %s %s", channel, span.First, span.Last)
	}
	for channel, promise := range p.Promises {
		if promise.Made() {
			add("promise %d %s", channel, promise)
		}
	}
	for _, channel := range c.Channels {
		if promised[channel.ID] {
			definitions = append(definitions, fmt.Sprintf("%d %s %q", channel.ID, channel.Team, p.Definitions[channel.ID]))
		}
	}
	return Terms{digest(lines), digest(definitions)}
}

// digest is the same for the same lines in any order.
func digest(lines []string) string {
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:16])
}

// Signing is how far a month's plan is signed.
type Signing struct {
	Terms            Terms     // of the plan as it stands
	Marketing, Sales Signature // the latest of each side, of these terms or earlier ones; zero for none
	AgreedAt         time.Time // when both sides had first signed the same terms, whatever became of them; zero for never
}

// SigningOf looks a plan's signatures over, the oldest first. A month that is
// closed keeps its signatures whatever becomes of the definitions, which belong
// to no month.
func SigningOf(p Plan, c ledger.Catalogue, all []Signature, closed bool) Signing {
	s := Signing{Terms: TermsOf(p, c), AgreedAt: agreed(all)}
	for _, one := range all {
		if closed {
			one.Definitions = s.Terms.Definitions
		}
		if one.Side == ledger.Sales {
			s.Sales = one
		} else {
			s.Marketing = one
		}
	}
	return s
}

// Of returns the side's latest signature, and whether it holds: whether the
// plan still is what was signed.
func (s Signing) Of(side ledger.Team) (latest Signature, holds bool) {
	latest = s.Marketing
	if side == ledger.Sales {
		latest = s.Sales
	}
	return latest, latest.Person != "" && latest.Terms == s.Terms
}

// By returns the person's latest signature, and whether it holds; the zero
// Signature for somebody who has no latest one.
func (s Signing) By(person string) (latest Signature, holds bool) {
	for _, side := range Sides {
		if one, still := s.Of(side); one.Person == person && person != "" {
			latest, holds = one, still
		}
	}
	return latest, holds
}

// Begun reports whether anybody ever signed the month's plan, as it stands or
// as it stood.
func (s Signing) Begun() bool { return s.Marketing.Person != "" || s.Sales.Person != "" }

// Complete reports whether both sides have signed the plan as it stands.
func (s Signing) Complete() bool { return len(s.Holding()) == len(Sides) }

// Sides are the two sides of the SLA, in the order they are shown.
var Sides = []ledger.Team{ledger.Marketing, ledger.Sales}

// Holding lists the signatures of the plan as it stands.
func (s Signing) Holding() []Signature { return s.with(true) }

// Lapsed lists the latest signatures that are of an earlier plan, so that the
// side has to sign again.
func (s Signing) Lapsed() []Signature { return s.with(false) }

func (s Signing) with(holding bool) (found []Signature) {
	for _, side := range Sides {
		if latest, holds := s.Of(side); latest.Person != "" && holds == holding {
			found = append(found, latest)
		}
	}
	return found
}

func agreed(all []Signature) time.Time {
	latest := map[ledger.Team]Terms{}
	for _, one := range all {
		latest[one.Side] = one.Terms
		if latest[ledger.Marketing] == latest[ledger.Sales] {
			return one.At
		}
	}
	return time.Time{}
}
