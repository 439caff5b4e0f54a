package main

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

// newHealthCommand is what an image without a shell checks itself with.
func newHealthCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "health",
		Short: "Ask the running bot of this machine whether it is well",
		Long:  "It asks /healthz at TREVE_LISTEN, or at TREVE_METRICS where there is no other, and\nfails where nobody answers.",
		RunE: func(c *cobra.Command, _ []string) error {
			config, err := p.config()
			if err != nil {
				return err
			}
			host, port, err := net.SplitHostPort(cmp.Or(config.Listen, config.Metrics))
			if err != nil {
				return usageError("neither TREVE_LISTEN nor TREVE_METRICS is set: nothing to ask")
			}
			if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() { // it listens everywhere
				host = "127.0.0.1"
			}
			client := &http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{}} // through no proxy
			request, err := http.NewRequestWithContext(c.Context(), http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
			if err != nil {
				return err
			}
			response, err := client.Do(request)
			if err != nil {
				return fmt.Errorf("ask the running bot: %w", err)
			}
			defer response.Body.Close()
			if response.StatusCode != http.StatusOK {
				return fmt.Errorf("the running bot answers %s", response.Status)
			}
			return nil
		},
	}
}
