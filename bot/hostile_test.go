package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// Names made to mean something to Slack, or to hide what follows; as many as the
// length of a name wants.
const (
	hostile      = "<!channel> <@UEVIL> *evilbold* ~evilgone~ \u202eevil\u200b\nevilline & co"
	hostileToo   = "<https://evil.example|x> <#CEVIL> `evilcode` _evilslant_"
	hostileTexts = hostile + " " + hostileToo
)

func hostileName(i int) string { return []string{hostile, hostileToo}[i%2] + fmt.Sprint(i) }

// meaning is what would come of it, if it were not escaped.
var meaning = []string{
	"<!channel", "<@UEVIL", "<#CEVIL", "<https://evil", "*evilbold*", "_evilslant_", "~evilgone~", "`evilcode`", "\u202e", "\nevilline",
}

// newHostile is a desk where everything that somebody once named is hostile.
func newHostile(t *testing.T) *desk {
	t.Helper()
	d := newGuarded(t)
	for id := range d.slack.users {
		d.slack.users[id] = strings.NewReplacer("\n", `\n`, `"evil`, "evil").Replace(`"profile":{"real_name":` + string(encode(hostile)) + `},"is_admin":` + fmt.Sprint(id == "UBOSS") + `,"locale":"fr-FR"`)
	}
	by := sla.Author{ID: "UBOSS", At: d.clock, Reason: hostileTexts}
	month := tuesday17.In()
	d.change(func(ctx context.Context, p Page) error {
		catalogue, err := p.Catalogue(ctx)
		if err != nil {
			return err
		}
		for i, c := range catalogue.Channels {
			c.Name, c.Aliases, c.Owner = hostileName(i), append(c.Aliases, []string{"email", "salon"}[i%2]), "UBOSS"
			if err := p.UpdateChannel(ctx, c, by); err != nil {
				return err
			}
			if err := p.SetDefinition(ctx, month, c.ID, hostileTexts, by); err != nil {
				return err
			}
		}
		for i, one := range catalogue.Personas {
			one.Name, one.Aliases = hostileName(i+11), []string{[]string{"pme", "eti"}[i%2]}
			if err := p.UpdatePersona(ctx, one, by); err != nil {
				return err
			}
		}
		return p.AddException(ctx, calendar.Exception{First: tuesday17.AddDays(3), Last: tuesday17.AddDays(3), Label: hostileToo}, by)
	})
	d.clock = d.clock.Add(freshFor)
	return d
}

// Whatever people have called things and themselves: nothing that anybody is shown
// mentions, links, shouts or hides because of it.
func TestHostileNamesMeanNothing(t *testing.T) {
	d := newHostile(t)
	for i, text := range []string{"/leads 12 email pme", "/sales won 2 email pme 1 800 €", "/sales contacted 3 email pme"} {
		d.types("UCLAIRE", fmt.Sprint("before", i), text)
	}
	typed := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(hostileTexts) // as Slack sends it
	all := append(everything(),
		commanding("/leads 12 "+typed+" pme"), commanding("/leads log "+typed), commanding("/sla "+typed), commanding("/sla add canal "+typed),
		commanding("/sla renommer email en "+typed), commanding("/sla set email définition "+typed), commanding("/recap "+typed), commanding("/sales rejeté 1 email pme "+typed),
		happening("said", map[string]any{"type": "message", "channel_type": "im", "channel": "D1", "text": typed, "ts": "5.6"}),
		happening("said to all", map[string]any{"type": "app_mention", "channel": "C1", "text": "<@UTREVE> " + typed, "ts": "5.6"}))
	seen := 0
	for _, user := range []string{"UCLAIRE", "UBOSS"} {
		for i, one := range all {
			seen += d.wantMeaningless(one, user, fmt.Sprint(user, i))
		}
	}
	if seen < 200 {
		t.Errorf("hostile names were shown %d times only", seen)
	}
}

// wantMeaningless looks at all texts that come of a thing done, and returns how
// many had something hostile in them.
func (d *desk) wantMeaningless(one doing, user, key string) (seen int) {
	d.t.Helper()
	look := wantHarmless(d.t, one.name+" by "+user, &seen)
	delivery, err := frame{Type: one.kind, Payload: encode(one.payload(d, user, key))}.read()
	if err != nil {
		d.t.Fatal(err)
	}
	ack, then := d.dispatch(d.t.Context(), delivery)
	then(d.t.Context())
	eachText(ack, look)
	d.slack.mu.Lock()
	defer d.slack.mu.Unlock()
	for _, c := range d.slack.calls {
		eachText(c.raw, look)
		form, _ := url.ParseQuery(string(c.raw)) // JSON is no form, and was looked at
		if strings.HasPrefix(c.method, "chat.") && (form.Get("parse") != "none" || form.Has("link_names") || form.Get("unfurl_links") != "false" || form.Get("unfurl_media") != "false") {
			d.t.Errorf("%s by %s: Slack may link, or preview, what is in %s", one.name, user, c.raw)
		}
		for name, values := range form {
			if name == "text" || name == "initial_comment" {
				look("words", values[0])
			}
			eachText([]byte(values[0]), look)
		}
	}
	d.slack.calls = nil
	return seen
}

// wantHarmless wants a text that shows something hostile to mean nothing.
func wantHarmless(t testing.TB, what string, seen *int) func(kind, text string) {
	return func(kind, text string) {
		t.Helper()
		if !strings.Contains(text, "evil") {
			return
		}
		*seen++
		for _, bad := range meaning {
			literal := kind == "plain_text" || kind == "raw_text" || kind == "text" // nothing is parsed in them
			if strings.Contains(text, bad) && (!literal || bad == "\u202e" || bad == "\nevilline") {
				t.Errorf("%s: %s has %q in %.300q", what, kind, bad, text)
				return
			}
		}
	}
}

// The recap, its closing one and what troubles it names are everybody's to read.
func TestHostileNamesInRecaps(t *testing.T) {
	seen := 0
	for _, l := range []lang.Language{lang.French, lang.English} {
		for name, day := range map[string]calendar.Date{
			"daily": november16(), "early": calendar.NewDate(2026, time.November, 3), "last day": calendar.NewDate(2026, time.November, 30),
			"closing": calendar.NewDate(2026, time.December, 1),
		} {
			k := newKnown(t)
			for i := range k.catalogue.Channels {
				k.catalogue.Channels[i].Name = hostileName(i)
			}
			for i := range k.catalogue.Personas {
				k.catalogue.Personas[i].Name = hostileName(i + 11)
			}
			k.reported[2] = calendar.NewDate(2026, time.November, 2)
			messages, err := RecapMessages(k.morning(t, day), recap.Layout{}, l)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range messages {
				look := wantHarmless(t, name, &seen)
				look("words", m.Text)
				eachText(m.Blocks, look)
			}
		}
	}
	if seen < 20 {
		t.Errorf("hostile names were shown %d times only", seen)
	}
}

// eachText finds the texts that are shown in JSON: those of objects with a type,
// and what a message says in words.
func eachText(raw []byte, look func(kind, text string)) {
	var read any
	if json.Unmarshal(raw, &read) == nil {
		walkTexts(read, look)
	}
}

func walkTexts(node any, look func(kind, text string)) {
	switch n := node.(type) {
	case []any:
		for _, one := range n {
			walkTexts(one, look)
		}
	case map[string]any:
		kind, _ := n["type"].(string)
		if text, ok := n["text"].(string); ok {
			if kind == "" {
				kind = "words"
			}
			look(kind, text)
		}
		for _, one := range n {
			walkTexts(one, look)
		}
	}
}

// makers are the functions and types of slack-go that put a text into a message,
// and the files that may use them: there each goes through the one escape there is.
var makers = map[string][]string{
	"NewTextBlockObject": {"text.go"}, "MarkdownType": {"text.go"}, "PlainTextType": {"text.go"},
	"NewTableRawTextCell":  {"render_table.go"},
	"MsgOptionText":        {"post.go", "poster_edit.go"}, // what a reply says in words
	"MsgOptionAttachments": nil, "MsgOptionEnableLinkUnfurl": nil, "MsgOptionLinkNames": nil, "NewMarkdownBlock": nil,
	"NewRichTextBlock": nil, "NewRichTextSectionTextElement": nil,
	"{TextBlockObject}": nil, "{MarkdownBlock}": nil, "{RichTextBlock}": nil, "{UnknownBlock}": nil, "{Attachment}": nil,
}

func TestTextsAreMadeInOnePlace(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			maker := usedOfSlack(n)
			allowed, watched := makers[maker]
			if !watched {
				return true
			}
			if found++; !slices.Contains(allowed, name) {
				t.Errorf("%s uses slack.%s: make texts with mrkdwn and plain, of text.go", name, maker)
			}
			return true
		})
	}
	if found < 5 {
		t.Errorf("found %d texts made, which cannot be all", found)
	}
}

// usedOfSlack names what of slack-go is used there, in braces where a value of the
// type is written out.
func usedOfSlack(n ast.Node) string {
	form := "%s"
	if literal, is := n.(*ast.CompositeLit); is {
		n, form = literal.Type, "{%s}"
	}
	selector, ok := n.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if from, ok := selector.X.(*ast.Ident); !ok || from.Name != "slack" {
		return ""
	}
	return fmt.Sprintf(form, selector.Sel.Name)
}
