package localslack

import (
	"encoding/json"
	"testing"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// asksForFile is a modal with one file input.
func asksForFile() slack.ModalViewRequest {
	input := slack.NewInputBlock("workbook", plainText("Classeur"), nil, slack.NewFileInputBlockElement("file"))
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "import", Title: plainText("Importer"), Submit: plainText("Envoyer"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{input}},
	}
}

// What somebody puts into a file input reaches the app as Slack's own files do.
func TestFileInput(t *testing.T) {
	o := mustOpen(t, "")
	got := make(chan slack.InteractionCallback, 1)
	(&robot{
		command: func(c slack.SlashCommand) any {
			_, err := o.api.OpenViewContext(o.Context(), c.TriggerID, asksForFile())
			o.must(err)
			return nil
		},
		interact: func(c slack.InteractionCallback) any { got <- c; return nil },
	}).connect(o)
	v := openForm(t, o, o.watch(o.marc))
	id, err := o.marc.Hold(t.Context(), "leads.csv", []byte("jour;leads\n"))
	o.must(err)
	sent, err := o.marc.Submit(t.Context(), v, localclient.Values{}.Set("workbook", "file", "files", []any{map[string]any{"id": id}}))
	o.must(err)
	if !sent.Closed {
		t.Fatalf("submitted = %+v", sent)
	}
	held := (<-got).View.State.Values["workbook"]["file"].Files
	if len(held) != 1 || held[0].ID != id || held[0].Name != "leads.csv" || held[0].URLPrivate == "" || held[0].Size != 11 {
		data, _ := json.Marshal(held)
		t.Errorf("the app gets %s", data)
	}
	if all := o.messages(o.marc, o.directOf(o.marc), ""); len(all) != 0 {
		t.Errorf("a file of a modal was posted: %q", texts(all))
	}
}

func TestDroppedFileIsRefused(t *testing.T) {
	o := mustOpen(t, "")
	for _, c := range []struct {
		name, conversation, file, content, code string
	}{
		{"nothing in it", marketing, "plan.xlsx", "", "no_file"},
		{"no name", marketing, "", "x", "no_file"},
		{"not seen", direction, "plan.xlsx", "x", "channel_not_found"},
		{"nothing in it, for a modal", "", "plan.xlsx", "", "no_file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantRefused(t, o.marc.Upload(t.Context(), c.conversation, c.file, []byte(c.content), ""), c.code)
		})
	}
	_, err := o.claire.As("U0NOBODY").Hold(t.Context(), "plan.xlsx", []byte("x"))
	wantRefused(t, err, "user_not_found")
	wantTexts(t, o.messages(o.marc, marketing, ""))
}

func TestDirectConversations(t *testing.T) {
	o := mustOpen(t, "")
	watch := o.watch(o.claire.As(emma))
	id, err := o.marc.Direct(t.Context(), emma)
	o.must(err)
	_, err = o.marc.Type(t.Context(), id, "bonjour Emma")
	o.must(err)
	_, err = watch.Message(soon, func(m localclient.Message) bool { return m.Conversation == id && m.Text == "bonjour Emma" })
	o.must(err)
	if again, err := o.claire.As(emma).Direct(t.Context(), marc); err != nil || again != id {
		t.Errorf("seen from there it is %s, %v; want %s", again, err, id)
	}
	for other, code := range map[string]string{marc: "invalid_user", "U0NOBODY": "user_not_found", bot: "user_not_found"} {
		_, err := o.marc.Direct(t.Context(), other)
		wantRefused(t, err, code)
	}
}
