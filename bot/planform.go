package bot

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// The buttons under a plan and in its forms.
const (
	actionEditChannel = "plan_edit_channel"
	actionEditPersona = "plan_edit_persona"
	actionAddChannel  = "plan_add_channel"
	actionAddPersona  = "plan_add_persona"
	actionTarget      = "plan_target"
	actionCopy        = "plan_copy"

	actionPick    = "plan_pick"    // a name in the list of those that can be edited
	actionCard    = "plan_card"    // all of a channel but its figures
	actionArchive = "plan_archive" // of the channel or persona shown
	actionBack    = "plan_back"    // from what is about to be saved to the form
)

// The modals: a form, and what it is about to change.
const (
	formPlan    = "plan_form"
	formConfirm = "plan_confirm"
)

// planRoutes are the buttons and modals that change a plan. Only managers may
// press or send any of them.
func (b *Bot) planRoutes(r routes) {
	for action, answer := range map[string]handler{
		actionEditChannel: b.opening(planForm{Kind: listChannels}),
		actionEditPersona: b.opening(planForm{Kind: listPersonas}),
		actionAddChannel:  b.opening(planForm{Kind: cardForm}),
		actionAddPersona:  b.opening(planForm{Kind: personaForm}),
		actionTarget:      b.opening(planForm{Kind: targetForm}),
		actionCopy:        b.opening(planForm{Kind: copyForm}),
		actionPick:        b.pickForm,
		actionCard:        b.pushCard,
		actionArchive:     b.pushArchive,
		actionBack:        b.backToForm,
	} {
		r.actions[action] = b.managing(answer)
	}
	r.submissions[formPlan] = b.managing(b.submitPlanForm)
	r.submissions[formConfirm] = b.managing(b.savePlanForm)
}

// managing refuses everybody but managers.
func (b *Bot) managing(answer handler) handler {
	return func(ctx context.Context, a asked) (reply, error) {
		if err := b.managersOnly(ctx, a); err != nil {
			return reply{}, err
		}
		return answer(ctx, a)
	}
}

// formKind is what a form changes.
type formKind string

const (
	listChannels   formKind = "channels" // changes nothing: which one?
	listPersonas   formKind = "personas"
	figuresForm    formKind = "figures" // a channel's rates, commitments and dates
	cardForm       formKind = "card"    // the rest of a channel; without an id a new one
	personaForm    formKind = "persona" // without an id a new one
	targetForm     formKind = "target"
	copyForm       formKind = "copy"            // the month before, nothing to fill in
	archiveChannel formKind = "archive_channel" // nothing to fill in
	archivePersona formKind = "archive_persona"
	restoreChannel formKind = "restore_channel"
	restorePersona formKind = "restore_persona"
)

// planForm is what a form carries from where it is opened to where it is saved.
type planForm struct {
	whence
	Kind  formKind       `json:"kind"`
	ID    int64          `json:"id,omitempty"` // of the channel or persona
	Month calendar.Month `json:"month"`        // whose plan it changes, and those after it
	// Shown marks the values that the form showed, by field: what differs later
	// was changed by somebody else, after Since, in seconds.
	Shown map[string]string `json:"shown,omitempty"`
	Since int64             `json:"since,omitempty"`
	// Typed are the values to save, canonical, by field.
	Typed map[string]string `json:"typed,omitempty"`
	// Turn counts how often the form was shown: Slack keeps what stands in an
	// input as long as it goes by the same name.
	Turn int  `json:"turn,omitempty"`
	Over bool `json:"over,omitempty"` // another form stays open below it
}

// segment is the channel or the persona that a form is about.
func (p planForm) segment() ledger.Segment {
	switch p.Kind {
	case personaForm, archivePersona, restorePersona:
		return ledger.Segment{Persona: ledger.PersonaID(p.ID)}
	case figuresForm, cardForm, archiveChannel, restoreChannel:
		return ledger.Segment{Channel: ledger.ChannelID(p.ID)}
	}
	return ledger.Segment{}
}

// adds reports whether the form adds what it describes.
func (p planForm) adds() bool { return p.ID == 0 && (p.Kind == cardForm || p.Kind == personaForm) }

// blockID names the input of a field, anew each time the form is shown.
func (p planForm) blockID(field string) string {
	if p.Turn == 0 {
		return field
	}
	return field + "." + strconv.Itoa(p.Turn)
}

func (a asked) planForm() (p planForm, err error) {
	if err = json.Unmarshal([]byte(a.form.private), &p); err != nil {
		return p, fmt.Errorf("read what a form of the plan carries: %w", err)
	}
	if p.Month.IsZero() {
		err = errors.New("a form of the plan is of no month")
	}
	return p, err
}

// mark stands for a value where the value itself would be too long.
func mark(value string) string {
	sum := sha256.Sum256([]byte(value))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// formMaker makes forms from a plan as it stands.
type formMaker struct {
	planWords
	plan  sla.Plan
	today calendar.Date
}

// plans are the books, or an open page of them.
type plans interface {
	Plan(ctx context.Context, m calendar.Month) (sla.Plan, error)
}

// maker reads the plan that a form is about.
func (a asked) maker(ctx context.Context, from plans, m calendar.Month) (formMaker, error) {
	plan, err := from.Plan(ctx, m)
	if err != nil {
		return formMaker{}, fmt.Errorf("read the plan of %s: %w", m, err)
	}
	return formMaker{planWords{a.say, a.settings, a.catalogue}, plan, a.today}, nil
}
