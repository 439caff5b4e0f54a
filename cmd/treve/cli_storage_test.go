package main

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/storetest"
)

// betweenBooks runs a test of the command line on books that are full, beside an
// empty database, of both kinds each.
func betweenBooks(t *testing.T, test func(full, empty shell)) {
	t.Helper()
	onEachBooks(t, func(full shell) {
		full.run(0, "import testdata/counts.csv --kind counts --create")
		full.run(0, "plan import testdata/plan.csv --from 2026-11")
		for _, fresh := range []func(testing.TB) string{storetest.SQLite, storetest.Postgres} {
			t := full.T
			test(full, shell{t, []string{"TREVE_DATABASE=" + fresh(t)}})
		}
	})
}

func (s shell) database() string { return strings.TrimPrefix(s.environ[0], "TREVE_DATABASE=") }

// answers are what the books say, to the byte.
func (s shell) answers() (all []string) {
	s.Helper()
	for _, args := range []string{
		"status --as-of 2026-11-15 --json", "status --as-of 2026-11-15", "check", "recap --print --day 2026-11-16",
		"plan show --month 2026-11", "rates --json",
	} {
		all = append(all, s.run(0, args).out)
	}
	return all
}

func (s shell) wantAnswers(want []string) {
	s.Helper()
	for i, got := range s.answers() {
		if got != want[i] {
			s.Errorf("the copy answers\n%s\nwhere the books answered\n%s", got, want[i])
		}
	}
}

// record adds leads to books that are full.
func (s shell) record(leads int) {
	s.Helper()
	file := s.file("jour;canal;persona;nombre\n2026-11-14;E-mail;PME;" + strconv.Itoa(leads) + "\n")
	s.runArgs(0, []string{"import", file, "--kind", "counts"}, "1 saisie ajoutée")
}

// A backup brings the books back, on whichever database, to the byte.
func TestBackupAndRestore(t *testing.T) {
	betweenBooks(t, func(full, empty shell) {
		before := full.answers()
		file := filepath.Join(full.TempDir(), "books.backup")
		full.runArgs(0, []string{"backup", file}, "Sauvegarde : "+file, "lignes, relues et identiques")
		info, err := os.Stat(file)
		if err != nil || info.Mode() != 0o600 {
			full.Errorf("the backup's mode is %v, %v; want that only its owner may read it", info.Mode(), err)
		}
		full.runArgs(1, []string{"backup", file}, "existe déjà", "--force")
		full.runArgs(0, []string{"backup", "--force", file})
		wantFiles(full, filepath.Dir(file), "books.backup")

		empty.run(0, "status") // which makes a workspace of its own there
		empty.runArgs(0, []string{"restore", file}, "entries", "75", "OK", "Restauré dans", "relancer treve serve")
		empty.wantAnswers(before)
		full.wantAnswers(before)
		wantFiles(full, filepath.Dir(file), "books.backup")

		empty.record(7)
		changed := empty.answers()
		empty.runArgs(1, []string{"restore", file}, "contient déjà des données", "rien n'y a été changé", "treve restore --replace")
		empty.wantAnswers(changed)
		empty.runArgs(0, []string{"restore", "--replace", file}, "Ce qui s'y trouvait est gardé dans "+file+".replaced-")
		empty.wantAnswers(before)
		kept, err := filepath.Glob(file + ".replaced-*")
		if err != nil || len(kept) != 1 {
			full.Fatalf("kept are %v, %v; want one file", kept, err)
		}
		empty.runArgs(0, []string{"restore", "--replace", kept[0]})
		empty.wantAnswers(changed)
	})
}

func wantFiles(s shell, folder string, names ...string) {
	s.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		s.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	if !slices.Equal(found, names) {
		s.Errorf("in the folder are %v; want %v", found, names)
	}
}

// The whole history moves, and what is recorded afterwards follows on from it.
func TestMove(t *testing.T) {
	betweenBooks(t, func(full, empty shell) {
		before := full.answers()
		moved := full.runArgs(0, []string{"move", "--to", empty.database()}, "Copié de", "l'ancienne base est intacte", "TREVE_DATABASE")
		for line := range strings.Lines(moved.out) {
			if strings.Contains(line, "entries") && !strings.HasSuffix(line, "  OK\n") {
				full.Errorf("a table that was compared reads %q", line)
			}
		}
		empty.wantAnswers(before)
		full.wantAnswers(before)
		full.runArgs(1, []string{"move", "--to", empty.database()}, "contient déjà des données", "rien n'y a été changé")

		empty.record(7)
		empty.run(0, "check", "Les totaux correspondent au registre.")
		full.wantAnswers(before)
	})
}

// The password of a database is printed nowhere.
func TestMoveKeepsThePassword(t *testing.T) {
	t.Parallel()
	s := shell{t, []string{"TREVE_DATABASE=" + storetest.SQLite(t)}}
	s.run(0, "import testdata/counts.csv --kind counts --create")
	target, err := url.Parse(storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	target.User = url.UserPassword("treve", "canary")
	nowhere := *target
	nowhere.Path = "/nowhere"
	for _, args := range [][]string{
		{"move", "--to", target.String()},
		{"move", "--to", target.String()},
		{"move", "--from", target.String(), "--to", nowhere.String()},
		{"move", "--from", nowhere.String(), "--to", target.String()},
		{"backup", nowhere.String()},
		{"restore", nowhere.String()},
	} {
		if said := invoke(s.environ, args...); strings.Contains(said.out+said.err, "canary") {
			t.Errorf("treve %v prints the password: %s%s", args, said.out, said.err)
		}
	}
}

// What cannot be done is said in one sentence, and nothing is left behind.
func TestStorageRefusals(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	place := func(name string) string { return filepath.Join(folder, name) }
	s := shell{t, []string{"TREVE_DATABASE=" + place("treve.db")}}
	s.run(1, "backup copy", "treve.db n'existe pas")
	s.run(0, "import testdata/counts.csv --kind counts --create")
	s.runArgs(0, []string{"backup", place("good")})
	empty := shell{t, []string{"TREVE_DATABASE=" + place("other.db")}}
	for _, c := range []struct {
		shell shell
		code  int
		args  []string
		want  string
	}{
		{s, 2, []string{"backup"}, "takes one file"},
		{s, 2, []string{"restore"}, "takes one file"},
		{s, 2, []string{"restore", "postgres://treve@db/treve"}, "TREVE_DATABASE names the database"},
		{s, 2, []string{"restore", "a", "b"}, "takes one file"},
		{s, 2, []string{"move"}, "needs --to"},
		{s, 2, []string{"move", "there"}, `takes no "there"`},
		{s, 2, []string{"move", "--to", place("treve.db")}, "the same database"},
		{s, 1, []string{"backup", place("treve.db"), "--force"}, "est la base de données elle-même"},
		{s, 1, []string{"backup", folder, "--force"}, "est un dossier"},
		{s, 1, []string{"backup", place("no/copy")}, "ce dossier n'existe pas"},
		{s, 1, []string{"move", "--to", place("no/copy")}, "ce dossier n'existe pas"},
		{s, 1, []string{"move", "--to", folder}, "est un dossier"},
		{s, 1, []string{"move", "--from", place("nothing"), "--to", place("copy")}, "n'existe pas"},
		{empty, 1, []string{"restore", place("nothing")}, "n'existe pas"},
		{empty, 1, []string{"restore", folder}, "n'est pas une sauvegarde entière"},
		{empty, 1, []string{"restore", place("treve.db")}, "n'est pas une sauvegarde entière"},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			shell{t, c.shell.environ}.runArgs(c.code, c.args, c.want)
		})
	}
	wantFiles(s, folder, "good", "treve.db")
}
