package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/storetest"
)

// Somebody recorded and changed the plan in Slack; forgotten, they are nowhere in
// the database any more, file and all, and the figures are the same.
func TestForgetSomebody(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla set email responsable <@"+marc+">", "responsable")
		first := s.ask(marc, marketing, "/leads 12 email pme", "12 leads")
		s.ask(marc, marketing, "/leads 3 inbound pme", "3 leads")
		before := s.treve("status", "--json")
		if said := s.treve("forget", "Marc Dubois"); !strings.Contains(said, "Rien n'a été changé") || !strings.Contains(said, "entries") {
			s.Errorf("a dry run says\n%s", said)
		}
		if said := s.treve("forget", "Marc Dubois", "--yes"); !strings.Contains(said, "est oublié") || !strings.Contains(said, "appartient à Slack") {
			s.Errorf("forgetting says\n%s", said)
		}
		if after := s.treve("status", "--json"); withoutOwner(after) != withoutOwner(before) {
			s.Errorf("the figures were\n%s\nand are\n%s", before, after)
		}
		s.treve("check")
		if said := s.treve("forget", marc, "--yes"); !strings.Contains(said, "rien à oublier") {
			s.Errorf("the second time it says\n%s", said)
		}
		s.wantNotInFile("Marc Dubois", marc)
		s.ask(claire, marketing, "/leads log", "Personne oubliée")
		s.press(claire, s.ask(claire, marketing, "/leads -1 inbound pme", "Inbound"), "leads_undo")
		s.ask(marc, marketing, "/leads undo", "rien à annuler")
		s.press(marc, first, "leads_undo", "Annulé")
	}))
}

// withoutOwner is a report without the ids of owners.
func withoutOwner(report string) string {
	return regexp.MustCompile(`(?m)^.*"owner.*$`).ReplaceAllString(report, "")
}

// wantNotInFile looks through the very bytes of a database that is a file.
func (s *stage) wantNotInFile(words ...string) {
	s.Helper()
	if strings.Contains(s.database, "://") {
		return
	}
	files, err := filepath.Glob(strings.NewReplacer("[", "\\[", "?", "\\?").Replace(s.database) + "*")
	if err != nil || len(files) == 0 {
		s.Fatalf("no files of %s: %v", s.database, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			s.Fatal(err)
		}
		for _, word := range words {
			if strings.Contains(string(content), word) {
				at := strings.Index(string(content), word)
				s.Errorf("%s still holds %q: %q", filepath.Base(name), word, content[max(0, at-200):at+60])
			}
		}
	}
}

func TestForgetWhom(t *testing.T) {
	env := []string{"TREVE_DATABASE=" + storetest.SQLite(t)}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"forget"}, 2, "forget takes one person"},
		{[]string{"forget", "Marc", "Dubois"}, 2, "forget takes one person"},
		{[]string{"forget", "Marc Dubois"}, 1, "ne connaît personne"},
		{[]string{"forget", "U0NOBODY", "--yes"}, 0, "rien à oublier"},
	} {
		said := invoke(env, c.args...)
		if said.code != c.code || !strings.Contains(said.out+said.err, c.want) {
			t.Errorf("treve %v: %d %s%s; want %d and %q", c.args, said.code, said.out, said.err, c.code, c.want)
		}
	}
}
