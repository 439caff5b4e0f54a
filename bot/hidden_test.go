package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// Where euros are hidden, what everybody reads says nothing of prices: it is
// the same, word for word, when all of them are seven times as high. That there
// is no euro sign either is looked at apart, examples to type excepted.
func wantHidden(t *testing.T, surfaces func(t *testing.T, times int64) map[string]string) {
	t.Helper()
	cheap, dear := surfaces(t, 1), surfaces(t, 7)
	if diff := cmp.Diff(cheap, dear); diff != "" {
		t.Errorf("what is said depends on prices (-as they are +seven times):\n%s", diff)
	}
	example := regexp.MustCompile("`[^`]*`")
	for name, said := range cheap {
		if said == "" {
			t.Errorf("%s: nothing was said", name)
		}
		if strings.Contains(example.ReplaceAllString(said, ""), "€") {
			t.Errorf("%s: euros in\n%s", name, said)
		}
	}
}

// dearer multiplies the prices of a month and hides the amounts.
func dearer(k known, times int64) known {
	k.settings.HideEuros = true
	for p := range k.plans[novemberMonth].Sales {
		k.plans[novemberMonth].Sales[p] *= times
	}
	return k
}

func TestRecapsHideEuros(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		wantHidden(t, func(t *testing.T, times int64) map[string]string {
			t.Helper()
			over := dearer(newKnown(t), times)
			over.months = append(over.months, ledger.MonthTotal{
				Month: novemberMonth, Segment: ledger.Segment{Channel: 1, Persona: 1}, Stage: ledger.Lead, Count: 90,
			})
			trouble := dearer(newKnown(t), times)
			trouble.reported[trouble.channel("E-mail")] = calendar.NewDate(2026, time.November, 3)
			delete(trouble.plans[novemberMonth].Rates, ledger.Segment{Channel: 2, Persona: 1})
			plan := trouble.plans[novemberMonth]
			plan.Changes = append(plan.Changes, sla.Change{
				What: sla.SaleChanged, Segment: ledger.Segment{Persona: 1},
				Old: "150000", New: fmt.Sprint(180_000 * times), Author: "UMARC", At: day(12),
			})
			trouble.plans[novemberMonth] = plan
			said := map[string]string{}
			for name, e := range map[string]recap.Edition{
				"daily":       dearer(newKnown(t), times).morning(t, november16()),
				"early":       dearer(newKnown(t), times).morning(t, calendar.NewDate(2026, time.November, 3)),
				"last day":    dearer(newKnown(t), times).morning(t, calendar.NewDate(2026, time.November, 30)),
				"next month":  dearer(newKnown(t), times).morning(t, calendar.NewDate(2026, time.December, 8)),
				"closing":     over.morning(t, calendar.NewDate(2026, time.December, 1)),
				"in troubles": trouble.morning(t, november16()),
			} {
				messages, err := RecapMessages(e, recap.Layout{}, l)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range messages {
					said[name] += m.Text + string(m.Blocks)
				}
			}
			return said
		})
	}
}

func TestSharedStatusesHideEuros(t *testing.T) {
	wantHidden(t, func(t *testing.T, times int64) map[string]string {
		t.Helper()
		said := map[string]string{}
		for name, about := range map[string]subject{
			"everything": {}, "a channel": {Channel: 3}, "a persona": {Persona: 2}, "a segment": {Channel: 3, Persona: 2},
			"a month to come": {Month: novemberMonth.Add(1)},
		} {
			k := dearer(newKnown(t), times)
			k.came(november16(), ledger.Segment{Channel: 3, Persona: 2}, 4) // today's, apart
			a := k.asks(t, lang.French, "")
			a.value = about.value()
			r, err := k.bot().share(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			said[name] = read(t, r)
		}
		return said
	})
}

func read(t *testing.T, r reply) string {
	t.Helper()
	blocks, err := json.Marshal(r.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	return r.Text + string(blocks)
}

// asked in public, by a mention, or by a button under an answer that everybody
// reads; what is full of amounts is whispered.
var (
	mentions = []string{
		"où en est-on ?", "email ?", "pme ?", "email pme ?", "qui est en retard", "combien il en faut", "octobre",
		"décembre", "réglages", "aide", "12 email pme", "-2 email pme", "3 email pme\n4 email eti", "annuler",
		"journal", "5 emial pme", "6 email", "600 email pme", "foo",
		"/sales won 2 email pme 1800 euros", "fermé 24/12/2020",
	}
	whispered = []string{"plan", "plan 120000", "simuler email +20", "valider", "pourquoi l'email ?", "pourquoi", "recap", "set email pme engagement 120", "fermé 30/11"}
	proposed  = map[string]string{
		"where":    "/sla",
		"a number": "email ?",
		"help":     "aide",
		"why":      "pourquoi email",
		"the plan": "plan",
		"a recap":  "recap",
	}
)

func TestMentionsHideEuros(t *testing.T) {
	wantHidden(t, func(t *testing.T, times int64) map[string]string {
		t.Helper()
		d := newHiddenDesk(t, times)
		said := map[string]string{}
		for _, text := range mentions {
			public, private := d.mentioned(text)
			said[text] = public + private
		}
		for _, text := range whispered {
			public, private := d.mentioned(text)
			if public != "" || private == "" {
				t.Errorf("%q is answered to all by %q, and to the asker by %q", text, public, private)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(proposed)) {
			public, private := d.pressedInPublic(name, numbered(actionAsk, 0), proposed[name])
			if private == "" {
				said["press "+name] = public
			}
			if public+private == "" {
				t.Errorf("%s: nothing is said", name)
			}
		}
		said["press share"], _ = d.pressedInPublic("share", actionShare, subject{}.value())
		if public, private := d.pressedInPublic("its why", actionWhy, subject{}.value()); public != "" || private == "" {
			t.Errorf("why is answered to all by %q, and to the asker by %q", public, private)
		}
		return said
	})
}

// newHiddenDesk is a desk that hides euros, at so many times the prices.
func newHiddenDesk(t *testing.T, times int64) *desk {
	t.Helper()
	d := newDesk(t)
	by := sla.Author{ID: "UBOSS", At: d.clock}
	d.change(func(ctx context.Context, p Page) error {
		for persona := range ledger.PersonaID(2) {
			if err := p.SetSale(ctx, tuesday17.In(), persona+1, 123_457*times, by); err != nil {
				return err
			}
		}
		s := ledger.Segment{Channel: 1, Persona: 2} // so that a lead's value differs between personas
		if err := p.SetRate(ctx, tuesday17.In(), s, decimal.New(9, -2), sla.Declared, by); err != nil {
			return err
		}
		return p.SetOption(ctx, "hide_euros", "true", by)
	})
	return d
}

// mentioned asks before everybody in #C1, as a manager, and returns what
// everybody reads and what the asker alone does.
func (d *desk) mentioned(text string) (public, private string) {
	d.t.Helper()
	d.forgetCalls()
	body := encode(map[string]any{
		"type": "event_callback", "team_id": "T1", "event_id": "mention " + text,
		"event": map[string]string{"type": "app_mention", "channel": "C1", "user": "UBOSS", "text": "<@UTREVE> " + text, "ts": "7.8"},
	})
	d.send(signedPost("/slack", "application/json", string(body)))
	return d.overheard()
}

// pressedInPublic presses a button under a message that everybody reads.
func (d *desk) pressedInPublic(trigger, action, value string) (public, private string) {
	d.t.Helper()
	d.forgetCalls()
	d.interacts(encode(map[string]any{
		"type": "block_actions", "trigger_id": trigger, "response_url": d.slack.URL + "/actions/1",
		"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": "UBOSS", "team_id": "T1"},
		"container": map[string]any{"message_ts": "1.2", "channel_id": "C1"},
		"actions":   []map[string]string{{"action_id": action, "block_id": "b", "value": value}},
	}))
	return d.overheard()
}

func (d *desk) forgetCalls() {
	d.slack.mu.Lock()
	defer d.slack.mu.Unlock()
	d.slack.calls = nil
}

// overheard parts what was said since into what everybody reads and what one
// person does.
func (d *desk) overheard() (public, private string) {
	d.t.Helper()
	d.slack.mu.Lock()
	defer d.slack.mu.Unlock()
	for _, c := range d.slack.calls {
		said := c.params["text"] + c.params["blocks"]
		switch {
		case c.method == "chat.postMessage" && strings.HasPrefix(c.params["channel"], "C"),
			c.params["response_type"] == "in_channel", c.params["replace_original"] == "true":
			public += said
		case c.method == "chat.postMessage", c.method == "chat.postEphemeral", strings.HasPrefix(c.method, "/actions"):
			private += said
		}
	}
	return public, private
}
