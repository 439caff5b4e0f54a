package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each promise of SECURITY.md names what holds it: tests and files that exist.
func TestSecurityPromisesAreHeld(t *testing.T) {
	page, err := os.ReadFile("../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	for _, folder := range []string{"../bot", "../cmd/treve", "web", "config", "sheet", "."} {
		files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			tests.Write(source)
		}
	}
	named := regexp.MustCompile("`(Test\\w+|inspect\\w+|internal/[\\w/]+\\.go)`").FindAllStringSubmatch(string(page), -1)
	if len(named) < 25 {
		t.Errorf("only %d tests are named", len(named))
	}
	for _, one := range named {
		_, err := os.Stat("../" + one[1])
		if err != nil && !strings.Contains(tests.String(), "func "+one[1]+"(") {
			t.Errorf("SECURITY.md names %s, which there is not", one[1])
		}
	}
}
