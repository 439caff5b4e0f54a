package localslack

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
)

// onePixel is a picture.
var onePixel = []byte("\x89PNG\r\n\x1a\n" + strings.Repeat("x", 40))

func (o *office) upload(p slack.UploadFileParameters) string {
	o.Helper()
	p.Reader, p.FileSize = bytes.NewReader([]byte(p.Content)), len(p.Content)
	p.Content = ""
	f, err := o.api.UploadFileContext(o.Context(), p)
	o.must(err)
	return f.ID
}

// A file goes up in three steps, stands in a conversation with its comment, and
// comes down again with the token.
func TestAnAppsFile(t *testing.T) {
	o := mustOpen(t, "")
	o.AddApp(App{ID: "A0EARS", BotUser: "U0EARS", BotName: "Ears", BotToken: "xoxb-ears", Events: []string{"message.channels", "file_shared"}})
	o.must(o.claire.Invite(t.Context(), marketing, "U0EARS"))
	id := o.upload(slack.UploadFileParameters{Filename: "juin.csv", Title: "Juin", Content: "a;b", Channel: marketing, InitialComment: "voilà"})
	all := o.messages(o.marc, marketing, "")
	m := all[len(all)-1]
	if m.Text != "voilà" || m.Subtype != "file_share" || len(m.Files) != 1 || m.Files[0]["id"] != id {
		t.Fatalf("message = %+v", m)
	}
	info, _, _, err := o.api.GetFileInfoContext(t.Context(), id, 0, 0)
	o.must(err)
	if info.Title != "Juin" || info.Size != 3 || len(info.Channels) != 1 || info.Shares.Public[marketing][0].Ts != m.TS {
		t.Errorf("files.info = %+v", info)
	}
	var content bytes.Buffer
	o.must(o.api.GetFileContext(t.Context(), info.URLPrivateDownload, &content))
	if content.String() != "a;b" {
		t.Errorf("the file holds %q", content.String())
	}
	until(t, "an app there hears of it", func() bool { return slices.Contains(o.sent("events_api"), "file_shared") })
	if answer := o.call("files.completeUploadExternal", jsonType, "Bearer xoxb-local-treve", fmt.Sprintf(`{"files":[{"id":%q}]}`, id)); answer["error"] != "file_not_found" {
		t.Errorf("completed twice: %v", answer)
	}
}

func TestUploadsThatAreRefused(t *testing.T) {
	o := mustOpen(t, "")
	for want, args := range map[string]string{
		"invalid_arguments":           "length=3",
		"missing_argument":            "filename=a.csv&length=0",
		"file_upload_size_restricted": "filename=a.csv&length=99999999999",
		"alt_txt_too_large":           "filename=a.png&length=3&alt_txt=" + chars(altTextLimit+1),
	} {
		if answer := o.call("files.getUploadURLExternal", formType, "Bearer xoxb-local-treve", args); answer["error"] != want {
			t.Errorf("%v; want %s", answer, want)
		}
	}
	at := o.call("files.getUploadURLExternal", formType, "Bearer xoxb-local-treve", "filename=a.png&length=3&alt_txt="+chars(altTextLimit))
	if at["ok"] != true {
		t.Errorf("at the limit: %v", at)
	}
	address, _ := at["upload_url"].(string)
	put := func(body string) int {
		resp, err := http.Post(address, "application/octet-stream", strings.NewReader(body))
		o.must(err)
		resp.Body.Close()
		return resp.StatusCode
	}
	for _, c := range []struct {
		body string
		want int
	}{{"abcd", http.StatusBadRequest}, {"abc", http.StatusOK}, {"abc", http.StatusBadRequest}} {
		if got := put(c.body); got != c.want {
			t.Errorf("uploading %q: %d; want %d", c.body, got, c.want)
		}
	}
	complete := func(channels string) any {
		return o.call("files.completeUploadExternal", jsonType, "Bearer xoxb-local-treve",
			fmt.Sprintf(`{"files":[{"id":%q}],"channels":%q}`, at["file_id"], channels))["error"]
	}
	for channels, want := range map[string]string{
		strings.TrimSuffix(strings.Repeat(marketing+",", sharesAtOnce+1), ","): "channels_limit_exceeded",
		general: "not_in_channel", "C0NONE": "channel_not_found",
	} {
		if got := complete(channels); got != want {
			t.Errorf("shared in %.20s: %v; want %s", channels, got, want)
		}
	}
	if all := o.messages(o.marc, marketing, ""); len(all) != 0 {
		t.Errorf("what was refused stands there: %q", texts(all))
	}
	if got := complete(strings.TrimSuffix(strings.Repeat(marketing+",", sharesAtOnce), ",")); got != nil {
		t.Errorf("at the limit: %v", got)
	}
}

// An image block shows a picture that was uploaded, and nothing else.
func TestAPictureInABlock(t *testing.T) {
	o := mustOpen(t, "")
	show := func(file string) error {
		image := slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: file}, "Un pixel", "", nil)
		_, _, err := o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionBlocks(image))
		return err
	}
	o.must(show(o.upload(slack.UploadFileParameters{Filename: "pixel.png", Content: string(onePixel), AltTxt: "Un pixel"})))
	wantCode(t, show(o.upload(slack.UploadFileParameters{Filename: "pixel.svg", Content: "<svg/>"})), "invalid_blocks")
	wantCode(t, show(o.upload(slack.UploadFileParameters{Filename: "juin.csv", Content: "a;b"})), "invalid_blocks")
	wantCode(t, show("F0NONE"), "invalid_blocks")
	begun := o.call("files.getUploadURLExternal", formType, "Bearer xoxb-local-treve", "filename=a.png&length=3")
	wantCode(t, show(begun["file_id"].(string)), "invalid_blocks")
}

// What somebody drops in the direct message reaches the app, and nobody else's.
func TestAPersonsFile(t *testing.T) {
	o := mustOpen(t, "")
	o.AddApp(App{ID: "A0NOSY", BotUser: "U0NOSY", BotName: "Nosy", BotToken: "xoxb-nosy"})
	events := listen(o)
	o.must(o.marc.Upload(t.Context(), o.directOf(o.marc), "juin.csv", []byte("a;b"), "les chiffres"))
	m, ok := (<-events).InnerEvent.Data.(*slackevents.MessageEvent)
	if !ok || m.SubType != "file_share" || m.Text != "les chiffres" || len(m.Message.Files) != 1 {
		t.Fatalf("event = %+v", m)
	}
	var content bytes.Buffer
	o.must(o.api.GetFileContext(t.Context(), m.Message.Files[0].URLPrivate, &content))
	if content.String() != "a;b" {
		t.Errorf("the file holds %q", content.String())
	}
	nosy := o.client("xoxb-nosy")
	if err := nosy.GetFileContext(t.Context(), m.Message.Files[0].URLPrivate, &content); err == nil {
		t.Error("an app that is not there downloads it")
	}
	_, _, _, err := nosy.GetFileInfoContext(t.Context(), m.Message.Files[0].ID, 0, 0)
	wantCode(t, err, "file_not_found")
}

// An upload that was begun and never completed is forgotten.
func TestAbandonedUploads(t *testing.T) {
	o := mustOpen(t, "")
	for range 3 {
		o.call("files.getUploadURLExternal", formType, "Bearer xoxb-local-treve", "filename=a.png&length=3")
		o.time.pass(memory + time.Second)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.files) != 1 {
		t.Errorf("%d files are remembered", len(o.files))
	}
}
