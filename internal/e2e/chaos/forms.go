package chaos

import (
	"cmp"
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// formFor is how long somebody waits for a form before they give up.
const formFor = 3 * time.Second

// fillIn has somebody open the form of /leads, from a conversation or from their
// Home tab, fill it in for one persona or two, and send it.
func (s *staff) fillIn(ctx context.Context, c *localclient.Client, user string, random *rand.Rand) {
	open := func() error { _, err := c.Type(ctx, marketing, "/leads"); return err }
	if random.IntN(2) == 0 {
		open = func() error { return s.pressAtHome(ctx, c) }
	}
	v, opened := viewOf(ctx, c, "modal", open)
	if !opened {
		return
	}
	a := &asked{author: user, cells: []cell{s.cell("lead", random)}}
	if other := pick(s.personas, random); other != a.cells[0].persona {
		second := a.cells[0]
		second.persona = other
		a.cells = append(a.cells, s.unused(second))
		slices.SortFunc(a.cells, func(x, y cell) int { return cmp.Compare(x.persona, y.persona) }) // as the form has them
	}
	s.mu.Lock()
	s.asked = append(s.asked, a)
	s.mu.Unlock()
	s.submit(ctx, c, v, a, random)
}

// submit sends a form until it closes, now and then twice at the same time, and
// once more when it is no longer there. One that closes says that it is recorded.
func (s *staff) submit(ctx context.Context, c *localclient.Client, v localclient.View, a *asked, random *rand.Rand) {
	values := s.filled(v, a.cells)
	send := func() (closed bool) {
		done, err := c.Submit(ctx, v, maps.Clone(values))
		if closed = err == nil && done.Closed; closed {
			s.mu.Lock()
			a.told = true
			s.mu.Unlock()
		}
		return closed
	}
	if random.IntN(3) == 0 {
		var twice sync.WaitGroup
		twice.Go(func() { send() })
		send()
		twice.Wait()
	}
	for range 3 {
		if send() || !rest(ctx, 200*time.Millisecond) {
			break
		}
	}
	send()
}

// filled are the values of a form for some cells of one day and channel.
func (s *staff) filled(v localclient.View, cells []cell) localclient.Values {
	values := localclient.Values{}.Set("day", "day", "selected_date", cells[0].day)
	for _, b := range v.Blocks {
		id, _ := b["block_id"].(string)
		element, _ := b["element"].(map[string]any)
		options, _ := element["options"].([]any)
		for _, one := range options {
			if option, _ := one.(map[string]any); option["value"] == strconv.FormatInt(cells[0].channel, 10) {
				values.Set(id, id, "selected_option", option)
			}
		}
		label, _ := b["label"].(map[string]any)
		for _, c := range cells {
			if label["text"] == nameOf(s.personas, c.persona) {
				values.Set(id, id, "value", strconv.FormatInt(c.count, 10))
			}
		}
	}
	return values
}

// pressAtHome presses the button that opens the form in somebody's Home tab, as it
// was shown to them last.
func (s *staff) pressAtHome(ctx context.Context, c *localclient.Client) error {
	home, shown := viewOf(ctx, c, "home", func() error { return s.openHome(ctx, c) })
	if !shown {
		state, err := c.State(ctx)
		if err != nil || len(state.Homes) == 0 {
			return err
		}
		home = state.Homes[0]
	}
	return c.PressIn(ctx, home, "leads_form", nil)
}

func (s *staff) openHome(ctx context.Context, c *localclient.Client) error {
	return c.OpenHome(ctx, s.workspace.app.ID)
}

// viewOf does something and waits for a view of a kind to be shown.
func viewOf(ctx context.Context, c *localclient.Client, kind string, do func() error) (v localclient.View, shown bool) {
	watch, err := c.Watch(ctx)
	if err != nil {
		return v, false
	}
	defer watch.Stop()
	if do() != nil {
		return v, false
	}
	e, err := watch.Event(formFor, func(e localclient.Event) bool { return e.Type == "view" && e.View.Type == kind })
	return e.View, err == nil
}

// written are cells as the button that changes them bears them.
func written(cells []cell) string {
	all := make([]string, 0, len(cells))
	for _, c := range cells {
		all = append(all, c.written())
	}
	return strings.Join(all, ";")
}
