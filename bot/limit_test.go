package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// busy is a desk where one may ask three things a minute.
func busy(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	d.MostAMinute = 3
	for i := range 3 {
		wantSaid(t, d.types("UJANE", fmt.Sprint("t", i), "/leads 1 email pme").Text, "1 lead E-mail")
	}
	return d
}

const tooMuch = "More than 3 requests within a minute"

func TestWhoAsksTooMuchIsToldCalmly(t *testing.T) {
	d := busy(t)
	d.said()
	for i := range 5 {
		wantSaid(t, d.types("UJANE", fmt.Sprint("more", i), "/leads 1 email pme").Text, tooMuch)
	}
	if said := d.said(); said != "" {
		t.Errorf("Slack was called for it: %.300s", said)
	}
	d.wantTotal(tuesday17, 1, 1, 3)
	if n := strings.Count(d.log.String(), "somebody asks too much"); n != 1 {
		t.Errorf("logged %d times", n)
	}
	wantSaid(t, d.types("UMARC", "m1", "/leads 2 email pme").Text, "2 leads E-mail") // nobody else waits for it
	wantSaid(t, d.types("UJANE", "t1", "/leads 1 email pme").Text, "1 lead E-mail")  // delivered again
	d.wantTotal(tuesday17, 1, 1, 5)
	d.clock = d.clock.Add(time.Minute)
	wantSaid(t, d.types("UJANE", "later", "/leads 1 email pme").Text, "1 lead E-mail")
	d.clock = d.clock.Add(-time.Hour)
	for i := range 4 {
		wantSaid(t, d.types("UMARC", fmt.Sprint("set back", i), "/leads 1 email pme").Text, []string{"1 lead", "1 lead", "1 lead", "Plus de 3 demandes"}[i])
	}
}

// Where an answer is a call to Slack, one a minute is made.
func TestWhoWritesTooMuchIsToldOnce(t *testing.T) {
	d := busy(t)
	d.said()
	if said := d.writes(direct("UJANE", "1 email pme"), "E1"); len(said) != 1 || !strings.Contains(said[0].params["text"], tooMuch) {
		t.Errorf("told %v", said)
	}
	if said := d.writes(direct("UJANE", "1 email pme"), "E2"); len(said) != 0 {
		t.Errorf("told again: %v", said)
	}
	if a, said := d.presses("UJANE", "p1", actionWhy, `{"month":"2026-11"}`), d.said(); a.Text != "" || said != "" {
		t.Errorf("a button was answered: %s %.300s", a.Text, said)
	}
	d.wantTotal(tuesday17, 1, 1, 3)
}

// A modal that is turned away stays open with what was typed in it.
func TestAModalTooManyStaysOpen(t *testing.T) {
	d := busy(t)
	w := d.interacts(encode(map[string]any{
		"type": "view_submission", "trigger_id": "s1",
		"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": "UJANE", "team_id": "T1"},
		"view": map[string]any{"id": "V1", "callback_id": formLeads, "private_metadata": "{}", "state": map[string]any{"values": map[string]any{
			"persona_1": map[string]any{"persona_1": map[string]string{"value": "3"}}, "day": map[string]any{"day": map[string]string{"selected_date": "2026-11-17"}},
		}}},
	}))
	if got := w.Body.String(); !strings.Contains(got, `"response_action":"errors"`) || !strings.Contains(got, tooMuch) {
		t.Errorf("answered %s", got)
	}
	d.wantTotal(tuesday17, 1, 1, 3)
}

func TestTheMinutesOfManyAreForgotten(t *testing.T) {
	var l limit
	now := tenInParis
	for i := range 10_000 {
		l.count(request{user: fmt.Sprint("U", i), key: "k"}, 60, now.Add(time.Duration(i)*time.Second))
	}
	if len(l.from) > 200 {
		t.Errorf("%d people are remembered", len(l.from))
	}
}
