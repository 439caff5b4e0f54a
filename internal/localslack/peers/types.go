package peers

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Sent is something shown to people: a message, a modal or a Home tab.
type Sent struct {
	Name string // where it comes from, for a complaint about it
	kind string // the type of it in sent.ts
	body []byte // JSON
}

// Message is a message of these blocks, which are JSON.
func Message(name string, blocks []byte) Sent {
	return Sent{Name: name, kind: "Message", body: fmt.Appendf(nil, `{"blocks":%s}`, blocks)}
}

// Find returns the messages and views in JSON, however deep, and in JSON inside
// its strings, as forms have it: whatever has blocks.
func Find(name string, data []byte) ([]Sent, error) {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return find(nil, name, v), nil
}

func find(all []Sent, name string, v any) []Sent {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			all = find(all, name, item)
		}
	case map[string]any:
		if blocks, ok := opened(v["blocks"]).([]any); ok {
			return append(all, sent(name, v, blocks))
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			all = find(all, name, opened(v[key]))
		}
	}
	return all
}

// opened reads what a form's field holds as JSON; anything else is as it was.
func opened(v any) any {
	text, ok := v.(string)
	if !ok || !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return v
	}
	var inside any
	if json.Unmarshal([]byte(text), &inside) != nil {
		return v
	}
	return inside
}

func sent(name string, v map[string]any, blocks []any) Sent {
	s, whole := Sent{Name: name, kind: "Message"}, map[string]any{"blocks": blocks}
	switch v["type"] {
	case "modal":
		s.kind, whole = "Modal", v
	case "home":
		s.kind, whole = "Home", v
	}
	s.body, _ = json.MarshalIndent(whole, "", "  ") // it came from JSON
	return s
}

// CheckTypes has TypeScript's compiler hold each to Slack's own types, and
// returns its complaints, each beginning with the name.
func CheckTypes(tb testing.TB, all []Sent) []string {
	tb.Helper()
	dir := installed(tb)
	project := tb.TempDir()
	if err := writeProject(project, dir, all); err != nil {
		tb.Fatal(err)
	}
	command := exec.Command(node(tb, dir), filepath.Join(dir, "node_modules/typescript/bin/tsc"), "--pretty", "false", "--project", project)
	command.Dir = project
	out, err := command.CombinedOutput()
	if err == nil {
		return nil
	}
	return complaints(string(out), all)
}

// complaints takes what the compiler said apart: a line that is indented goes on
// with the one above. It puts the name of what was sent into the place of its file.
func complaints(said string, all []Sent) []string {
	var list []string
	for line := range strings.Lines(said) {
		if strings.HasPrefix(line, " ") && len(list) > 0 {
			list[len(list)-1] += "\n" + strings.TrimRight(line, "\n")
			continue
		}
		line = strings.TrimRight(line, "\n")
		for i, s := range all {
			if rest, ok := strings.CutPrefix(line, file(i)); ok {
				line = s.Name + rest
			}
		}
		list = append(list, line)
	}
	return list
}

// writeProject writes each as a program that compiles where it is what Slack's
// types say. A literal is looked at closely: members that no type knows are
// refused too.
func writeProject(project, dir string, all []Sent) error {
	if err := os.Symlink(filepath.Join(dir, "node_modules"), filepath.Join(project, "node_modules")); err != nil {
		return err
	}
	for _, name := range []string{"sent.ts", "tsconfig.json"} {
		data, err := os.ReadFile(filepath.Join(dir, "types", name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(project, name), data, 0o600); err != nil {
			return err
		}
	}
	for i, s := range all {
		program := fmt.Sprintf("import type { %s } from \"./sent.ts\";\n(%s) satisfies %s;\n", s.kind, s.body, s.kind)
		if err := os.WriteFile(filepath.Join(project, file(i)), []byte(program), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func file(i int) string { return fmt.Sprintf("sent%06d.ts", i) }
