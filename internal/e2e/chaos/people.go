package chaos

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// asked is something a person has asked to be recorded, and what they were told.
type asked struct {
	author  string
	cells   []cell
	trigger string   // of a command; "" for a message or a form
	told    bool     // that it is recorded
	figures []string // that they were told of it, each time
	undo    string   // ts of the confirmation whose Undo was pressed; "" for none
	undone  bool     // they were told that it is taken back
}

// staff are the people who record leads, all at the same time.
type staff struct {
	workspace *workspace
	channels  map[string]int64
	personas  map[string]int64
	direct    map[string]string // each person's conversation with the bot

	mu    sync.Mutex
	asked []*asked
	used  map[cell]bool
}

// typists record leads; one of them is the manager.
var typists = []string{claire, marc, julien}

// work has somebody type until ctx ends.
func (s *staff) work(ctx context.Context, user string, random *rand.Rand, pause time.Duration) {
	c := s.workspace.as(user)
	for n := 1; rest(ctx, pause/2+time.Duration(random.Int64N(int64(pause)))); n++ {
		switch {
		case n%9 == 0:
			s.pressUndo(ctx, c, user, random)
		case n%5 == 0:
			s.fillIn(ctx, c, user, random)
		case n%7 == 0:
			s.say(ctx, c, user, marketing, "/ventes contactés ", s.cell("contacted", random))
		case random.IntN(4) == 0:
			s.say(ctx, c, user, s.direct[user], "", s.cell("lead", random))
		case random.IntN(6) == 0:
			s.say(ctx, c, user, marketing, "/leads ", s.cell("lead", random), s.cell("lead", random))
		default:
			s.say(ctx, c, user, marketing, "/leads ", s.cell("lead", random))
		}
	}
}

// cell picks a count, a day and a segment that nobody has asked for yet.
func (s *staff) cell(stage string, random *rand.Rand) cell {
	today := s.workspace.now()
	return s.unused(cell{
		day:     fmt.Sprintf("%s-%02d", today.Format("2006-01"), 1+random.IntN(today.Day())),
		channel: pick(s.channels, random), persona: pick(s.personas, random), stage: stage,
	})
}

// unused gives a cell a count that nobody has asked for yet.
func (s *staff) unused(c cell) cell {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c.count = 1; s.used[c]; c.count++ {
		continue
	}
	s.used[c] = true
	return c
}

// pick picks one of a few ids, the same for the same chance.
func pick(ids map[string]int64, random *rand.Rand) int64 {
	var all []int64
	for _, id := range ids {
		all = append(all, id)
	}
	least, n := all[0], int64(len(all))
	for _, id := range all {
		least = min(least, id)
	}
	return least + random.Int64N(n)
}

func nameOf(ids map[string]int64, id int64) string {
	for name, one := range ids {
		if one == id {
			return name
		}
	}
	return ""
}

// say asks for cells to be recorded, in one command or message.
func (s *staff) say(ctx context.Context, c *localclient.Client, user, conversation, command string, cells ...cell) {
	var lines []string
	for _, one := range cells {
		lines = append(lines, fmt.Sprintf("%d %s %s %s", one.count, nameOf(s.channels, one.channel), nameOf(s.personas, one.persona), one.day))
	}
	a := &asked{author: user, cells: cells}
	s.mu.Lock()
	s.asked = append(s.asked, a)
	s.mu.Unlock()
	id, err := c.Type(ctx, conversation, command+strings.Join(lines, "\n"))
	if err == nil && command != "" {
		s.mu.Lock()
		a.trigger = id
		s.mu.Unlock()
	}
}

// pressUndo takes back something that was confirmed.
func (s *staff) pressUndo(ctx context.Context, c *localclient.Client, user string, random *rand.Rand) {
	conversation := marketing
	if random.IntN(3) == 0 {
		conversation = s.direct[user]
	}
	seen, err := c.Messages(ctx, conversation, "")
	if err != nil || len(seen) == 0 {
		return
	}
	m := seen[len(seen)-1-random.IntN(min(len(seen), 20))]
	a := s.confirmed(m)
	if a == nil || a.author != user {
		return
	}
	s.mu.Lock()
	pressed := a.undo != ""
	a.undo, a.told = m.TS, true
	s.mu.Unlock()
	if pressed {
		return
	}
	_ = c.Press(ctx, m, "leads_undo") // a message that is gone meanwhile is not pressed
}

// hear notes what a message confirms.
func (s *staff) hear(m localclient.Message) {
	if a := s.confirmed(m); a != nil {
		s.mu.Lock()
		a.told = true
		a.figures = append(a.figures, strings.Map(digits, m.Text))
		s.mu.Unlock()
	}
}

// confirmed is what a message confirms; nil when it confirms nothing.
func (s *staff) confirmed(m localclient.Message) *asked {
	var undo struct{ R string }
	var edit struct{ L string }
	for _, e := range elements(m.Blocks) {
		value, _ := e["value"].(string)
		switch e["action_id"] {
		case "leads_undo":
			_ = json.Unmarshal([]byte(value), &undo)
		case "leads_edit":
			_ = json.Unmarshal([]byte(value), &edit)
		}
	}
	if undo.R == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.asked {
		if a.trigger == undo.R || written(a.cells) == edit.L {
			return a
		}
	}
	return nil
}

// written is a cell as the button that changes it bears it.
func (c cell) written() string {
	return fmt.Sprintf("%s,%d,%d,%s,%d", c.day, c.channel, c.persona, c.stage, c.count)
}

// elements lists the buttons of a message.
func elements(blocks []map[string]any) (all []map[string]any) {
	for _, b := range blocks {
		if list, ok := b["elements"].([]any); ok {
			for _, e := range list {
				if one, ok := e.(map[string]any); ok {
					all = append(all, one)
				}
			}
		}
	}
	return all
}

// recall reads all that the people have been told, as they can still see it.
func (s *staff) recall(ctx context.Context) error {
	for _, user := range typists {
		for _, conversation := range []string{marketing, s.direct[user]} {
			seen, err := s.workspace.as(user).Messages(ctx, conversation, "")
			if err != nil {
				return err
			}
			for _, m := range seen {
				if m.User != botUser {
					continue
				}
				s.hear(m)
				s.undone(m)
			}
		}
	}
	return nil
}

// undone notes who was told that something is taken back.
func (s *staff) undone(m localclient.Message) {
	if !strings.Contains(m.JSON(), "↩") {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.asked {
		if a.undo == m.TS {
			a.undone = true
		}
	}
}
