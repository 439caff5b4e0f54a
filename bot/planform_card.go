package bot

import (
	"regexp"
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// card is all of a channel but its figures; of one that is yet to be added what
// a channel begins with.
func (f formMaker) card(p planForm) []field {
	channel := f.catalogue.Channel(ledger.ChannelID(p.ID))
	if p.adds() {
		channel = ledger.Channel{Team: ledger.Marketing, Rhythm: ledger.Daily}
	}
	of := ledger.Segment{Channel: channel.ID}
	return []field{
		f.nameField(of, channel.Name),
		f.aliasesField(of, channel.Aliases),
		f.choice(of, teamSet, string(channel.Team), "plan.team.", []string{string(ledger.Marketing), string(ledger.Sales)},
			func(of ledger.Segment, v string) phrase.Command {
				return phrase.SetTeam{Channel: of.Channel, Team: ledger.Team(v)}
			}),
		f.ownerField(of, channel.Owner),
		f.salesOwnerField(of, channel.SalesOwner),
		f.choice(of, rhythmSet, string(channel.Rhythm), "plan.rhythm.",
			[]string{string(ledger.Daily), string(ledger.Weekly), string(ledger.Occasional)},
			func(of ledger.Segment, v string) phrase.Command {
				return phrase.SetRhythm{Channel: of.Channel, Rhythm: ledger.Rhythm(v)}
			}),
		f.definitionField(p, of),
		f.personaField(of, channel.DefaultPersona),
	}
}

func (f formMaker) nameField(of ledger.Segment, name string) field {
	return field{
		id: "name", what: renamed, of: of, value: name, needed: true, label: f.say.Say("planform.name", nil),
		input: input{kind: lineInput, longest: phrase.LongestName}, write: asItIs,
		read: func(typed string) (string, error) { return typed, phrase.FreeName(typed, f.catalogue, of) },
		set:  func(of ledger.Segment, v string) phrase.Command { return phrase.Rename{Of: of, Name: v} },
	}
}

// Aliases in one input: all of them, with the commas between.
const longestAliases = phrase.MostAliases * (phrase.LongestName + 2)

func (f formMaker) aliasesField(of ledger.Segment, aliases []string) field {
	return field{
		id: "aliases", what: aliasesSet, of: of, value: strings.Join(aliases, ", "),
		label: f.say.Say("planform.aliases", nil), hint: f.say.Say("planform.aliases.hint", nil),
		input: input{kind: lineInput, longest: longestAliases}, write: asItIs,
		read: func(typed string) (string, error) {
			aliases, err := phrase.ParseAliases(typed, f.catalogue, of)
			return strings.Join(aliases, ", "), err
		},
		set: func(of ledger.Segment, v string) phrase.Command {
			set := phrase.SetAliases{Of: of}
			if v != "" {
				set.Aliases = strings.Split(v, ", ")
			}
			return set
		},
	}
}

// choice is a field with a few words to choose from, which the catalogue has
// under prefix.
func (f formMaker) choice(of ledger.Segment, what planChange, value string, prefix lang.ID, values []string,
	set func(ledger.Segment, string) phrase.Command,
) field {
	say := func(v string) string { return f.say.Say(prefix+lang.ID(v), nil) }
	chosen := field{
		id: string(what), what: what, of: of, value: value, keeps: true, needed: true,
		label: f.say.Say("planform."+lang.ID(what), nil), write: say, set: set,
	}
	for _, v := range values {
		chosen.input.options = append(chosen.input.options, option{v, lang.Capital(say(v))})
	}
	return chosen.offered()
}

// offered has a field take what it offers, and nothing else.
func (f field) offered() field {
	f.input.kind = choiceInput
	f.read = func(typed string) (string, error) {
		if !slices.ContainsFunc(f.input.options, func(o option) bool { return o.value == typed }) {
			return "", lang.Refuse("planform.choose", nil)
		}
		return typed, nil
	}
	return f
}

func (f formMaker) ownerField(of ledger.Segment, owner string) field {
	return field{
		id: "owner", what: ownerSet, of: of, value: owner, label: f.say.Say("planform.owner", nil),
		input: input{kind: userInput}, write: asItIs,
		read: func(typed string) (string, error) {
			if !slackUser.MatchString(typed) {
				return "", lang.Refuse("planform.choose", nil)
			}
			return typed, nil
		},
		set: func(of ledger.Segment, v string) phrase.Command { return phrase.SetOwner{Channel: of.Channel, User: v} },
	}
}

func (f formMaker) salesOwnerField(of ledger.Segment, owner string) field {
	one := f.ownerField(of, owner)
	one.id, one.what, one.label = "sales_owner", salesOwnerSet, f.say.Say("planform.sales_owner", nil)
	one.set = func(of ledger.Segment, v string) phrase.Command {
		return phrase.SetOwner{Channel: of.Channel, User: v, Sales: true}
	}
	return one
}

func (f formMaker) definitionField(p planForm, of ledger.Segment) field {
	return field{
		id: "definition", what: definitionSet, of: of, value: f.plan.Definitions[of.Channel],
		label: f.say.Say("planform.definition", nil), hint: f.say.Say("planform.definition.hint", nil),
		input: input{kind: textInput, longest: phrase.LongestDefinition}, write: asItIs,
		read: func(typed string) (string, error) { return typed, phrase.ValidDefinition(typed) },
		set: func(of ledger.Segment, v string) phrase.Command {
			return phrase.SetDefinition{Channel: of.Channel, Text: v, Month: p.Month}
		},
	}
}

func (f formMaker) personaField(of ledger.Segment, id ledger.PersonaID) field {
	chosen := field{
		id: "persona", what: channelPersonaSet, of: of, value: personaText(id),
		label: f.say.Say("planform.persona", nil), hint: f.say.Say("planform.persona.hint", nil),
		write: f.planWords.persona,
		set: func(of ledger.Segment, v string) phrase.Command {
			return phrase.SetChannelPersona{Channel: of.Channel, Persona: personaOf(v)}
		},
	}
	personas := f.catalogue.Active().Personas
	for _, p := range personas[:min(len(personas), optionsLimit)] {
		chosen.input.options = append(chosen.input.options, option{personaText(p.ID), p.Name})
	}
	return chosen.offered()
}

// slackUser is what the id of a person looks like.
var slackUser = regexp.MustCompile(`^[UW][A-Z0-9]{1,30}$`)

func asItIs(value string) string { return value }
