package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

func (p planner) setTeam(ctx context.Context, c phrase.SetTeam) (planned, error) {
	done := planned{What: teamSet, Segment: ledger.Segment{Channel: c.Channel}, New: string(c.Team)}
	return p.changeChannel(ctx, done, func(channel *ledger.Channel) (old string) {
		old, channel.Team = string(channel.Team), c.Team
		return old
	})
}

func (p planner) setChannelPersona(ctx context.Context, c phrase.SetChannelPersona) (planned, error) {
	done := planned{What: channelPersonaSet, Segment: ledger.Segment{Channel: c.Channel}, New: personaText(c.Persona)}
	return p.changeChannel(ctx, done, func(channel *ledger.Channel) (old string) {
		old, channel.DefaultPersona = personaText(channel.DefaultPersona), c.Persona
		return old
	})
}

func personaText(id ledger.PersonaID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

// named is a channel or a persona, as far as both have it.
type named struct {
	Name     string
	Aliases  []string
	Archived bool
}

// changeNamed reads a channel or a persona within the transaction, so that what
// another manager has just changed of it is kept, and writes it back changed.
func (p planner) changeNamed(ctx context.Context, of ledger.Segment, change func(*named)) error {
	catalogue, err := p.page.Catalogue(ctx)
	if err != nil {
		return err
	}
	if of.Persona != 0 {
		persona := catalogue.Persona(of.Persona)
		n := named{persona.Name, persona.Aliases, persona.Archived}
		change(&n)
		persona.Name, persona.Aliases, persona.Archived = n.Name, n.Aliases, n.Archived
		return p.page.UpdatePersona(ctx, persona, p.by())
	}
	channel := catalogue.Channel(of.Channel)
	n := named{channel.Name, channel.Aliases, channel.Archived}
	change(&n)
	channel.Name, channel.Aliases, channel.Archived = n.Name, n.Aliases, n.Archived
	return p.page.UpdateChannel(ctx, channel, p.by())
}

func (p planner) setAliases(ctx context.Context, c phrase.SetAliases) (planned, error) {
	done := planned{What: aliasesSet, Segment: c.Of, New: strings.Join(c.Aliases, ", ")}
	err := p.changeNamed(ctx, c.Of, func(n *named) {
		done.Old, n.Aliases = strings.Join(n.Aliases, ", "), c.Aliases
	})
	return done, err
}

// rename keeps the old name as an alias: people go on typing it.
func (p planner) rename(ctx context.Context, c phrase.Rename) (planned, error) {
	done := planned{What: renamed, Segment: c.Of, New: c.Name}
	err := p.changeNamed(ctx, c.Of, func(n *named) {
		done.Old = n.Name
		n.Aliases = slices.DeleteFunc(slices.Clone(n.Aliases), func(alias string) bool { return sameName(alias, c.Name) })
		if !sameName(n.Name, c.Name) && len(n.Aliases) < phrase.MostAliases {
			n.Aliases = append(n.Aliases, n.Name)
		}
		n.Name = c.Name
	})
	return done, err
}

func sameName(a, b string) bool { return ledger.Fold(a) == ledger.Fold(b) }

// archive puts a channel or a persona out of use: it promises nothing any more
// from the month on, and keeps what was recorded.
func (p planner) archive(ctx context.Context, c phrase.Archive) (done planned, err error) {
	done = planned{What: archived, Segment: c.Of, New: strconv.FormatBool(!c.Restore)}
	if c.Restore {
		done.What = restored
	} else if done, err = p.release(ctx, done); err != nil {
		return planned{}, err
	}
	err = p.changeNamed(ctx, c.Of, func(n *named) {
		done.Old, n.Archived = strconv.FormatBool(n.Archived), !c.Restore
	})
	return done, err
}

// A plan is typed at most so many months ahead.
const monthsPlanned = 12

// release takes back what a channel or a persona promises, from the month on and
// in every later month that has a plan of its own.
func (p planner) release(ctx context.Context, done planned) (planned, error) {
	m, err := p.month(p.from)
	if err != nil {
		return planned{}, err
	}
	for ahead := range monthsPlanned + 1 {
		before, err := p.page.Plan(ctx, m.Add(ahead))
		if err != nil {
			return planned{}, err
		}
		after := without(before, done.Segment)
		for segment := range before.Goals {
			if _, kept := after.Goals[segment]; kept {
				continue
			}
			if err := p.page.SetGoal(ctx, m.Add(ahead), segment, 0, p.by()); err != nil {
				return planned{}, err
			}
		}
		if ahead == 0 {
			done.Month, done.Before, done.After = m, before.Commitment(), after.Commitment()
		}
	}
	return done, nil
}

// without is a plan in which a channel or a persona promises nothing.
func without(plan sla.Plan, of ledger.Segment) sla.Plan {
	kept := map[ledger.Segment]int64{}
	for segment, leads := range plan.Goals {
		if segment.Channel != of.Channel && segment.Persona != of.Persona {
			kept[segment] = leads
		}
	}
	plan.Goals = kept
	return plan
}

func (p planner) setDefinition(ctx context.Context, c phrase.SetDefinition) (planned, error) {
	done := planned{What: definitionSet, Segment: ledger.Segment{Channel: c.Channel}, New: c.Text}
	return p.inMonth(ctx, done, c.Month, func(plan sla.Plan) string {
		return plan.Definitions[c.Channel]
	}, func(m calendar.Month) error {
		return p.page.SetDefinition(ctx, m, c.Channel, c.Text, p.by())
	})
}
