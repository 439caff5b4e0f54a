package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
)

// built is the program under test, built once for all tests that ask for it.
var built struct {
	sync.Once
	folder, path string
	err          error
}

func binary() (string, error) {
	built.Do(func() {
		if built.folder, built.err = os.MkdirTemp("", "treve-under-test-"); built.err != nil {
			return
		}
		built.path = filepath.Join(built.folder, "treve")
		if out, err := exec.Command("go", "build", "-o", built.path, ".").CombinedOutput(); err != nil {
			built.err = fmt.Errorf("build: %w\n%s", err, out)
		}
	})
	return built.path, built.err
}

func TestMain(m *testing.M) {
	if os.Getenv(manyVariable) != "" {
		os.Exit(serveMany())
	}
	flag.Parse()
	if !given("test.parallel") {
		// A scene mostly waits for the bot, Slack and the database.
		_ = flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0))) // a number is always taken
	}
	code := max(m.Run(), inspectShown(), inspectOutside())
	if built.folder != "" {
		_ = os.RemoveAll(built.folder) // a temporary folder: the machine clears it too
	}
	os.Exit(code)
}

func given(name string) (found bool) {
	flag.Visit(func(f *flag.Flag) { found = found || f.Name == name })
	return found
}
