package storetest

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func recaps(t *testing.T, s *store.Store) {
	t.Run("planned once", func(t *testing.T) { plannedOnce(t, newFirm(t, s).Recaps()) })
	t.Run("round trip", func(t *testing.T) { recapRoundTrip(t, newFirm(t, s).Recaps()) })
	t.Run("one claim wins", func(t *testing.T) { oneClaimWins(t, newFirm(t, s).Recaps()) })
	t.Run("leases", func(t *testing.T) { leases(t, newFirm(t, s).Recaps()) })
	t.Run("at rest", func(t *testing.T) { atRest(t, newFirm(t, s).Recaps()) })
	t.Run("started over", func(t *testing.T) { startedOver(t, newFirm(t, s).Recaps()) })
	t.Run("resumed", func(t *testing.T) { resumed(t, newFirm(t, s).Recaps()) })
	t.Run("seen there", func(t *testing.T) { seenThere(t, newFirm(t, s).Recaps()) })
	t.Run("versions", func(t *testing.T) { versions(t, newFirm(t, s).Recaps()) })
	t.Run("letters", func(t *testing.T) { letters(t, newFirm(t, s).Recaps()) })
	t.Run("notes", func(t *testing.T) { notes(t, newFirm(t, s).Recaps()) })
	t.Run("edited", func(t *testing.T) { edited(t, newFirm(t, s).Recaps()) })
	t.Run("recorded since", func(t *testing.T) { recordedSince(newFirm(t, s)) })
	t.Run("another workspace's", func(t *testing.T) { othersRecaps(t, newFirm(t, s).Recaps(), newFirm(t, s).Recaps()) })
}

// long is a lease that outlasts the tests, lapsed one that is over already.
const (
	long   = time.Hour
	lapsed = -time.Second
)

func morning(d int) recap.Post {
	return recap.Post{
		Key: recap.Key{Conversation: "C1", Day: day(d), Kind: recap.Daily}, State: recap.Due,
		DueAt: time.Date(2026, time.November, d, 8, 0, 0, 0, time.UTC),
	}
}

// planned stores a post and returns it.
func planned(t *testing.T, r store.Recaps, p recap.Post) recap.Post {
	t.Helper()
	if err := r.Plan(t.Context(), []recap.Post{p}); err != nil {
		t.Fatal(err)
	}
	return stored(t, r, p.Key)
}

func stored(t *testing.T, r store.Recaps, key recap.Key) recap.Post {
	t.Helper()
	for _, p := range must(r.Since(t.Context(), key.Day))(t) {
		if p.Key == key {
			return p
		}
	}
	t.Fatalf("there is no recap of %s", key.Day)
	return recap.Post{}
}

func claimed(t *testing.T, r store.Recaps, key recap.Key, owner string, lease time.Duration) recap.Post {
	t.Helper()
	return must(r.Claim(t.Context(), key, owner, lease))(t)
}

func saved(t *testing.T, r store.Recaps, p recap.Post, wait time.Duration) {
	t.Helper()
	if err := r.Save(t.Context(), p, wait, nil); err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, recap.ErrTaken) {
		t.Errorf("%s: %v; want ErrTaken", what, err)
	}
}

func plannedOnce(t *testing.T, r store.Recaps) {
	first := planned(t, r, morning(16))
	if first.ID == "" || first.State != recap.Due {
		t.Errorf("planned: %+v", first)
	}
	other := morning(16)
	other.DueAt, other.State = other.DueAt.Add(time.Hour), recap.Missed
	same(t, "planned again", first, planned(t, r, other))
	allWell(t, together(8, func(int) error {
		return r.Plan(t.Context(), []recap.Post{morning(17), morning(18)})
	}))
	all := must(r.Since(t.Context(), day(16)))(t)
	if len(all) != 3 || all[1].ID == all[2].ID {
		t.Errorf("planned by eight at once: %+v", all)
	}
	same(t, "since a later day", all[2:], must(r.Since(t.Context(), day(18)))(t))
	same(t, "the latest", []recap.Post{all[2], all[1]}, must(r.Recent(t.Context(), 2))(t))
}

func recapRoundTrip(t *testing.T, r store.Recaps) {
	planned(t, r, morning(16))
	p := claimed(t, r, morning(16).Key, "a", long)
	p.State, p.Reason, p.Attempts, p.Absences = recap.Posted, "ratelimited", 3, 1
	p.SentAt = time.Date(2026, time.November, 16, 8, 0, 1, 123_456_000, time.UTC)
	p.PostedAt, p.MessageTS = p.SentAt.Add(time.Second), "1794816001.000100"
	p.Late, p.Owed = true, true
	p.Form, p.Lacks, p.Picture, p.More = recap.NoTable, "invalid_blocks", "F0123", 2
	saved(t, r, p, 0)
	same(t, "what was stored", p, stored(t, r, p.Key))
}

func oneClaimWins(t *testing.T, r store.Recaps) {
	planned(t, r, morning(16))
	owners := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"}
	ended := together(len(owners), func(i int) error {
		_, err := r.Claim(t.Context(), morning(16).Key, owners[i], long)
		return err
	})
	winner := slices.Index(ended, nil)
	for i, err := range ended {
		if i != winner {
			refused(t, owners[i], err)
		}
	}
	if winner < 0 {
		t.Fatal("nobody won")
	}
	p := stored(t, r, morning(16).Key)
	if p.Owner != owners[winner] || p.Epoch != 1 || p.State != recap.Claimed {
		t.Errorf("%s won, and the row says %+v", owners[winner], p)
	}
}

func leases(t *testing.T, r store.Recaps) {
	planned(t, r, morning(16))
	key := morning(16).Key
	first := claimed(t, r, key, "a", lapsed)
	second := claimed(t, r, key, "b", long)
	if second.State != recap.Claimed || second.Owner != "b" || second.Epoch != first.Epoch+1 {
		t.Errorf("taken over: %+v", second)
	}
	refused(t, "a third, while the lease lasts", errorOf(r.Claim(t.Context(), key, "c", long)))
	refused(t, "a late word from the first", r.Save(t.Context(), first, 0, nil))
	second.State = recap.Sending
	saved(t, r, second, lapsed)
	third := claimed(t, r, key, "b", long)
	if third.State != recap.Sending || third.Epoch != second.Epoch+1 {
		t.Errorf("a lapsed attempt stays what it is: %+v", third)
	}
	refused(t, "a late word from an earlier turn of the same process", r.Save(t.Context(), second, 0, nil))
	third.State = recap.Due
	saved(t, r, third, long)
	refused(t, "before the wait is over", errorOf(r.Claim(t.Context(), key, "c", long)))
}

func errorOf(_ recap.Post, err error) error { return err }

func atRest(t *testing.T, r store.Recaps) {
	for d, state := range map[int]recap.State{2: recap.Posted, 3: recap.Missed, 4: recap.Skipped, 5: recap.Blocked, 6: recap.Unconfirmed} {
		planned(t, r, morning(d))
		p := claimed(t, r, morning(d).Key, "a", long)
		p.State, p.Owed = state, state == recap.Blocked
		if state == recap.Posted {
			p.MessageTS = "1.2"
		}
		saved(t, r, p, lapsed)
		again, err := r.Claim(t.Context(), p.Key, "b", long)
		if !p.Owed {
			refused(t, string(state), err)
			continue
		}
		if err != nil || again.State != state {
			t.Errorf("word owed of a post that is %s: claimed as %s, %v", state, again.State, err)
		}
		again.Owed = false
		saved(t, r, again, lapsed)
		refused(t, "word given", errorOf(r.Claim(t.Context(), p.Key, "b", long)))
	}
}

func startedOver(t *testing.T, r store.Recaps) {
	asked := morning(16)
	asked.AskedBy, asked.DueAt = "U9", asked.DueAt.Add(time.Hour)
	planned(t, r, morning(16))
	same(t, "asked for while it is due", morning(16).DueAt, planned(t, r, asked).DueAt)
	p := claimed(t, r, asked.Key, "a", long)
	p.State, p.Reason, p.Attempts, p.Late, p.Owed = recap.Blocked, "is_archived", 2, true, true
	p.Form, p.Lacks, p.Picture, p.More = recap.NoPicture, "ratelimited", "F0123", 1
	saved(t, r, p, long)
	same(t, "planned again while it is blocked", recap.Blocked, planned(t, r, morning(16)).State)
	got := planned(t, r, asked)
	if got.ID == p.ID {
		t.Error("started over under the id of the first attempt")
	}
	want := asked
	want.ID, want.Epoch = got.ID, p.Epoch+1
	same(t, "started over", want, got)
	refused(t, "a late word from before", r.Save(t.Context(), p, 0, nil))
	p = claimed(t, r, asked.Key, "b", long)
	p.State, p.MessageTS = recap.Posted, "1.2"
	saved(t, r, p, 0)
	same(t, "asked for once it is posted", recap.Posted, planned(t, r, asked).State)
}

// What was blocked is due again once its conversation is there again; nothing else
// is.
func resumed(t *testing.T, r store.Recaps) {
	again := morning(16)
	again.Reason = recap.Resumed
	planned(t, r, morning(16))
	p := claimed(t, r, again.Key, "a", lapsed)
	for _, state := range []recap.State{recap.Missed, recap.Skipped, recap.Unconfirmed, recap.Blocked} {
		p.State, p.Reason = state, "is_archived"
		saved(t, r, p, lapsed)
		want := state
		if state == recap.Blocked {
			want = recap.Due
		}
		same(t, "resumed while it is "+string(state), want, planned(t, r, again).State)
	}
	p = stored(t, r, again.Key)
	same(t, "due at its own time", again.DueAt, p.DueAt)
	same(t, "because", recap.Resumed, p.Reason)
}

// Only of what could not be confirmed may somebody say that it is there.
func seenThere(t *testing.T, r store.Recaps) {
	refused(t, "what was never planned", r.SeenThere(t.Context(), morning(16).Key))
	planned(t, r, morning(16))
	refused(t, "what is due", r.SeenThere(t.Context(), morning(16).Key))
	p := claimed(t, r, morning(16).Key, "a", lapsed)
	p.State, p.Reason, p.Owed = recap.Unconfirmed, recap.Unreadable, true
	saved(t, r, p, lapsed)
	if err := r.SeenThere(t.Context(), p.Key); err != nil {
		t.Fatal(err)
	}
	got := stored(t, r, p.Key)
	same(t, "the state", recap.Unconfirmed, got.State)
	same(t, "the reason", recap.Seen, got.Reason)
	same(t, "owed", false, got.Owed)
	refused(t, "a late word", r.Save(t.Context(), p, 0, nil))
	asked := morning(16)
	asked.AskedBy = "U9"
	same(t, "sent again all the same", recap.Due, planned(t, r, asked).State)
}

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

func othersRecaps(t *testing.T, mine, theirs store.Recaps) {
	planned(t, mine, morning(16))
	same(t, "their posts", []recap.Post{}, must(theirs.Since(t.Context(), day(1)))(t))
	refused(t, "claimed by them", errorOf(theirs.Claim(t.Context(), morning(16).Key, "a", long)))
	p := claimed(t, mine, morning(16).Key, "a", long)
	refused(t, "stored by them", theirs.Save(t.Context(), p, 0, nil))
}
