package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

// read reads a form that was sent: the values somebody gave other than those
// shown, and beside each field what is wrong with it, all at once.
func (a asked) read(p planForm, fields []field) (typed, wrong map[string]string, err error) {
	typed, wrong = map[string]string{}, map[string]string{}
	for _, f := range fields {
		value, given, err := f.given(a.form.fields[p.blockID(f.id)])
		problem, refused := errors.AsType[*lang.Problem](err)
		switch {
		case refused:
			wrong[p.blockID(f.id)] = strings.ReplaceAll(lang.Capital(a.say.Problem(problem)), "`", "") // nothing is parsed there
		case err != nil:
			return nil, nil, fmt.Errorf("read field %s: %w", f.id, err)
		case given && mark(value) != p.Shown[f.id]:
			typed[f.id] = value
		}
	}
	return typed, wrong, nil
}

// given is the value that an input stands for; an empty one may stand for none,
// or say nothing.
func (f field) given(text string) (value string, given bool, err error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "" && f.keeps:
		return "", false, nil
	case text == "" && !f.needed:
		return "", true, nil
	}
	value, err = f.read(text)
	return value, true, err
}

// marks marks the values of fields as they are.
func marks(fields []field) map[string]string {
	all := map[string]string{}
	for _, f := range fields {
		all[f.id] = mark(f.value)
	}
	return all
}

// moved are the fields whose value somebody else has changed since they were
// shown.
func (p planForm) moved(fields []field) (moved []field) {
	for _, f := range fields {
		if before, ok := p.Shown[f.id]; ok && before != mark(f.value) {
			moved = append(moved, f)
		}
	}
	return moved
}

// changes are the fields that typed values differ from.
func (p planForm) changes(fields []field) (changed []field) {
	for _, f := range fields {
		if value, ok := p.Typed[f.id]; ok && value != f.value {
			changed = append(changed, f)
		}
	}
	return changed
}

// commands are the changes a form asks for, one by one.
func (p planForm) commands(fields []field, of ledger.Segment) []phrase.Command {
	var all []phrase.Command
	for _, f := range p.changes(fields) {
		all = append(all, f.set(of, p.Typed[f.id]))
	}
	return all
}

// staleError is a form whose values somebody else has changed meanwhile.
type staleError struct{}

func (staleError) Error() string { return "the values shown have been changed meanwhile" }

// byWhom names who gave fields their value, as far as the plan and the log tell.
func (b *Bot) byWhom(ctx context.Context, plan sla.Plan, p planForm, moved []field) (map[string]string, error) {
	log, err := b.Books.Audit(ctx, auditRead)
	if err != nil {
		return nil, fmt.Errorf("look for who changed the plan: %w", err)
	}
	authors := map[string]string{}
	for _, f := range moved {
		for _, c := range slices.Backward(plan.Changes) {
			if c.What == string(f.what) && c.Segment == f.of && c.New == f.value && authors[f.id] == "" {
				authors[f.id] = c.Author
			}
		}
		for _, line := range log {
			if authors[f.id] == "" && f.logged(line) && !line.At.Before(time.Unix(p.Since, 0)) {
				authors[f.id] = line.Author
			}
		}
	}
	return authors, nil
}

// Of the log so many of the latest lines are looked through.
const auditRead = 200

// logged reports whether a line of the log is about the field taking its value.
func (f field) logged(line ledger.AuditLine) bool {
	kind, name := "channel ", strings.TrimSuffix(f.id, "s")
	if f.of.Persona != 0 {
		kind = "persona "
	}
	switch f.what {
	case channelPersonaSet:
		name = "default_persona"
	case aliasesSet:
		name = "aliases"
	}
	return strings.HasPrefix(line.What, kind+name+" ") && line.New == f.value
}
