package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/localslack/localclient"
	"github.com/treve-bot/treve/internal/storetest"
)

// onEachStage plays a scene through both doors and on both databases: the built
// binary, the real client library, the local Slack.
func onEachStage(t *testing.T, scene func(*stage)) {
	if testing.Short() {
		t.Skip("end to end")
	}
	for _, door := range []string{"socket", "http"} {
		t.Run(door, func(t *testing.T) {
			storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
				s := newStage(t, door, fresh(t), onMonday)
				s.treve("import", "testdata/counts.csv", "--kind", "counts", "--create")
				s.treve("plan", "import", "testdata/plan.csv", "--from", "2026-11")
				s.serve()
				scene(s)
			})
		})
	}
}

// leads is how many leads of a channel the books hold for the month.
func (s *stage) leads(channel string) int {
	s.Helper()
	var r struct {
		Channels []struct {
			Channel string
			Leads   int
		}
	}
	out := s.treve("status", "--month", "2026-11", "--as-of", "2026-11-30", "--json")
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		s.Fatalf("status --json: %v\n%s", err, out)
	}
	for _, c := range r.Channels {
		if c.Channel == channel {
			return c.Leads
		}
	}
	s.Fatalf("no channel %s in %s", channel, out)
	return 0
}

func (s *stage) wantLeads(channel string, want int) {
	s.Helper()
	if got := s.leads(channel); got != want {
		s.Errorf("%s has %d leads; want %d", channel, got, want)
	}
}

func TestADayOfWork(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.wantLeads("E-mail", 24)
		m := s.ask(marc, marketing, "/leads 12 email pme", "12 leads", "lundi 16 novembre, aujourd'hui")
		s.wantLeads("E-mail", 36)

		s.press(marc, m, "leads_undo", "Annulé")
		s.wantLeads("E-mail", 24)
		s.press(marc, m, "leads_undo", "déjà")
		s.wantLeads("E-mail", 24)

		s.ask(marc, marketing, "/leads set 40 email pme vendredi", "40")
		s.ask(marc, marketing, "/leads 3 inbound eti\n2 outbound pme hier", "2 lignes")
		s.wantLeads("Inbound", 24)
		s.wantLeads("Outbound", 10)

		s.ask(marc, marketing, "/sla email", "E-mail", "10 350")
		s.ask(marc, s.direct(marc), "où en est l'email ?", "E-mail")
		s.ask(emma, s.direct(emma), "how is email doing", "E-mail", "expected")
		s.ask(marc, s.direct(marc), "5 inbound pme", "5 leads")
		s.wantLeads("Inbound", 29)

		for _, refused := range []struct{ typed, because string }{
			{"/leads 12 fax pme", "fax"}, {"/leads email pme", "nombre"}, {"/leads -500 inbound pme", "-500"},
			{"/leads 3 email pme 30/11/2027", "pas"},
		} {
			s.ask(marc, marketing, refused.typed, refused.because)
		}
		s.ask(ines, marketing, "/leads 12 email pme", "invité")
		s.wantLeads("Inbound", 29)
	})
}

func TestTheModal(t *testing.T) {
	onEachStage(t, func(s *stage) {
		c := s.as(marc)
		watch, err := c.Watch(s.Context())
		if err != nil {
			s.Fatal(err)
		}
		defer watch.Stop()
		if _, err := c.Type(s.Context(), marketing, "/leads"); err != nil {
			s.Fatal(err)
		}
		view, err := watch.View(patience)
		if err != nil {
			s.Fatalf("%v\n%s", err, s.said)
		}
		values := localclient.Values{}
		for _, input := range view.Inputs() {
			if strings.HasPrefix(input[0], "persona") || strings.HasPrefix(input[0], "count") {
				values = values.Set(input[0], input[1], "value", "4")
				break
			}
		}
		submitted, err := c.Submit(s.Context(), view, values)
		if err != nil {
			s.Fatal(err)
		}
		if len(submitted.Errors) > 0 {
			s.Logf("inputs %v, errors %v", view.Inputs(), submitted.Errors)
		}
	})
}

func TestTheMorningPost(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.ask(claire, marketing, "/recap dans #marketing", "marketing")
		s.jump("2026-11-17 08:59")
		if got := s.recaps(marketing); len(got) != 0 {
			s.Fatalf("before nine: %d recaps", len(got))
		}
		s.jump("2026-11-17 09:00")
		first := s.recaps(marketing)
		if len(first) != 1 || !strings.Contains(first[0].Text, "mardi 17 novembre") {
			s.Fatalf("at nine: %d recaps %+v", len(first), first)
		}
		s.stop(syscall.SIGKILL)
		s.serve()
		s.jump("2026-11-17 12:00")
		if got := s.recaps(marketing); len(got) != 1 {
			s.Fatalf("after a restart: %d recaps", len(got))
		}
		s.jump("2026-11-22 20:00") // a Sunday evening: three working days have gone by
		if got := s.recaps(marketing); len(got) != 4 {
			s.Fatalf("on Sunday: %d recaps; want those of Tuesday to Friday", len(got))
		}
		s.jump("2026-11-23 09:00")
		got := s.recaps(marketing)
		if len(got) != 5 || !strings.Contains(got[4].Text, "dim. 22") {
			s.Fatalf("on Monday: %d recaps, the last %q; want five, and the weekend in the last", len(got), got[len(got)-1].Text)
		}
	})
}

func TestARedeliveryIsNoSecondEntry(t *testing.T) {
	onEachStage(t, func(s *stage) {
		m := s.ask(marc, marketing, "/leads 7 email pme", "7 leads")
		again := s.after(marc, func(c *localclient.Client) error {
			_, err := c.Redeliver(s.Context(), localslack.SampleApp)
			return err
		}, "7 leads")
		if again.Text != m.Text {
			s.Errorf("the second answer is another:\n%s\n%s", m.Text, again.Text)
		}
		s.wantLeads("E-mail", 31)
	})
}

func TestAForgedSignatureStoresNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end")
	}
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		s := newStage(t, "http", fresh(t), onMonday)
		s.treve("import", "testdata/counts.csv", "--kind", "counts", "--create")
		s.treve("plan", "import", "testdata/plan.csv", "--from", "2026-11")
		s.serve()
		body := []byte(url.Values{"team_id": {"T0VERNIER01"}, "user_id": {marc}, "command": {"/leads"},
			"text": {"12 email pme"}, "trigger_id": {"1.2.forged"}, "channel_id": {marketing}}.Encode())
		stamp := strconv.FormatInt(time.Now().Unix(), 10)
		for name, signature := range map[string]string{
			"none": "", "of another secret": localslack.Sign("another-secret-of-the-right-length", stamp, body), "nonsense": "v0=00",
		} {
			request, err := http.NewRequest(http.MethodPost, "http://"+s.address+"/slack/commands", bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			request.Header.Set("X-Slack-Request-Timestamp", stamp)
			request.Header.Set("X-Slack-Signature", signature)
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != http.StatusUnauthorized {
				t.Errorf("signature %s: %s; want 401", name, response.Status)
			}
		}
		s.wantLeads("E-mail", 24)
	})
}
