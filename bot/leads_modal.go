package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// formLeads is the modal's name, and the names of its parts; a persona's number
// stands in "persona_" and its id.
const (
	formLeads    = "leads_form"
	fieldDay     = "day"
	fieldChannel = "channel"
	fieldPersona = "persona_"
)

// sheet is what the modal carries from where it is opened to where it is sent.
type sheet struct {
	whence
	Replaces string `json:"replaces,omitempty"` // request that is being edited
	Set      bool   `json:"set,omitempty"`      // its lines set totals
	Missing  string `json:"missing,omitempty"`  // day whose missing entries it was opened from
}

// catalogued refuses a form to record with before there is something to record it for.
func catalogued(names ledger.Catalogue) error {
	switch {
	case len(names.Channels) == 0:
		return lang.Refuse("phrase.no_channels_yet", nil)
	case len(names.Personas) == 0:
		return lang.Refuse("phrase.no_personas_yet", nil)
	}
	return nil
}

// doorTo answers what can open no form with the button that does.
func doorTo(say lang.Speaker, here lang.ID, action string, label lang.ID) reply {
	l := letter{say: say}
	l.add(say.Say(here, nil))
	l.buttons(primary(button(action, say.Say(label, nil), "form")))
	return l.reply()
}

// openForm opens the modal; a message opens none, and gets the button that does.
func (b *Bot) openForm(_ context.Context, a asked) (reply, error) {
	names := a.catalogue.Active()
	if err := catalogued(names); err != nil {
		return reply{}, err
	}
	if a.triggerID == "" {
		return doorTo(a.say, "leads.form.here", actionForm, "leads.button.form"), nil
	}
	f := filled{Day: a.today}
	if len(names.Channels) == 1 { // the only one there is to choose, as guests often have
		f.Channel = names.Channels[0].ID
	}
	v := formView(a.say, names.Channels, names.Personas, sheet{whence: a.whence()}, f)
	return reply{View: &v}, nil
}

// pressEdit opens the modal on the lines of a request.
func (b *Bot) pressEdit(_ context.Context, a asked) (reply, error) {
	c, lines, err := a.carriedLines()
	if err != nil {
		return reply{}, err
	}
	f := filled{Day: lines[0].Cell.Day, Channel: lines[0].Cell.Channel, Counts: map[ledger.PersonaID]int64{}}
	for _, l := range lines {
		f.Counts[l.Cell.Persona] = l.Count
	}
	carries := sheet{whence: a.whence(), Replaces: c.Replaces, Set: lines[0].Set, Missing: c.Missing}
	carries.InPlace = true
	names := a.catalogue.Active()
	v := formView(a.say, names.Channels, names.Personas, carries, f)
	return reply{View: &v}, nil
}

// oneForm reports whether the modal can show lines: one day, one channel, each
// persona once, all counts or all totals.
func oneForm(lines []ledger.Line) bool {
	seen := map[ledger.PersonaID]bool{}
	for _, l := range lines {
		first := lines[0]
		if l.Cell.Stage != ledger.Lead || l.Set != first.Set || l.Cell.Day != first.Cell.Day || l.Cell.Channel != first.Cell.Channel || seen[l.Cell.Persona] {
			return false
		}
		seen[l.Cell.Persona] = true
	}
	return true
}

// submitForm records what was filled in. What can be put right is said beside
// its field, and the modal stays open.
func (b *Bot) submitForm(ctx context.Context, a asked) (reply, error) {
	var carries sheet
	if err := json.Unmarshal([]byte(a.form.private), &carries); err != nil {
		return reply{}, fmt.Errorf("read what a modal carries: %w", err)
	}
	a = a.sentOnce(carries.Missing)
	lines, field, err := a.formLines(carries.Set)
	if err == nil {
		var out reply
		out, err = b.write(ctx, a, writing{Lines: lines, Replaces: carries.Replaces})
		if err == nil {
			return b.withMissing(ctx, a)(out, nil)
		}
	}
	var problem *lang.Problem
	if !errors.As(err, &problem) {
		return reply{}, err
	}
	if problem.ID == "record.future_day" || problem.ID == "record.closed_month" {
		field = fieldDay
	}
	return reply{Errors: map[string]string{field: lang.Capital(a.say.Problem(problem))}}, nil
}

// sentOnce answers in the name of the modal rather than of its delivery. Slack
// leaves a modal open where it did not hear the acknowledgement: whoever sends it
// again, changed or not, is told what it has recorded.
func (a asked) sentOnce(missing string) asked {
	return a.settling(carried{Key: cmp.Or(a.form.id, a.key), Missing: missing})
}

// withMissing lets an answer take the place of the letter that it came from, with
// what is still missing.
func (b *Bot) withMissing(ctx context.Context, a asked) func(reply, error) (reply, error) {
	return func(out reply, err error) (reply, error) {
		day, none := calendar.ParseDate(a.missing)
		if err != nil || none != nil {
			return out, err
		}
		return b.leftOf(ctx, a, out, day)
	}
}

// formLines reads the fields; an empty one says nothing. field is where a
// problem with the counts is told.
func (a asked) formLines(set bool) (lines []ledger.Line, field string, err error) {
	day, err := calendar.ParseDate(a.form.fields[fieldDay])
	if err != nil {
		return nil, fieldDay, lang.Refuse("leads.form.no_day", nil)
	}
	channel, err := strconv.ParseInt(a.form.fields[fieldChannel], 10, 64)
	if err != nil {
		return nil, fieldChannel, lang.Refuse("leads.form.no_channel", nil)
	}
	for _, p := range a.catalogue.Active().Personas {
		block := fieldPersona + strconv.FormatInt(int64(p.ID), 10)
		text := strings.TrimSpace(a.form.fields[block])
		if field == "" {
			field = block
		}
		if text == "" {
			continue
		}
		count, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, block, lang.Refuse("leads.form.no_number", nil)
		}
		if len(lines) == 0 {
			field = block
		}
		lines = append(lines, ledger.Line{Count: count, Set: set, Cell: ledger.Cell{
			Day: day, Channel: ledger.ChannelID(channel), Persona: p.ID, Stage: ledger.Lead,
		}})
	}
	if len(lines) == 0 {
		return nil, field, lang.Refuse("leads.form.empty", nil)
	}
	return lines, field, nil
}
