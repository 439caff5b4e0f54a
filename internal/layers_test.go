// Package internal holds the product's packages; this test holds them to the
// directions of the architecture.
package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/treve-bot/treve/"

// core lists, for each package that does no I/O, the packages of ours it may
// know. Directions go one way: calendar <- ledger <- sla <- report.
var core = map[string][]string{
	"internal/calendar": {},
	"internal/lang":     {"internal/calendar"},
	"internal/ledger":   {"internal/calendar", "internal/lang"},
	"internal/sla":      {"internal/calendar", "internal/lang", "internal/ledger"},
	"internal/chase":    {"internal/calendar", "internal/lang", "internal/ledger", "internal/sla", "internal/followup", "internal/report", "internal/recap"},
	"internal/followup": {"internal/calendar", "internal/lang", "internal/ledger", "internal/sla"},
	"internal/rates":    {"internal/calendar", "internal/lang", "internal/ledger", "internal/sla"},
	"internal/report":   {"internal/calendar", "internal/lang", "internal/ledger", "internal/sla", "internal/rates", "internal/followup"},
	"internal/phrase":   {"internal/calendar", "internal/lang", "internal/ledger", "internal/sla"},
	"internal/intake":   {"internal/calendar", "internal/lang", "internal/ledger", "internal/sla"},
	"internal/recap":    {"internal/calendar", "internal/lang", "internal/ledger", "internal/sla", "internal/report"},
	"internal/refresh": {
		"internal/calendar", "internal/lang", "internal/ledger", "internal/sla", "internal/rates", "internal/report", "internal/recap",
	},
	"internal/alert": {"internal/calendar", "internal/lang", "internal/ledger", "internal/sla", "internal/report", "internal/recap"},
	"internal/nudge": {"internal/calendar", "internal/lang", "internal/ledger", "internal/sla", "internal/recap"},
}

// adapters each know one outside world, the core and the configuration, and
// never one another.
var adapters = []string{
	"bot", "internal/chart", "internal/config", "internal/localslack", "internal/metrics", "internal/schedule",
	"internal/sheet", "internal/store", "internal/web",
}

// pure are the libraries the core may use: they compute, and touch nothing.
var pure = []string{
	"github.com/shopspring/decimal", "github.com/rickar/cal/v2", "github.com/bojanz/currency",
	"github.com/hbollon/go-edlib", "github.com/nicksnyder/go-i18n/v2", "golang.org/x/text",
}

// outside are the standard packages through which a program touches the world.
// The core has none of them; database/sql/driver is only the shape of a value.
var outside = []string{"os", "net", "database/sql", "syscall", "log"}

// reserved are libraries that stay where they are known.
var reserved = []struct {
	libraries []string
	only      []string
}{
	{[]string{"github.com/slack-go/slack"}, []string{"bot", "internal/localslack"}},
	{[]string{
		"database/sql", "github.com/jmoiron/sqlx", "github.com/lib/pq", "modernc.org/sqlite",
		"github.com/pressly/goose/v3",
	}, []string{"internal/store", "internal/storetest", "migrations"}},
	{[]string{"github.com/go-co-op/gocron/v2"}, []string{"internal/schedule"}},
	{[]string{"github.com/xuri/excelize/v2"}, []string{"internal/sheet"}},
	{[]string{"github.com/prometheus/client_golang"}, []string{"internal/metrics"}},
}

// tellsTime may read the clock: the command hands it to everybody else, and the
// local Slack stands for a service with a clock of its own.
var tellsTime = []string{"cmd", "internal/localslack"}

func TestLayers(t *testing.T) {
	seen := 0
	for _, file := range sources(t, "..") {
		source, err := os.ReadFile(filepath.Join("..", file))
		if err != nil {
			t.Fatal(err)
		}
		problems, err := inspect(file, source)
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range problems {
			t.Errorf("%s: %s", file, problem)
		}
		seen++
	}
	if seen < 20 {
		t.Errorf("looked at %d files, which cannot be all of them", seen)
	}
}

func TestLayersAreEnforced(t *testing.T) {
	for _, c := range []struct{ name, file, source, want string }{
		{"core upwards", "internal/ledger/x.go", `import "github.com/treve-bot/treve/internal/sla"`, "may not know internal/sla"},
		{"core to the world", "internal/report/x.go", `import "os"`, "touches the world"},
		{"core below the world", "internal/report/x.go", `import "net/http"`, "touches the world"},
		{"core to a library", "internal/sla/x.go", `import "github.com/google/uuid"`, "not among the pure libraries"},
		{"core to a column's shape", "internal/calendar/x.go", `import "database/sql/driver"`, ""},
		{"adapter to adapter", "bot/x.go", `import "github.com/treve-bot/treve/internal/store"`, "may not know internal/store"},
		{"adapter to core", "bot/x.go", `import "github.com/treve-bot/treve/internal/report"`, ""},
		{"Slack elsewhere", "internal/sheet/x.go", `import "github.com/slack-go/slack"`, "stays in bot"},
		{"Slack's parts elsewhere", "internal/web/x.go", `import "github.com/slack-go/slack/socketmode"`, "stays in bot"},
		{"SQL elsewhere", "bot/x.go", `import "database/sql"`, "stays in internal/store"},
		{"SQL at home", "internal/store/x.go", `import "github.com/jmoiron/sqlx"`, ""},
		{"the clock below cmd", "bot/x.go", "import \"time\"\nvar now = time.Now", "reads the clock"},
		{"the clock under another name", "bot/x.go", "import clock \"time\"\nvar d = clock.Since(clock.Time{})", "reads the clock"},
		{"the clock in cmd", "cmd/treve/x.go", "import \"time\"\nvar now = time.Now", ""},
		{"cmd to everything", "cmd/treve/x.go", `import "github.com/treve-bot/treve/internal/store"`, ""},
		{"a package nobody placed", "internal/helpers/x.go", `import "fmt"`, "no layer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems, err := inspect(c.file, []byte("package x\n"+c.source))
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(problems, "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("inspect = %q; want %q", got, c.want)
			}
		})
	}
}

// sources lists the Go files of the module below root but tests, which may
// reach for whatever they need, and modules of their own.
func sources(t *testing.T, root string) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		if entry.IsDir() {
			return skip(root, name)
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func skip(root, dir string) error {
	base := path.Base(dir)
	if strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules" {
		return fs.SkipDir
	}
	if _, err := os.Stat(filepath.Join(root, dir, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

// inspect says which rules a file breaks.
func inspect(file string, source []byte) ([]string, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	home := path.Dir(file)
	problems := placed(home)
	clock := ""
	for _, spec := range tree.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, fmt.Errorf("read an import of %s: %w", file, err)
		}
		if imported == "time" {
			clock = "time"
			if spec.Name != nil {
				clock = spec.Name.Name
			}
		}
		problems = append(problems, refusal(home, imported)...)
	}
	if clock != "" && !within(home, tellsTime) && readsClock(tree, clock) {
		problems = append(problems, "reads the clock: take the time as an argument")
	}
	return problems, nil
}

func placed(home string) []string {
	_, isCore := core[home]
	if isCore || within(home, adapters) || within(home, []string{"cmd", "migrations", "internal/storetest"}) {
		return nil
	}
	return []string{home + " has no layer: place it in this test and in the architecture"}
}

func refusal(home, imported string) []string {
	var problems []string
	own, ours := strings.CutPrefix(imported, module)
	allowed, isCore := core[home]
	switch {
	case ours && isCore && !slices.Contains(allowed, own):
		problems = append(problems, home+" may not know "+own)
	case ours && within(home, adapters) && !knownToAdapters(home, own):
		problems = append(problems, home+" may not know "+own)
	case !ours && isCore && imported != "database/sql/driver" && within(imported, outside):
		problems = append(problems, home+" touches the world through "+imported)
	case !ours && isCore && strings.Contains(imported, ".") && !within(imported, pure):
		problems = append(problems, imported+" is not among the pure libraries of the core")
	}
	for _, r := range reserved {
		if imported != "database/sql/driver" && within(imported, r.libraries) && !within(home, r.only) {
			problems = append(problems, imported+" stays in "+strings.Join(r.only, ", "))
		}
	}
	return problems
}

// knownToAdapters lets an adapter use the core, the configuration, the
// migrations and what lies below itself.
func knownToAdapters(home, own string) bool {
	_, isCore := core[own]
	return isCore || own == "internal/config" || own == "migrations" || strings.HasPrefix(own, home+"/")
}

// within reports whether name is one of the paths or lies below one.
func within(name string, paths []string) bool {
	return slices.ContainsFunc(paths, func(p string) bool { return name == p || strings.HasPrefix(name, p+"/") })
}

func readsClock(tree *ast.File, clock string) bool {
	found := false
	ast.Inspect(tree, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		from, named := selector.X.(*ast.Ident)
		if named && from.Name == clock && slices.Contains([]string{"Now", "Since", "Until"}, selector.Sel.Name) {
			found = true
		}
		return true
	})
	return found
}
