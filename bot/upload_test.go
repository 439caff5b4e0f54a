package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/recap"
)

var drawn = recap.Picture{PNG: []byte("a picture"), Alt: "Graphique de novembre 2026"}

// takesFiles has the double take uploads; a file is ready to be shown when
// looked at for the nth time.
func (d *double) takesFiles(ready int) {
	d.answer["files.getUploadURLExternal"] = func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"ok":true,"upload_url":"%s/upload","file_id":"F01"}`, d.URL)
	}
	d.answer["upload"] = says("OK - 9")
	d.answer["files.completeUploadExternal"] = says(`{"ok":true,"files":[{"id":"F01","title":"treve.png"}]}`)
	d.answer["files.info"] = func(w http.ResponseWriter, _ *http.Request) {
		kind := ""
		if ready--; ready <= 0 {
			kind = "image/png"
		}
		fmt.Fprintf(w, `{"ok":true,"file":{"id":"F01","mimetype":%q}}`, kind)
	}
}

func (d *double) methods() string {
	var names []string
	for _, asked := range d.heard() {
		names = append(names, asked.Get("method"))
	}
	return strings.Join(names, " ")
}

func TestUpload(t *testing.T) {
	d := newDouble(t)
	d.takesFiles(2)
	voice := d.voice(t, newNovember(t)).Poster()
	for range 2 { // the second conversation gets the same file
		if file, err := voice.Upload(t.Context(), drawn); err != nil || file != "F01" {
			t.Fatalf("Upload = %q, %v", file, err)
		}
	}
	if got, want := d.methods(), "files.getUploadURLExternal upload files.completeUploadExternal files.info files.info"; got != want {
		t.Errorf("asked %s; want %s", got, want)
	}
	begun, completed := d.heard()[0], d.heard()[2]
	if begun.Get("length") != "9" || begun.Get("alt_txt") != drawn.Alt || completed.Has("channel_id") || completed.Has("channels") {
		t.Errorf("begun with %v, completed with %v; want it shared nowhere", begun, completed)
	}
	d.takesFiles(1)
	if _, err := voice.Upload(t.Context(), recap.Picture{PNG: []byte("another")}); err != nil || strings.Count(d.methods(), "upload ") < 2 {
		t.Errorf("another picture: %v, asked %s", err, d.methods())
	}
}

// What eight conversations want at the same time is uploaded once.
func TestUploadOfManyAtOnce(t *testing.T) {
	d := newDouble(t)
	d.takesFiles(1)
	begin := d.answer["files.getUploadURLExternal"]
	d.answer["files.getUploadURLExternal"] = func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(20 * time.Millisecond)
		begin(w, r)
	}
	voice := d.voice(t, newNovember(t)).Poster()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if file, err := voice.Upload(t.Context(), drawn); err != nil || file != "F01" {
				t.Errorf("Upload = %q, %v", file, err)
			}
		})
	}
	all.Wait()
	if n := strings.Count(d.methods(), "files.getUploadURLExternal"); n != 1 {
		t.Errorf("%d uploads; want one", n)
	}
}

func TestEveryFailureToUpload(t *testing.T) {
	limited := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "30")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	for _, c := range []struct {
		name, method string
		answer       http.HandlerFunc
		want         string
	}{
		{"no right to files", "files.getUploadURLExternal", refuses("missing_scope"), "missing_scope"},
		{"too many at once", "files.getUploadURLExternal", limited, "ratelimited"},
		{"an address elsewhere", "files.getUploadURLExternal", says(`{"ok":true,"upload_url":"https://example.com/x","file_id":"F01"}`), "no_answer"},
		{"the bytes are refused", "upload", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, "http_error"},
		{"it cannot be completed", "files.completeUploadExternal", refuses("file_not_found"), "file_not_found"},
		{"it never gets ready", "files.info", says(`{"ok":true,"file":{"id":"F01","mimetype":""}}`), recap.NotReady},
		{"nobody may look whether it is ready", "files.info", refuses("missing_scope"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDouble(t)
			d.takesFiles(1)
			d.answer[c.method] = c.answer
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := d.voice(t, newNovember(t)).Poster().Upload(ctx, drawn)
			reason := ""
			if failed, ok := errors.AsType[*recap.Failure](err); ok {
				reason = failed.Reason
			}
			if reason != c.want || (err == nil) != (c.want == "") {
				t.Errorf("Upload = %v; want %q", err, c.want)
			}
		})
	}
}

// TestPreviewedPicture follows the preview: the picture comes in the direct
// message, where a file can be shown to one person.
func TestPreviewedPicture(t *testing.T) {
	k := newKnown(t)
	d := newDouble(t)
	d.answer["chat.postMessage"] = says(`{"ok":true,"channel":"D1","ts":"1.2"}`)
	b := d.voice(t, k.november)
	b.Draw = func(recap.Edition) (recap.Picture, error) { return drawn, nil }
	preview := func() (now, later reply) {
		t.Helper()
		now, err := b.recap(t.Context(), k.asks(t, lang.French, ""), phrase.RecapPreview{})
		if err != nil {
			t.Fatal(err)
		}
		if later, err = now.Later(t.Context()); err != nil {
			t.Fatal(err)
		}
		return now, later
	}
	d.takesFiles(1)
	now, later := preview()
	if !strings.Contains(now.Text, "Son image suit dans notre message direct.") || !later.silent() {
		t.Errorf("said %s, then %s", now.Text, later.Text)
	}
	sent := d.heard()[len(d.heard())-1]
	if sent.Get("channel") != "UCLAIRE" || !strings.Contains(sent.Get("blocks"), `"slack_file":{"id":"F01"}`) || sent.Get("text") != drawn.Alt {
		t.Errorf("sent %v", sent)
	}
	b.uploads = uploads{}
	d.answer["files.getUploadURLExternal"] = refuses("missing_scope")
	if _, later := preview(); !strings.Contains(later.Text, "Son image n'a pas pu être préparée (`missing_scope`)") {
		t.Errorf("told %q", later.Text)
	}
}

// TestRecapWithItsPicture keeps the picture's place, and what stands for it where
// Slack takes less.
func TestRecapWithItsPicture(t *testing.T) {
	e := newKnown(t).morning(t, november16())
	kinds := func(as recap.Layout) (kinds []string) {
		t.Helper()
		messages, err := RenderRecap(e, as)
		if err != nil {
			t.Fatal(err)
		}
		blocks, err := decodeBlocks(messages[0].Blocks)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range blocks {
			kinds = append(kinds, string(b.BlockType()))
		}
		return kinds
	}
	for _, c := range []struct {
		as   recap.Layout
		want string
	}{
		{recap.Layout{File: "F01", Alt: drawn.Alt}, "header section image table section section context actions"},
		{recap.Layout{Form: recap.NoPicture}, "header section table section section context actions"},
		{recap.Layout{Form: recap.NoTable}, "header section section section section context actions"},
		{recap.Layout{Form: recap.WordsOnly}, ""},
	} {
		if got := strings.Join(kinds(c.as), " "); got != c.want {
			t.Errorf("as %q: %s; want %s", c.as.Form, got, c.want)
		}
	}
	messages, err := RenderRecap(e, recap.Layout{File: "F01", Alt: drawn.Alt})
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := decodeBlocks(messages[0].Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if picture, ok := blocks[2].(*slack.ImageBlock); !ok || picture.AltText != drawn.Alt || picture.SlackFile.ID != "F01" {
		t.Errorf("the picture is %+v", blocks[2])
	}
}
