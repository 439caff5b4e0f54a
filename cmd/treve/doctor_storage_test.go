package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/storetest"
)

// doctored wants doctor to find something to do that has all of the words.
func (s shell) doctored(words ...string) {
	s.Helper()
	said := invoke(s.environ, "doctor")
	for line := range strings.Lines(said.out) {
		if strings.HasPrefix(line, "À FAIRE") && strings.Contains(line, words[0]) {
			wantIn(s.T, line, words...)
			return
		}
	}
	s.Errorf("doctor does not say %q:\n%s%s", words, said.out, said.err)
}

func (s shell) of(database string) shell { return shell{s.T, []string{"TREVE_DATABASE=" + database}} }

func TestDoctorNamesTheTroublesOfAFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "treve.db")
	s := shell{t, nil}.of(file)
	s.run(0, "import testdata/counts.csv --kind counts --create")
	wantIn(t, invoke(s.environ, "doctor").out, "accepte les écritures", "aucune donnée abîmée", "les totaux correspondent")

	holder := open(t, file)
	if _, err := holder.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	s.doctored("verrouillé par un autre programme", "fermez-le")
	if _, err := holder.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	s.behind("UPDATE daily_totals SET count = count + 1 WHERE day = '2026-11-12' AND count = 23")
	s.doctored("ne correspondent pas au registre : 1", "treve check")
	s.behind("INSERT INTO daily_totals VALUES (1, '2026-11-12', 99, 1, 'lead', 0, 0, 0)")
	s.doctored("a row of daily_totals refers to none of channels", "treve restore")

	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content []byte
		words   []string
	}{
		"overwritten": {overwritten(good, len(good)/4, len(good)), []string{"abîmée", "-wal et -shm", "treve restore SAUVEGARDE"}},
		"a picture":   {[]byte("\x89PNG, and not a database at all"), []string{"n'est pas une base de données", "treve restore SAUVEGARDE"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "treve.db")
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			shell{t, nil}.of(path).doctored(c.words...)
		})
	}
	s.of(filepath.Dir(file)).doctored("est un dossier", "/treve.db")
	s.of(filepath.Join(file, "treve.db")).doctored("ce dossier n'existe pas", "Créez-le")
}

// open is one connection to a SQLite file, past the program.
func open(t *testing.T, file string) *sqlx.DB {
	t.Helper()
	db, err := sqlx.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func TestDoctorNamesTheTroublesOfAServer(t *testing.T) {
	t.Parallel()
	target := storetest.Postgres(t)
	s := shell{t, nil}.of(target)
	s.run(0, "import testdata/counts.csv --kind counts --create")
	wantIn(t, invoke(s.environ, "doctor").out, "accepte les écritures", "les totaux correspondent")

	holder := administrator(t, target)
	schema, role := mustParse(t, target).Query().Get("search_path"), "stranger_"+strconv.Itoa(os.Getpid())
	for _, statement := range []string{
		"CREATE ROLE " + role + " LOGIN", "CREATE ROLE " + role + "_reader LOGIN", "GRANT USAGE ON SCHEMA " + schema + " TO " + role + "_reader",
		"CREATE ROLE " + role + "_crowded LOGIN CONNECTION LIMIT 0",
		"BEGIN", "UPDATE workspaces SET name = name",
	} {
		if _, err := holder.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		administrator(t, target).MustExec("DROP OWNED BY " + role + "_reader; DROP ROLE " + role + ", " + role + "_reader, " + role + "_crowded")
	})
	for name, c := range map[string]struct {
		change func(*url.URL, url.Values)
		words  []string
	}{
		"nobody there":    {func(u *url.URL, _ url.Values) { u.Host = freeAddress(t) }, []string{"ne répond pas", "démarrez le serveur"}},
		"no TLS":          {func(_ *url.URL, q url.Values) { q.Set("sslmode", "require") }, []string{"?sslmode=disable"}},
		"no such account": {func(u *url.URL, _ url.Values) { u.User = url.UserPassword("nobody", "canary") }, []string{"refuse ce compte ou son mot de passe"}},
		"no database":     {func(u *url.URL, _ url.Values) { u.Path = "/nowhere" }, []string{"cette base n'existe pas", "createdb"}},
		"no rights":       {func(u *url.URL, _ url.Values) { u.User = url.User(role) }, []string{"n'a pas le droit", "GRANT USAGE, CREATE"}},
		"only looking":    {func(u *url.URL, _ url.Values) { u.User = url.User(role + "_reader") }, []string{"n'a pas le droit", "permission denied"}},
		"crowded":         {func(u *url.URL, _ url.Values) { u.User = url.User(role + "_crowded") }, []string{"n'accepte plus de connexions", "max_connections"}},
		"too slow":        {func(_ *url.URL, q url.Values) { q.Set("statement_timeout", "500") }, []string{"requête trop longue", "statement_timeout"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := mustParse(t, target)
			query := u.Query()
			c.change(u, query)
			u.RawQuery = query.Encode()
			shell{t, nil}.of(u.String()).doctored(c.words...)
		})
	}
}

func mustParse(t *testing.T, target string) *url.URL {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// administrator is one connection to a PostgreSQL database, past the program.
func administrator(t *testing.T, target string) *sqlx.DB {
	t.Helper()
	db, err := sqlx.Open("postgres", target)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}
