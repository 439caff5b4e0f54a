package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
)

// The buttons under what a file would change, and the modal of its names.
const (
	actionApplyFile  = "file_apply"
	actionForgetFile = "file_cancel"
	actionNameFile   = "file_names"
	actionAddNames   = "file_add"
	formNames        = "file_names"
)

func (b *Bot) fileRoutes(r routes) {
	r.actions[actionApplyFile] = b.pressApplyFile
	r.actions[actionForgetFile] = b.forgetFile
	r.actions[actionNameFile] = b.pressNameFile
	r.actions[actionAddNames] = b.pressAddNames
	r.submissions[formNames] = b.submitNames
}

// What is read of a file in Slack: people wait for the answer, and others for
// their turn at the books while its rows are written.
const (
	fileBytes = 10 << 20
	fileRows  = 20_000
)

// drop is a file dropped, and what was decided of it: what the buttons under it
// carry. Nothing is kept of it but in Slack.
type drop struct {
	File string `json:"f"`           // Slack's id
	Sum  string `json:"s,omitempty"` // of its content, as it was shown
	Seen string `json:"r,omitempty"` // of what it would change, as it was shown
	// Named is what was decided of its names, by their place in it: "0=12,3=+,4=-".
	Named string `json:"n,omitempty"`
}

func (d drop) value() string { return string(encode(d)) }

func dropOf(value string) (d drop, err error) {
	if err = json.Unmarshal([]byte(value), &d); err != nil {
		err = fmt.Errorf("read which file a button is about: %w", err)
	}
	return d, err
}

// choices are what was decided of the file's names. What cannot be read decides
// nothing, so that it is asked again.
func (d drop) choices() intake.Choices {
	decided := intake.Choices{}
	for one := range strings.SplitSeq(d.Named, ",") {
		at, choice, _ := strings.Cut(one, "=")
		place, err := strconv.Atoi(at)
		id, bad := strconv.ParseInt(choice, 10, 64)
		switch {
		case err != nil:
		case choice == "+":
			decided[place] = intake.Choice{Create: true}
		case choice == "-":
			decided[place] = intake.Choice{}
		case bad == nil && id > 0:
			decided[place] = intake.Choice{ID: id}
		}
	}
	return decided
}

// name decides of one more of the file's names.
func (d *drop) name(place int, choice string) {
	one := strconv.Itoa(place) + "=" + choice
	if d.Named != "" {
		one = d.Named + "," + one
	}
	d.Named = one
}

// dropped takes in a file dropped into the direct message, whether or not it was
// asked for: it is shown what it would change, and nothing is stored.
func (b *Bot) dropped(ctx context.Context, a asked) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	if len(a.files) > 1 {
		return reply{}, lang.Refuse("intake.one_at_a_time", nil)
	}
	return b.shownLater(a, drop{File: a.files[0]}), nil
}

// shownLater shows what a file would change once the delivery is acknowledged:
// it takes longer than Slack waits.
func (b *Bot) shownLater(a asked, d drop) reply {
	return reply{Later: func(ctx context.Context) (reply, error) {
		out, err := b.preview(ctx, a, d, "")
		out.Replace = err == nil && (a.messageTS != "" || a.inPlace)
		return out, err
	}}
}

// content is a dropped file as it was found.
type content struct {
	intake.File
	name string
	sum  string
}

// fetch downloads and reads a dropped file. Only the id is taken from the
// delivery: where it is, and whose, Slack is asked.
func (b *Bot) fetch(ctx context.Context, a asked, d drop) (c content, err error) {
	select {
	case b.opened <- struct{}{}:
		defer func() { <-b.opened }()
	case <-ctx.Done():
		return c, fmt.Errorf("wait to read a file: %w", ctx.Err())
	}
	about, _, _, err := b.slack.api.GetFileInfoContext(ctx, d.File, 1, 1)
	switch {
	case err != nil:
		return c, fileProblem(err)
	case about.User != a.person.ID:
		return c, lang.Refuse("intake.not_yours", nil)
	case about.IsExternal || about.URLPrivateDownload == "":
		return c, lang.Refuse("intake.elsewhere", nil)
	case about.Size > fileBytes:
		return c, lang.Refuse("intake.too_large", lang.Args{"megabytes": fileBytes >> 20})
	}
	raw := bounded{left: fileBytes}
	if err := b.slack.api.GetFileContext(ctx, about.URLPrivateDownload, &raw); err != nil {
		return c, fileProblem(err)
	}
	sum := sha256.Sum256(raw.kept)
	c.name, c.sum = oneLine(about.Name), hex.EncodeToString(sum[:8])
	if c.File, err = b.Files.Read(raw.kept); err != nil {
		return c, err
	}
	for i, row := range c.Rows {
		if row.Persona == "" {
			c.Rows[i].Persona = a.catalogue.Persona(a.settings.DefaultPersona).Name
		}
	}
	if len(c.Rows) > fileRows {
		return c, lang.Refuse("intake.too_many_for_slack", lang.Args{"rows": len(c.Rows), "most": fileRows})
	}
	return c, nil
}

// bounded keeps what is downloaded, up to what is read of a file. It is no
// Buffer: a copy into one of those asks it to read for itself, without bounds.
type bounded struct {
	kept []byte
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, lang.Refuse("intake.too_large", lang.Args{"megabytes": fileBytes >> 20})
	}
	b.kept = append(b.kept, p...)
	return len(p), nil
}

// fileProblem says what the person can do about a file that cannot be had.
func fileProblem(err error) error {
	problem, ours := errors.AsType[*lang.Problem](err)
	refused, slacks := errors.AsType[slack.SlackErrorResponse](err)
	switch {
	case ours:
		return problem
	case slacks && refused.Err == "missing_scope":
		return lang.Refuse("intake.may_not_read", nil)
	case slacks && (refused.Err == "file_not_found" || refused.Err == "file_deleted"):
		return lang.Refuse("intake.file_gone", nil)
	}
	return fmt.Errorf("download a dropped file: %w", err)
}
