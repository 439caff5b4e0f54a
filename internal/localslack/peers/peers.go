// Package peers holds the local Slack, and what the bot sends, to software that
// nobody here wrote: Slack's own libraries for Node, which npm installs from the
// lock file of internal/localslack/web.
package peers

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// web is the folder of the npm sources, in the root of the module.
const web = "internal/localslack/web"

// root is where the module begins, above the package under test.
func root(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, absent := os.Stat(filepath.Join(dir, web, "package.json")); absent == nil {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	tb.Fatalf("%s is nowhere above this folder (%v)", web, err)
	return ""
}

// installed returns the folder of the npm sources, once npm has installed what
// they need. Where it has not the test is skipped, and fails in CI.
func installed(tb testing.TB) string {
	tb.Helper()
	dir := filepath.Join(root(tb), web)
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); errors.Is(err, fs.ErrNotExist) {
		if os.Getenv("CI") != "" {
			tb.Fatal("npm ci has not been run in " + web)
		}
		tb.Skip("npm ci has not been run in " + web)
	}
	return dir
}

// architectures are Node's names of those the lock file has a Node for.
var architectures = map[string]string{"amd64": "x64", "arm64": "arm64"}

// node returns Node's program: the lock file's, or this machine's where that has
// none for it.
func node(tb testing.TB, dir string) string {
	tb.Helper()
	path := filepath.Join(dir, "node_modules", "node-"+runtime.GOOS+"-"+architectures[runtime.GOARCH], "bin", "node")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	path, err := exec.LookPath("node")
	if err != nil {
		tb.Fatal(err)
	}
	return path
}
