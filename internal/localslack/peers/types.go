package peers

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// CheckTypes fails the test for each of all that is not of Slack's own types.
// Where TypeScript's compiler is not installed the test is skipped, and fails in
// CI.
func CheckTypes(tb testing.TB, all []Sent) {
	tb.Helper()
	complaints, err := Complaints(tb.Context(), all)
	need(tb, err)
	for _, complaint := range complaints {
		tb.Error(complaint)
	}
}

// Complaints has TypeScript's compiler hold each to Slack's own types, and
// returns what it says against them, beginning with the name each.
func Complaints(ctx context.Context, all []Sent) ([]string, error) {
	dir, err := installed()
	if err != nil || len(all) == 0 {
		return nil, err
	}
	project, err := os.MkdirTemp("", "treve-types-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(project) }() // a temporary folder: the machine clears it too
	if err := writeProject(project, dir, all); err != nil {
		return nil, err
	}
	command := node(ctx, dir, filepath.Join(dir, "node_modules/typescript/bin/tsc"), "--pretty", "false", "--project", project)
	command.Dir = project
	out, err := command.CombinedOutput()
	if err != nil && len(out) == 0 {
		return nil, fmt.Errorf("run TypeScript's compiler: %w", err)
	}
	return apart(string(out), all), nil
}

// apart takes what the compiler said apart: a line that is indented goes on
// with the one above. It puts the name of what was sent into the place of its file.
func apart(said string, all []Sent) []string {
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
