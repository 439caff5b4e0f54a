package bot

import (
	"cmp"
	"context"
	"maps"
	"sync"
	"time"

	"github.com/treve-bot/treve/internal/lang"
)

// limit is how much one person may ask within a minute. It is kept in the memory
// of each process, so that whoever asks too much costs no look at the books; of
// several processes a person may ask as much of each.
type limit struct {
	mu   sync.Mutex
	from map[string]*minute
	tidy time.Time // when minutes that are over were last forgotten
}

// minute is what one person has asked since its beginning.
type minute struct {
	began   time.Time
	keys    map[string]bool // of what was let in: the same delivered again is
	refused int
	spoken  lang.Language // to them last
}

// count counts what somebody asks. Where that is more than most a minute, 0 being
// no limit, it returns how often they were refused, and in which language to do so.
func (l *limit) count(r request, most int, now time.Time) (refused int, spoken lang.Language) {
	if most == 0 {
		return 0, ""
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if gone(l.tidy, now) {
		l.forget(now)
	}
	m := l.from[r.user]
	if m == nil || gone(m.began, now) {
		m = &minute{began: now, keys: map[string]bool{}}
		l.from[r.user] = m
	}
	switch {
	case m.keys[r.key]:
		return 0, ""
	case len(m.keys) < most:
		m.keys[r.key] = true
		return 0, ""
	}
	m.refused++
	return m.refused, m.spoken
}

// heard remembers in which language somebody was answered.
func (l *limit) heard(user string, spoken lang.Language) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m := l.from[user]; m != nil {
		m.spoken = spoken
	}
}

func (l *limit) forget(now time.Time) {
	l.tidy = now
	if l.from == nil {
		l.from = map[string]*minute{}
	}
	maps.DeleteFunc(l.from, func(_ string, m *minute) bool { return gone(m.began, now) })
}

// gone reports that a minute has gone by, also where the clock was set back.
func gone(began, now time.Time) bool { return now.Sub(began).Abs() >= time.Minute }

// tooMuch turns somebody away who asks too much, before anything is read for them.
// Where Slack takes an answer with the acknowledgement they are told each time,
// elsewhere once a minute: telling them is a call to Slack, of which others need
// theirs.
func (b *Bot) tooMuch(r request, began time.Time, refused int, spoken lang.Language) (ack []byte, then func(context.Context)) {
	problem := lang.Refuse("dispatch.too_much", lang.Args{"most": b.MostAMinute})
	say := lang.Speak(cmp.Or(spoken, lang.French))
	out := r.keepOpen(problemReply(say, problem), say.Say(problem.ID, problem.Args))
	if refused == 1 {
		b.Log.Warn("somebody asks too much", "user", r.user, "kind", r.kind, "name", r.name)
	}
	ack, rides := riding(r, out)
	return ack, func(ctx context.Context) {
		b.tell(r, out, b.Real().Sub(began))
		if rides || refused > 1 || r.kind == opened {
			return
		}
		ctx, cancel := context.WithTimeout(ctx, sayFor)
		defer cancel()
		b.note(r, b.post(ctx, r.user, "", out))
	}
}
