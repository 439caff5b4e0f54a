package bot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"

	"github.com/treve-bot/treve/internal/recap"
)

// pictureName is what the file is called in Slack.
const pictureName = "treve.png"

// Upload keeps a picture among the workspace's files without sharing it: nobody
// sees it until a message shows it. Several conversations get the same one: the
// picture uploaded last is not uploaded again, and who wants one that is under way
// waits for it.
func (p poster) Upload(ctx context.Context, picture recap.Picture) (file string, err error) {
	sum := sha256.Sum256(picture.PNG)
	kept, err, _ := p.uploads.running.Do(string(sum[:]), func() (any, error) { return p.uploadOnce(ctx, picture, sum) })
	if err != nil {
		return "", err
	}
	return kept.(string), nil //nolint:forcetypeassert // what uploadOnce returns
}

func (p poster) uploadOnce(ctx context.Context, picture recap.Picture, sum [sha256.Size]byte) (file string, err error) {
	if file, kept := p.uploads.find(sum); kept {
		return file, nil
	}
	if file, err = p.upload(ctx, picture); err != nil {
		p.Log.Warn("a picture could not be uploaded", "error", err)
		return "", failure(err, true)
	}
	if !p.shows(ctx, file) {
		return "", &recap.Failure{Class: recap.Transient, Reason: recap.NotReady}
	}
	p.uploads.keep(sum, file)
	return file, nil
}

// upload goes the three steps of Slack's external upload. Completed without a
// conversation, the file is posted nowhere.
func (p poster) upload(ctx context.Context, picture recap.Picture) (file string, err error) {
	begun, err := p.slack.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{
		FileName: pictureName, FileSize: len(picture.PNG), AltTxt: picture.Alt,
	})
	if err != nil {
		return "", fmt.Errorf("ask where to upload a picture: %w", err)
	}
	err = p.slack.api.UploadToURL(ctx, slack.UploadToURLParameters{
		UploadURL: begun.UploadURL, Reader: bytes.NewReader(picture.PNG), Filename: pictureName,
	})
	if err != nil {
		return "", fmt.Errorf("upload a picture: %w", err)
	}
	_, err = p.slack.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
		Files: []slack.FileSummary{{ID: begun.FileID, Title: pictureName}},
	})
	if err != nil {
		return "", fmt.Errorf("complete the upload of a picture: %w", err)
	}
	return begun.FileID, nil
}

// Slack takes a moment to look at what it was given; until it knows what kind of
// file it is, no message may show it.
const (
	firstGlance = 200 * time.Millisecond
	lastGlance  = 2 * time.Second
)

// shows waits until a file may be shown, for as long as ctx allows. An app that
// may not ask takes it that it may.
func (p poster) shows(ctx context.Context, file string) bool {
	for wait := firstGlance; ; wait = min(2*wait, lastGlance) {
		info, _, _, err := p.slack.api.GetFileInfoContext(ctx, file, 1, 1)
		if err == nil && info.Mimetype != "" {
			return true
		}
		if err != nil && ctx.Err() == nil {
			p.Log.Warn("a picture could not be looked at", "error", err)
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(wait):
		}
	}
}

// uploads remembers the picture uploaded last.
type uploads struct {
	running singleflight.Group

	mu   sync.Mutex
	sum  [sha256.Size]byte
	file string
}

func (u *uploads) find(sum [sha256.Size]byte) (file string, kept bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.file, u.file != "" && u.sum == sum
}

func (u *uploads) keep(sum [sha256.Size]byte, file string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.sum, u.file = sum, file
}
