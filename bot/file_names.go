package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/phrase"
)

// fieldName begins the block of a name's select; its place in the file follows.
const fieldName = "name_"

// naming is the names of a file that are asked about: as many as a button has
// room for, the others once these are decided.
type naming struct {
	drop
	whence `json:"w,omitzero"`
	Names  []asking `json:"m,omitempty"`
}

// asking is one name to decide of, by its place in the file.
type asking struct {
	Place   int    `json:"i"`
	Text    string `json:"t"`
	Persona bool   `json:"p,omitempty"`
}

// namingOf asks about as many of the unknown names as fit into a button.
func namingOf(f intake.File, d drop, unknown []int) naming {
	names, n := f.Names(), naming{drop: d}
	for _, place := range unknown {
		n.Names = append(n.Names, asking{place, clip(names[place].Text, optionRunes), names[place].Persona})
		if len(encode(n)) > valueBytes || len(n.Names) > personasLimit {
			n.Names = n.Names[:len(n.Names)-1]
			break
		}
	}
	return n
}

func namingFrom(text string) (n naming, err error) {
	if err = json.Unmarshal([]byte(text), &n); err != nil {
		err = fmt.Errorf("read which names are asked about: %w", err)
	}
	return n, err
}

// pressNameFile opens the modal in which each name gets its meaning.
func (b *Bot) pressNameFile(ctx context.Context, a asked) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	n, err := namingFrom(a.value)
	if err != nil {
		return reply{}, err
	}
	n.whence = a.whence()
	n.InPlace = true
	v := fileWords{planWords{a.say, a.settings, a.catalogue}}.namesForm(n)
	return reply{View: &v}, nil
}

// pressAddNames has every name that means nothing added under itself.
func (b *Bot) pressAddNames(ctx context.Context, a asked) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	n, err := namingFrom(a.value)
	if err != nil {
		return reply{}, err
	}
	for _, one := range n.Names {
		n.name(one.Place, "+")
	}
	return b.shownLater(a, n.drop), nil
}

// submitNames shows what the file would change with its names decided.
func (b *Bot) submitNames(ctx context.Context, a asked) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	n, err := namingFrom(a.form.private)
	if err != nil {
		return reply{}, err
	}
	problems := map[string]string{}
	for _, one := range n.Names {
		block := fieldName + strconv.Itoa(one.Place)
		choice := a.form.fields[block]
		if choice == "+" {
			if problem, bad := phrase.ValidName(one.Text).(*lang.Problem); bad { //nolint:errorlint // its errors are Problems
				problems[block] = lang.Capital(a.say.Problem(problem))
			}
		}
		if choice == "" {
			problems[block] = a.say.Say("intake.choose", nil)
		}
		n.name(one.Place, choice)
	}
	if len(problems) > 0 {
		return reply{Errors: problems}, nil
	}
	return b.shownLater(a, n.drop), nil
}

// askNames says which names of a file mean nothing here, and leads to the modal.
func (w fileWords) askNames(c content, d drop, unknown []int) reply {
	names := c.Names()
	var channels, personas []string
	for _, place := range unknown {
		if names[place].Persona {
			personas = append(personas, escape(names[place].Text))
		} else {
			channels = append(channels, escape(names[place].Text))
		}
	}
	l := letter{say: w.say}
	l.bold(w.say.Count("intake.unknown", int64(len(unknown)), lang.Args{"file": escape(c.name)}))
	l.add(w.namedLine("intake.unknown.channels", channels), w.namedLine("intake.unknown.personas", personas))
	n := namingOf(c.File, d, unknown)
	value := string(encode(n))
	buttons := []slack.BlockElement{primary(button(actionNameFile, w.say.Count("intake.button.names", int64(len(unknown)), nil), value))}
	if len(n.Names) == len(unknown) {
		buttons = append(buttons, button(actionAddNames, w.say.Count("intake.button.add", int64(len(unknown)), nil), value))
	}
	l.buttons(append(buttons, button(actionForgetFile, w.say.Say("intake.button.cancel", nil), "x"))...)
	return l.reply()
}

// namedLine names some of what there is, and counts the rest.
func (w fileWords) namedLine(id lang.ID, names []string) string {
	if len(names) == 0 {
		return ""
	}
	const most = 15
	if more := int64(len(names) - most); more > 0 {
		names = append(names[:most:most], w.say.Count("plan.lack.more", more, lang.Args{}))
	}
	return w.say.Say(id, lang.Args{"names": names})
}

// namesForm is the modal: a select a name, of what there is, and of adding it or
// passing it over.
func (w fileWords) namesForm(n naming) slack.ModalViewRequest {
	blocks := []slack.Block{slack.NewContextBlock("", mrkdwn(w.say.Say("intake.form.hint", nil)))}
	for _, one := range n.Names {
		id := fieldName + strconv.Itoa(one.Place)
		kind := lang.ID("intake.form.channel")
		if one.Persona {
			kind = "intake.form.persona"
		}
		options := w.meanings(one)
		pick := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(w.say.Say("intake.form.choose", nil), 150), id, options...)
		pick.InitialOption = w.nearest(one, options)
		blocks = append(blocks, slack.NewInputBlock(id, plain(w.say.Say(kind, lang.Args{"name": one.Text}), labelRunes), nil, pick))
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: formNames, PrivateMetadata: string(encode(n)),
		Title:  plain(w.say.Say("intake.form.title", nil), titleRunes),
		Submit: plain(w.say.Say("intake.form.submit", nil), titleRunes),
		Close:  plain(w.say.Say("intake.form.close", nil), titleRunes),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// meanings are what a name may mean. Slack takes a hundred.
func (w fileWords) meanings(one asking) []*slack.OptionBlockObject {
	option := func(value, text string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(value, plain(text, optionRunes), nil)
	}
	all := []*slack.OptionBlockObject{
		option("+", w.say.Say("intake.form.create", lang.Args{"name": strings.TrimSpace(one.Text)})),
		option("-", w.say.Say("intake.form.ignore", nil)),
	}
	c := w.catalogue.Active()
	if one.Persona {
		for _, p := range c.Personas {
			all = append(all, option(strconv.FormatInt(int64(p.ID), 10), p.Name))
		}
	} else {
		for _, channel := range c.Channels {
			all = append(all, option(strconv.FormatInt(int64(channel.ID), 10), channel.Name))
		}
	}
	return all[:min(len(all), optionsLimit)]
}

// nearest is the option that a mistyped name is close to, chosen beforehand; none
// where it is close to nothing.
func (w fileWords) nearest(one asking, options []*slack.OptionBlockObject) *slack.OptionBlockObject {
	near, found := phrase.Nearest(one.Text, one.Persona, w.catalogue)
	if !found {
		return nil
	}
	for _, option := range options {
		if option.Value == strconv.FormatInt(near, 10) {
			return option
		}
	}
	return nil
}
