package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/localslack"
)

// doctor wants an exit code, and lines, of which each is in order or says what
// to do.
func (s *stage) doctor(code int, lines ...string) {
	s.Helper()
	said := invoke(s.environ(), "doctor")
	if said.code != code {
		s.Errorf("doctor: exit code %d; want %d\n%s%s", said.code, code, said.out, said.err)
	}
	for _, line := range lines {
		if !strings.Contains(said.out, line) {
			s.Errorf("doctor has no line %q:\n%s", line, said.out)
		}
	}
	for line := range strings.Lines(said.out) {
		if !strings.HasPrefix(line, "OK ") && !strings.HasPrefix(line, "À FAIRE ") {
			s.Errorf("doctor says neither OK nor what to do: %q", line)
		}
	}
}

func TestDoctor(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.doctor(1, "OK       schéma à jour (version ", "À FAIRE  aucun engagement", "À FAIRE  aucun manager ne s'est encore adressé à Trêve",
			"À FAIRE  aucun récap n'est programmé", "OK       jeton accepté par l'espace « Ateliers Vernier »",
			"OK       autorisations complètes", "OK       horloge")
		if s.address == "" {
			s.doctor(1, "OK       Socket Mode : connexion accordée")
		}
		s.fill("2026-01")
		s.serve()
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.doctor(0, "43 216 € engagés", "managers : Claire Morel", "OK       prochain récap", "OK       #marketing : Trêve peut y publier",
			"OK       #marketing : Trêve peut y joindre une image", "OK       #marketing : Trêve peut y relire son message")
		s.ask(claire, marketing, "/recap pause", "en pause")
		s.doctor(1, "À FAIRE  les récaps sont en pause")
		s.ask(claire, marketing, "/recap reprendre", "remis en route")
		if err := s.as(claire).Archive(s.Context(), marketing); err != nil {
			s.Fatal(err)
		}
		s.doctor(1, "À FAIRE  #marketing est archivé")
		s.extra = []string{"SLACK_BOT_TOKEN=xoxb-of-nobody"}
		s.doctor(1, "À FAIRE  Slack refuse SLACK_BOT_TOKEN (invalid_auth)")
	})
}

// A file that adds to what people typed says which cells they are.
func TestAnImportBesideTypedEntries(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(marc, marketing, "/leads 5 email pme", "5 leads")
		file := filepath.Join(s.TempDir(), "counts.csv")
		content := "day,channel,persona,count\n2026-11-16,E-mail,PME,7\n2026-11-16,Inbound,PME,2\n"
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			s.Fatal(err)
		}
		said := s.treve("import", file, "--kind", "counts", "--dry-run")
		if !strings.Contains(said, "2026-11-16  E-mail, PME") || strings.Contains(said, "Inbound, PME") {
			s.Errorf("the dry run says:\n%s", said)
		}
		s.wantLeads("E-mail", 29)
		s.treve("import", file, "--kind", "counts")
		s.wantLeads("E-mail", 36)
		s.ask(marc, marketing, "/leads journal email", "+7 E-mail · PME, la ligne de commande")
	}))
}

// Private answers are in the asker's language, public ones in the workspace's.
func TestAnEnglishWorkspace(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.extra = []string{"TREVE_LANG=en"}
		s.fill("2026-11")
		s.serve()
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.wantWords(s.share(marc, s.ask(marc, marketing, "/sla email", "Attendu à ce jour")), "Expected by now")
		answer := s.hear(marc, func(c *client) error {
			_, err := c.Type(s.Context(), marketing, "<@"+treveBot+"> où en est l'email ?")
			return err
		}, func(m message) bool { return m.ThreadTS != "" })
		s.wantWords(answer, "E-mail, November 2026", "Expected by now")
		s.jump("2026-11-17 09:00")
		s.wantRecaps("in English", 1, "Tuesday 17 November", "Up to Mon 16", "off track")
	})
}

// A recap goes only where the bot may post.
func TestWhereRecapsMayGo(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/recap dans #general", "Je ne suis pas dans", "/invite @Trêve")
		if err := s.as(claire).Invite(s.Context(), "C0GENERAL01", localslack.SampleApp); err != nil {
			s.Fatal(err)
		}
		s.ask(claire, marketing, "/recap dans #general #marketing", "<#C0GENERAL01>", "<#C0MARKETING>")
		s.jump("2026-11-17 09:00")
		s.wantRecaps("in both", 1)
		if got := s.recaps("C0GENERAL01"); len(got) != 1 {
			s.Errorf("%d recaps in #general; want 1", len(got))
		}
	}))
}
