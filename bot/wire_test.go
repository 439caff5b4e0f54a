package bot

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// onWires runs a scene on the bot's two lines, in a bubble of time.
func onWires(t *testing.T, scene func(b *switchboard, one, two *trunk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := newSwitchboard(t)
		defer b.hangUp()
		one, _ := b.answer()
		two, _ := b.answer()
		scene(b, one, two)
	})
}

// A greeting that never comes is not waited for, pings or not.
func TestALineThatIsNotGreeted(t *testing.T) {
	for _, pings := range []bool{false, true} {
		t.Run(fmt.Sprint("pings ", pings), func(t *testing.T) {
			onWires(t, func(b *switchboard, one, two *trunk) {
				two.pinging()
				b.mute.Store(true)
				one.conn.Close()
				silent, _ := b.answer()
				if pings {
					silent.pinging()
				}
				if after := silent.gone(); after != handshakeFor {
					t.Errorf("it was waited for %s", after)
				}
				b.mute.Store(false)
				next, _ := b.answer()
				next.command("t1", "/quick")
				next.acknowledged("t1")
			})
		})
	}
}

// A line that went dead without a word is replaced, while the other one answers.
func TestALineThatIsHalfOpen(t *testing.T) {
	onWires(t, func(b *switchboard, one, two *trunk) {
		two.pinging()
		began := time.Now()
		b.none(silentFor - time.Second)
		two.command("t1", "/quick")
		two.acknowledged("t1")
		next, _ := b.answer()
		if after := time.Since(began); after != silentFor+firstPause {
			t.Errorf("it is replaced after %s", after)
		}
		if after := one.gone(); after != 0 {
			t.Errorf("it is hung up %s later", after)
		}
		next.pinging()
		b.none(10 * time.Minute) // pings are a sign of life
	})
}

// Slack says beforehand that a line will end: it is answered until the next one is
// there, and told goodbye.
func TestALineThatIsRenewed(t *testing.T) {
	for _, reason := range []string{"warning", "refresh_requested"} {
		t.Run(reason, func(t *testing.T) {
			onWires(t, func(b *switchboard, one, _ *trunk) {
				b.mute.Store(true) // the next one takes a while
				one.say(`{"type":"disconnect","reason":"` + reason + `"}`)
				next, after := b.answer()
				if after != firstPause {
					t.Errorf("the next one came after %s", after)
				}
				one.command("t1", "/quick")
				one.acknowledged("t1")
				one.command("t2", "/slow")
				synctest.Wait() // it is being answered
				next.say(greeting)
				next.command("t3", "/quick")
				next.acknowledged("t3")
				close(b.slow)
				one.acknowledged("t2")
				if after := one.gone(); after != 0 {
					t.Errorf("it is hung up %s later", after)
				}
			})
		})
	}
}

// Lines that break while something is being answered: it is answered to its end,
// and acknowledged where Slack delivers it again.
func TestLinesThatBreakInTheMiddle(t *testing.T) {
	onWires(t, func(b *switchboard, one, two *trunk) {
		one.command("t1", "/slow")
		synctest.Wait()
		one.conn.Close()
		two.conn.Close() // both at once
		synctest.Wait()
		if n := b.bot.Connections(); n != 0 {
			t.Errorf("%d connections are left", n)
		}
		close(b.slow)
		next, after := b.answer()
		other, _ := b.answer()
		if after != firstPause {
			t.Errorf("the next one came after %s", after)
		}
		next.command("t1", "/slow")
		next.acknowledged("t1")
		other.command("t2", "/quick")
		other.acknowledged("t2")
		if n := b.bot.Connections(); n != 2 || b.handled.Load() != 3 {
			t.Errorf("%d connections, %d answers", n, b.handled.Load())
		}
	})
}

// A line whose other end reads nothing keeps neither the next one nor the end
// waiting, and is given up although it pings.
func TestALineThatReadsNothing(t *testing.T) {
	for name, scene := range map[string]func(b *switchboard, stuck *trunk){
		"and pings": func(b *switchboard, stuck *trunk) {
			go func() {
				for range 100 {
					time.Sleep(10 * time.Second)
					_ = stuck.ping()
				}
			}()
			next, after := b.answer()
			if after != stuckFor+firstPause {
				b.t.Errorf("it is given up after %s", after)
			}
			next.command("t2", "/quick")
			next.acknowledged("t2")
		},
		"and is renewed": func(b *switchboard, stuck *trunk) {
			stuck.say(`{"type":"disconnect","reason":"warning"}`)
			next, _ := b.answer()
			next.command("t2", "/quick")
			next.acknowledged("t2")
		},
		"in the end": func(b *switchboard, stuck *trunk) {
			if after, err := b.finish(); after > drainFor || err != nil {
				b.t.Errorf("ended after %s with %v", after, err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			onWires(t, func(b *switchboard, one, two *trunk) {
				two.pinging()
				b.deaf.Store(true)
				one.conn.Close()
				stuck, _ := b.answer()
				b.deaf.Store(false)
				stuck.command("t1", "/quick")
				synctest.Wait() // the acknowledgement is being written
				scene(b, stuck)
			})
		})
	}
}

// Slack has no connection to give: it is asked again as it says, ever more seldom.
func TestNoConnectionIsGiven(t *testing.T) {
	for _, c := range []struct {
		name     string
		answer   func(w http.ResponseWriter)
		within   time.Duration
		attempts int32 // of one line
	}{
		{"429", func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "40")
			w.WriteHeader(http.StatusTooManyRequests)
		}, 2 * time.Minute, 3},
		{"429 without saying when", func(w http.ResponseWriter) { w.WriteHeader(http.StatusTooManyRequests) }, 30 * time.Second, 7},
		{"away", func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) }, 30 * time.Second, 7},
		{"an error", func(w http.ResponseWriter) { fmt.Fprint(w, `{"ok":false,"error":"internal_error"}`) }, 30 * time.Second, 7},
		{"no URL", func(w http.ResponseWriter) { fmt.Fprint(w, `{"ok":true}`) }, 30 * time.Second, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			onWires(t, func(b *switchboard, one, two *trunk) {
				two.pinging()
				refuse := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { c.answer(w) })
				b.open.Store(&refuse)
				one.conn.Close()
				b.none(c.within)
				if n := b.opened.Load() - 2; n != c.attempts {
					t.Errorf("%d attempts within %s; want %d", n, c.within, c.attempts)
				}
				two.command("t1", "/quick")
				two.acknowledged("t1")
				b.open.Store(nil)
				next, after := b.answer()
				if after > max(longestWait, 40*time.Second) {
					t.Errorf("the next one came after %s", after)
				}
				next.command("t2", "/quick")
				next.acknowledged("t2")
			})
		})
	}
}

// A token that is revoked ends it, once what has come is answered.
func TestATokenThatIsRevoked(t *testing.T) {
	onWires(t, func(b *switchboard, one, two *trunk) {
		refuse := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"ok":false,"error":"invalid_auth"}`) })
		b.open.Store(&refuse)
		two.command("t1", "/slow")
		synctest.Wait()
		one.conn.Close()
		time.Sleep(time.Second)
		close(b.slow)
		two.acknowledged("t1")
		two.gone()
		if _, err := b.ending(); err == nil || !strings.Contains(err.Error(), "invalid_auth") {
			t.Errorf("ended with %v", err)
		}
	})
}

// Told to end, whatever it is at, it ends soon.
func TestTheEndComesSoon(t *testing.T) {
	for name, c := range map[string]struct {
		most  time.Duration
		until func(b *switchboard, one, two *trunk)
	}{
		"idle": {0, func(*switchboard, *trunk, *trunk) {}},
		"waiting for another attempt": {0, func(b *switchboard, one, _ *trunk) {
			refuse := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "600")
				w.WriteHeader(http.StatusTooManyRequests)
			})
			b.open.Store(&refuse)
			one.conn.Close()
			time.Sleep(time.Second)
		}},
		"waiting to be greeted": {0, func(b *switchboard, one, _ *trunk) {
			b.mute.Store(true)
			one.conn.Close()
			b.answer()
		}},
		"waiting for the API": {0, func(b *switchboard, one, _ *trunk) {
			hang := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
			b.open.Store(&hang)
			one.conn.Close()
			time.Sleep(time.Second)
		}},
		"being renewed": {0, func(_ *switchboard, one, _ *trunk) { one.say(`{"type":"disconnect","reason":"warning"}`) }},
		"answering":     {answerFor + lastWordFor, func(_ *switchboard, one, _ *trunk) { one.command("t1", "/slow") }},
	} {
		t.Run(name, func(t *testing.T) {
			onWires(t, func(b *switchboard, one, two *trunk) {
				c.until(b, one, two)
				synctest.Wait()
				if after, err := b.finish(); after > c.most || err != nil {
					t.Errorf("ended after %s with %v; want %s at most", after, err, c.most)
				}
				if b.bot.Connections() != 0 {
					t.Errorf("%d connections are left", b.bot.Connections())
				}
			})
		})
	}
}
