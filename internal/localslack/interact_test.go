package localslack

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

func undoButton() slack.Block {
	b := slack.NewButtonBlockElement("undo", "request-7", plainText("Annuler"))
	b.Style = slack.StyleDanger
	return slack.NewActionBlock("buttons", b)
}

func TestButtonOfAMessage(t *testing.T) {
	var last latest[slack.InteractionCallback]
	openBoth(t, func() *robot {
		return &robot{interact: func(i slack.InteractionCallback) any {
			last.set(i)
			return slack.Msg{Text: "ce que dit l'accusé est ignoré"}
		}}
	}, func(t *testing.T, o *office, r *robot) {
		_, ts, err := o.api.PostMessageContext(t.Context(), marketing, saying("12 leads"), slack.MsgOptionBlocks(undoButton()))
		o.must(err)
		o.must(o.marc.Press(t.Context(), o.messages(o.marc, marketing, "")[0], "undo"))
		until(t, "the interaction", func() bool { return last.get().Type != "" })
		got := last.get()
		last.set(slack.InteractionCallback{})
		if got.Type != slack.InteractionTypeBlockActions || got.User.ID != marc || got.Team.ID != "T0VERNIER01" || got.APIAppID != SampleApp {
			t.Errorf("interaction = %+v", got)
		}
		if got.Container.Type != "message" || got.Container.MessageTs != ts || got.Container.ChannelID != marketing || got.Container.IsEphemeral {
			t.Errorf("container = %+v", got.Container)
		}
		if got.Message.Timestamp != ts || got.Message.Text != "12 leads" || got.Channel.ID != marketing || got.Channel.Name != "marketing" {
			t.Errorf("message = %+v in %+v", got.Message, got.Channel)
		}
		a := got.ActionCallback.BlockActions[0]
		if a.ActionID != "undo" || a.BlockID != "buttons" || a.Value != "request-7" || a.Type != "button" || a.ActionTs == "" || a.Text.Text != "Annuler" {
			t.Errorf("action = %+v", a)
		}
		wantTexts(t, o.messages(o.marc, marketing, ""), "12 leads")

		watch := o.watch(o.claire)
		_, _, err = o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionReplaceOriginal(got.ResponseURL), saying("annulé"))
		o.must(err)
		_, err = watch.Message(soon, localclient.FromApp("annulé"))
		o.must(err)
		wantTexts(t, o.messages(o.marc, marketing, ""), "annulé")
		_, _, err = o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionDeleteOriginal(got.ResponseURL))
		o.must(err)
		wantTexts(t, o.messages(o.marc, marketing, ""))
		_, _, err = o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionReplaceOriginal(got.ResponseURL), saying("encore"))
		if err == nil {
			t.Error("a message that is gone was replaced")
		}
	})
}

// Slack leaves the message of an ephemeral one out of the payload.
func TestButtonOfAnEphemeralMessage(t *testing.T) {
	got := make(chan slack.InteractionCallback, 1)
	o := mustOpen(t, "")
	(&robot{interact: func(i slack.InteractionCallback) any { got <- i; return nil }}).connect(o)
	_, err := o.api.PostEphemeralContext(t.Context(), marketing, marc, saying("12 leads"), slack.MsgOptionBlocks(undoButton()))
	o.must(err)
	m := o.messages(o.marc, marketing, "")[0]
	o.must(o.marc.Press(t.Context(), m, "undo"))
	i := <-got
	if !i.Container.IsEphemeral || i.Message.Timestamp != "" || i.Container.MessageTs != m.TS {
		t.Errorf("interaction = %+v", i)
	}
	_, _, err = o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionReplaceOriginal(i.ResponseURL), saying("annulé"))
	o.must(err)
	wantTexts(t, o.messages(o.marc, marketing, ""), "annulé")
	wantTexts(t, o.messages(o.claire, marketing, ""))
	wantRefused(t, o.claire.Press(t.Context(), m, "undo"), "message_not_found")
	wantRefused(t, o.marc.Press(t.Context(), m, "other"), "no_such_action")
}

func TestResponseURL(t *testing.T) {
	got := make(chan slack.SlashCommand, 1)
	o := mustOpen(t, "")
	(&robot{command: func(c slack.SlashCommand) any { got <- c; return nil }}).connect(o)
	respond := func(c slack.SlashCommand, options ...slack.MsgOption) error {
		_, _, err := o.api.PostMessageContext(t.Context(), "", append([]slack.MsgOption{slack.MsgOptionResponseURL(c.ResponseURL, "")}, options...)...)
		return err
	}
	t.Run("five times", func(t *testing.T) {
		_, err := o.marc.Type(t.Context(), marketing, "/leads")
		o.must(err)
		c := <-got
		if err := respond(c); err == nil {
			t.Error("nothing to say was accepted")
		}
		for n := range responseURLUses {
			o.must(respond(c, saying(fmt.Sprint("réponse ", n+1))))
		}
		if err := respond(c, saying("de trop")); err == nil || !strings.Contains(err.Error(), "404") {
			t.Errorf("a sixth use: %v; want 404", err)
		}
		wantTexts(t, o.messages(o.marc, marketing, ""), "réponse 1", "réponse 2", "réponse 3", "réponse 4", "réponse 5")
		wantTexts(t, o.messages(o.claire, marketing, ""))
	})
	t.Run("half an hour", func(t *testing.T) {
		_, err := o.marc.Type(t.Context(), marketing, "/leads")
		o.must(err)
		c := <-got
		o.time.pass(30 * time.Minute)
		o.must(respond(c, saying("à temps")))
		o.time.pass(time.Second)
		if err := respond(c, saying("trop tard")); err == nil {
			t.Error("a response after half an hour was accepted")
		}
	})
	t.Run("where the app is not", func(t *testing.T) {
		_, err := o.claire.Type(t.Context(), direction, "/leads")
		o.must(err)
		c := <-got
		if c.ChannelName != "privategroup" {
			t.Errorf("a private conversation is called %q", c.ChannelName)
		}
		o.must(respond(c, saying("pour vous")))
		_, _, err = o.api.PostMessageContext(t.Context(), "", slack.MsgOptionResponseURL(c.ResponseURL, slack.ResponseTypeInChannel), saying("pour tous"))
		o.must(err)
		julien := o.claire.As("U0JULIEN001")
		wantTexts(t, o.messages(julien, direction, ""), "pour tous")
	})
}

func TestTriggers(t *testing.T) {
	got := make(chan slack.SlashCommand, 1)
	o := mustOpen(t, "")
	(&robot{command: func(c slack.SlashCommand) any { got <- c; return nil }}).connect(o)
	_, err := o.marc.Type(t.Context(), marketing, "/leads")
	o.must(err)
	trigger := (<-got).TriggerID
	open := func(trigger string, v slack.ModalViewRequest) error {
		_, err := o.api.OpenViewContext(t.Context(), trigger, v)
		return err
	}
	wantCode(t, open("1.2.abc", form("Saisir")), "invalid_trigger_id")
	wantCode(t, open(trigger, form(strings.Repeat("x", 25))), "invalid_arguments") // which does not spend it
	o.time.pass(3 * time.Second)
	o.must(open(trigger, form("Saisir")))
	wantCode(t, open(trigger, form("Saisir")), "exchanged_trigger_id")

	_, err = o.marc.Type(t.Context(), marketing, "/leads")
	o.must(err)
	trigger = (<-got).TriggerID
	o.time.pass(3*time.Second + time.Millisecond)
	wantCode(t, open(trigger, form("Saisir")), "expired_trigger_id")
}

// form is a modal with a number and a menu.
func form(title string) slack.ModalViewRequest {
	number := slack.NewNumberInputBlockElement(plainText("12"), "count", false)
	number.MinValue, number.MaxValue = "0", "1000"
	options := []*slack.OptionBlockObject{
		slack.NewOptionBlockObject("email", plainText("E-mail"), nil), slack.NewOptionBlockObject("ads", plainText("Publicité"), nil),
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "channel", options...)
	menu.InitialOption = options[0]
	note := slack.NewInputBlock("note", plainText("Note"), nil, slack.NewPlainTextInputBlockElement(nil, "text"))
	note.Optional = true
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "leads", Title: plainText(title), Submit: plainText("Envoyer"), NotifyOnClose: true,
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewInputBlock("leads", plainText("Leads"), nil, number),
			slack.NewInputBlock("channel", plainText("Canal"), nil, menu), note,
			slack.NewActionBlock("more", slack.NewButtonBlockElement("push", "", plainText("Détail"))),
		}},
	}
}

// openForm has marc ask for the modal, and returns it as shown.
func openForm(t *testing.T, o *office, watch *localclient.Watch) localclient.View {
	t.Helper()
	_, err := o.marc.Type(t.Context(), marketing, "/leads")
	o.must(err)
	v, err := watch.View(soon)
	o.must(err)
	return v
}

func TestModal(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer func() any
		want   func(t *testing.T, o *office, s localclient.Submitted)
	}{
		{"accepted", func() any { return nil }, func(t *testing.T, _ *office, s localclient.Submitted) {
			if !s.Closed || s.View != nil {
				t.Errorf("submitted = %+v", s)
			}
		}},
		{"refused field by field", func() any {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"leads": "Trop."})
		}, func(t *testing.T, _ *office, s localclient.Submitted) {
			if s.Closed || s.Errors["leads"] != "Trop." || s.View == nil {
				t.Errorf("submitted = %+v", s)
			}
		}},
		{"replaced", func() any {
			v := form("Vérifier")
			return slack.NewUpdateViewSubmissionResponse(&v)
		}, func(t *testing.T, _ *office, s localclient.Submitted) {
			if s.Closed || s.View == nil || s.View.Title["text"] != "Vérifier" || s.View.Depth != 1 {
				t.Errorf("submitted = %+v", s)
			}
		}},
		{"another on top", func() any {
			v := form("Ensuite")
			return slack.NewPushViewSubmissionResponse(&v)
		}, func(t *testing.T, o *office, s localclient.Submitted) {
			if s.View == nil || s.View.Title["text"] != "Ensuite" || s.View.Depth != 2 {
				t.Fatalf("submitted = %+v", s)
			}
			o.must(o.marc.Close(t.Context(), *s.View))
			state, err := o.marc.State(t.Context())
			o.must(err)
			if len(state.Views) != 1 {
				t.Errorf("%d modals are left; want the one below", len(state.Views))
			}
		}},
		{"all closed", func() any { return slack.NewClearViewSubmissionResponse() }, func(t *testing.T, _ *office, s localclient.Submitted) {
			if !s.Closed {
				t.Errorf("submitted = %+v", s)
			}
		}},
		{"an error for a block that is not there", func() any {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"other": "Trop."})
		}, func(t *testing.T, _ *office, s localclient.Submitted) {
			if s.Closed || len(s.Errors) > 0 {
				t.Errorf("submitted = %+v", s)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var last latest[slack.InteractionCallback]
			openBoth(t, func() *robot {
				return &robot{interact: func(i slack.InteractionCallback) any {
					if i.Type != slack.InteractionTypeViewSubmission {
						return nil
					}
					last.set(i)
					return c.answer()
				}}
			}, func(t *testing.T, o *office, r *robot) {
				r.command = opens(o, "Saisir", nil)
				v := openForm(t, o, o.watch(o.marc))
				s, err := o.marc.Submit(t.Context(), v, localclient.Values{}.Set("leads", "count", "value", "12"))
				o.must(err)
				c.want(t, o, s)
				sent := last.get()
				values := sent.View.State.Values
				if values["leads"]["count"].Value != "12" || values["channel"]["channel"].SelectedOption.Value != "email" || values["note"]["text"].Value != "" {
					t.Errorf("values = %+v", values)
				}
				if sent.View.CallbackID != "leads" || sent.View.ID != v.ID || sent.View.Hash == "" || sent.TriggerID == "" {
					t.Errorf("view = %+v", sent.View)
				}
			})
		})
	}
}

func TestInputsAreCheckedBeforeTheyAreSent(t *testing.T) {
	o := mustOpen(t, "")
	r := &robot{}
	r.command = opens(o, "Saisir", nil)
	r.connect(o)
	v := openForm(t, o, o.watch(o.marc))
	for _, c := range []struct{ typed, want string }{
		{"", "Ce champ est obligatoire."},
		{"douze", "Tapez un nombre, comme 12 ou 12.5."},
		{"1,5", "Tapez un nombre, comme 12 ou 12.5."},
		{"1.5", "Tapez un nombre entier."},
		{"-1", "Au moins 0."},
		{"1001", "Au plus 1000."},
	} {
		s, err := o.marc.Submit(t.Context(), v, localclient.Values{}.Set("leads", "count", "value", c.typed))
		o.must(err)
		if s.Errors["leads"] != c.want || s.Closed {
			t.Errorf("%q: %+v; want %s", c.typed, s, c.want)
		}
	}
	_, err := o.marc.Submit(t.Context(), v, localclient.Values{}.Set("nowhere", "x", "value", "1"))
	wantRefused(t, err, "no_such_input")
	_, err = o.marc.Submit(t.Context(), v, localclient.Values{}.
		Set("leads", "count", "value", "1").Set("channel", "channel", "selected_option", map[string]any{"value": "tv"}))
	wantRefused(t, err, "no_such_option")
	_, err = o.claire.Submit(t.Context(), v, localclient.Values{})
	wantRefused(t, err, "no_such_view")
	if saw := r.saw(); len(saw) != 1 {
		t.Errorf("the app saw %v; want the command alone", saw)
	}
}

func TestModalStack(t *testing.T) {
	o := mustOpen(t, "")
	refused := make(chan error, 10)
	closed := make(chan slack.InteractionCallback, 10)
	r := &robot{}
	r.command = opens(o, "Un", nil)
	r.interact = func(i slack.InteractionCallback) any {
		if i.Type == slack.InteractionTypeViewClosed {
			closed <- i
			return nil
		}
		if i.Container.Type != "view" || i.View.ID == "" || i.View.State.Values["leads"]["count"].Value != "7" {
			t.Errorf("pressed in a modal: %+v", i)
		}
		if _, err := o.api.PushViewContext(context.Background(), i.TriggerID, form("Plus")); err != nil {
			refused <- err
		}
		return nil
	}
	r.connect(o)
	watch := o.watch(o.marc)
	v := openForm(t, o, watch)
	first := v
	for depth := 2; depth <= 3; depth++ {
		o.must(o.marc.PressIn(t.Context(), v, "push", localclient.Values{}.Set("leads", "count", "value", "7")))
		var err error
		v, err = watch.View(soon)
		o.must(err)
		if v.Depth != depth {
			t.Errorf("depth = %d; want %d", v.Depth, depth)
		}
	}
	o.must(o.marc.PressIn(t.Context(), v, "push", localclient.Values{}.Set("leads", "count", "value", "7")))
	wantCode(t, <-refused, "push_limit_reached")
	o.must(o.marc.Close(t.Context(), v))
	if i := <-closed; i.View.ID != v.ID || i.IsCleared {
		t.Errorf("closed = %+v", i)
	}
	state, err := o.marc.State(t.Context())
	o.must(err)
	if len(state.Views) != 2 || state.Views[0].ID != first.ID {
		t.Errorf("left open: %+v", state.Views)
	}
}

func TestViewsUpdate(t *testing.T) {
	o := mustOpen(t, "")
	opened := make(chan *slack.ViewResponse, 1)
	r := &robot{}
	r.command = opens(o, "Un", func(v *slack.ViewResponse) { opened <- v })
	r.connect(o)
	watch := o.watch(o.marc)
	openForm(t, o, watch)
	v := <-opened
	update := func(hash, id string) error {
		_, err := o.api.UpdateViewContext(t.Context(), form("Deux"), "", hash, id)
		return err
	}
	o.must(update(v.Hash, v.ID))
	shown, err := watch.View(soon)
	o.must(err)
	if shown.Title["text"] != "Deux" || shown.Hash == v.Hash {
		t.Errorf("updated = %+v", shown)
	}
	wantCode(t, update(v.Hash, v.ID), "hash_conflict")
	wantCode(t, update("", "V0NOWHERE"), "not_found")
	o.must(o.marc.Close(t.Context(), shown))
	wantCode(t, update("", v.ID), "not_found")
}

func TestHome(t *testing.T) {
	openBoth(t, func() *robot { return &robot{} }, func(t *testing.T, o *office, r *robot) {
		home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewHeaderBlock(plainText("Où en est le mois")), undoButton(),
		}}}
		watch := o.watch(o.marc)
		o.must(o.marc.OpenHome(t.Context(), SampleApp))
		until(t, "app_home_opened", func() bool { return len(r.saw()) == 1 })
		v, err := o.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: marc, View: home})
		o.must(err)
		shown, err := watch.View(soon)
		o.must(err)
		if shown.Type != "home" || len(shown.Blocks) != 2 {
			t.Errorf("home = %+v", shown)
		}
		old := v.Hash
		_, err = o.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: marc, View: home, Hash: &old})
		o.must(err)
		_, err = o.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: marc, View: home, Hash: &old})
		wantCode(t, err, "hash_conflict")
		_, err = o.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: "U0NOBODY", View: home})
		wantCode(t, err, "user_not_found")

		o.must(o.marc.PressIn(t.Context(), shown, "undo", nil))
		until(t, "the button of the Home", func() bool { saw := r.saw(); return saw[len(saw)-1] == "block_actions" })
		state, err := o.claire.State(t.Context())
		o.must(err)
		if len(state.Homes) != 0 {
			t.Error("somebody else sees marc's Home")
		}
	})
}

// Whoever acts is told when the app does not answer.
func TestInteractionsThatFail(t *testing.T) {
	o := mustOpen(t, "")
	_, _, err := o.api.PostMessageContext(t.Context(), marketing, saying("12 leads"), slack.MsgOptionBlocks(undoButton()))
	o.must(err)
	watch := o.watch(o.marc)
	o.must(o.marc.Press(t.Context(), o.messages(o.marc, marketing, "")[0], "undo"))
	toast, err := watch.Toast(soon)
	o.must(err)
	if toast.Error != "dispatch_failed" {
		t.Errorf("toast = %+v", toast)
	}
}
