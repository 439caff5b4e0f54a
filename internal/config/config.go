package config

import (
	"crypto/x509"
	"errors"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/treve-bot/treve/internal/lang"
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

const mostAMinute = "TREVE_MOST_A_MINUTE" // the one variable that is no text

// Load reads the environment, given as in os.Environ, and reports every mistake
// it holds together, as lang.Problems. What only a Slack connection needs is checked by Slack.
func Load(environ []string, countries []string) (Config, error) {
	var c Config
	variables := env.ToMap(environ)
	unread := readSecrets(variables)
	unparsed := env.ParseWithOptions(&c, env.Options{Environment: variables})
	if unparsed != nil {
		unparsed = lang.Refuse("config.no_number", lang.Args{"name": mostAMinute, "value": variables[mostAMinute]})
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
		notNegative(mostAMinute, c.MostAMinute), zone(c.TimeZone), apiURL(c.APIURL), authorities(c.Authorities),
		address("TREVE_LISTEN", c.Listen), address("TREVE_METRICS", c.Metrics), apart(c),
	)
}

// Slack reports what is missing or wrong to connect to a Slack workspace.
func (c Config) Slack() error {
	return errors.Join(
		c.botToken(),
		c.appToken(),
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
		return errors.Join(lang.Refuse("config.no_door", nil), previous)
	}
	var nowhere error
	if c.Listen == "" {
		nowhere = lang.Refuse("config.nowhere", nil)
	}
	return errors.Join(tooShort("SLACK_SIGNING_SECRET", c.SigningSecret), previous, nowhere)
}

// tooShort refuses a signing secret that could be guessed: whoever has one is let
// in as Slack. None is no mistake here.
func tooShort(name string, s Secret) error {
	if secret := strings.TrimSpace(s.Reveal()); secret != "" && len(secret) < 16 {
		return lang.Refuse("config.short_secret", lang.Args{"name": name})
	}
	return nil
}

func (c Config) botToken() error {
	switch {
	case c.BotToken == "":
		return lang.Refuse("config.bot_token_missing", nil)
	case !strings.HasPrefix(c.BotToken.Reveal(), "xoxb-"):
		return lang.Refuse("config.bot_token_odd", nil)
	}
	return nil
}

func (c Config) appToken() error {
	if c.AppToken != "" && !strings.HasPrefix(c.AppToken.Reveal(), "xapp-") {
		return lang.Refuse("config.app_token_odd", nil)
	}
	return nil
}

func oneOf(name, value string, allowed []string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	known := strings.TrimPrefix(strings.Join(allowed, ", "), ", ")
	return lang.Refuse("config.none_of", lang.Args{"name": name, "value": value, "known": known})
}

func notNegative(name string, n int) error {
	if n < 0 {
		return lang.Refuse("config.no_number", lang.Args{"name": name, "value": strconv.Itoa(n)})
	}
	return nil
}

func zone(name string) error {
	if _, err := time.LoadLocation(name); err != nil {
		return lang.Refuse("config.no_zone", lang.Args{"value": name})
	}
	return nil
}

// apiURL never quotes the URL: it may carry a password.
func apiURL(text string) error {
	if text == "" {
		return nil
	}
	if u, err := url.Parse(text); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return lang.Refuse("config.no_url", nil)
	}
	return nil
}

func address(name, text string) error {
	if _, _, err := net.SplitHostPort(text); text != "" && err != nil {
		return lang.Refuse("config.no_address", lang.Args{"name": name, "value": text})
	}
	return nil
}

// apart keeps the figures away from the address that is open to the world.
func apart(c Config) error {
	if c.Metrics != "" && c.Metrics == c.Listen {
		return lang.Refuse("config.same_address", nil)
	}
	return nil
}

func authorities(file string) error {
	if file == "" {
		return nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return lang.Refuse("config.certificates_unread", lang.Args{"error": err.Error()})
	}
	if !x509.NewCertPool().AppendCertsFromPEM(pem) {
		return lang.Refuse("config.no_certificates", lang.Args{"file": file})
	}
	return nil
}
