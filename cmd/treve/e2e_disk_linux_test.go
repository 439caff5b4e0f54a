package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/treve-bot/treve/internal/storetest"
)

// limitFiles has every write of a running process to a file fail, as a full disk
// does, or lets it write again.
func (p *process) limitFiles(t *testing.T, most uint64) {
	t.Helper()
	limit := syscall.Rlimit{Cur: most, Max: ^uint64(0)}
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(p.command.Process.Pid), syscall.RLIMIT_FSIZE,
		uintptr(unsafe.Pointer(&limit)), 0, 0, 0); errno != 0 {
		t.Fatal(errno)
	}
}

// While nothing can be written, nothing is recorded and everything is answered;
// once there is room it goes on by itself.
func TestAFullDisk(t *testing.T) {
	onStageOf(t, storetest.SQLite(t), func(s *stage) {
		s.ask(marc, marketing, "/leads 12 email pme", "36 leads sur 90")
		bot := s.bots[0]
		bot.limitFiles(s.T, 0)
		s.refused("/leads 5 email pme")
		s.ask(marc, marketing, "/sla email", "36")
		s.wantLeads("E-mail", 36)
		bot.limitFiles(s.T, ^uint64(0))
		s.ask(marc, marketing, "/leads 5 email pme", "41 leads sur 90")
		s.wantLeads("E-mail", 41)
		s.wantCheck()
	})
}

// A backup for which there is no room leaves nothing behind, nor spoils the one
// that is there.
func TestABackupOnAFullDisk(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	s := shell{t, []string{"TREVE_DATABASE=" + storetest.SQLite(t)}}
	s.run(0, "import testdata/counts.csv --kind counts --create")
	file := filepath.Join(folder, "books.backup")
	s.runArgs(0, []string{"backup", file})
	for _, blocks := range []string{"1", "64"} {
		command := exec.CommandContext(t.Context(), "sh", "-c", "ulimit -f "+blocks+`; exec "$0" backup --force "$1"`, path, file)
		command.Env = s.environ
		out, err := command.CombinedOutput()
		if err == nil || !strings.Contains(plainSpaces(string(out)), " : le disque ") { // is full, or refuses, by where it met the limit
			t.Errorf("with room for %s blocks: %v:\n%s", blocks, err, out)
		}
		wantFiles(s, folder, "books.backup")
	}
	restored := s.of(storetest.SQLite(t))
	restored.runArgs(0, []string{"restore", file})
}
