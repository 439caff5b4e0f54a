package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/recap"
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
	t.Run("notes of a request", func(t *testing.T) { notesOfARequest(t, newFirm(t, s)) })
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

func othersRecaps(t *testing.T, mine, theirs store.Recaps) {
	planned(t, mine, morning(16))
	same(t, "their posts", []recap.Post{}, must(theirs.Since(t.Context(), day(1)))(t))
	refused(t, "claimed by them", errorOf(theirs.Claim(t.Context(), morning(16).Key, "a", long)))
	p := claimed(t, mine, morning(16).Key, "a", long)
	refused(t, "stored by them", theirs.Save(t.Context(), p, 0, nil))
}
