package main

import (
	_ "embed"
	"fmt"
	"io"
	"net/url"
	"strings"
	"text/template"

	"github.com/spf13/cobra"
)

//go:embed manifest.yaml.tmpl
var manifestText string

func newManifestCommand() *cobra.Command {
	var publicURL string
	c := &cobra.Command{
		Use:   "manifest",
		Short: "Print the Slack app manifest to paste when creating the app",
		Example: `  treve manifest                                  # Socket Mode: no public address needed
  treve manifest --url https://treve.example.com  # requests arrive at a public address`,
		RunE: func(c *cobra.Command, _ []string) error { return writeManifest(c.OutOrStdout(), publicURL) },
	}
	c.Flags().StringVar(&publicURL, "url", "", "public https address Slack reaches the bot at (default: Socket Mode)")
	return c
}

// writeManifest writes the manifest for Socket Mode, or for a public address.
func writeManifest(w io.Writer, publicURL string) error {
	values := map[string]string{"SocketMode": "true", "CommandURL": "", "EventURL": "", "InteractionURL": ""}
	if publicURL != "" {
		u, err := url.Parse(publicURL)
		if err != nil || u.Scheme != "https" || u.Host == "" {
			return usageError("--url takes a public address such as https://treve.example.com")
		}
		base := strings.TrimSuffix(publicURL, "/")
		values = map[string]string{
			"SocketMode":     "false",
			"CommandURL":     fmt.Sprintf("\n      url: %s/slack/commands", base),
			"EventURL":       fmt.Sprintf("\n    request_url: %s/slack/events", base),
			"InteractionURL": fmt.Sprintf("\n    request_url: %s/slack/interactions", base),
		}
	}
	return template.Must(template.New("manifest").Parse(manifestText)).Execute(w, values)
}
