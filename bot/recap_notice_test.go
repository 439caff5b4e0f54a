package bot

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

func TestTell(t *testing.T) {
	told := func(t *testing.T, p recap.Post, change func(*november)) []url.Values {
		t.Helper()
		n := newNovember(t)
		n.managers = []ledger.Person{{ID: "UBOSS", Locale: "fr-FR"}, {ID: "UJANE", Locale: "en-GB"}}
		if change != nil {
			change(n)
		}
		d := newDouble(t)
		d.answer["chat.postMessage"] = says(`{"ok":true,"channel":"D1","ts":"1.2"}`)
		if err := d.voice(t, n).Poster().Tell(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		return d.heard()
	}
	post := func(state recap.State, reason string) recap.Post {
		return recap.Post{Key: recap.Key{Conversation: "C1", Day: november16(), Kind: recap.Daily}, State: state, Reason: reason}
	}
	for _, c := range []struct {
		name   string
		post   recap.Post
		change func(*november)
		want   string
	}{
		{
			"blocked", post(recap.Blocked, "not_in_channel"), nil,
			"Le récap du lundi 16 novembre n'a pas pu être publié dans <#C1> : Slack le refuse (`not_in_channel`). Invitez-moi dans la conversation (`/invite @Trêve`), puis publiez de nouveau.",
		},
		{
			"unconfirmed", post(recap.Unconfirmed, recap.Unreadable), nil,
			"Le récap du lundi 16 novembre est parti pour <#C1>, mais Slack n'a pas confirmé et je ne peux pas relire la conversation.",
		},
		{
			"no plan", post(recap.Skipped, recap.NoPlan), func(n *november) { n.plans = nil },
			"Le récap du lundi 16 novembre n'a pas été publié : rien n'est engagé pour novembre 2026.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			sent := told(t, c.post, c.change)
			if len(sent) != 2 || sent[0].Get("channel") != "UBOSS" || sent[1].Get("channel") != "UJANE" {
				t.Fatalf("told: %v", sent)
			}
			if text := spaces.Replace(sent[0].Get("text")); !strings.HasPrefix(text, c.want) {
				t.Errorf("told %q; want %q", text, c.want)
			}
			if text := sent[1].Get("text"); !strings.HasPrefix(text, "The recap of Monday 16 November") {
				t.Errorf("told in English: %q", text)
			}
		})
	}
	t.Run("whoever chose the conversation too", func(t *testing.T) {
		sent := told(t, post(recap.Blocked, "is_archived"), func(n *november) {
			n.settings.RecapIn = []ledger.Conversation{{ID: "C1", SetBy: "UCLAIRE"}, {ID: "C2", SetBy: "UMARC"}}
		})
		if len(sent) != 3 || sent[0].Get("channel") != "UCLAIRE" {
			t.Errorf("told %d people, first %s", len(sent), sent[0].Get("channel"))
		}
	})
	for name, trouble := range map[string]func(*double, *Bot){
		"nobody can be told yet":    func(d *double, _ *Bot) { d.answer["chat.postMessage"] = refuses("service_unavailable") },
		"it cannot be written down": func(_ *double, b *Bot) { b.Recaps = sender{full: errors.New("no database")} },
	} {
		t.Run(name, func(t *testing.T) {
			n := newNovember(t)
			n.managers = []ledger.Person{{ID: "UBOSS"}}
			d := newDouble(t)
			b := d.voice(t, n)
			trouble(d, b)
			err := b.Poster().Tell(t.Context(), post(recap.Blocked, "is_archived"))
			if owed := name == "it cannot be written down"; (err != nil) != owed {
				t.Errorf("%v; want it owed only where it is not written down", err)
			}
		})
	}
}

// A process may die between telling the managers and noting that they were told:
// whoever tells them again tells them nothing new.
func TestToldAgainIsToldOnce(t *testing.T) {
	d := newDesk(t)
	d.types("UBOSS", "here", "/sla") // known as a manager
	d.slack.told("chat.postMessage")
	refused := recap.Post{Key: recap.Key{Conversation: "C1", Day: tuesday17, Kind: recap.Daily}, ID: "ID", State: recap.Blocked, Reason: "is_archived"}
	for range 2 {
		if err := d.Poster().Tell(t.Context(), refused); err != nil {
			t.Fatal(err)
		}
		d.clock = d.clock.Add(time.Minute)
	}
	if told := d.direct("UBOSS"); len(told) != 1 {
		t.Errorf("told %d times; want once", len(told))
	}
}
