package chaos

import (
	"context"
	"math/rand/v2"
	"sync"
	"syscall"
	"time"
)

// rules are the faults of Slack, each of which is in force in some storms. What
// %s stands for is a chance.
var rules = []string{
	"chat.postMessage:reset", "chat.postMessage:reset,stored", "chat.postMessage:500", "chat.postMessage:500,stored",
	"chat.postMessage:503,stored", "chat.postMessage:drop", "chat.postMessage:drop,stored", "chat.postMessage:delay,for=900ms",
	"chat.postMessage:delay,for=1500ms", "chat.postMessage:delay,for=300ms", "chat.postMessage:429", "chat.postMessage:429,retry_after=1",
	"chat.postMessage:internal_error", "chat.postMessage:internal_error,stored", "chat.postMessage:fatal_error,stored",
	"chat.postMessage:invalid_auth", "chat.postMessage:invalid_blocks", "chat.postMessage:service_unavailable",
	"chat.postMessage:not_in_channel,times=1", "chat.postMessage:made_up_yesterday,stored",
	"chat.update:reset", "chat.update:reset,stored", "chat.update:500,stored", "chat.update:drop,stored", "chat.update:429,retry_after=1",
	"chat.update:internal_error,stored", "chat.update:delay,for=900ms",
	"conversations.history:500", "conversations.history:reset", "conversations.history:429,retry_after=1", "conversations.history:delay,for=900ms",
	"conversations.history:internal_error", "conversations.replies:500", "conversations.replies:429,retry_after=1", "conversations.open:500",
	"response_url:500", "response_url:reset,stored", "response_url:delay,for=600ms", "response_url:429",
	"users.info:500", "users.info:delay,for=400ms", "users.info:internal_error", "users.info:drop",
	"files.getUploadURLExternal:500", "files.completeUploadExternal:internal_error", "upload:reset", "upload:delay,for=900ms",
	"apps.connections.open:500", "auth.test:500",
	"slash_commands:lose_ack", "slash_commands:duplicate", "slash_commands:reorder", "slash_commands:delay,for=700ms", "slash_commands:drop",
	"slash_commands:disconnect", "interactive:lose_ack", "interactive:duplicate", "interactive:disconnect",
	"events_api:lose_ack", "events_api:duplicate", "events_api:reorder", "events_api:delay,for=700ms", "events_api:drop", "events_api:disconnect",
}

// hiding is in force throughout an episode whose history hides the metadata.
var hiding = []string{"conversations.history:hide_metadata", "conversations.replies:hide_metadata"}

// weather is what befalls an episode during a storm.
type weather struct {
	*episode
	random *rand.Rand
}

// storm rages for a while, with people at work.
func (e *episode) storm(ctx context.Context, lasting time.Duration) error {
	w := &weather{e, e.random(uint64(len(e.staff.asked)))}
	rules := w.rules()
	for _, rule := range rules {
		if err := e.slack.fail(rule); err != nil {
			return err
		}
	}
	ctx, end := context.WithTimeout(ctx, lasting)
	defer end()
	var all sync.WaitGroup
	for i, user := range typists {
		random := e.random(100 + uint64(i))
		all.Go(func() { e.staff.work(ctx, user, random, e.plan.pause) })
	}
	for _, trouble := range w.troubles() {
		random := rand.New(rand.NewPCG(w.random.Uint64(), 0))
		all.Go(func() {
			for rest(ctx, trouble.every/2+time.Duration(random.Int64N(int64(trouble.every)))) {
				trouble.strike(ctx, random)
			}
		})
	}
	all.Go(func() {
		for rest(ctx, flowPause) {
			_ = e.slack.sendAgain(ctx, time.Second, 2) // what fails now is sent again in calm weather
		}
	})
	all.Go(func() { e.flow(ctx) })
	all.Wait()
	return nil
}

// Civil time runs twenty times as fast as the real one, by steps.
const (
	flowStep  = 20 * time.Second
	flowPause = time.Second
)

// flow lets civil time run until ctx ends.
func (e *episode) flow(ctx context.Context) {
	for rest(ctx, flowPause) {
		e.slack.jump(ctx, e.slack.now().Add(flowStep), flowPause)
	}
}

// rules are those in force in a storm.
func (w *weather) rules() (all []string) {
	if w.plan.gentle != nil {
		return w.plan.gentle
	}
	chances := []string{",chance=0.15", ",chance=0.3", ",chance=0.5"}
	for _, i := range w.random.Perm(len(rules))[:len(rules)/2] {
		all = append(all, rules[i]+chances[w.random.IntN(len(chances))])
	}
	return all
}

// trouble strikes again and again during a storm, about as often as it says.
type trouble struct {
	every  time.Duration
	strike func(ctx context.Context, random *rand.Rand)
}

// troubles are what happens to processes, connections, the database and the clock.
func (w *weather) troubles() []trouble {
	if w.plan.gentle != nil {
		return nil
	}
	all := []trouble{
		{5 * time.Second, func(_ context.Context, random *rand.Rand) { w.kill(random) }},
		{11 * time.Second, w.freeze},
		{4 * time.Second, w.jumpAhead},
	}
	if w.plan.door == "socket" {
		all = append(all, trouble{3 * time.Second, w.disconnect})
	}
	if w.proxy != nil {
		all = append(all, trouble{700 * time.Millisecond, w.cutDatabase}, trouble{6 * time.Second, w.stallDatabase}, trouble{12 * time.Second, w.restartDatabase})
	} else {
		all = append(all, trouble{3 * time.Second, w.lockDatabase})
	}
	return all
}

func (w *weather) kill(random *rand.Rand) {
	if w.crew[random.IntN(len(w.crew))].signal(syscall.SIGKILL) {
		w.tally.fault("process: killed (kill -9)")
	}
}

// freeze stops a process for longer than a lease, as a paused machine would.
func (w *weather) freeze(ctx context.Context, random *rand.Rand) {
	one := w.crew[random.IntN(len(w.crew))]
	if !one.signal(syscall.SIGSTOP) {
		return
	}
	w.tally.fault("process: stopped for a while, then going on")
	rest(ctx, time.Duration(1+random.IntN(4))*time.Second)
	one.signal(syscall.SIGCONT)
}

// jumpAhead moves the civil clock by minutes, well inside what a look into the
// conversation forgives.
func (w *weather) jumpAhead(ctx context.Context, random *rand.Rand) {
	w.slack.jump(ctx, w.slack.now().Add(time.Duration(30+random.IntN(90))*time.Second), flowPause)
	w.tally.fault("clock: moved ahead")
}

func (w *weather) disconnect(_ context.Context, random *rand.Rand) {
	reasons := []string{"warning", "refresh_requested", "reset"}
	if w.slack.Disconnect(w.slack.app.ID, reasons[random.IntN(len(reasons))]) > 0 {
		w.tally.fault("Slack: connection renewed or reset")
	}
}

func (w *weather) cutDatabase(_ context.Context, random *rand.Rand) {
	cuts := []string{beforeCommit, afterCommit, midRequest, midAnswer}
	w.proxy.arm(cuts[random.IntN(len(cuts))])
}

func (w *weather) stallDatabase(ctx context.Context, random *rand.Rand) {
	w.proxy.stall(ctx, time.Duration(200+random.IntN(2500))*time.Millisecond)
}

func (w *weather) restartDatabase(ctx context.Context, _ *rand.Rand) {
	if w.cluster.restart(ctx) == nil {
		w.tally.fault("database: PostgreSQL restarted at once")
	}
}

// lockDatabase has another program hold SQLite's file for a while.
func (w *weather) lockDatabase(ctx context.Context, random *rand.Rand) {
	c, err := w.books.Conn(ctx)
	if err != nil {
		return
	}
	defer c.Close()
	background := context.WithoutCancel(ctx)
	if _, err := c.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return
	}
	w.tally.fault("database: SQLite's file locked by another program")
	rest(ctx, time.Duration(200+random.IntN(1500))*time.Millisecond)
	_, _ = c.ExecContext(background, "ROLLBACK") // closing would do it too
}
