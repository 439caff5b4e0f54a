package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// source is what the module's Go files, tests apart, say of messages.
type source struct {
	literals map[string]bool
	calls    []call
}

// call is one message said by its literal id.
type call struct {
	at     string
	id     string
	plural bool
	args   map[string]bool // nil when they are not written out on the spot
}

func TestEveryMessageSaidExists(t *testing.T) {
	messages := spoken().placeholders
	known := map[string]bool{}
	for _, p := range catalogues(t) {
		for _, of := range p {
			for id := range of {
				known[id] = true
			}
		}
	}
	for _, c := range scan(t).calls {
		if !known[c.id] {
			t.Errorf("%s: no catalogue has %q", c.at, c.id)
			continue
		}
		for _, name := range messages[ID(c.id)] {
			if c.args != nil && !c.args[name] && (name != "n" || !c.plural) {
				t.Errorf("%s: %q needs {{.%s}}", c.at, c.id, name)
			}
		}
	}
}

func TestEveryMessageIsSaid(t *testing.T) {
	literals := scan(t).literals
	for _, p := range catalogues(t) {
		for _, messages := range p {
			for id := range messages {
				if !said(id, literals) {
					t.Errorf("nothing says %q", id)
				}
			}
			break // the other language has the same ids
		}
	}
}

// said reports whether an id stands in the sources: whole, as a prefix that a
// value completes ("words." + status), or as an id and a suffix (".bare").
func said(id string, literals map[string]bool) bool {
	if literals[id] {
		return true
	}
	for i := range id {
		if id[i] != '.' {
			continue
		}
		if literals[id[:i+1]] || literals[id[i:]] && literals[id[:i]] {
			return true
		}
	}
	return false
}

func scan(t *testing.T) source {
	t.Helper()
	found := source{literals: map[string]bool{}}
	err := filepath.WalkDir("../..", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && entry.Name() == "testdata" {
			return filepath.SkipDir
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			found.note(set, n)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found.calls) == 0 {
		t.Fatal("no message is said anywhere: the scan is broken")
	}
	return found
}

func (s *source) note(set *token.FileSet, n ast.Node) {
	if text, ok := literal(n); ok {
		s.literals[text] = true
	}
	expr, ok := n.(*ast.CallExpr)
	if !ok || len(expr.Args) == 0 {
		return
	}
	id, ok := literal(expr.Args[0])
	name := called(expr)
	if !ok || !strings.Contains(id, ".") || name == "Count" && len(expr.Args) != 3 {
		return
	}
	if name == "Say" || name == "Count" || name == "Refuse" {
		args := expr.Args[len(expr.Args)-1]
		s.calls = append(s.calls, call{set.Position(n.Pos()).String(), id, name == "Count", keys(args)})
	}
}

func called(expr *ast.CallExpr) string {
	switch f := expr.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// keys lists the arguments of a literal Args; nil when they come from elsewhere.
func keys(n ast.Expr) map[string]bool {
	if ident, ok := n.(*ast.Ident); ok && ident.Name == "nil" {
		return map[string]bool{}
	}
	lit, ok := n.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	found := map[string]bool{}
	for _, element := range lit.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return nil
		}
		key, _ := literal(pair.Key)
		found[key] = true
	}
	return found
}
