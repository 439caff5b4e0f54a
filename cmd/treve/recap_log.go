package main

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/store"
)

func newRecapLogCommand(p *program) *cobra.Command {
	var which listing
	c := &cobra.Command{
		Use:   "log",
		Short: "List the receipts: what became of every recap, newest first",
		Long: `With --json it prints one object: version (1; a field may be added, none changes its
meaning without another version) and receipts, each with
  conversation, name  Slack id; its name as last known, of a conversation of the recap
  day, kind           the morning; daily, closing, or with /N what continues it in its
                      thread, with /lineN a correction told there, letter-... a letter
  state               due, claimed, sending, posted, missed, skipped, blocked, unconfirmed
  reason              why: Slack's error code or a word of Trêve's; seen: a manager saw it
  asked_by            Slack user who asked for it by hand
  due_at              when it was due; this and all instants in UTC
  sent_at, posted_at  when the last attempt began, and when Slack had taken it
  late, late_seconds  posted more than five minutes after its time; how long after
  attempts            times it was sent, or may have been
  form, lacks         whole, no_picture, no_table or words, and why it is not whole
  picture             Slack's id of the file it shows
  more                messages that continue it in its thread
  edits, edited_at    times it was corrected since, and when last
  corrections         lines in its thread that say so
  ended               why it is corrected no more: final, or Slack's error code
  message_ts          Slack's name for the message
Fields that say nothing are left out, but for the first four lines, late and attempts.`,
		Example: `  treve recap log --days 7
  treve recap log --json | jq '.receipts[] | select(.state != "posted")'
  treve recap log --since 2026-11-01 --letters --json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if which.days < 1 {
				return usageError("--days counts from 1")
			}
			return p.recapLog(c.Context(), which)
		},
	}
	c.Flags().IntVar(&which.days, "days", 31, "how many days back, today included")
	c.Flags().StringVar(&which.since, "since", "", "the first day instead, such as 2026-11-01")
	c.Flags().BoolVar(&which.letters, "letters", false, "list letters and direct messages too")
	c.Flags().BoolVar(&which.json, "json", false, "print JSON for programs")
	c.MarkFlagsMutuallyExclusive("days", "since")
	return c
}

// listing is what to list of the receipts, and how.
type listing struct {
	days          int
	since         string // "" for so many days
	letters, json bool
}

func (l listing) first(s ledger.Settings) (calendar.Date, error) {
	day, err := dayOr(l.since, s)
	if l.since == "" {
		day = day.AddDays(1 - l.days)
	}
	return day, err
}

// shows reports whether a post is listed. What corrects a recap is told with it.
func (l listing) shows(p recap.Post) bool {
	return (l.letters || !p.Kind.Letter()) && (l.json || !p.Kind.Corrects())
}

func (p *program) recapLog(ctx context.Context, which listing) error {
	return p.books(ctx, func(books *store.Space, settings ledger.Settings) error {
		first, err := which.first(settings)
		if err != nil {
			return err
		}
		posts, err := books.Recaps().Since(ctx, first)
		if err != nil {
			return err
		}
		posts = slices.DeleteFunc(posts, func(post recap.Post) bool { return !which.shows(post) })
		slices.SortStableFunc(posts, func(a, b recap.Post) int { return b.Day.Compare(a.Day) })
		if !which.json {
			return p.sayWords(ctx, books, bot.ReceiptWords(p.speaker(), settings, posts))
		}
		log := receiptLog{Version: 1, Receipts: []receipt{}}
		for _, post := range posts {
			log.Receipts = append(log.Receipts, newReceipt(post, settings))
		}
		encoder := json.NewEncoder(p.stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(log)
	})
}

// receiptLog is what programs read, as the command's help describes it.
type receiptLog struct {
	Version  int       `json:"version"`
	Receipts []receipt `json:"receipts"`
}

type receipt struct {
	Conversation string        `json:"conversation"`
	Name         string        `json:"name,omitempty"`
	Day          calendar.Date `json:"day"`
	Kind         recap.Kind    `json:"kind"`
	State        recap.State   `json:"state"`
	Reason       string        `json:"reason,omitempty"`
	AskedBy      string        `json:"asked_by,omitempty"`
	DueAt        time.Time     `json:"due_at"`
	SentAt       time.Time     `json:"sent_at,omitzero"`
	PostedAt     time.Time     `json:"posted_at,omitzero"`
	Late         bool          `json:"late"`
	LateSeconds  int64         `json:"late_seconds,omitempty"`
	Attempts     int           `json:"attempts"`
	Form         recap.Form    `json:"form,omitempty"`
	Lacks        string        `json:"lacks,omitempty"`
	Picture      string        `json:"picture,omitempty"`
	More         int           `json:"more,omitempty"`
	Edits        int           `json:"edits,omitempty"`
	EditedAt     time.Time     `json:"edited_at,omitzero"`
	Corrections  int           `json:"corrections,omitempty"`
	Ended        string        `json:"ended,omitempty"`
	MessageTS    string        `json:"message_ts,omitempty"`
}

func newReceipt(p recap.Post, s ledger.Settings) receipt {
	r := receipt{
		Conversation: p.Conversation, Day: p.Day, Kind: p.Kind, State: p.State, Reason: p.Reason, AskedBy: p.AskedBy,
		DueAt: p.DueAt.UTC(), SentAt: p.SentAt.UTC(), PostedAt: p.PostedAt.UTC(), Late: p.Late, Attempts: p.Attempts,
		Lacks: p.Lacks, Picture: p.Picture, More: p.More, Edits: p.Edits(), EditedAt: p.EditedAt.UTC(),
		Corrections: p.Lines, Ended: p.Ended, MessageTS: p.MessageTS,
	}
	if at := slices.IndexFunc(s.RecapIn, func(c ledger.Conversation) bool { return c.ID == p.Conversation }); at >= 0 {
		r.Name = s.RecapIn[at].Name
	}
	if p.State == recap.Posted {
		if r.Form = p.Form; p.Form == recap.Whole {
			r.Form = "whole"
		}
		if p.Late {
			r.LateSeconds = int64(p.PostedAt.Sub(p.DueAt) / time.Second)
		}
	}
	return r
}
