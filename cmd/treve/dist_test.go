package main

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// bill is what a release says that a binary is made of, in CycloneDX.
type bill struct {
	BOMFormat    string `json:"bomFormat"`
	SerialNumber string `json:"serialNumber"`
	Metadata     struct {
		Timestamp  string
		Component  struct{ Version string }
		Properties []struct{ Name, Value string }
	}
	Components []struct{ Name, Version string }
}

// release builds this machine's binary as make dist does, with the Go at hand.
func release(t *testing.T) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "dist")
	command := exec.Command("sh", "../../internal/tools/dist.sh", folder, runtime.GOOS+"/"+runtime.GOARCH)
	command.Env = append(os.Environ(), "VERSION=v1.2.3", "DIST_GO=local")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("dist.sh: %v\n%s", err, out)
	}
	return folder
}

// What make dist hands out can be checked: by sums, by a list of all that is in it,
// and by building it again.
func TestRelease(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a release twice")
	}
	t.Parallel()
	folder, again := release(t), release(t)
	binary := filepath.Join(folder, "treve_v1.2.3_"+runtime.GOOS+"_"+runtime.GOARCH)
	list := binary + ".cdx.json"
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	licences := filepath.Join(folder, "THIRD_PARTY_LICENSES")
	want := []string{filepath.Join(folder, "LICENSE"), filepath.Join(folder, "SHA256SUMS"), licences, binary, list}
	if found, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || !slices.Equal(found, want) {
		t.Fatalf("%q is handed out, %v; want %q", found, err, want)
	}
	sums := string(contentOf(t, filepath.Join(folder, "SHA256SUMS")))
	for _, file := range want {
		content := contentOf(t, file)
		if !bytes.Equal(content, contentOf(t, filepath.Join(again, filepath.Base(file)))) {
			t.Errorf("%s is another when built again", filepath.Base(file))
		}
		if line := sum(content) + "  " + filepath.Base(file) + "\n"; !strings.HasSuffix(file, "SUMS") && !strings.Contains(sums, line) {
			t.Errorf("no %s in\n%s", line, sums)
		}
	}
	if said, err := exec.Command(binary, "version").Output(); err != nil || !strings.HasPrefix(string(said), "treve v1.2.3 ") {
		t.Errorf("its version is %q, %v", said, err)
	}
	wantBill(t, contentOf(t, list), binary)
	wantLicences(t, string(contentOf(t, licences)), binary)
}

// wantLicences checks that the terms of all that a binary is made of are there.
func wantLicences(t *testing.T, licences, binary string) {
	t.Helper()
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"Go " + info.GoVersion, "Inter font"}
	for _, module := range info.Deps {
		names = append(names, module.Path+" "+module.Version)
	}
	for _, name := range names {
		_, text, found := strings.Cut(licences, "\n=== "+name+"\n")
		text, _, _ = strings.Cut(text, "\n=== ")
		if !found || !strings.Contains(text, "opyright") {
			t.Errorf("of %s there is no licence: %q", name, text)
		}
	}
}

// wantBill checks that a list is about a binary, and has all that Go knows of it.
func wantBill(t *testing.T, list []byte, binary string) {
	t.Helper()
	var b bill
	if err := json.Unmarshal(list, &b); err != nil {
		t.Fatal(err)
	}
	if b.BOMFormat != "CycloneDX" || b.Metadata.Component.Version != "v1.2.3" || b.SerialNumber != "" || b.Metadata.Timestamp != "" {
		t.Errorf("the list is %s of %s, with serial number %q, of %q", b.BOMFormat, b.Metadata.Component.Version, b.SerialNumber, b.Metadata.Timestamp)
	}
	if sum := sum(contentOf(t, binary)); !slices.ContainsFunc(b.Metadata.Properties, func(p struct{ Name, Value string }) bool { return p.Value == sum }) {
		t.Errorf("the list is of another binary than %s", sum)
	}
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	built := []string{"std " + info.GoVersion}
	for _, module := range info.Deps {
		built = append(built, module.Path+" "+module.Version)
	}
	var listed []string
	for _, c := range b.Components {
		listed = append(listed, c.Name+" "+c.Version)
	}
	slices.Sort(built)
	slices.Sort(listed)
	if !slices.Equal(listed, built) {
		t.Errorf("the list has %q; the binary is made of %q", listed, built)
	}
}

func contentOf(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func sum(content []byte) string {
	of := sha256.Sum256(content)
	return hex.EncodeToString(of[:])
}
