package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
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
			problems = append(problems, fmt.Errorf("%s and %s_FILE are both set: keep one of them", name, name))
			continue
		}
		secret, err := readSecret(path)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s_FILE: %w: name a file that holds nothing but %s", name, err, name))
		}
		environ[name] = secret
	}
	return errors.Join(problems...)
}

func readSecret(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, secretBytes+1))
	if err != nil {
		return "", err
	}
	secret := strings.TrimSpace(string(content)) // editors end a file with a line break
	switch {
	case secret == "":
		return "", fmt.Errorf("%s is empty", path)
	case len(content) > secretBytes || strings.ContainsAny(secret, "\r\n\x00"):
		return "", fmt.Errorf("%s holds more than one line", path)
	}
	return secret, nil
}
