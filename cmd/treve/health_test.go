package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The bot is asked where it listens.
func TestHealthAsksWhereTheBotListens(t *testing.T) {
	for _, c := range []struct{ listens, variable string }{
		{"127.0.0.1:0", "TREVE_LISTEN=:PORT"},
		{"127.0.0.1:0", "TREVE_LISTEN=0.0.0.0:PORT"},
		{"127.0.0.2:0", "TREVE_LISTEN=127.0.0.2:PORT"},
		{"127.0.0.1:0", "TREVE_METRICS=localhost:PORT"},
	} {
		t.Run(c.variable, func(t *testing.T) {
			l, err := net.Listen("tcp", c.listens)
			if err != nil {
				t.Fatal(err)
			}
			asked := make(chan string, 1)
			bot := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				asked <- r.URL.Path
			})}}
			bot.Start()
			defer bot.Close()
			_, port, err := net.SplitHostPort(l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			if said := invoke([]string{strings.Replace(c.variable, "PORT", port, 1)}, "health"); said.code != 0 || <-asked != "/healthz" {
				t.Errorf("exit code %d: %s", said.code, said.err)
			}
		})
	}
}
