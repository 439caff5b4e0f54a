package peers

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// Whatever a golden file of any package shows to people is, by Slack's own
// types, what Slack takes.
func TestGoldenFilesAreOfSlacksTypes(t *testing.T) {
	all := golden(t)
	kinds := map[string]int{}
	for _, s := range all {
		kinds[s.kind]++
	}
	if kinds["Message"] < 50 || kinds["Modal"] < 2 {
		t.Errorf("found %v, which cannot be all of them", kinds)
	}
	CheckTypes(t, all)
}

// golden returns what all golden files of the module show.
func golden(t *testing.T) []Sent {
	t.Helper()
	top, err := root()
	if err != nil {
		t.Fatal(err)
	}
	var all []Sent
	files := os.DirFS(top)
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || name != "." && strings.HasPrefix(entry.Name(), ".")) {
			return fs.SkipDir
		}
		if path.Base(path.Dir(name)) != "testdata" || !strings.HasSuffix(name, ".golden.json") {
			return nil
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		found, err := Find(name, data)
		all = append(all, found...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestTypesAreLookedAtClosely breaks a message in every way that would slip
// through if literals were widened or a type took anything.
func TestTypesAreLookedAtClosely(t *testing.T) {
	const good = `{"type":"section","text":{"type":"mrkdwn","text":"a","verbatim":true}}`
	cases := []struct{ name, sent, want string }{
		{"nothing wrong", `{"blocks":[` + good + `]}`, ""},
		{"nothing wrong in a form", `{"blocks":"[` + strings.ReplaceAll(good, `"`, `\"`) + `]"}`, ""},
		{"a block nobody knows", `{"blocks":[{"type":"banner"}]}`, `'"banner"' is not assignable`},
		{"a member nobody knows", `{"blocks":[{"type":"divider","size":2}]}`, `'"size"' does not exist`},
		{"a member deep inside", `{"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"a","emoji":true}}]}`, `'"emoji"' does not exist`},
		{"a member missing", `{"blocks":[{"type":"table","rows":[[{"type":"raw_text"}]]}]}`, "'text' is missing"},
		{"text of another kind", `{"blocks":[{"type":"header","text":{"type":"mrkdwn","text":"a"}}]}`, `'"mrkdwn"' is not assignable`},
		{"a word out of a list", `{"blocks":[{"type":"actions","elements":[{"type":"button","style":"blue","text":{"type":"plain_text","text":"a"}}]}]}`, `'"blue"' is not assignable`},
		{"a number for a text", `{"blocks":[{"type":"actions","block_id":1,"elements":[]}]}`, "'number' is not assignable"},
		{"a modal without a title", `{"view":{"type":"modal","blocks":[` + good + `]}}`, "'title' is missing"},
		{"a Home with a title", `{"view":{"type":"home","title":{"type":"plain_text","text":"a"},"blocks":[]}}`, `'"title"' does not exist`},
		{"a block nobody knows in a view", `{"type":"home","blocks":[{"type":"banner"}]}`, `'"banner"' is not assignable`},
	}
	var all []Sent
	for _, c := range cases {
		found, err := Find(c.name, []byte(c.sent))
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: found %v, %v; want one", c.name, found, err)
		}
		all = append(all, found...)
	}
	complaints, err := Complaints(t.Context(), all)
	need(t, err)
	got := map[string]string{}
	for _, complaint := range complaints {
		name, about, _ := strings.Cut(complaint, "(")
		got[name] += about
	}
	for _, c := range cases {
		if about := got[c.name]; (about == "") != (c.want == "") || !strings.Contains(about, c.want) {
			t.Errorf("%s: complained %q; want %q", c.name, about, c.want)
		}
	}
}
