package config

import (
	"bytes"
	"io"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// secretShapes are what the secrets of Slack look like, and of any URL that has a
// password: tokens, signatures, addresses whose path is the permission to use
// them.
var secretShapes = regexp.MustCompile(strings.Join([]string{
	`\b(?:xoxe\.)?x(?:ox[a-z]|app)-[.-]*\w[\w.-]*`, // but not xoxb-..., which is how one begins
	`\bv0=[0-9a-fA-F]{16,}`,
	`(?i:bearer)\s+[\w.~+/=-]{8,}`,
	`\b(?:ticket|token|password)=[^&\s"']+`,
	`https?://hooks\.[\w.-]+/[^\s"'<>]+`,
	`https?://files\.[\w.-]+/[^\s"'<>]+`,
	`://[^/\s:@"']*:[^\s"']*@`,
}, "|"))

// mayHold are what at least one of is in every text that secretShapes match in.
var mayHold = [][]byte{[]byte("xox"), []byte("xapp-"), []byte("v0="), []byte("earer"), []byte("EARER"), []byte("ticket="), []byte("token="), []byte("password="), []byte("://")}

// Redactor writes on what it is given without the secrets in it. It is the last
// net: nothing that is logged is meant to have any.
type Redactor struct {
	to    io.Writer
	mu    sync.RWMutex
	known []string
}

// NewRedactor returns one that writes to to.
func NewRedactor(to io.Writer) *Redactor { return &Redactor{to: to} }

// knownLength is how long a text must be to be looked for everywhere: a shorter
// one would be found in words.
const knownLength = 8

// Know adds secrets that no shape gives away.
func (r *Redactor) Know(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range secrets {
		for _, written := range []string{s, url.QueryEscape(s), url.PathEscape(s)} {
			if len(written) >= knownLength {
				r.known = append(r.known, written)
			}
		}
	}
}

// Text is a text without the secrets in it.
func (r *Redactor) Text(text string) string { return string(r.clean([]byte(text))) }

// Write takes whole lines: a secret cut in two would not be known.
func (r *Redactor) Write(line []byte) (int, error) {
	if _, err := r.to.Write(r.clean(line)); err != nil {
		return 0, err
	}
	return len(line), nil
}

// Unwrap is what is written to.
func (r *Redactor) Unwrap() io.Writer { return r.to }

func (r *Redactor) clean(text []byte) []byte {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, secret := range r.known {
		text = bytes.ReplaceAll(text, []byte(secret), []byte(redacted))
	}
	for _, sign := range mayHold {
		if bytes.Contains(text, sign) {
			return secretShapes.ReplaceAllFunc(text, func(found []byte) []byte {
				switch {
				case string(found) == "://user:password@": // an example
					return found
				case bytes.HasPrefix(found, []byte("://")):
					return []byte("://" + redacted + "@")
				}
				return []byte(redacted)
			})
		}
	}
	return text
}

// Secrets are those that the environment holds, the passwords in its URLs among
// them.
func (c Config) Secrets(environ []string) []string {
	secrets := []string{c.BotToken.Reveal(), c.AppToken.Reveal(), c.SigningSecret.Reveal(), c.PreviousSecret.Reveal()}
	urls := []string{c.Database, c.APIURL}
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		switch strings.ToUpper(name) {
		case "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY":
			urls = append(urls, value)
		case "PGPASSWORD":
			secrets = append(secrets, value)
		}
	}
	for _, text := range urls {
		u, err := url.Parse(text)
		if err != nil {
			continue
		}
		password, _ := u.User.Password()
		secrets = append(secrets, password, u.Query().Get("password"))
	}
	return secrets
}
