package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// BenchmarkLeads times the whole way of "/leads 96 e-mail pme" through the HTTP
// door, over real connections: signature, parsing, commit, receipt, answer.
// Beside it, in the same run, a handler that checks the signature and says ok.
func BenchmarkLeads(b *testing.B) {
	for _, clients := range []int{1, 32, 128} {
		b.Run(fmt.Sprintf("signature-only/clients=%d", clients), func(b *testing.B) {
			load(b, http.HandlerFunc(signatureOnly), clients)
		})
	}
	for _, database := range benchDatabases(b) {
		door := benchDoor(b, database.target)
		for _, clients := range []int{1, 32, 128} {
			b.Run(fmt.Sprintf("%s/clients=%d", database.name, clients), func(b *testing.B) { load(b, door, clients) })
		}
	}
}

const benchSecret = "8f742231b10e8888abcd99yyyzzz85a5"

func signatureOnly(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
	if err != nil {
		http.Error(w, "body", http.StatusBadRequest)
		return
	}
	v, err := slack.NewSecretsVerifier(r.Header, benchSecret)
	if err == nil {
		_, _ = v.Write(body) // a hash never fails to write
		err = v.Ensure()
	}
	if err != nil {
		http.Error(w, "signature", http.StatusUnauthorized)
		return
	}
	_, _ = io.WriteString(w, "ok")
}

type benchDatabase struct{ name, target string }

func benchDatabases(b *testing.B) []benchDatabase {
	databases := []benchDatabase{{"sqlite", filepath.Join(b.TempDir(), "treve.db")}}
	if os.Getenv("TEST_POSTGRES_URL") != "" {
		databases = append(databases, benchDatabase{"postgres", storetest.Postgres(b)})
	}
	return databases
}

// benchDoor is the bot as serve runs it, with the sample company's books.
func benchDoor(b *testing.B, target string) http.Handler {
	b.Helper()
	company := localslack.SampleCompany(localslack.Options{}, "")
	slackServer := httptest.NewServer(company.Handler())
	b.Cleanup(func() { slackServer.Close(); company.Close() })
	connection, err := bot.Connect(b.Context(), bot.Account{
		BotToken: config.Secret(localslack.SampleTreve(lang.French, "").BotToken),
		APIURL:   company.APIURL(slackServer.URL), HTTP: &http.Client{Timeout: httpTimeout},
	})
	if err != nil {
		b.Fatal(err)
	}
	books := benchBooks(b, target)
	return bot.New(connection, bot.Options{
		Books: botBooks{books}, People: books, Recaps: botRecaps{books.Recaps(), nil},
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}).HTTPDoor(benchSecret)
}

// benchBooks are the sample company's books: a plan, six months of history and
// the running month.
func benchBooks(b testing.TB, target string) *store.Space {
	b.Helper()
	db, err := store.Open(b.Context(), target, slog.New(slog.DiscardHandler))
	if err == nil {
		err = db.Migrate(b.Context())
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	books, err := db.Adopt(b.Context(), "T0VERNIER01", "Ateliers Vernier", ledger.DefaultSettings())
	if err == nil {
		err = fillSample(b.Context(), books, lang.French, time.Now())
	}
	if err != nil {
		b.Fatal(err)
	}
	return books
}

var (
	benchTrigger atomic.Int64
	benchClient  = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 128}}
)

// load has so many clients ask one thing after the other, b.N in all, and
// reports commands a second and the 99th percentile.
func load(b *testing.B, h http.Handler, clients int) {
	server := httptest.NewServer(h)
	defer server.Close()
	defer benchClient.CloseIdleConnections()
	took := make([]time.Duration, b.N)
	var next atomic.Int64
	var workers sync.WaitGroup
	b.ResetTimer()
	for worker := range clients {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				began := time.Now()
				if err := command(b.Context(), benchClient, server.URL, worker); err != nil {
					b.Error(err)
					return
				}
				took[i] = time.Since(began)
			}
		})
	}
	workers.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commands/s")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

var benchPeople = []string{"U0CLAIRE001", "U0MARC00001", "U0JULIEN001", "U0EMMA00001"}

// benchLine spreads the commands over segments and over the last days, as people
// do: nobody writes a thousand times into one cell. Each person has a count of
// their own, as the same by two would be asked about.
func benchLine(n int64, worker int) string {
	channel := sampleChannels[n%int64(len(sampleChannels))].french.name
	persona := samplePersonas[n/5%int64(len(samplePersonas))].french.name
	back := int(n / 15 % 20)
	day := calendar.On(time.Now(), time.UTC).AddDays(-back)
	if month := calendar.On(time.Now(), time.UTC).In(); day.In() != month {
		day = month.First()
	}
	return fmt.Sprintf("%d %s %s %s", 96+worker%len(benchPeople), channel, persona, day)
}

func command(ctx context.Context, client *http.Client, base string, worker int) error {
	return deliverLeads(ctx, client, base, benchTrigger.Add(1), worker)
}

// deliverLeads sends the n-th command as Slack does, which may be done again. An
// answer that is none is an error.
func deliverLeads(ctx context.Context, client *http.Client, base string, n int64, worker int) error {
	form := url.Values{
		"team_id": {"T0VERNIER01"}, "user_id": {benchPeople[worker%len(benchPeople)]}, "channel_id": {"C0MARKETING"},
		"command": {"/leads"}, "text": {benchLine(n, worker)}, "response_url": {base + "/response"},
		"trigger_id": {benchKey(n)},
	}
	body := []byte(form.Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/slack/commands", bytes.NewReader(body))
	if err != nil {
		return err
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Slack-Request-Timestamp", stamp)
	request.Header.Set("X-Slack-Signature", localslack.Sign(benchSecret, stamp, body))
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		return fmt.Errorf("answer %s: %s %w", response.Status, answer, err)
	}
	if string(answer) != "ok" && !bytes.Contains(answer, []byte("leads_undo")) { // the baseline says ok
		return fmt.Errorf("%q was not recorded: %s", benchLine(n, worker), answer)
	}
	return nil
}

// benchKey is the key of the n-th command.
func benchKey(n int64) string { return "bench." + strconv.FormatInt(n, 10) }
