package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
)

// mortal are books at which we die as soon as a request is stored in them.
type mortal struct {
	Books
	survives int // requests until then; below zero for ever
}

func (m *mortal) Once(ctx context.Context, r ledger.Request, write func(context.Context, Page) ([]byte, error)) (answer []byte, replayed bool, err error) {
	answer, replayed, err = m.Books.Once(ctx, r, write)
	if err == nil && !replayed {
		if m.survives--; m.survives == -1 {
			panic("killed once " + r.Key + " was stored")
		}
	}
	return answer, replayed, err
}

// told lists who has been told something as the next looks leave it.
func (d *desk) told() (people []string) {
	d.t.Helper()
	for range 2 {
		d.clock = d.clock.Add(time.Minute)
		if _, err := d.Recaps.(delivery).Look(d.t.Context(), d.clock); err != nil {
			d.t.Error(err)
		}
	}
	for _, call := range d.slack.told("chat.postMessage") {
		people = append(people, call.params["channel"])
	}
	slices.Sort(people)
	return people
}

// whatOthersAreTold are commands that somebody else hears of: what comes before
// them, the command, and who hears of it.
var whatOthersAreTold = map[string]struct {
	before func(d *desk)
	ask    func(d *desk)
	told   string
}{
	"an entry is changed": {
		func(d *desk) { d.types("UMARC", "b1", "/leads 12 email pme") },
		func(d *desk) { d.types("UCLAIRE", "t", "/leads -1 email pme") }, "UMARC",
	},
	"a lead is contested": {
		func(d *desk) {
			d.types("UBOSS", "b1", "/sla set email responsable <@UCLAIRE>")
			d.types("UCLAIRE", "b2", "/leads 4 email pme 2026-11-13")
		},
		func(d *desk) { d.types("UMARC", "t", "/ventes contestés 3 email pme doublon") }, "UCLAIRE",
	},
	"a contest is settled": {
		func(d *desk) {
			d.types("UBOSS", "b1", "/sla set email responsable <@UCLAIRE>")
			d.types("UCLAIRE", "b2", "/leads 4 email pme 2026-11-13")
			d.types("UMARC", "b3", "/ventes contestés 3 email pme doublon")
		},
		func(d *desk) { d.presses("UCLAIRE", "t", actionConcede, string(encode(carried{Replaces: "b3"}))) }, "UMARC",
	},
	"a draft waits": {
		func(d *desk) { d.types("UBOSS", "b1", "/sla plan") },
		func(d *desk) {
			id, value := d.types("UCLAIRE", "b2", "/leads 12 webinaire pme").button(d.t, actionSettle)
			d.presses("UCLAIRE", "t", id, value)
		}, "UBOSS",
	},
	"drafts are accepted": {
		func(d *desk) {
			d.keeps("UCLAIRE", "b1", "/leads 12 webinaire pme")
			d.keeps("UMARC", "b2", "/leads 5 webinaire eti")
		},
		func(d *desk) {
			d.presses("UBOSS", "t", actionDraftsAccept, string(encode(decision{"webinaire", ledger.Sales})))
		}, "UCLAIRE UMARC",
	},
	"drafts are refused": {
		func(d *desk) {
			d.keeps("UCLAIRE", "b1", "/leads 12 webinaire pme")
			d.keeps("UMARC", "b2", "/leads 5 webinaire eti")
		},
		func(d *desk) {
			d.presses("UBOSS", "t", actionDraftsRefuse, string(encode(decision{Name: "webinaire"})))
		}, "UCLAIRE UMARC",
	},
	"a guest is let in": {
		func(*desk) {}, func(d *desk) { d.types("UBOSS", "t", "/sla invité <@UAGENCY> email") }, "UAGENCY",
	},
	"somebody goes away": {
		func(d *desk) { d.own() }, func(d *desk) { d.types("UCLAIRE", "t", "/leads absent <@UMARC>") }, "UMARC",
	},
	"somebody is back": {
		func(d *desk) { d.own(); d.types("UCLAIRE", "b1", "/leads absent <@UMARC>") },
		func(d *desk) { d.types("UCLAIRE", "t", "/leads de retour") }, "UMARC",
	},
	"channels are handed on": {
		func(d *desk) { d.marcLeaves() },
		func(d *desk) { d.picks("UBOSS", "t", actionGive, "UMARC", "UCLAIRE") }, "UCLAIRE",
	},
	"a side is signed": {
		func(d *desk) { d.types("UBOSS", "b1", "/sla sign ventes <@UMARC>") },
		func(d *desk) { d.signsFor("UBOSS", "t", ledger.Marketing, d.types("UBOSS", "b2", "/sla sign")) }, "UMARC",
	},
	"a signer is named": {
		func(*desk) {}, func(d *desk) { d.types("UBOSS", "t", "/sla sign ventes <@UMARC>") }, "UMARC",
	},
}

// Whoever is told of a command is told once where it took effect, though we die as
// soon as it is stored, and whether or not it is delivered again.
func TestWhatOthersAreToldOutlivesUs(t *testing.T) {
	for name, c := range whatOthersAreTold {
		for survives := range 4 { // a command may be stored in several requests
			for _, again := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, %d survived, again %t", name, survives, again), func(t *testing.T) {
					d := newDesk(t)
					c.before(d)
					d.told()
					d.Bot.Books = &mortal{d.Books, survives}
					c.ask(d)
					d.Bot.Books = d.books
					want := c.told
					if again {
						c.ask(d)
					} else if name == "drafts are accepted" { // one after the other: a channel, and two drafts
						want = []string{"", "UCLAIRE", want, want}[survives]
					}
					if told := strings.Join(d.told(), " "); told != want {
						t.Errorf("told %q; want %q", told, want)
					}
				})
			}
		}
	}
}
