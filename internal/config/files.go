package config

import (
	"errors"
	"io"
	"os"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
)

// secrets are the variables that may be kept in a file, whose path NAME_FILE
// then gives: Docker and systemd hand secrets over that way, and no list of
// processes or dump of an environment shows them.
var secrets = []string{
	"TREVE_DATABASE", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_SIGNING_SECRET_PREVIOUS",
}

// secretBytes is far more than any secret has.
const secretBytes = 16 << 10

// readSecrets puts what files hold into the environment, and reports every one
// that cannot be read. No error has any of it.
func readSecrets(environ map[string]string) error {
	var problems []error
	for _, name := range secrets {
		path := environ[name+"_FILE"]
		if path == "" {
			continue
		}
		if environ[name] != "" {
			problems = append(problems, lang.Refuse("config.both", lang.Args{"name": name}))
			continue
		}
		secret, err := readSecret(name, path)
		if err != nil {
			problems = append(problems, err)
		}
		environ[name] = secret
	}
	return errors.Join(problems...)
}

func readSecret(name, path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", lang.Refuse("config.secret_unread", lang.Args{"name": name, "error": err.Error()})
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, secretBytes+1))
	if err != nil {
		return "", lang.Refuse("config.secret_unread", lang.Args{"name": name, "error": err.Error()})
	}
	secret := strings.TrimSpace(string(content)) // editors end a file with a line break
	switch {
	case secret == "":
		return "", lang.Refuse("config.secret_empty", lang.Args{"name": name, "file": path})
	case len(content) > secretBytes || strings.ContainsAny(secret, "\r\n\x00"):
		return "", lang.Refuse("config.secret_long", lang.Args{"name": name, "file": path})
	}
	return secret, nil
}
