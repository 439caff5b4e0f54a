package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// confine runs the binary in an empty root directory that is read-only but for
// its data folder, as a user without rights: what the image does.
const confine = `
set -eu
mount --make-rprivate /
mount --bind "$1" "$1"
mount --bind "$1/data" "$1/data"
mount -o remount,bind,ro "$1"
cd "$1"
root=$1; shift
exec setpriv --no-new-privs --inh-caps=-all chroot --userspec=65532:65532 "$root" "$@"
`

func TestRunsConfined(t *testing.T) {
	if os.Getuid() != 0 || exec.Command("unshare", "-m", "true").Run() != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("a mount namespace cannot be made, and CI runs the binary confined")
		}
		t.Skip("needs root and mount namespaces")
	}
	root := t.TempDir()
	data := filepath.Join(root, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(data, 65532, 65532); err != nil {
		t.Fatal(err)
	}
	// The folders above the root are the test's own and closed to others.
	for dir := root; dir != "/" && dir != os.TempDir(); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(root, "treve"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	run := func(args ...string) (string, error) {
		command := exec.Command("unshare", append([]string{"-m", "sh", "-c", confine, "sh", root, "/treve"}, args...)...)
		command.Env = []string{"PATH=" + os.Getenv("PATH"), "TREVE_DATABASE=/data/treve.db"}
		out, err := command.CombinedOutput()
		return string(out), err
	}
	for _, args := range [][]string{{"version"}, {"migrate", "up"}, {"status", "--json"}, {"check"}, {"manifest"}} {
		if out, err := run(args...); err != nil {
			t.Errorf("treve %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	if _, err := os.Stat(filepath.Join(data, "treve.db")); err != nil {
		t.Errorf("nothing was kept in the data folder: %v", err)
	}
	s := newStage(t, "socket", "/data/treve.db", onMonday)
	bot := exec.Command("unshare", "-m", "sh", "-c", confine, "sh", root, "/treve", "serve")
	bot.Env = []string{"PATH=" + os.Getenv("PATH")}
	s.start(bot)
	s.ask(claire, marketing, "/sla add persona PME", "*PME*")
	s.stop(syscall.SIGTERM)
	if out, err := exec.Command("unshare", "-m", "sh", "-c", confine, "sh", root, "/treve", "demo", "--db", "/elsewhere.db", "--port", "0").CombinedOutput(); err == nil {
		t.Errorf("the rest of the file system was writable:\n%s", out)
	}
	if there, err := filepath.Glob(filepath.Join(root, "*")); err != nil || len(there) != 2 { // the binary and its data
		t.Errorf("%q is there in the end, %v", there, err)
	}
}
