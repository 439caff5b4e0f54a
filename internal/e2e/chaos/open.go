package chaos

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// open makes the world: Slack, database, and programs that do not run yet.
func (e *episode) open(ctx context.Context) (err error) {
	requestURL := ""
	var door net.Listener
	if e.plan.door == "http" {
		if door, err = (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
			return err
		}
		requestURL = "http://" + door.Addr().String()
	}
	e.slack = openWorkspace(e.plan, requestURL, e.plan.start)
	target, err := e.openBooks()
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(e.folder, "log"))
	if err != nil {
		return err
	}
	for range e.plan.replicas {
		r := &replica{binary: e.binary, log: log, gone: e.slack.forget, environ: e.environ(target), listens: door != nil}
		if r.listens {
			r.environ = append(r.environ, "SLACK_SIGNING_SECRET="+e.slack.app.SigningSecret)
		} else {
			r.environ = append(r.environ, "SLACK_APP_TOKEN="+e.slack.app.AppToken)
		}
		e.crew = append(e.crew, r)
	}
	if door != nil {
		e.balance(ctx, door)
	}
	for _, arguments := range [][]string{
		{"import", "counts.csv", "--kind", "counts", "--create"}, {"plan", "import", "plan.csv", "--from", "2026-11"},
	} {
		if err := again(ctx, func() error { return e.treve(ctx, target, arguments...) }); err != nil {
			return err
		}
	}
	return e.openStaff(ctx)
}

// openBooks makes an empty database, and returns how the program opens it.
func (e *episode) openBooks() (target string, err error) {
	if e.plan.database == "sqlite" {
		e.books, target, err = freshSQLite(filepath.Join(e.folder, "books.db"))
		return target, err
	}
	u, err := url.Parse(e.cluster.url)
	if err != nil {
		return "", fmt.Errorf("the URL of PostgreSQL: %w", err)
	}
	if e.proxy, err = newProxy(u.Host, e.tally); err != nil {
		return "", err
	}
	e.books, target, err = freshPostgres(e.cluster.url, e.proxy.address())
	return target, err
}

func (e *episode) environ(target string) []string {
	return []string{"TREVE_DATABASE=" + target, "SLACK_API_URL=" + e.slack.APIURL(e.slack.http.URL), "SLACK_BOT_TOKEN=" + e.slack.app.BotToken}
}

// treve runs a command of the program on its books, in calm weather.
func (e *episode) treve(ctx context.Context, target string, arguments ...string) error {
	command := exec.CommandContext(ctx, e.binary, arguments...)
	command.Dir = filepath.Join(root, "cmd", "treve", "testdata")
	command.Env = e.environ(target)
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("treve %s: %w\n%s", strings.Join(arguments, " "), err, out)
	}
	return nil
}

// balance listens for Slack in front of the programs that do.
func (e *episode) balance(ctx context.Context, door net.Listener) {
	server := &httptest.Server{Listener: door, Config: &http.Server{Handler: balance(e.crew, e.random(7)), ReadHeaderTimeout: time.Minute}}
	server.Start()
	context.AfterFunc(ctx, func() { server.CloseClientConnections(); server.Close() })
}

func (e *episode) openStaff(ctx context.Context) (err error) {
	e.staff = &staff{workspace: e.slack, direct: map[string]string{}, used: map[cell]bool{}}
	e.slack.heard = e.staff.hear
	if e.staff.channels, err = e.books.names(ctx, "channels"); err != nil {
		return err
	}
	if e.staff.personas, err = e.books.names(ctx, "personas"); err != nil {
		return err
	}
	imported, err := e.books.entries(ctx)
	if err != nil {
		return err
	}
	for _, one := range imported { // the same again would be asked about
		e.staff.used[one.cell] = true
	}
	for _, user := range typists {
		state, err := e.slack.as(user).State(ctx)
		if err != nil {
			return err
		}
		e.staff.direct[user] = state.Apps[0].Conversation
	}
	return nil
}

// close ends what open began; the programs have ended.
func (e *episode) close() {
	if e.slack != nil {
		e.slack.close()
	}
	if e.proxy != nil {
		e.proxy.close()
	}
	if e.books != nil {
		e.books.drop()
	}
}
