package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

// mention is how a message calls somebody in Slack.
var mention = regexp.MustCompile(`<@(\w+)>`)

// sayWords prints what would be said in Slack, with names for those it calls
// there: a terminal knows no user ids.
func (p *program) sayWords(ctx context.Context, books *store.Space, text string) error {
	names := map[string]string{}
	for _, called := range mention.FindAllStringSubmatch(text, -1) {
		person, err := books.Person(ctx, called[1])
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			return err
		}
		if person.Name != "" {
			names[called[0]] = "@" + person.Name
		}
	}
	_, err := fmt.Fprintln(p.stdout, mention.ReplaceAllStringFunc(text, func(called string) string {
		if name, known := names[called]; known {
			return name
		}
		return called
	}))
	return err
}
