package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
)

// BenchmarkServe starts the built binary behind its HTTP door and reports the
// time from start to ready and the memory it holds, idle and after 32 clients
// have sent it four thousand commands.
func BenchmarkServe(b *testing.B) {
	for _, database := range benchDatabases(b) {
		b.Run(database.name, func(b *testing.B) {
			for range b.N {
				serveOnce(b, database.target)
			}
		})
	}
}

func serveOnce(b *testing.B, target string) {
	path, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	benchBooks(b, target)
	address := freeAddress(b)
	slack := localslack.SampleCompany(localslack.Options{}, "http://"+address)
	server := httptest.NewServer(slack.Handler())
	defer func() { slack.Close(); server.Close() }()
	said := &transcript{line: make(chan struct{}, 1)}
	bot := exec.Command(path, "serve")
	bot.Stdout, bot.Stderr = said, said
	bot.Env = []string{
		"TREVE_DATABASE=" + target, "SLACK_API_URL=" + slack.APIURL(server.URL), "TREVE_LISTEN=" + address, "TREVE_MOST_A_MINUTE=0",
		"SLACK_BOT_TOKEN=" + localslack.SampleTreve(lang.French, "").BotToken, "SLACK_SIGNING_SECRET=" + benchSecret,
	}
	began := time.Now()
	if err := bot.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { _ = bot.Process.Signal(syscall.SIGTERM); _ = bot.Wait() }()
	said.wait(b, "ready")
	b.ReportMetric(float64(time.Since(began).Milliseconds()), "ready-ms")
	b.ReportMetric(memory(b, bot.Process.Pid, "VmRSS"), "idle-MiB")
	flood(b, "http://"+address, 4000, 32)
	b.ReportMetric(memory(b, bot.Process.Pid, "VmHWM"), "peak-MiB")
}

// flood sends so many commands from so many clients.
func flood(b *testing.B, base string, commands, clients int) {
	var workers sync.WaitGroup
	for worker := range clients {
		workers.Go(func() {
			for range commands / clients {
				if err := command(b.Context(), benchClient, base, worker); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	workers.Wait()
}

// memory reads a figure of a process's status, in MiB.
func memory(b testing.TB, pid int, figure string) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("this system does not say how much memory a process holds")
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, figure+":"); ok {
			kib, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
			if err != nil {
				b.Fatal(err)
			}
			return kib / 1024
		}
	}
	b.Fatalf("no %s in the process's status", figure)
	return 0
}
