package localslack

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// characters holds a string to at least and at most so many characters.
func characters(least, most int) check {
	return func(c *checker, at string, v any) {
		s, ok := v.(string)
		if !ok {
			c.fail(at, "must provide a string")
			return
		}
		c.length(at, s, least, most)
	}
}

func (c *checker) length(at, s string, least, most int) {
	switch n := utf8.RuneCountInString(s); {
	case n < least:
		c.fail(at, "must be more than %d characters", least-1)
	case n > most:
		c.fail(at, "must be less than %d characters", most+1)
	}
}

// anID is a block_id, an action_id or a callback_id.
var anID = characters(1, 255)

// link is an address people may follow.
func link(c *checker, at string, v any) {
	characters(1, 3000)(c, at, v)
	s, _ := v.(string)
	if u, err := url.Parse(s); err != nil || u.Scheme == "" {
		c.fail(at, "must be a valid URL")
	}
}

func flag(c *checker, at string, v any) {
	if _, ok := v.(bool); !ok {
		c.fail(at, "must provide a boolean")
	}
}

// integer holds a whole number between two others, both included.
func integer(least, most int64) check {
	return func(c *checker, at string, v any) {
		_, quoted := v.(string)
		n, ok := whole(v)
		switch {
		case !ok || quoted:
			c.fail(at, "must provide an integer")
		case n < least:
			c.fail(at, "must be at least %d", least)
		case n > most:
			c.fail(at, "must be at most %d", most)
		}
	}
}

// word holds a string to one of a few.
func word(words ...string) check {
	return func(c *checker, at string, v any) {
		if s, ok := v.(string); !ok || !slices.Contains(words, s) {
			c.fail(at, "must be a valid enum value (%s)", strings.Join(words, ", "))
		}
	}
}

// pattern holds a string to a form, told in words when it is not kept.
func pattern(form *regexp.Regexp, told string) check {
	return func(c *checker, at string, v any) {
		if s, ok := v.(string); !ok || !form.MatchString(s) {
			c.fail(at, "must be %s", told)
		}
	}
}

// How Slack writes a day and a time of day.
var (
	dayForm  = regexp.MustCompile(`^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])$`)
	hourForm = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

	civilDay  = pattern(dayForm, "a date in the format YYYY-MM-DD")
	timeOfDay = pattern(hourForm, "a time in the format HH:mm")
)

// items holds a list to at least and at most so many items, each of them
// checked.
func items(least, most int, each check) check {
	return func(c *checker, at string, v any) {
		list, ok := v.([]any)
		if !ok {
			c.fail(at, "must provide an array")
			return
		}
		if len(list) < least {
			c.fail(at, "no less than %d items allowed", least)
		}
		if len(list) > most {
			c.fail(at, "no more than %d items allowed", most)
		}
		for i, item := range list {
			each(c, at+"/"+strconv.Itoa(i), item)
		}
	}
}

// anObject holds an object to a rule of its own.
func anObject(rule func(c *checker, at string, o object)) check {
	return func(c *checker, at string, v any) {
		o, ok := v.(object)
		if !ok {
			c.fail(at, "must provide an object")
			return
		}
		rule(c, at, o)
	}
}

// thing is an object of objectShapes, by name.
func thing(name string) check {
	return anObject(func(c *checker, at string, o object) { c.shape(at, c.things[name], o) })
}

// element is one of the interactive elements named, in elementShapes.
func element(types ...string) check {
	return anObject(func(c *checker, at string, o object) {
		kind := str(o, "type")
		if s, known := c.elements[kind]; known && slices.Contains(types, kind) && s.on&c.on != 0 {
			c.shape(at, s, o)
			return
		}
		c.fail(at+"/type", "unsupported type: %s", kind)
	})
}

// plain is a plain_text object of 1 to so many characters.
func plain(most int) check { return textOf(most, "plain_text") }

// anyText is a plain_text or mrkdwn object of 1 to so many characters.
func anyText(most int) check { return textOf(most, "plain_text", "mrkdwn") }

func textOf(most int, types ...string) check {
	return anObject(func(c *checker, at string, o object) {
		kind := str(o, "type")
		if !slices.Contains(types, kind) {
			c.fail(at+"/type", "unsupported type: %s", kind)
			return
		}
		c.shape(at, c.things[kind], o)
		if s, ok := o["text"].(string); ok {
			c.length(at+"/text", s, 1, most)
		}
	})
}
