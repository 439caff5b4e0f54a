package peers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The lock file holds on any machine: it says what a package contains, and names
// no registry but the public one.
func TestLockFileNamesNoHost(t *testing.T) {
	top, err := root()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(top, web, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct {
			Resolved, Integrity string
			HasInstallScript    bool
		}
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		t.Fatal(err)
	}
	if len(lock.Packages) < 5 {
		t.Errorf("%d packages, which cannot be all of them", len(lock.Packages))
	}
	for name, p := range lock.Packages {
		if name != "" && p.Integrity == "" {
			t.Errorf("%s: nothing says what it contains", name)
		}
		if p.Resolved != "" && !strings.HasPrefix(p.Resolved, "https://registry.npmjs.org/") {
			t.Errorf("%s comes from %s", name, p.Resolved)
		}
		if p.HasInstallScript {
			t.Errorf("%s runs a script when it is installed, and .npmrc lets none", name)
		}
	}
}
