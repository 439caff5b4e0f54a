package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	full "go.yaml.in/yaml/v3"

	"github.com/treve-bot/treve/internal/storetest"
)

// rules are the alerts as Prometheus reads them.
type rules struct {
	Groups []struct {
		Rules []struct {
			Alert, Expr, For    string
			Labels, Annotations map[string]string
		}
	}
}

// Every figure an alert looks at is really among those of a bot that has answered
// a command and posted a recap, and the page for operators says what to do.
func TestAlertsLookAtWhatThereIs(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	content, err := os.ReadFile("../../docs/alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	var alerts rules
	if err := full.Unmarshal(content, &alerts); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/operation.md")
	if err != nil {
		t.Fatal(err)
	}
	s := newStage(t, "socket", storetest.SQLite(t), onMonday)
	figures := freeAddress(s)
	s.extra = []string{"TREVE_METRICS=" + figures}
	s.fill("2026-11")
	s.serve()
	s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
	s.jump("2026-11-17 09:00")
	s.wantRecaps("in the morning", 1)
	s.finds("http://"+figures+"/metrics", `treve_posts_recent{kind="daily",state="posted"} 1`)
	_, shown := fetch(s, "http://"+figures+"/metrics")
	count := 0
	for _, rule := range alerts.Groups[0].Rules {
		for _, name := range regexp.MustCompile(`treve_[a-z_]+`).FindAllString(rule.Expr, -1) {
			if count++; !strings.Contains(shown, "\n"+name+"{") && !strings.Contains(shown, "\n"+name+" ") {
				t.Errorf("%s looks at %s, which is not there", rule.Alert, name)
			}
		}
		if !strings.Contains(string(page), "### "+rule.Alert+"\n") || rule.Annotations["summary"] == "" || rule.Labels["severity"] == "" {
			t.Errorf("nothing says what to do about %s", rule.Alert)
		}
	}
	if count < 15 {
		t.Errorf("only %d figures are looked at", count)
	}
	for _, line := range regexp.MustCompile("(?m)^\\| `(treve_[a-z_]+)").FindAllStringSubmatch(string(page), -1) {
		if !strings.Contains(shown, "# TYPE "+line[1]+" ") {
			t.Errorf("the page explains %s, which is not there", line[1])
		}
	}
	for _, line := range regexp.MustCompile(`(?m)^# TYPE (treve_[a-z_]+)`).FindAllStringSubmatch(shown, -1) {
		if !strings.Contains(string(page), "| `"+line[1]) {
			t.Errorf("the page does not explain %s", line[1])
		}
	}
	problems, err := promlint.New(strings.NewReader(shown)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("Prometheus' own look at the figures: %v, %+v", err, problems)
	}
}
