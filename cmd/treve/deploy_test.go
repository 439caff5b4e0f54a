package main

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	full "go.yaml.in/yaml/v3"

	"github.com/treve-bot/treve/internal/config"
)

// variables are those that the program reads.
func variables() (names []string) {
	for field := range reflect.TypeFor[config.Config]().Fields() {
		names = append(names, field.Tag.Get("env"))
	}
	return names
}

// What is handed out to be installed names no variable that does not exist, and
// holds no secret.
func TestWhatIsDeployed(t *testing.T) {
	known := variables()
	for _, file := range []string{"../../docs/deploy/treve.service", "../../docs/deploy/compose.yaml", "../../Dockerfile"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		named := regexp.MustCompile(`\b(TREVE|SLACK)_[A-Z_]+`).FindAllString(string(content), -1)
		if len(named) == 0 {
			t.Errorf("%s names no variable", file)
		}
		for _, name := range named {
			if !slices.Contains(known, strings.TrimSuffix(name, "_FILE")) {
				t.Errorf("%s: nothing reads %s", file, name)
			}
		}
		if token := regexp.MustCompile(`xox[bp]-\w|xapp-\w|_TOKEN[=:] *\w`).Find(content); token != nil {
			t.Errorf("%s: a token is in it: %s", file, token)
		}
	}
	var compose struct {
		Services map[string]struct {
			ReadOnly    bool `yaml:"read_only"`
			Restart     string
			Healthcheck struct{ Test []string }
			Secrets     []string
			Ports       []string
		}
		Secrets map[string]struct{ File string }
	}
	content, err := os.ReadFile("../../docs/deploy/compose.yaml")
	if err == nil {
		err = full.Unmarshal(content, &compose)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range compose.Services {
		if !s.ReadOnly || s.Restart != "always" || len(s.Healthcheck.Test) == 0 || len(s.Ports) > 0 {
			t.Errorf("%s: %+v", name, s)
		}
		for _, secret := range s.Secrets {
			if compose.Secrets[secret].File == "" {
				t.Errorf("%s: no file holds %s", name, secret)
			}
		}
	}
}
