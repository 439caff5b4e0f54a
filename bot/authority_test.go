package bot

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/phrase"
)

// agreed is all that only managers change, as it stands.
func (d *desk) agreed() string {
	d.t.Helper()
	ctx := d.t.Context()
	catalogue, err := d.books.Catalogue(ctx)
	all := []any{catalogue}
	for _, read := range []func() (any, error){
		func() (any, error) { return d.books.Settings(ctx) },
		func() (any, error) { return d.books.Exceptions(ctx) },
		func() (any, error) { return d.books.Audit(ctx, 1_000) },
		func() (any, error) { return d.books.Drafts(ctx) },
		func() (any, error) { return d.books.Signatures(ctx, tuesday17.In()) },
		func() (any, error) { p, err := d.books.Plan(ctx, tuesday17.In()); return fmt.Sprint(p), err },
		func() (any, error) { p, err := d.books.Plan(ctx, tuesday17.In().Add(1)); return fmt.Sprint(p), err },
	} {
		var one any
		if err == nil {
			one, err = read()
			all = append(all, one)
		}
	}
	if err != nil {
		d.t.Fatal(err)
	}
	text, err := json.Marshal(all)
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// said collects whatever anybody was told.
func (d *desk) said() string {
	var all strings.Builder
	d.slack.mu.Lock()
	defer d.slack.mu.Unlock()
	for _, c := range d.slack.calls {
		all.Write(c.raw)
		fmt.Fprint(&all, c.params)
	}
	d.slack.calls = nil
	return all.String()
}

const forManagers = "Seuls les managers"

// newGuarded is a desk with a known manager and a draft that waits.
func newGuarded(t *testing.T) *desk {
	d := newDesk(t)
	d.types("UBOSS", "g1", "/sla")
	d.keeps("UMARC", "g2", "/leads 12 webinaire pme")
	d.said()
	return d
}

func TestWhoMayPress(t *testing.T) {
	d := newGuarded(t)
	wantSameNames(t, "actions", slices.Collect(maps.Keys(d.routed.actions)), slices.Collect(maps.Keys(pressable)))
	for action, who := range pressable {
		for _, user := range []string{"UCLAIRE", "UGUEST"} {
			before := d.agreed()
			view := `{"id":"V1","hash":"h","private_metadata":` + string(encode(`{"kind":"figures","id":1,"month":"2026-11","response_url":"`+d.slack.URL+`/actions/1"}`)) + `}`
			payload := encode(map[string]any{
				"type": "block_actions", "trigger_id": action + user, "response_url": d.slack.URL + "/actions/1",
				"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": user, "team_id": "T1"},
				"container": map[string]any{"message_ts": "1.2", "channel_id": "D1", "is_ephemeral": true},
				"actions":   []map[string]string{{"action_id": action, "block_id": "b", "value": who.value}},
				"view":      json.RawMessage(view),
			})
			d.interacts(payload)
			d.wantUntouched(action+" pressed by "+user, before, who.managers && user == "UCLAIRE")
		}
	}
}

func TestWhoMaySend(t *testing.T) {
	d := newGuarded(t)
	wantSameNames(t, "modals", slices.Collect(maps.Keys(d.routed.submissions)), slices.Collect(maps.Keys(sendable)))
	for modal, who := range sendable {
		before := d.agreed()
		values := map[string]any{}
		for field, value := range who.fields {
			values[field] = map[string]any{field: map[string]string{"value": value}}
		}
		d.interacts(encode(map[string]any{
			"type": "view_submission", "trigger_id": modal,
			"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": "UCLAIRE", "team_id": "T1"},
			"view": map[string]any{
				"id": "V1", "callback_id": modal, "state": map[string]any{"values": values},
				"private_metadata": who.private + `,"response_url":"` + d.slack.URL + `/actions/1"}`,
			},
		}))
		d.wantUntouched(modal+" sent", before, who.managers)
	}
}

// Whatever door a line comes by, a member changes nothing that managers decide.
func TestWhoMayType(t *testing.T) {
	d := newGuarded(t)
	wantSameNames(t, "commands", commandTypes(t), slices.Collect(maps.Keys(typable)))
	for name, who := range typable {
		a := d.phrases(t)
		cmd, err := phrase.Message(who.text, a)
		if err != nil || reflect.TypeOf(cmd).Name() != name {
			t.Errorf("%q reads as %T, %v; want a %s", who.text, cmd, err, name)
			continue
		}
		before := d.agreed()
		if strings.HasPrefix(who.text, "/") {
			answer := d.types("UCLAIRE", "type "+name, who.text)
			d.wantUntouched(who.text+" typed", before, false)
			if who.managers {
				wantSaid(t, answer.Text, forManagers)
			}
		}
		d.writes(direct("UCLAIRE", who.text), "direct "+name)
		d.wantUntouched(who.text+" in a direct message", before, false)
		mention := map[string]string{"type": "app_mention", "channel": "C1", "user": "UCLAIRE", "text": "<@UTREVE> " + who.text, "ts": "7.8"}
		d.writes(mention, "mention "+name)
		d.wantUntouched(who.text+" in a mention", before, false)
		d.presses("UCLAIRE", "ask "+name, actionAsk, who.text)
		d.wantUntouched(who.text+" behind a button", before, false)
	}
}

// wantUntouched wants nothing changed that managers decide and, where only they
// may do a thing, that it was said.
func (d *desk) wantUntouched(what, before string, refused bool) {
	d.t.Helper()
	if after := d.agreed(); after != before {
		d.t.Errorf("%s changed\n%s\nto\n%s", what, before, after)
	}
	if said := d.said(); refused && !strings.Contains(said, forManagers) {
		d.t.Errorf("%s: said %.300s; want that only managers may", what, said)
	}
}

// phrases is what a line is read with.
func (d *desk) phrases(t *testing.T) phrase.Context {
	t.Helper()
	catalogue, err := d.books.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return phrase.Context{Catalogue: catalogue, Today: tuesday17}
}

// commandTypes are the types of the grammar's commands, as its source has them:
// what is added there needs a decision here.
func commandTypes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../internal/phrase/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if ok && f.Name.Name == "command" && f.Recv != nil && f.Type.Params.NumFields() == 0 {
				names = append(names, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	return names
}

// wantSameNames wants a decision for everything there is, and none for what is
// not.
func wantSameNames(t *testing.T, what string, there, decided []string) {
	t.Helper()
	for _, name := range there {
		if !slices.Contains(decided, name) {
			t.Errorf("%s: nobody has decided who may do %s", what, name)
		}
	}
	for _, name := range decided {
		if !slices.Contains(there, name) {
			t.Errorf("%s: there is no %s", what, name)
		}
	}
	if len(there) < 3 {
		t.Fatalf("%s: only %v", what, there)
	}
}
