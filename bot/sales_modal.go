package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// The modal of /sales, the button that opens it, and the names of its parts; day
// and channel are called as in that of /leads.
const (
	actionSalesForm = "sales_form_open"
	formSales       = "sales_form"
	fieldStage      = "stage"
	fieldSegment    = "persona"
	fieldCount      = "count"
	fieldAmount     = "amount"
	fieldReason     = "reason"
)

// salesStages are what sales may say of leads, in the order they are shown.
var salesStages = []ledger.Stage{ledger.Contacted, ledger.Won, ledger.Lost, ledger.Rejected}

// salesRoutes are the button and the modal of /sales.
func (b *Bot) salesRoutes(r routes) {
	r.actions[actionSalesForm] = b.openSalesForm
	r.submissions[formSales] = b.submitSalesForm
	r.actions[actionCaughtUp] = b.pressCaughtUp
	r.actions[actionConcede] = b.pressContest(true)
	r.actions[actionUphold] = b.pressContest(false)
}

// openSalesForm opens the modal; a message opens none, and gets the button that
// does.
func (b *Bot) openSalesForm(_ context.Context, a asked) (reply, error) {
	names := a.catalogue.Active()
	if err := catalogued(names); err != nil {
		return reply{}, err
	}
	if a.triggerID == "" {
		return doorTo(a.say, "sales.form.here", actionSalesForm, "sales.button.form"), nil
	}
	v := salesView(a, names)
	return reply{View: &v}, nil
}

func salesView(a asked, names ledger.Catalogue) slack.ModalViewRequest {
	say := a.say
	count := slack.NewNumberInputBlockElement(nil, fieldCount, false)
	count.MinValue, count.MaxValue = strconv.Itoa(-ledger.MaxCount), strconv.Itoa(ledger.MaxCount)
	amount := slack.NewPlainTextInputBlockElement(nil, fieldAmount)
	amount.MaxLength = 40
	var stages, personas, reasons []choice
	for _, s := range salesStages {
		stages = append(stages, choice{string(s), say.Say("sales.form.stage."+lang.ID(s), nil)})
	}
	for _, p := range names.Personas {
		personas = append(personas, choice{strconv.FormatInt(int64(p.ID), 10), p.Name})
	}
	for _, r := range ledger.Reasons {
		reasons = append(reasons, choice{string(r), lang.Capital(say.Say("phrase.reason."+lang.ID(r), nil))})
	}
	blocks := []slack.Block{
		selectInput(say, fieldStage, "sales.form.what", stages, string(ledger.Contacted)),
		dayInput(say, a.today),
		channelInput(say, names.Channels, 0),
		selectInput(say, fieldSegment, "sales.form.persona", personas, ""),
		slack.NewInputBlock(fieldCount, plain(say.Say("sales.form.count", nil), labelRunes), nil, count),
		slack.NewInputBlock(fieldAmount, plain(say.Say("sales.form.amount", nil), labelRunes),
			plain(say.Say("sales.form.amount.hint", nil), labelRunes), amount).WithOptional(true),
		selectInput(say, fieldReason, "sales.form.reason", reasons, "").WithOptional(true),
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: formSales, PrivateMetadata: string(encode(sheet{whence: a.whence()})),
		Title:  plain(say.Say("sales.form.title", nil), titleRunes),
		Submit: plain(say.Say("leads.form.submit", nil), titleRunes),
		Close:  plain(say.Say("leads.form.close", nil), titleRunes),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// choice is one option of a select: what it carries, and what it says.
type choice struct{ value, label string }

// selectInput asks for one of some choices, of which one may be chosen already.
func selectInput(say lang.Speaker, id string, label lang.ID, choices []choice, chosen string) *slack.InputBlock {
	var options []*slack.OptionBlockObject
	var initial *slack.OptionBlockObject
	for _, c := range choices[:min(len(choices), optionsLimit)] {
		option := slack.NewOptionBlockObject(c.value, plain(c.label, optionRunes), nil)
		options = append(options, option)
		if c.value == chosen {
			initial = option
		}
	}
	pick := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(say.Say("leads.form.choose", nil), 150), id, options...)
	pick.InitialOption = initial
	return slack.NewInputBlock(id, plain(say.Say(label, nil), labelRunes), nil, pick)
}

// submitSalesForm records what was filled in, or says beside its field what can
// be put right.
func (b *Bot) submitSalesForm(ctx context.Context, a asked) (reply, error) {
	if err := json.Unmarshal([]byte(a.form.private), &sheet{}); err != nil {
		return reply{}, fmt.Errorf("read what a modal carries: %w", err)
	}
	a = a.sentOnce("")
	line, field, err := a.salesLine()
	if err == nil {
		var out reply
		if out, err = b.write(ctx, a, writing{Lines: []ledger.Line{line}}); err == nil {
			return out, nil
		}
		field = fieldCount
	}
	problem, ok := errors.AsType[*lang.Problem](err)
	if !ok {
		return reply{}, err
	}
	if problem.ID == "record.future_day" || problem.ID == "record.closed_month" {
		field = fieldDay
	}
	return reply{Errors: map[string]string{field: lang.Capital(a.say.Problem(problem))}}, nil
}

// salesLine reads the fields; field is where a problem is told.
func (a asked) salesLine() (line ledger.Line, field string, err error) {
	line.Cell.Stage = ledger.Stage(a.form.fields[fieldStage])
	if line.Cell.Day, err = calendar.ParseDate(a.form.fields[fieldDay]); err != nil {
		return line, fieldDay, lang.Refuse("leads.form.no_day", nil)
	}
	channel, err := strconv.ParseInt(a.form.fields[fieldChannel], 10, 64)
	if err != nil {
		return line, fieldChannel, lang.Refuse("leads.form.no_channel", nil)
	}
	persona, err := strconv.ParseInt(a.form.fields[fieldSegment], 10, 64)
	if err != nil {
		return line, fieldSegment, lang.Refuse("sales.form.no_persona", nil)
	}
	line.Cell.Channel, line.Cell.Persona = ledger.ChannelID(channel), ledger.PersonaID(persona)
	if line.Count, err = strconv.ParseInt(strings.TrimSpace(a.form.fields[fieldCount]), 10, 64); err != nil {
		return line, fieldCount, lang.Refuse("leads.form.no_number", nil)
	}
	switch line.Cell.Stage {
	case ledger.Won:
		line.AmountCents, err = phrase.Amount(a.form.fields[fieldAmount], a.phrases())
		if err != nil || line.AmountCents == 0 {
			return line, fieldAmount, lang.Refuse("sales.form.no_amount", nil)
		}
	case ledger.Rejected:
		if line.Note = a.form.fields[fieldReason]; line.Note == "" {
			return line, fieldReason, lang.Refuse("sales.form.no_reason", nil)
		}
	}
	return line, "", nil
}
