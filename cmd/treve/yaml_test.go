package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// yaml is a document by the paths of its values: "scopes.bot.0".
type yaml map[string]string

// list returns the items below a path.
func (y yaml) list(path string) []string {
	var items []string
	for i := 0; ; i++ {
		item, ok := y[fmt.Sprintf("%s.%d", path, i)]
		if !ok {
			return items
		}
		items = append(items, item)
	}
}

// readYAML reads the plain part of YAML that a manifest keeps to: maps and lists
// by indentation, one scalar a line. Anything else fails the test.
func readYAML(t *testing.T, text string) yaml {
	t.Helper()
	r := &yamlReader{T: t, found: yaml{}}
	for n, line := range strings.Split(text, "\n") {
		content := strings.TrimLeft(line, " ")
		if content == "" || strings.HasPrefix(content, "#") {
			continue
		}
		if strings.Contains(line, "\t") || strings.TrimRight(line, " ") != line {
			t.Fatalf("line %d has a tab, or ends in a space: %q", n+1, line)
		}
		r.lines = append(r.lines, yamlLine{n + 1, len(line) - len(content), content})
	}
	r.block("", 0)
	if r.at < len(r.lines) {
		t.Fatalf("line %d stands at no level: %q", r.lines[r.at].number, r.lines[r.at].text)
	}
	return r.found
}

type yamlLine struct {
	number, indent int
	text           string
}

type yamlReader struct {
	*testing.T
	lines []yamlLine
	at    int
	found yaml
}

// block reads the lines of one level.
func (r *yamlReader) block(path string, indent int) {
	for item := 0; r.at < len(r.lines) && r.lines[r.at].indent == indent; {
		line := r.lines[r.at]
		content, listed := strings.CutPrefix(line.text, "- ")
		switch {
		case !listed:
			r.at++
			r.entry(path, line)
		case strings.Contains(content, ": "):
			r.lines[r.at] = yamlLine{line.number, indent + 2, content}
			r.block(under(path, strconv.Itoa(item)), indent+2)
			item++
		default:
			r.at++
			r.scalar(under(path, strconv.Itoa(item)), line.number, content)
			item++
		}
	}
}

// entry reads one key, and what stands below it.
func (r *yamlReader) entry(path string, line yamlLine) {
	key, value, ok := strings.Cut(line.text, ":")
	if !ok {
		r.Fatalf("line %d is no entry: %q", line.number, line.text)
	}
	path = under(path, key)
	if value != "" {
		r.scalar(path, line.number, strings.TrimPrefix(value, " "))
		return
	}
	if r.at == len(r.lines) || r.lines[r.at].indent <= line.indent {
		r.Fatalf("line %d has nothing below it: %q", line.number, line.text)
	}
	r.block(path, r.lines[r.at].indent)
}

func (r *yamlReader) scalar(path string, number int, text string) {
	if quoted, err := strconv.Unquote(text); err == nil {
		text = quoted
	} else if text == "" || strings.ContainsAny(text[:1], "\"'@&*!|>%{}[]`#?,") || strings.Contains(text, ": ") || strings.Contains(text, " #") {
		r.Fatalf("line %d has to be quoted: %q", number, text)
	}
	if _, twice := r.found[path]; twice {
		r.Fatalf("line %d says %s twice", number, path)
	}
	r.found[path] = text
}

func under(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
