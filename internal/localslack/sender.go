package localslack

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxAnswer is how much of an app's answer is read.
const maxAnswer = 1 << 20

// newSender returns the client that calls apps. It goes straight to them, never
// through a proxy, and does not follow a redirect.
func newSender() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 8, IdleConnTimeout: 30 * time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Sign returns Slack's v0 signature of a body sent at that Unix second.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", timestamp, body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// send posts a delivery to the app's request URL and waits for its answer, with
// whatever fault strikes it on the way.
func (s *Server) send(ctx context.Context, f *flight) ack {
	ctx, cancel := context.WithTimeout(ctx, s.patience.answer)
	defer cancel()
	if !f.hold.wait(ctx) || f.fault.does(dropped) {
		<-ctx.Done()
		return noAnswer(ctx.Err())
	}
	if f.kind == "events_api" && !s.proven(ctx, f.app) {
		return ack{failure: dispatchFailed, reason: "http_error"}
	}
	if f.fault.does(disconnect) {
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { cancel() }})
	}
	a := s.request(ctx, f)
	switch {
	case f.fault.does(disconnect): // even where the answer was faster than the cut
		return noAnswer(context.Canceled)
	case f.fault.does(loseAck):
		<-ctx.Done()
		return noAnswer(ctx.Err())
	}
	return a
}

func (s *Server) request(ctx context.Context, f *flight) ack {
	req, err := s.signed(ctx, f)
	if err != nil {
		return ack{failure: dispatchFailed, reason: "connection_failed"}
	}
	resp, err := s.sender.Do(req)
	if err != nil {
		return noAnswer(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return noAnswer(err)
	}
	a := ack{body: body, status: resp.StatusCode, noRetry: resp.Header.Get("X-Slack-No-Retry") == "1"}
	switch {
	case resp.StatusCode/100 == 3:
		a.failure, a.reason = dispatchFailed, "too_many_redirects"
	case resp.StatusCode/100 != 2:
		a.failure, a.reason = dispatchFailed, "http_error"
	}
	return a
}

// signed makes the request: forms for commands and interactions, JSON for
// events.
func (s *Server) signed(ctx context.Context, f *flight) (*http.Request, error) {
	kind, body := "application/json", f.body
	switch f.kind {
	case "slash_commands":
		kind, body = formType, []byte(formOf(f.payload).Encode())
	case "interactive":
		kind, body = formType, []byte(url.Values{"payload": {string(f.body)}}.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, f.address(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	stamp := strconv.FormatInt(s.now().Unix(), 10)
	req.Header.Set("Content-Type", kind)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", Sign(f.app.SigningSecret, stamp, body))
	if f.attempt > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(f.attempt))
		req.Header.Set("X-Slack-Retry-Reason", f.reason)
	}
	return req, nil
}

// address is where the app takes such a delivery.
func (f *flight) address() string {
	path := f.app.EventsPath
	switch {
	case f.name == "block_suggestion":
		path = f.app.OptionsPath
	case f.kind == "interactive":
		path = f.app.InteractionsPath
	case f.kind == "slash_commands":
		path = cmp.Or(f.app.pathOfCommand(f.name), f.app.CommandsPath)
	}
	return strings.TrimSuffix(f.app.RequestURL, "/") + path
}

const formType = "application/x-www-form-urlencoded"

// formOf writes the members of a slash command as a form.
func formOf(o object) url.Values {
	form := url.Values{}
	for name, v := range o {
		form.Set(name, fmt.Sprint(v))
	}
	return form
}

// noAnswer tells a timeout from a connection that failed.
func noAnswer(err error) ack {
	var network net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &network) && network.Timeout() {
		return ack{failure: timedOut, reason: "http_timeout"}
	}
	return ack{failure: dispatchFailed, reason: "connection_failed"}
}

// verificationToken is the old, deprecated token that payloads still carry.
func verificationToken(a *app) string { return opaque("", a.ID) }
