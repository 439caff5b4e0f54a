package lang

import (
	"cmp"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/treve-bot/treve/internal/calendar"
)

// Say returns a message. Numbers, days and lists among the arguments are
// written as the language does, and a nested ID or Problem is said in it. A
// message that does not exist comes out as its id, a placeholder nobody filled
// as its name in angle brackets: visible, and never a crash.
func (s Speaker) Say(id ID, args Args) string {
	return s.localize(&i18n.LocalizeConfig{MessageID: string(id), TemplateData: s.fill(id, args)})
}

// Count returns a message in the singular or the plural of n, which it may show
// as {{.n}}.
func (s Speaker) Count(id ID, n int64, args Args) string {
	data := s.fill(id, args)
	data["n"] = s.Int(n)
	return s.localize(&i18n.LocalizeConfig{MessageID: string(id), PluralCount: n, TemplateData: data})
}

// Problem says what a person can put right.
func (s Speaker) Problem(p *Problem) string { return s.Say(p.ID, p.Args) }

// localize keeps go-i18n's best effort, which is the other language, over its
// error.
func (s Speaker) localize(config *i18n.LocalizeConfig) string {
	text, _ := spoken().localizers[s.language()].Localize(config)
	return cmp.Or(text, config.MessageID)
}

// language makes the zero Speaker, and one of a language not spoken, French.
func (s Speaker) language() Language {
	if s.Language == English {
		return English
	}
	return French
}

func (s Speaker) fill(id ID, args Args) map[string]any {
	names := spoken().placeholders[id]
	data := make(map[string]any, len(names)+1)
	for _, name := range names {
		data[name] = "⟨" + name + "⟩"
	}
	for name, value := range args {
		data[name] = s.word(value)
	}
	return data
}

// word writes an argument in the language. Decimals are left alone: only the
// caller knows whether they are amounts, shares or rates.
func (s Speaker) word(value any) any {
	switch v := value.(type) {
	case int:
		return s.Int(int64(v))
	case int64:
		return s.Int(v)
	case calendar.Date:
		return s.Day(v)
	case calendar.Month:
		return s.Month(v)
	case calendar.TimeOfDay:
		return s.Clock(v)
	case []string:
		return s.List(v)
	case ID:
		return s.Say(v, nil)
	case *Problem:
		return s.Problem(v)
	}
	return value
}
