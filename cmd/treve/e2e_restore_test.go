package main

import (
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
)

// restored brings back, after the morning's recap, the books of an hour before.
func (s *stage) restored() {
	s.Helper()
	s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
	s.jump("2026-11-17 08:00")
	file := filepath.Join(s.TempDir(), "books.backup")
	s.treve("backup", file)
	s.ask(marc, marketing, "/leads 50 email pme hier", "50 leads")
	s.jump("2026-11-17 09:00")
	s.wantRecaps("at nine", 1, "Point SLA, mardi 17 novembre")
	s.stop(syscall.SIGTERM)
	s.restore(file)
}

// restore brings a backup back, and starts the bot.
func (s *stage) restore(file string) {
	s.Helper()
	s.treve("restore", "--replace", file)
	now := ledger.Settings{RestoredAt: s.slack.Clock().State().Now}.Option("restored_at")
	// The command goes by the machine's clock, the bot by the local Slack's.
	shell{s.T, s.environ()}.behind("UPDATE settings SET value = '" + now + "' WHERE key = 'restored_at'")
	s.serve()
}

// A recap that was posted after the backup was made stays the only one of its day.
func TestRestoredOnTheDayOfARecap(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.restored()
		s.jump("2026-11-17 10:00")
		s.ask(claire, marketing, "/recap journal", "publié à 09:0")
		s.ask(claire, marketing, "/recap maintenant", "est déjà dans", "publié à 09:00")
		s.wantLeads("E-mail", 24)
		s.ask(marc, marketing, "/leads 50 email pme hier", "50 leads")
		s.jump("2026-11-17 20:00")
		s.wantRecaps("restored", 1, "Point SLA, mardi 17 novembre", "Programmé par Claire")
		s.jump("2026-11-18 09:00")
		s.wantRecaps("the next morning", 2, "Point SLA, mercredi 18 novembre")
	}))
}

// Where the conversation cannot be read, a manager is asked.
func TestRestoredWhereNobodyMayLook(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.troubled = true
		s.fails("conversations.history:missing_scope")
		s.restored()
		s.jump("2026-11-17 10:00")
		s.wantRecaps("restored", 1)
		words := "le récap du mardi 17 novembre y est peut-être déjà"
		s.awaitWords(claire, s.direct(claire), 1, "Les données ont été restaurées", words)
		told := s.messages(claire, s.direct(claire), "")
		asked := told[slices.IndexFunc(told, func(m message) bool { return strings.Contains(wordsOf(m), words) })]
		s.ask(claire, marketing, "/recap journal", "peut-être publié, les données ont été restaurées depuis")
		s.press(claire, asked, "recap_seen", "C'est noté")
		s.jump("2026-11-18 09:00")
		s.wantRecaps("the next morning", 2, "Point SLA, mercredi 18 novembre")
	}))
}

// Whoever asks for the recap on that day hears that it is looked for first.
func TestRestoredAndAskedForTheRecap(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		file := filepath.Join(s.TempDir(), "books.backup")
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.stop(syscall.SIGTERM)
		s.treve("backup", file)
		s.restore(file)
		s.ask(claire, marketing, "/recap maintenant", "les données ont été restaurées. Je vérifie d'abord")
		s.jump("2026-11-16 20:00")
		s.wantRecaps("looked for, and not there", 1, "Point SLA, lundi 16 novembre", "Publié à la demande de Claire")
	}))
}
