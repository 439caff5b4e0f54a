package internal_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/licences.md anew")

// permissive are the licences of what the binary may hold, each by sentences that
// its text has; the first that fits is it.
var permissive = []struct {
	name      string
	sentences []string
}{
	{"Apache-2.0", []string{"Apache License", "Version 2.0, January 2004"}},
	{"MIT", []string{"Permission is hereby granted, free of charge", `THE SOFTWARE IS PROVIDED "AS IS"`}},
	{"ISC", []string{"Permission to use, copy, modify, and/or distribute this software for any purpose"}},
	{"BSD-3-Clause", []string{"Redistribution and use in source and binary forms", "Neither the name"}},
	{"BSD-3-Clause", []string{"Redistribution and use in source and binary forms", "names of its contributors may"}},
	{"BSD-2-Clause", []string{"Redistribution and use in source and binary forms"}},
	{"FTL", []string{"FreeType", "available under the FreeType License"}}, // the other of its two is not taken
	{"FTL", []string{"Use of the Freetype-Go software is subject to your choice of exactly one of"}},
}

// dependency is a module that a binary is built from.
type dependency struct{ path, version, dir, licence string }

// dependencies are those of the binary on every system it is built for.
func dependencies(t *testing.T) []dependency {
	t.Helper()
	found := map[string]dependency{}
	for _, system := range []string{"linux", "windows", "darwin"} {
		list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", "./cmd/treve")
		list.Dir = ".."
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			t.Fatalf("list the modules of the binary: %v", err)
		}
		for line := range strings.Lines(string(out)) {
			if parts := strings.SplitN(strings.TrimSpace(line), " ", 3); len(parts) == 3 {
				found[parts[0]] = dependency{path: parts[0], version: parts[1], dir: parts[2]}
			}
		}
	}
	var all []dependency
	for _, d := range found {
		d.licence = licence(t, d.dir)
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b dependency) int { return cmp.Compare(a.path, b.path) })
	return all
}

// licence recognises the one of a module; "" is one that nobody has looked at.
func licence(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "[LC][IO][CP][EY]*"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(dir, "[Ll]icen[cs]e*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, more...) {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // a folder of licences
		}
		plain := strings.Join(strings.Fields(string(text)), " ")
		for _, known := range permissive {
			if !slices.ContainsFunc(known.sentences, func(s string) bool { return !strings.Contains(plain, s) }) {
				return known.name
			}
		}
	}
	return ""
}

// TestLicences keeps the list of what the binary is made of, and lets nothing in
// whose licence is not among those looked at.
func TestLicences(t *testing.T) {
	all := dependencies(t)
	if len(all) < 20 {
		t.Fatalf("found %d modules, which cannot be all", len(all))
	}
	var page bytes.Buffer
	fmt.Fprint(&page, "# Licences\n\nTrêve itself is under the Apache License 2.0. The binary is made of these modules too,\nof Go itself (BSD-3-Clause) and of the Inter font (OFL-1.1). Their texts come with their\nsources, and stand together in `THIRD_PARTY_LICENSES` beside the binaries of `make dist`.\n\n| module | version | licence |\n|---|---|---|\n")
	for _, d := range all {
		if d.licence == "" {
			t.Errorf("%s: its licence is none of those that are permitted: look at %s", d.path, d.dir)
		}
		fmt.Fprintf(&page, "| %s | %s | %s |\n", d.path, d.version, d.licence)
	}
	const name = "../docs/licences.md"
	if *update {
		if err := os.WriteFile(name, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(kept, page.Bytes()) {
		t.Errorf("%s is not up to date (%v): go test ./internal -run Licences -update", name, err)
	}
}
