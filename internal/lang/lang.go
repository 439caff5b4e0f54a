// Package lang is what the product says, in French and in English: messages,
// numbers, amounts, dates and plurals. The sentences live in messages/*.json,
// one pair of files for each surface.
package lang

import "strings"

// ID names a message of the catalogues, such as "leads.recorded".
type ID string

// Args fill a message's placeholders.
type Args map[string]any

// Language is a language the product speaks.
type Language string

// The languages spoken. French comes first and is the default.
const (
	French  Language = "fr"
	English Language = "en"
)

// Of returns the language for a locale such as "fr-FR" or "en-US"; fallback
// when the locale is empty, English for a language that is not spoken.
func Of(locale string, fallback Language) Language {
	switch {
	case locale == "":
		return fallback
	case strings.HasPrefix(strings.ToLower(locale), "fr"):
		return French
	}
	return English
}

// Problem is an error the person at the keyboard can put right. Whoever speaks
// to them says it in their language; it is never logged.
type Problem struct {
	ID   ID
	Args Args
}

// Refuse makes a Problem.
func Refuse(id ID, args Args) *Problem { return &Problem{id, args} }

// Error returns the message id, which is all a log should ever see.
func (p *Problem) Error() string { return string(p.ID) }

// Speaker says messages, numbers and dates in one language.
type Speaker struct{ Language Language }

// Speak returns the speaker of a language.
func Speak(l Language) Speaker { return Speaker{l} }
