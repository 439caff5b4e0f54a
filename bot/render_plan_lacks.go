package bot

import (
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/sla"
)

// A list in a sentence names so many things and counts the rest.
const mostNamed = 6

// lacking says what a plan still needs, with so many examples of how to type
// it.
func (w planWords) lacking(plan sla.Plan, examples int) []string {
	missing := lacks(w.catalogue, plan)
	if len(missing) == 0 {
		return nil
	}
	var names []string
	for _, l := range missing[:min(len(missing), mostNamed)] {
		names = append(names, w.say.Say(lang.ID("plan.lack."+string(l.what)), lang.Args{"name": w.segment(l.segment)}))
	}
	if more := int64(len(missing) - len(names)); more > 0 {
		names = append(names, w.say.Count("plan.lack.more", more, lang.Args{}))
	}
	lines := []string{w.say.Say("plan.lacks", lang.Args{"names": names})}
	for _, l := range missing[:min(len(missing), examples)] {
		lines = append(lines, "• "+w.example(l))
	}
	return lines
}

// example is a line that can be typed as it stands to supply what is lacking.
func (w planWords) example(l lack) string {
	channel, persona := w.catalogue.Channel(l.segment.Channel).Name, w.catalogue.Persona(l.segment.Persona).Name
	return code(w.say.Say(lang.ID("plan.example."+string(l.what)), lang.Args{
		"channel": strings.ToLower(channel), "persona": strings.ToLower(persona),
	}))
}
