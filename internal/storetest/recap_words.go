package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func versions(t *testing.T, r store.Recaps) {
	_, err := r.AsPosted(t.Context(), day(16))
	if !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("a day without a recap: %v; want ErrNotFound", err)
	}
	planned(t, r, morning(16))
	p := claimed(t, r, morning(16).Key, "a", long)
	p.State, p.SentAt = recap.Sending, morning(16).DueAt
	write(t, r, p, "first try", nil)
	want := write(t, r, p, "Point SLA 🟡", json.RawMessage(`[{"type":"divider"}]`))
	if _, err := r.AsPosted(t.Context(), day(16)); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("a recap not posted: %v; want ErrNotFound", err)
	}
	p.State, p.MessageTS = recap.Posted, "1.2"
	saved(t, r, p, 0)
	same(t, "as it was posted", want, must(r.AsPosted(t.Context(), day(16)))(t))
	same(t, "what it said", want, must(r.Version(t.Context(), p.Key, 1))(t))
	if _, err := r.Version(t.Context(), recap.Key{Conversation: "C2", Day: day(16), Kind: recap.Daily}, 1); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("what was never written: %v; want ErrNotFound", err)
	}
	following(t, r, want)
	p.Epoch--
	refused(t, "another turn's version", r.Save(t.Context(), p, 0, &want))
}

// following keeps a message of the thread apart from the recap it follows.
func following(t *testing.T, r store.Recaps, first recap.Version) {
	t.Helper()
	second := morning(16)
	second.Kind = recap.Daily.Part(2)
	planned(t, r, second)
	p := claimed(t, r, second.Key, "a", long)
	p.State, p.SentAt = recap.Sending, second.DueAt
	said := write(t, r, p, "… et 32 autres", nil)
	p.State, p.MessageTS = recap.Posted, "1.3"
	saved(t, r, p, 0)
	same(t, "what follows", said, must(r.Version(t.Context(), p.Key, 1))(t))
	same(t, "the day's recap", first, must(r.AsPosted(t.Context(), day(16)))(t))
}

// write stores a version beside its post.
func write(t *testing.T, r store.Recaps, p recap.Post, text string, blocks json.RawMessage) recap.Version {
	t.Helper()
	counted := []ledger.Total{{Cell: ledger.Cell{Day: day(13), Channel: 7, Persona: 1, Stage: ledger.Won}, Count: 2, AmountCents: 180_000, Standing: 1}}
	v := recap.Version{Number: p.Version + 1, Counted: counted, Message: recap.Message{Text: text, Blocks: blocks}, Edition: recap.Edition{
		Kind: recap.Daily, Day: day(16), Settings: ledger.DefaultSettings(), DueAt: p.DueAt,
		People: map[string]string{"U1": "Claire"}, Report: report.Report{
			Month: month(11), AsOf: day(15), Since: day(13), SinceLeads: 18, Currency: "EUR",
			Planned: true, Total: sla.Figures{
				Leads: 132, Value: decimal.RequireFromString("17738.005"), Status: sla.OnTrack,
				Pace: decimal.NewNullDecimal(decimal.RequireFromString("0.912111")),
			},
			Channels: []report.Channel{{Channel: ledger.Channel{ID: 7, Name: "E-mail", Aliases: []string{"mail"}}}},
		},
	}}
	if err := r.Save(t.Context(), p, long, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// Letters are posts, kept and claimed like the recaps, and none of them.
func letters(t *testing.T, r store.Recaps) {
	letter := morning(16)
	letter.Conversation, letter.Kind = "U0CLAIRE001", recap.Letter("rates")
	planned(t, r, letter)
	planned(t, r, morning(16))
	for _, key := range []recap.Key{letter.Key, morning(16).Key} {
		p := claimed(t, r, key, "a", long)
		p.State, p.SentAt = recap.Sending, letter.DueAt
		write(t, r, p, "to "+key.Conversation, nil)
		p.State, p.MessageTS = recap.Posted, "1.2"
		saved(t, r, p, 0)
		if key.Conversation != letter.Conversation {
			continue
		}
		if _, err := r.AsPosted(t.Context(), day(16)); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("a day with a letter and no recap: %v; want ErrNotFound", err)
		}
	}
	same(t, "all posts", 2, len(must(r.Since(t.Context(), day(16)))(t)))
	same(t, "the recaps of the log", []recap.Post{stored(t, r, morning(16).Key)}, must(r.Recent(t.Context(), 10))(t))
	same(t, "the day's recap", "to C1", must(r.AsPosted(t.Context(), day(16)))(t).Message.Text)
	same(t, "what the letter said", "to U0CLAIRE001", must(r.Version(t.Context(), letter.Key, 1))(t).Message.Text)
}

// Notes are letters that are kept with what they say, each once.
func notes(t *testing.T, r store.Recaps) {
	note := func(name, text string) recap.Note {
		return recap.NewNote("U0MARC", name, day(16), morning(16).DueAt, recap.Message{Text: text, Blocks: json.RawMessage(`[]`)})
	}
	first := note("T1/0", "12 became 10")
	allWell(t, together(8, func(int) error { return r.Keep(t.Context(), []recap.Note{first, note("T1/1", "and 3 became 4")}) }))
	if err := r.Keep(t.Context(), []recap.Note{note("T1/0", "said otherwise")}); err != nil {
		t.Fatal(err)
	}
	all := must(r.Since(t.Context(), day(16)))(t)
	same(t, "notes", 2, len(all))
	p := stored(t, r, first.Key)
	same(t, "to be sent", recap.Due, p.State)
	same(t, "made at", first.MadeAt, p.DueAt)
	same(t, "what it says", first.Message, must(r.Version(t.Context(), first.Key, 1))(t).Message)
	same(t, "the recaps of the log", []recap.Post{}, must(r.Recent(t.Context(), 10))(t))
}

// The notes of a request are there where it is stored, and only there, however
// often it is delivered.
func notesOfARequest(t *testing.T, f *firm) {
	ask := request()
	kept := recap.NewNote("U0MARC", ask.Key, day(16), morning(16).DueAt, recap.Message{Text: "12 became 10"})
	for _, c := range []struct {
		name string
		err  error
		want int
	}{{"refused", errors.New("refused"), 0}, {"stored", nil, 1}, {"delivered again", nil, 1}} {
		_, _, err := f.Once(t.Context(), ask, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
			return []byte("{}"), errors.Join(tx.Keep(ctx, []recap.Note{kept}), c.err)
		})
		if !errors.Is(err, c.err) {
			t.Fatal(err)
		}
		same(t, c.name, c.want, len(must(f.Recaps().Since(t.Context(), day(16)))(t)))
	}
	same(t, "what it says", kept.Message, must(f.Recaps().Version(t.Context(), kept.Key, 1))(t).Message)
}
