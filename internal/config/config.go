package config

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// Config is everything the environment decides. The empty string means the
// built-in default or, for tokens, that there is none.
type Config struct {
	Database      string `env:"TREVE_DATABASE"`
	BotToken      Secret `env:"SLACK_BOT_TOKEN"`
	AppToken      Secret `env:"SLACK_APP_TOKEN"`
	SigningSecret Secret `env:"SLACK_SIGNING_SECRET"`
	// PreviousSecret is accepted beside SigningSecret while it is being rotated.
	PreviousSecret Secret `env:"SLACK_SIGNING_SECRET_PREVIOUS"`
	Listen         string `env:"TREVE_LISTEN"`
	Metrics        string `env:"TREVE_METRICS"`
	APIURL         string `env:"SLACK_API_URL"`
	Language       string `env:"TREVE_LANG"`
	TimeZone       string `env:"TREVE_TIME_ZONE"`
	Country        string `env:"TREVE_COUNTRY"`
	Authorities    string `env:"SSL_CERT_FILE"`
	LogFormat      string `env:"TREVE_LOG" envDefault:"text"`
	LogLevel       string `env:"TREVE_LOG_LEVEL" envDefault:"info"`
	// MostAMinute is how much one person may ask within a minute; 0 for as much as
	// they like.
	MostAMinute int `env:"TREVE_MOST_A_MINUTE" envDefault:"60"`
}

// DefaultDatabase is the SQLite file used when none is named.
const DefaultDatabase = "treve.db"

// Load reads the environment, given as in os.Environ, and reports every mistake
// it holds together. What only a Slack connection needs is checked by Slack.
func Load(environ []string, countries []string) (Config, error) {
	var c Config
	variables := env.ToMap(environ)
	unread := readSecrets(variables)
	unparsed := env.ParseWithOptions(&c, env.Options{Environment: variables})
	if unparsed != nil { // all but one are texts
		unparsed = fmt.Errorf("TREVE_MOST_A_MINUTE: %q is no number: give one of requests, or 0 for no limit", variables["TREVE_MOST_A_MINUTE"])
	}
	if c.Database == "" {
		c.Database = DefaultDatabase
	}
	if c.APIURL != "" && !strings.HasSuffix(c.APIURL, "/") {
		c.APIURL += "/"
	}
	c.Country = strings.ToUpper(c.Country)
	return c, errors.Join(
		unread, unparsed,
		oneOf("TREVE_LANG", c.Language, []string{"", "fr", "en"}),
		oneOf("TREVE_COUNTRY", c.Country, append([]string{""}, countries...)),
		oneOf("TREVE_LOG", c.LogFormat, []string{"text", "json"}),
		oneOf("TREVE_LOG_LEVEL", c.LogLevel, []string{"info", "debug"}),
		notNegative("TREVE_MOST_A_MINUTE", c.MostAMinute), zone(c.TimeZone), apiURL(c.APIURL), authorities(c.Authorities),
		address("TREVE_LISTEN", c.Listen), address("TREVE_METRICS", c.Metrics), apart(c),
	)
}

// Slack reports what is missing or wrong to connect to a Slack workspace.
func (c Config) Slack() error {
	return errors.Join(
		token("SLACK_BOT_TOKEN", c.BotToken, "xoxb-", true,
			"copy the app's Bot User OAuth Token, under OAuth & Permissions"),
		token("SLACK_APP_TOKEN", c.AppToken, "xapp-", false,
			"make an app-level token with connections:write, under Basic Information"),
		c.door(),
	)
}

// SocketMode reports whether Slack is reached over Socket Mode rather than
// through a public URL.
func (c Config) SocketMode() bool { return c.AppToken != "" }

// LocalSlack reports whether APIURL is a Slack on this machine, which alone may
// move the bot's clock.
func (c Config) LocalSlack() bool {
	u, err := url.Parse(c.APIURL)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func (c Config) door() error {
	if c.SocketMode() {
		return nil
	}
	previous := tooShort("SLACK_SIGNING_SECRET_PREVIOUS", c.PreviousSecret)
	if strings.TrimSpace(c.SigningSecret.Reveal()) == "" {
		return errors.Join(errors.New(
			"no way in from Slack: set SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET and TREVE_LISTEN (public URL)"), previous)
	}
	var nowhere error
	if c.Listen == "" {
		nowhere = errors.New("TREVE_LISTEN is not set: give the address Slack's requests arrive at, such as :8080")
	}
	return errors.Join(tooShort("SLACK_SIGNING_SECRET", c.SigningSecret), previous, nowhere)
}

// tooShort refuses a signing secret that could be guessed: whoever has one is let
// in as Slack. None is no mistake here.
func tooShort(name string, s Secret) error {
	if secret := strings.TrimSpace(s.Reveal()); secret != "" && len(secret) < 16 {
		return fmt.Errorf("%s is too short to be one: copy it from Basic Information, App Credentials", name)
	}
	return nil
}

func token(name string, t Secret, prefix string, required bool, advice string) error {
	switch {
	case t == "" && required:
		return fmt.Errorf("%s is not set: %s (%s...)", name, advice, prefix)
	case t != "" && !strings.HasPrefix(t.Reveal(), prefix):
		return fmt.Errorf("%s does not begin with %s: %s", name, prefix, advice)
	}
	return nil
}

func oneOf(name, value string, allowed []string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return fmt.Errorf("%s: %q is none of %s", name, value, strings.TrimPrefix(strings.Join(allowed, ", "), ", "))
}

func notNegative(name string, n int) error {
	if n < 0 {
		return fmt.Errorf("%s: %d is below 0: give a number of requests, or 0 for no limit", name, n)
	}
	return nil
}

func zone(name string) error {
	if _, err := time.LoadLocation(name); err != nil {
		return fmt.Errorf("TREVE_TIME_ZONE: %w: give one such as Europe/Paris", err)
	}
	return nil
}

// apiURL never quotes the URL: it may carry a password.
func apiURL(text string) error {
	if text == "" {
		return nil
	}
	if u, err := url.Parse(text); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return errors.New("SLACK_API_URL is not a URL such as https://slack.com/api/")
	}
	return nil
}

func address(name, text string) error {
	if _, _, err := net.SplitHostPort(text); text != "" && err != nil {
		return fmt.Errorf("%s: %q is no address: give one such as :8080 or 127.0.0.1:8080", name, text)
	}
	return nil
}

// apart keeps the figures away from the address that is open to the world.
func apart(c Config) error {
	if c.Metrics != "" && c.Metrics == c.Listen {
		return errors.New("TREVE_METRICS is the same as TREVE_LISTEN: give an address of its own, such as 127.0.0.1:9464")
	}
	return nil
}

func authorities(file string) error {
	if file == "" {
		return nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("SSL_CERT_FILE: %w: name a file of PEM certificates", err)
	}
	if !x509.NewCertPool().AppendCertsFromPEM(pem) {
		return fmt.Errorf("SSL_CERT_FILE: no certificate in %s: name a file of PEM certificates", file)
	}
	return nil
}
