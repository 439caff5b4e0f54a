package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// serving is a server that gives a request so much time; it ends with the test.
func serving(t *testing.T, h http.Handler, within times) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- serve(ctx, l, h, quiet, within) }()
	t.Cleanup(func() { stop(); <-served })
	return l.Addr().String()
}

// Whoever is slow, or sends too much, loses the connection and is handed to nobody.
func TestLimits(t *testing.T) {
	// A busy machine may take a second over what is sent at once.
	hurried := times{header: 2 * time.Second, body: 4 * time.Second, answer: time.Minute, idle: 2 * time.Second}
	const whole = "POST /slack/x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok"
	for _, c := range []struct {
		name, sent string
		status     int  // 0: none
		handed     bool // to the door
	}{
		{"a request as it should be", whole, 200, true},
		{"nothing at all", "", 0, false},
		{"headers that stop", "POST /slack/x HTTP/1.1\r\nHost: x\r\nX-Slow: ", 0, false},
		{"a body that stops", "POST /slack/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nok", 400, true},
		{"a body in pieces that stops", "POST /slack/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", 400, true},
		{"one large header", "POST /slack/x HTTP/1.1\r\nHost: x\r\nX-Large: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", 431, false},
		{"many headers", "POST /slack/x HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X-Many: x\r\n", 6_000) + "\r\n", 431, false},
		{"a long URL", "POST /" + strings.Repeat("x", 64<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431, false},
		{"two lengths", "POST /slack/x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", 400, false},
		{"a length below nothing", "POST /slack/x HTTP/1.1\r\nHost: x\r\nContent-Length: -2\r\n\r\nok", 400, false},
		{"a header in the header", "POST /slack/x HTTP/1.1\r\nHost: x\r\nX-Bad : x\r\n\r\n", 400, false},
		{"no HTTP", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			handed := make(chan bool, 1)
			conn, err := net.Dial("tcp", serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				handed <- true
				if _, err := io.ReadAll(r.Body); err != nil {
					http.Error(w, "incomplete", http.StatusBadRequest)
				}
			}), hurried))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			_ = conn.SetDeadline(time.Now().Add(time.Minute)) // a connection that is open takes one
			_, _ = io.WriteString(conn, c.sent)               // the server may hang up in the middle of it
			answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
			switch {
			case err == nil && answer.StatusCode != c.status:
				t.Errorf("answered %s; want %d", answer.Status, c.status)
			case err != nil && c.status != 0 && c.status != 431: // the rest of what is too large may reset it
				t.Errorf("no answer: %v", err)
			}
			if err == nil {
				_ = answer.Body.Close()
			}
			if got := len(handed) > 0; got != c.handed {
				t.Errorf("handed to the door: %t; want %t", got, c.handed)
			}
		})
	}
}

// Whoever does not read the answer does not hold the handler for ever.
func TestASlowReaderIsLeft(t *testing.T) {
	hurried := usual
	hurried.answer = 500 * time.Millisecond
	left := make(chan error, 1)
	address := serving(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				left <- err
				return
			}
		}
	}), hurried)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	select {
	case <-left:
	case <-time.After(time.Minute):
		t.Error("the handler still writes")
	}
}

// Every route there is, by every method and unsigned: nothing but what an operator
// asks is answered.
func TestEveryRouteUnsigned(t *testing.T) {
	routes := []string{"GET /healthz", "GET /readyz", "GET /metrics", "/slack/"}
	if found := registered(t); !slices.Equal(found, slices.Sorted(slices.Values(routes))) {
		t.Fatalf("the server answers at %q; decide here who may ask", found)
	}
	door := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "not signed by Slack", http.StatusUnauthorized)
	})
	site := Site{Door: door, Checks: []Check{{"database", func(context.Context) error { return errors.New("away at a secret place") }}}}
	address := serving(t, site.Handler(quiet), usual)
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"} {
		for _, path := range []string{"/", "/healthz", "/readyz", "/metrics", "/slack", "/slack/", "/slack/commands", "/slack/../metrics", "/debug/pprof/", "/healthz/x"} {
			got := answerTo(t, address, method, path)
			want := map[string]bool{"401": true, "404": true, "405": true, "307": true, "301": true, "400": true}
			if method == "GET" || method == "HEAD" {
				want["200"], want["503"] = path == "/healthz", path == "/readyz"
			}
			status, body, _ := strings.Cut(got, " ")
			if !want[status] || strings.Contains(body, "secret") {
				t.Errorf("%s %s is answered %s", method, path, got)
			}
		}
	}
}

func answerTo(t *testing.T, address, method, path string) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", method, path)
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return "400 " + err.Error()
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body) // what has come says enough
	return strconv.Itoa(answer.StatusCode) + " " + string(body)
}

// registered are the patterns that the package's source hands to a mux.
func registered(t *testing.T) (patterns []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 {
				return true
			}
			if of, ok := call.Fun.(*ast.SelectorExpr); ok && (of.Sel.Name == "Handle" || of.Sel.Name == "HandleFunc") {
				patterns = append(patterns, pattern(call.Args[0]))
			}
			return true
		})
	}
	slices.Sort(patterns)
	return patterns
}

// pattern reads a route as it is written: a text, or one put before a constant.
func pattern(e ast.Expr) string {
	switch v := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(v.Value) // it compiles
		return text
	case *ast.BinaryExpr:
		return pattern(v.X) + pattern(v.Y)
	case *ast.Ident:
		if v.Name == "readyPath" {
			return readyPath
		}
	}
	return "?"
}
