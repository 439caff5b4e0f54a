package bot

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// caller is a client whose errors do not quote the URL called: a response URL and
// one to upload to are permissions, which no log may have.
type caller struct{ *http.Client }

// Do calls, and names no more than the host on failure.
func (c caller) Do(r *http.Request) (*http.Response, error) {
	response, err := c.Client.Do(r) //nolint:gosec // slackOnly decides where it may go
	if withURL, ok := errors.AsType[*url.Error](err); ok {
		return response, fmt.Errorf("call %s: %w", r.URL.Host, withURL.Err)
	}
	return response, err
}

// slackOnly lets nothing out but to Slack: not to where a delivery points, nor a
// file, nor an answer of Slack's own. With a proxy the name is all there is to go
// by, and without one too: whoever answers to it has to prove it is theirs.
type slackOnly struct {
	next   http.RoundTripper // nil for the default one
	apiURL string            // another Slack than Slack's own; "" for that
}

func (s slackOnly) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := s.refuse(r.URL); err != nil {
		if r.Body != nil {
			_ = r.Body.Close() // a RoundTripper closes it whatever happens
		}
		return nil, err
	}
	return s.way().RoundTrip(r)
}

func (s slackOnly) way() http.RoundTripper {
	if s.next == nil {
		return http.DefaultTransport
	}
	return s.next
}

// proxy is the way of a WebSocket that next does not open itself.
func (s slackOnly) proxy(next func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		if err := s.refuse(r.URL); err != nil || next == nil {
			return nil, err
		}
		return next(r)
	}
}

// refuse says why a URL is not called. It names the host alone: the rest may be a
// secret.
func (s slackOnly) refuse(u *url.URL) error {
	api, err := url.Parse(s.apiURL)
	if err != nil || ofSlack(u) || s.apiURL != "" && u.Host == api.Host && encrypted(u) == encrypted(api) {
		return err
	}
	return fmt.Errorf("call %s: it is not one of Slack's hosts", u.Host)
}

// slackDomains are Slack, and Slack for the government of the United States.
var slackDomains = []string{"slack.com", "slack-gov.com"}

func ofSlack(u *url.URL) bool {
	if !encrypted(u) || u.User != nil || u.Port() != "" {
		return false
	}
	for _, domain := range slackDomains {
		if host := strings.ToLower(u.Host); host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

func encrypted(u *url.URL) bool { return u.Scheme == "https" || u.Scheme == "wss" }

// takesAnswers reports whether a URL is a response URL of Slack's, or of the
// Slack on this machine that the connection goes to. An incoming webhook, which
// is at the same host, is none.
func (c *Connection) takesAnswers(target string) bool {
	u, err := url.Parse(target)
	if err != nil || u.User != nil || strings.Contains(u.Path, "..") { // which leads to another kind of address
		return false
	}
	if domain, hooks := strings.CutPrefix(u.Host, "hooks."); hooks && ofSlack(u) && (domain == slackDomains[0] || domain == slackDomains[1]) {
		kind, _, deeper := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
		return deeper && (kind == "commands" || kind == "actions" || kind == "app")
	}
	api, err := url.Parse(c.apiURL)
	return err == nil && u.Scheme == api.Scheme && u.Host == api.Host && loopback(api.Hostname())
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
