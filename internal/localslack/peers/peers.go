// Package peers holds the local Slack, and what the bot sends, to software that
// nobody here wrote: Slack's own libraries for Node, which npm installs from the
// lock file of internal/localslack/web.
package peers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// web is the folder of the npm sources, in the root of the module.
const web = "internal/localslack/web"

// ErrNotInstalled says that there is nothing to hold anything to.
var ErrNotInstalled = errors.New("npm ci has not been run in " + web)

// installed returns the folder of the npm sources, once npm has installed what
// they need.
func installed() (string, error) {
	dir, err := root()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, web)
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		return "", ErrNotInstalled
	}
	return dir, nil
}

// root is where the module begins, above the package under test.
func root() (string, error) {
	start, err := os.Getwd()
	for dir := start; err == nil; dir = filepath.Dir(dir) {
		if _, absent := os.Stat(filepath.Join(dir, web, "package.json")); absent == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is nowhere above %s", web, start)
		}
	}
	return "", err
}

// need skips the test where err is that nothing is installed, but not in CI, and
// fails it on any other.
func need(tb testing.TB, err error) {
	tb.Helper()
	switch {
	case errors.Is(err, ErrNotInstalled) && os.Getenv("CI") == "":
		tb.Skip(err)
	case err != nil:
		tb.Fatal(err)
	}
}

// architectures are Node's names of those the lock file has a Node for.
var architectures = map[string]string{"amd64": "x64", "arm64": "arm64"}

// node returns a command that Node runs: the lock file's, or this machine's
// where that has none for it.
func node(ctx context.Context, dir string, args ...string) *exec.Cmd {
	path := filepath.Join(dir, "node_modules", "node-"+runtime.GOOS+"-"+architectures[runtime.GOARCH], "bin", "node")
	if _, err := os.Stat(path); err != nil {
		path = "node"
	}
	return exec.CommandContext(ctx, path, args...)
}
