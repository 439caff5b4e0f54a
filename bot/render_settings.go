package bot

import (
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// settingsTyped are the settings that text changes, in the order they are read.
// Those of the recap belong to /recap.
var settingsTyped = []string{
	"language", "time_zone", "country", "alsace", "calendar_days", "hide_euros", "sales_names",
	"default_persona", "day_begins_at", "day_ends_at", "closes_after", "nudges", "nudge_at", "alerts", "alerts_public", "currency", "held_share", "at_risk_below", "off_track_below",
	"maturity",
}

// settingsWords says the settings.
type settingsWords struct {
	say       lang.Speaker
	catalogue ledger.Catalogue
}

// reply lists every setting with the words that change it, which only managers
// are shown.
func (w settingsWords) reply(s ledger.Settings, more []string, manager bool) reply {
	l := letter{say: w.say}
	title := w.say.Say("settings.title", nil)
	l.title(title, title)
	var lines []string
	for _, key := range settingsTyped {
		line := w.line(key, s)
		if manager {
			line += " · " + code(w.say.Say(lang.ID("settings.type."+key), lang.Args{"persona": w.anyPersona()}))
		}
		lines = append(lines, line)
	}
	l.add(lines...)
	l.add(append(more, w.recap(s), w.signers(s))...)
	if !manager {
		l.note(w.say.Say("settings.managers_change", nil))
	}
	return l.reply()
}

func (w settingsWords) line(key string, s ledger.Settings) string {
	return w.say.Say("settings.line", lang.Args{"label": w.label(key), "value": w.value(key, s.Option(key))})
}

// changedReply says what a change of a setting did.
func (w settingsWords) changedReply(done optionSet) reply {
	args := lang.Args{"label": w.label(done.Key), "old": w.value(done.Key, done.Old), "new": w.value(done.Key, done.New)}
	id := lang.ID("settings.changed")
	if done.Old == done.New {
		id = "settings.same"
	}
	return textReply(w.say.Say(id, args))
}

func (w settingsWords) label(key string) string {
	return w.say.Say(lang.ID("settings.label."+key), nil)
}

// value says a setting's canonical text as people do.
func (w settingsWords) value(key, value string) string {
	switch key {
	case "language":
		return w.say.Say(lang.ID("settings.language."+value), nil)
	case "alsace", "calendar_days", "hide_euros", "sales_names", "recap_paused", "nudges", "alerts", "alerts_public":
		return w.say.Say(lang.ID("settings.bool."+value), nil)
	case "default_persona":
		return w.persona(value)
	case "closes_after":
		return w.say.Say("settings.after_days", lang.Args{"days": value})
	case "held_share", "at_risk_below", "off_track_below":
		return w.say.Say("settings.percent", lang.Args{"n": value})
	case "country":
		return w.country(value)
	case "maturity":
		return w.maturity(value)
	}
	return escape(value)
}

// maturity says a curve point by point.
func (w settingsWords) maturity(value string) string {
	curve, _ := ledger.ParseMaturity(value)
	var points []string
	for _, p := range curve {
		share := w.say.Percent(p.Share, max(0, -p.Share.Exponent()-2))
		points = append(points, w.say.Say("settings.maturity.point", lang.Args{"share": share, "days": p.Days}))
	}
	if len(points) == 0 {
		return w.say.Say("settings.maturity.learned", nil)
	}
	return w.say.List(points)
}

// country names the country where the catalogue knows it.
func (w settingsWords) country(code string) string {
	if code == "FR" {
		return w.say.Say("settings.france", nil)
	}
	return escape(code)
}

func (w settingsWords) persona(id string) string {
	for _, p := range w.catalogue.Personas {
		if (ledger.Settings{DefaultPersona: p.ID}).Option("default_persona") == id {
			return escape(p.Name)
		}
	}
	return w.say.Say("settings.no_persona", nil)
}

// anyPersona is a persona's name for an example.
func (w settingsWords) anyPersona() string {
	if personas := w.catalogue.Active().Personas; len(personas) > 0 {
		return strings.ToLower(personas[0].Name)
	}
	return "pme"
}

// recap says where and when the recap goes; /recap changes it.
func (w settingsWords) recap(s ledger.Settings) string {
	if len(s.RecapIn) == 0 {
		return w.say.Say("settings.recap.nowhere", nil)
	}
	var names []string
	for _, c := range s.RecapIn {
		names = append(names, "<#"+c.ID+">")
	}
	id := lang.ID("settings.recap")
	if s.RecapPaused {
		id = "settings.recap.paused"
	}
	return w.say.Say(id, lang.Args{"at": s.RecapAt, "in": names})
}

// exceptionsLine lists the days off and the days worked that the workspace has
// declared from a day on.
func exceptionsLine(say lang.Speaker, exceptions []calendar.Exception, from calendar.Date) string {
	var parts []string
	for _, e := range exceptions {
		if e.Last.Before(from) {
			continue
		}
		id := "settings.closed"
		if e.Working {
			id = "settings.opened"
		}
		if e.First == e.Last {
			id += ".day"
		}
		parts = append(parts, say.Say(lang.ID(id), lang.Args{"first": say.NumericDay(e.First), "last": say.NumericDay(e.Last)}))
	}
	if len(parts) == 0 {
		return ""
	}
	return say.Say("settings.exceptions", lang.Args{"list": clipList(say, parts)})
}
