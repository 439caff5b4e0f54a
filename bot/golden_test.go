package bot

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// wantGolden compares a reply, text and blocks, with testdata/name.golden.json.
func wantGolden(t *testing.T, name string, r reply) {
	t.Helper()
	got, err := json.MarshalIndent(map[string]any{
		"text": strings.Split(r.Text, "\n"), "blocks": r.Blocks, "public": r.Public,
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	wantGoldenFile(t, name, got)
}

// wantGoldenFile compares JSON with testdata/name.golden.json.
func wantGoldenFile(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden.json")
	if *update {
		if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
		t.Errorf("%s differs (want -, got +); look at it and run with -update:\n%s", path, diff)
	}
}

// wantFits checks what Slack would refuse.
func wantFits(t *testing.T, r reply) {
	t.Helper()
	if n := utf8.RuneCountInString(r.Text); n == 0 || n > textRunes {
		t.Errorf("the text has %d characters; want 1 to %d", n, textRunes)
	}
	wire, err := json.Marshal(r.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if len(wire) > 13_200 {
		t.Errorf("the blocks take %d bytes; Slack refuses more than some 13 200", len(wire))
	}
	if len(r.Blocks) > 50 {
		t.Errorf("%d blocks; Slack takes 50", len(r.Blocks))
	}
	if said := string(wire) + r.Text; strings.Contains(said, "⟨") || strings.Contains(said, `"sla.`) {
		t.Errorf("a message was not filled in: %s", r.Text)
	}
}
