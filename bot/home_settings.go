package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// The buttons of the Home tab that only managers have, and their modals.
const (
	actionSettings = "home_settings"
	actionClosure  = "home_closure"
	formSettings   = "settings_form"
	formClosure    = "closure_form"
)

// homeRoutes are what managers do from the Home tab.
func (b *Bot) homeRoutes(r routes) {
	r.actions[actionSettings] = b.managing(b.openSettings)
	r.actions[actionClosure] = b.managing(b.openClosure)
	r.submissions[formSettings] = b.managing(b.submitSettings)
	r.submissions[formClosure] = b.managing(b.submitClosure)
}

func (b *Bot) openSettings(_ context.Context, a asked) (reply, error) {
	v := settingsView(a)
	return reply{View: &v}, nil
}

func (b *Bot) openClosure(_ context.Context, a asked) (reply, error) {
	v := closureView(a)
	return reply{View: &v}, nil
}

// settingsForm is what the modal carries: the settings as it showed them, so that
// only what the person changed is written.
type settingsForm struct {
	whence
	Shown map[string]string `json:"shown"`
}

// submitSettings writes the settings that were changed, all together, or says
// beside its field what can be put right.
func (b *Bot) submitSettings(ctx context.Context, a asked) (reply, error) {
	var carries settingsForm
	if err := json.Unmarshal([]byte(a.form.private), &carries); err != nil {
		return reply{}, fmt.Errorf("read what a modal carries: %w", err)
	}
	changes, refused, err := b.settingsTyped(ctx, a, carries.Shown)
	if err != nil || len(refused) > 0 {
		return reply{Errors: refused}, err
	}
	done, _, err := once(ctx, b, a, func(ctx context.Context, p Page) ([]optionSet, error) {
		return a.setOptions(ctx, p, changes)
	})
	if err != nil {
		return a.besideField(err, "day_ends_at")
	}
	l := letter{say: a.say}
	for _, one := range done {
		l.add(settingsWords{a.say, a.catalogue}.changedReply(one).Text)
	}
	return l.reply(), nil
}

// settingsTyped reads the fields that differ from what was shown.
func (b *Bot) settingsTyped(ctx context.Context, a asked, shown map[string]string) (changes []phrase.SetOption, refused map[string]string, err error) {
	refused = map[string]string{}
	for _, field := range settingsFields {
		value := field.read(a.form.fields[field.key])
		if value == shown[field.key] {
			continue
		}
		value, err = b.settingTyped(ctx, a, field.key, value)
		if problem, ok := errors.AsType[*lang.Problem](err); ok {
			refused[field.key] = lang.Capital(a.say.Problem(problem))
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		changes = append(changes, phrase.SetOption{Key: field.key, Value: value})
	}
	return changes, refused, nil
}

// settingTyped returns one setting as it is written down, or what is wrong with
// it alone.
func (b *Bot) settingTyped(ctx context.Context, a asked, key, value string) (string, error) {
	if key == "recap_in" {
		return b.conversationsChosen(ctx, a, value)
	}
	tried := a.settings
	return value, tried.SetOption(key, value)
}

// conversationsChosen writes down where recaps go, of conversations chosen by id:
// only where they can be posted.
func (b *Bot) conversationsChosen(ctx context.Context, a asked, ids string) (string, error) {
	chosen := []ledger.Conversation{}
	for _, id := range strings.FieldsFunc(ids, func(r rune) bool { return r == ',' }) {
		found, err := b.mayPost(ctx, ledger.Conversation{ID: id})
		if err != nil {
			return "", err
		}
		chosen = append(chosen, ledger.Conversation{ID: found.ID, Name: oneLine(found.Name), SetBy: a.person.ID})
	}
	value, err := json.Marshal(chosen)
	if err != nil {
		return "", fmt.Errorf("write down where recaps go: %w", err)
	}
	return string(value), nil
}

func (a asked) setOptions(ctx context.Context, p Page, changes []phrase.SetOption) (done []optionSet, err error) {
	settings, err := p.Settings(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		old := settings.Option(c.Key)
		if err := settings.SetOption(c.Key, c.Value); err != nil {
			return nil, err
		}
		done = append(done, optionSet{c.Key, old, settings.Option(c.Key)})
	}
	if err := consistent(settings); err != nil {
		return nil, err
	}
	for _, c := range changes {
		if err := p.SetOption(ctx, c.Key, c.Value, a.by()); err != nil {
			return nil, err
		}
	}
	return done, nil
}

// submitClosure declares days off.
func (b *Bot) submitClosure(ctx context.Context, a asked) (reply, error) {
	first, err := calendar.ParseDate(a.form.fields[fieldDay])
	if err != nil {
		return reply{Errors: map[string]string{fieldDay: a.say.Say("leads.form.no_day", nil)}}, nil //nolint:nilerr // told beside the field
	}
	last, err := calendar.ParseDate(a.form.fields[fieldLastDay])
	if err != nil {
		last = first
	}
	out, err := b.changePlan(ctx, a, phrase.Close{First: first, Last: last})
	if err != nil {
		return a.besideField(err, fieldLastDay)
	}
	return out, nil
}

// besideField shows a problem beside a field of the modal, which stays open.
func (a asked) besideField(err error, field string) (reply, error) {
	problem, ok := errors.AsType[*lang.Problem](err)
	if !ok {
		return reply{}, err
	}
	return reply{Errors: map[string]string{field: lang.Capital(a.say.Problem(problem))}}, nil
}
