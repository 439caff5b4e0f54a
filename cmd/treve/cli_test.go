package main

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// shell is a person at a terminal, with books of their own.
type shell struct {
	*testing.T
	environ []string
}

// onEachBooks runs a test of the command line on both databases.
func onEachBooks(t *testing.T, test func(shell)) {
	t.Helper()
	t.Parallel()
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		test(shell{t, []string{"TREVE_DATABASE=" + fresh(t)}})
	})
}

// run wants a command to end with an exit code, and all of the words in what it
// prints, wherever it prints them.
func (s shell) run(code int, args string, words ...string) outcome {
	s.Helper()
	return s.runArgs(code, strings.Fields(args), words...)
}

func (s shell) runArgs(code int, args []string, words ...string) outcome {
	s.Helper()
	said := invoke(s.environ, args...)
	if said.code != code {
		s.Fatalf("treve %s: exit code %d; want %d\n%s%s", strings.Join(args, " "), said.code, code, said.out, said.err)
	}
	for _, word := range words {
		if !strings.Contains(said.out+said.err, word) {
			s.Errorf("treve %s does not print %q:\n%s%s", strings.Join(args, " "), word, said.out, said.err)
		}
	}
	return said
}

// json runs a command and reads what it prints.
func (s shell) json(args string, into any) {
	s.Helper()
	out := s.run(0, args).out
	if err := json.Unmarshal([]byte(out), into); err != nil {
		s.Fatalf("treve %s prints what is no JSON: %v\n%s", args, err, out)
	}
}

// file writes a file and returns its path.
func (s shell) file(content string) string {
	s.Helper()
	path := filepath.Join(s.TempDir(), "file.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.Fatal(err)
	}
	return path
}

// figures are those of the JSON contract that the tests look at.
type figures struct {
	Leads      int64   `json:"leads"`
	Commitment string  `json:"commitment"`
	Value      string  `json:"value"`
	Won        int64   `json:"won"`
	WonAmount  string  `json:"won_amount"`
	Due        *string `json:"due"`
}

// status is what the books hold as of the close of a day.
func (s shell) status(asOf string) (total figures, channels map[string]figures) {
	s.Helper()
	var r struct {
		Total    figures
		Channels []struct {
			Channel string
			figures
		}
	}
	s.json("status --json --as-of "+asOf, &r)
	channels = map[string]figures{}
	for _, c := range r.Channels {
		channels[c.Channel] = c.figures
	}
	return r.Total, channels
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	s := shell{t, []string{"TREVE_DATABASE=" + storetest.SQLite(t)}}
	for _, c := range []struct {
		code       int
		args, want string
	}{
		{0, "help", "treve serve"},
		{0, "version", "treve "},
		{0, "version --json", `"os":"` + runtime.GOOS + `"`},
		{0, "status --help", "--as-of"},
		{0, "status", "sans engagement"},
		{0, "status", "treve plan import PLAN.csv"},
		{0, "plan show", "Aucun engagement"},
		{0, "check", "Les totaux correspondent au registre."},
		{1, "status --channel fax", "« fax » n'existe pas"},
		{1, "import nowhere.csv --kind counts", "nowhere.csv"},
		{1, "plan import nowhere.csv", "nowhere.csv"},
		{1, "status --workspace nobody", "nobody"},
		{1, "serve", "SLACK_BOT_TOKEN n'est pas défini"},
		{2, "nothing", `no command "nothing"`},
		{2, "status today", `takes no "today"`},
		{2, "status --nothing", "--nothing"},
		{2, "status --month 2026-13", "2026-13"},
		{2, "status --as-of 2026-02-30", "2026-02-30"},
		{2, "status --as-of 2026-11-15 --month 2026-10", "not a day of 2026-10"},
		{2, "recap", "treve recap --print"},
		{2, "recap --print --day tomorrow", "tomorrow"},
		{2, "import", "takes one file"},
		{2, "import a.csv b.csv --kind counts", "takes one file"},
		{2, "import a.csv", "--kind"},
		{2, "plan import", "takes one file"},
		{2, "plan show it", `takes no "it"`},
		{2, "manifest it", "it"},
		{2, "manifest --url http://treve.example.com", "https://"},
		{2, "health", "nothing to ask"},
		{2, "demo --lang de", "fr or en"},
	} {
		t.Run(c.args, func(t *testing.T) {
			said := shell{t, s.environ}.run(c.code, c.args, c.want)
			if c.code != 0 && said.out != "" {
				t.Errorf("what went wrong is printed where results are: %s", said.out)
			}
			if c.code == 2 != strings.Contains(said.err, `Run "treve help"`) {
				t.Errorf("exit code %d with\n%s", c.code, said.err)
			}
		})
	}
}

// Every mistake of the environment is told at once, and no value of a secret.
func TestConfigurationMistakes(t *testing.T) {
	t.Parallel()
	s := shell{t, []string{
		"TREVE_DATABASE=" + storetest.SQLite(t), "TREVE_LANG=de", "TREVE_TIME_ZONE=Mars/Base", "TREVE_COUNTRY=zz",
		"SLACK_API_URL=nowhere", "SLACK_BOT_TOKEN=xapp-canary", "SLACK_SIGNING_SECRET=canary",
	}}
	said := s.run(1, "serve", "TREVE_LANG", "TREVE_TIME_ZONE", "TREVE_COUNTRY", "SLACK_API_URL",
		"SLACK_BOT_TOKEN ne commence pas par xoxb-", "SLACK_SIGNING_SECRET est trop court")
	if strings.Contains(said.out+said.err, "canary") {
		t.Errorf("a secret is printed: %s", said.err)
	}
	s.run(1, "status", "TREVE_LANG", "Mars/Base")
	s.run(1, "doctor", "TREVE_LANG", "TREVE_COUNTRY", "SLACK_BOT_TOKEN ne commence pas")
	s.environ = []string{"TREVE_DATABASE=mysql://nowhere/db"}
	s.run(1, "status", "postgres://")
}

// The password of a database that does not open is printed nowhere.
func TestTheDatabasePassword(t *testing.T) {
	t.Parallel()
	target, err := url.Parse(storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	target.User, target.Path = url.UserPassword("treve", "canary"), "/nowhere"
	s := shell{t, []string{"TREVE_DATABASE=" + target.String()}}
	for _, args := range []string{"status", "doctor", "migrate up", "serve"} {
		if said := s.run(1, args); strings.Contains(said.out+said.err, "canary") {
			t.Errorf("treve %s prints the password: %s%s", args, said.out, said.err)
		}
	}
}

func TestTheLanguageOfTheEnvironment(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.environ = append(s.environ, "TREVE_LANG=en")
		s.run(0, "check", "The totals agree with the ledger.")
		s.run(0, "plan import testdata/plan.csv --from 2026-11", "November 2026")
		s.run(0, "status --month 2026-11 --as-of 2026-11-15", "committed", "€43,216")
		s.environ = s.environ[:1] // the workspace remembers what it was made with
		s.run(0, "status --month 2026-11 --as-of 2026-11-15", "committed")
	})
}

func TestMigrate(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "migrate status", "missing  00001_books.sql")
		if again := s.run(0, "migrate status").out; strings.Contains(again, "applied") {
			s.Errorf("looking at the schema changed it:\n%s", again)
		}
		s.run(0, "migrate up", "applied  00001_books.sql")
		if after := s.run(0, "migrate status").out; strings.Contains(after, "missing") {
			s.Errorf("after migrate up:\n%s", after)
		}
	})
}

// The commands work on the workspace called local until Slack's takes it over;
// where there are several, they want to be told which.
func TestWorkspaces(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "plan import testdata/plan.csv --from 2026-11")
		db := storetest.Open(s, strings.TrimPrefix(s.environ[0], "TREVE_DATABASE="))
		adopt(s, db, "T1", "Vernier")
		if _, channels := s.status("2026-11-15"); len(channels) != 5 {
			s.Errorf("Slack's workspace has taken over %d channels; want 5", len(channels))
		}
		adopt(s, db, "T2", "Étau")
		s.run(1, "status", "several workspaces", "Vernier", "Étau")
		s.run(0, "status --workspace Étau --as-of 2026-11-15", "sans engagement")
		s.run(0, "status --workspace Vernier --as-of 2026-11-15", "43 216 €")
	})
}

func adopt(s shell, db *store.Store, team, name string) {
	s.Helper()
	if _, err := db.Adopt(s.Context(), team, name, defaultsOf(s)); err != nil {
		s.Fatal(err)
	}
}
