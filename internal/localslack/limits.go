package localslack

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// What Slack accepts in blocks and views stands in tables: blockShapes,
// elementShapes and objectShapes here beside, messageLimits and viewLimits for
// the whole. Every entry names the page that states it.

// surface is where blocks are shown.
type surface uint8

const (
	onMessage surface = 1 << iota
	onModal
	onHome

	everywhere   = onMessage | onModal | onHome
	messagesHome = onMessage | onHome
)

// shape is what Slack accepts as one kind of block, element or object.
type shape struct {
	on     surface
	source string // the page of docs.slack.dev, or who found it out
	fields []field
	also   func(c *checker, at string, o object) // rules over several fields
}

// field is one member of a shape.
type field struct {
	name     string
	required bool
	check    check
}

// check reports what is wrong with one value.
type check func(c *checker, at string, v any)

func must(name string, c check) field { return field{name, true, c} }
func may(name string, c check) field  { return field{name, false, c} }

// problem is one thing Slack refuses, and where it stands.
type problem struct{ at, text string }

// String writes the problem as Slack does, JSON pointer and all.
func (p problem) String() string { return p.text + " [json-pointer:" + p.at + "]" }

// checker walks blocks and collects what is wrong with them.
type checker struct {
	on       surface
	problems []problem
	blockIDs map[string]bool
	hasFile  func(ref object) bool // whether a slack_file is there

	blocks, elements, things map[string]shape

	tables, charts int // in the whole message
	tableText      int // characters
	markdownText   int
}

func newChecker(on surface, hasFile func(object) bool) *checker {
	return &checker{
		on: on, hasFile: hasFile, blockIDs: map[string]bool{},
		blocks: blockShapes, elements: elementShapes, things: objectShapes,
	}
}

func (c *checker) fail(at, format string, args ...any) {
	c.problems = append(c.problems, problem{at, fmt.Sprintf(format, args...)})
}

// messages lists the problems as response_metadata.messages has them.
func (c *checker) messages() []string {
	var all []string
	for _, p := range c.problems {
		all = append(all, "[ERROR] "+p.String())
	}
	return all
}

// list checks the blocks of a message or a view, at most limit of them.
func (c *checker) list(at string, blocks []any, limit int) {
	if len(blocks) > limit {
		c.fail(at, "no more than %d items allowed", limit)
	}
	for i, v := range blocks {
		c.block(at+"/"+strconv.Itoa(i), v)
	}
}

func (c *checker) block(at string, v any) {
	o, ok := v.(object)
	if !ok {
		c.fail(at, "must be an object")
		return
	}
	s, ok := c.blocks[str(o, "type")]
	if !ok || s.on&c.on == 0 {
		c.fail(at+"/type", "unsupported type: %s", str(o, "type"))
		return
	}
	c.blockID(at, o)
	c.shape(at, s, o)
}

// blockID holds block ids to be unique over the message or view.
func (c *checker) blockID(at string, o object) {
	id := str(o, "block_id")
	if id == "" {
		return
	}
	if c.blockIDs[id] {
		c.fail(at+"/block_id", "`block_id` %q already exists", id)
	}
	c.blockIDs[id] = true
}

// shape checks every member of o, and that there is none unknown.
func (c *checker) shape(at string, s shape, o object) {
	known := map[string]bool{"type": true}
	for _, f := range s.fields {
		known[f.name] = true
		v, there := o[f.name]
		switch {
		case there:
			f.check(c, at+"/"+f.name, v)
		case f.required:
			c.fail(at, "missing required field: %s", f.name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if !known[name] {
			c.fail(at, "invalid additional property: %s", name)
		}
	}
	if s.also != nil {
		s.also(c, at, o)
	}
}
