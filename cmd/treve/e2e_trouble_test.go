package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/storetest"
)

// onStageOf plays a scene with trouble on one kind of database, through the door
// that has /readyz.
func onStageOf(t *testing.T, database string, scene func(*stage)) {
	t.Helper()
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	s := newStage(t, "http", database, onMonday)
	s.troubled = true
	inNovember(scene)(s)
}

// refused types something that cannot be done now: one calm sentence comes within
// three seconds, as the local Slack waits no longer, and what went wrong is logged
// once, beside its number.
func (s *stage) refused(text string) {
	s.Helper()
	m := s.ask(marc, marketing, text, "Quelque chose s'est mal passé de mon côté (référence ")
	_, rest, _ := strings.Cut(wordsOf(m), "(référence ")
	id, _, _ := strings.Cut(rest, ")")
	log := s.bots[0].said
	log.wait(s, "id="+id)
	if said := log.String(); strings.Count(said, id) != 1 || !strings.Contains(said, "ERR request answered id="+id) {
		s.Errorf("%s: the log does not tell once of %s:\n%s", text, id, said)
	}
}

// wantCheck holds the totals to the ledger.
func (s *stage) wantCheck() {
	s.Helper()
	if said := s.treve("check"); !strings.Contains(said, "correspondent") {
		s.Error(said)
	}
}

// While another program holds the file nothing is recorded; once it lets go
// everything is, without a restart.
func TestALockedFile(t *testing.T) {
	onStageOf(t, storetest.SQLite(t), func(s *stage) {
		s.ask(marc, marketing, "/leads 12 email pme", "36 leads sur 90")
		holder := open(s.T, "file:"+strings.NewReplacer("%", "%25", "#", "%23").Replace(s.database))
		if _, err := holder.ExecContext(s.Context(), "BEGIN IMMEDIATE"); err != nil {
			s.Fatal(err)
		}
		s.refused("/leads 5 email pme")
		s.ask(marc, marketing, "/sla email", "36")
		if _, err := holder.ExecContext(s.Context(), "ROLLBACK"); err != nil {
			s.Fatal(err)
		}
		s.ask(marc, marketing, "/leads 5 email pme", "41 leads sur 90")
		s.wantLeads("E-mail", 41)
		s.wantCheck()
	})
}

// A damaged file takes nothing in; doctor says so, and the backup brings back
// what was there.
func TestADamagedFile(t *testing.T) {
	onStageOf(t, filepath.Join(t.TempDir(), "treve.db"), func(s *stage) {
		s.ask(marc, marketing, "/leads 12 email pme", "36 leads sur 90")
		backup := filepath.Join(s.TempDir(), "treve.backup")
		s.treve("backup", backup)
		s.stop(syscall.SIGTERM)
		s.damage("entries_by_author")

		s.serve()
		s.refused("/leads 5 email pme")
		s.ask(marc, marketing, "/sla email", "36")
		s.wantLeads("E-mail", 36)
		shell{s.T, s.environ()}.doctored("les données sont abîmées", "treve restore SAUVEGARDE")
		s.stop(syscall.SIGTERM)

		if err := os.Rename(s.database, s.database+".damaged"); err != nil {
			s.Fatal(err)
		}
		s.treve("restore", backup)
		s.serve()
		s.ask(marc, marketing, "/leads 5 email pme", "41 leads sur 90")
		s.wantCheck()
	})
}

// damage overwrites the first page of a table or an index.
func (s *stage) damage(name string) {
	s.Helper()
	var page, size int64
	db := open(s.T, s.database)
	if err := db.GetContext(s.Context(), &page, "SELECT rootpage FROM sqlite_master WHERE name = $1", name); err != nil {
		s.Fatal(err)
	}
	if err := db.GetContext(s.Context(), &size, "PRAGMA page_size"); err != nil {
		s.Fatal(err)
	}
	db.Close()
	file, err := os.OpenFile(s.database, os.O_WRONLY, 0)
	if err != nil {
		s.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt([]byte(strings.Repeat("noise ", int(size)/6)), (page-1)*size); err != nil {
		s.Fatal(err)
	}
}

// A file that its account may not write, or not read, is named in one sentence;
// one that it may read answers what only reads.
func TestAFileOfSomebodyElse(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "treve.db")
	shell{t, nil}.of(file).run(0, "import testdata/counts.csv --kind counts --create")
	for _, c := range []struct {
		name           string
		folder, file   os.FileMode
		database, want string
		commands       []string
	}{
		{"a folder to read only", 0o555, 0o444, file, "est en lecture seule", []string{"serve", "status", "doctor"}},
		{"a file to read only", 0o777, 0o444, file, "est en lecture seule", []string{"doctor"}},
		{"a file closed", 0o777, 0o000, file, "ne s'ouvre pas", []string{"serve", "status", "doctor"}},
		{"a new file in a folder to read only", 0o555, 0o444, filepath.Join(folder, "new.db"), "ne s'ouvre pas", []string{"serve", "status", "doctor"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for path, mode := range map[string]os.FileMode{file: c.file, folder: c.folder, filepath.Dir(folder): 0o755} {
				if err := os.Chmod(path, mode); err != nil {
					t.Fatal(err)
				}
			}
			for _, args := range c.commands {
				out, err := lowly(t, c.database, args).CombinedOutput()
				if err == nil || !strings.Contains(plainSpaces(string(out)), c.want) {
					t.Errorf("treve %s: %v, and not %q:\n%s", args, err, c.want, out)
				}
			}
		})
	}
}

// lowly is a command of an account that is not root's, for whom nothing is
// forbidden.
func lowly(t *testing.T, database, args string) *exec.Cmd {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), path, args)
	command.Env = []string{"TREVE_DATABASE=" + database, "SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1", "SLACK_API_URL=http://127.0.0.1:1/api/"}
	if os.Getuid() == 0 {
		if err := os.Chmod(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	return command
}

// A server that is not there is waited for, then the bot says what to do.
func TestAServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	began := time.Now()
	said := shell{t, []string{
		"TREVE_DATABASE=postgres://treve:canary@" + freeAddress(t) + "/treve", "SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1",
	}}.run(1, "serve", "ne répond pas : démarrez le serveur")
	if took := time.Since(began); took < 10*time.Second {
		t.Errorf("it gave up after %s", took)
	}
	wantOut(t, said.out+said.err, "canary")
}

// A server that goes away turns /readyz red, and once it is back all is as it was
// confirmed: what was not is recorded when asked again, and the recap goes out
// once.
func TestAServerThatGoesAway(t *testing.T) {
	for name, c := range map[string]struct{ cut, still bool }{"gone": {cut: true}, "silent": {still: true}} {
		t.Run(name, func(t *testing.T) {
			way, target := newCable(t, storetest.Postgres(t))
			onStageOf(t, target, func(s *stage) {
				s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
				s.ask(marc, marketing, "/leads 12 email pme", "36 leads sur 90")
				way.set(c.cut, c.still)
				s.awaitReadiness(http.StatusServiceUnavailable)
				s.refused("/leads 5 email pme")
				s.refused("/sla email")
				way.set(false, false)
				s.awaitReadiness(http.StatusOK)
				s.ask(marc, marketing, "/leads 5 email pme", "41 leads sur 90")
				s.wantCheck()
				s.jump("2026-11-17 09:00")
				s.wantRecaps("after the server came back", 1, "Point SLA, mardi 17 novembre")
			})
		})
	}
}

func (s *stage) awaitReadiness(want int) {
	s.Helper()
	began := time.Now()
	client := &http.Client{Timeout: patience}
	for got := 0; got != want; {
		response, err := client.Get("http://" + s.address + "/readyz")
		if err != nil || time.Since(began) > patience {
			s.Fatalf("/readyz does not answer %d within %s, %v", want, patience, err)
		}
		response.Body.Close()
		got = response.StatusCode
	}
	s.Logf("/readyz answers %d after %s", want, time.Since(began).Round(time.Millisecond))
}
