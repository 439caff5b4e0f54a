package localslack

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// limited is an office where apps have to wait.
func limited(t *testing.T) *office {
	t.Helper()
	o := mustOpen(t, "")
	o.hurried = false
	return o
}

// Each method is held to its tier: as many calls at once as a minute holds, one
// more when its part of a minute has passed, and no other app has to wait.
func TestEveryMethodHasItsPace(t *testing.T) {
	for name, m := range webMethods() {
		t.Run(name, func(t *testing.T) {
			if m.pace.atOnce < 1 || m.pace.aMinute < 1 {
				t.Fatalf("its pace is %v", m.pace)
			}
			o := limited(t)
			o.AddApp(App{ID: "A0OTHER", BotUser: "U0OTHER", BotName: "Other", BotToken: "xoxb-other", AppToken: "xapp-other"})
			ours, _ := o.app(SampleApp)
			other, _ := o.app("A0OTHER")
			ask := func(a *app) error { return o.paced(&call{app: a, name: name, args: object{"channel": marketing}}) }
			for n := range int(m.pace.atOnce) {
				if err := ask(ours); err != nil {
					t.Fatalf("call %d: %v", n+1, err)
				}
			}
			refused, ok := errors.AsType[*apiError](ask(ours))
			if !ok || refused.code != "ratelimited" || refused.status != http.StatusTooManyRequests || refused.retryAfter < time.Second {
				t.Fatalf("one too many: %+v", refused)
			}
			if err := ask(other); err != nil {
				t.Errorf("another app: %v", err)
			}
			o.time.pass(refused.retryAfter)
			if err := ask(ours); err != nil {
				t.Errorf("after the %s it was told: %v", refused.retryAfter, err)
			}
		})
	}
}

// What slack-go makes of it: how long to wait, for this conversation alone.
func TestTooManyMessages(t *testing.T) {
	o := limited(t)
	say := func(to string) error {
		_, _, err := o.api.PostMessageContext(t.Context(), to, saying("encore"))
		return err
	}
	for range int(perConversation.atOnce) {
		o.must(say(marketing))
	}
	err := say(marketing)
	wait, ok := errors.AsType[*slack.RateLimitedError](err)
	if !ok || wait.RetryAfter != time.Second {
		t.Fatalf("error = %v; want to wait a second", err)
	}
	o.must(say("C0VENTES001"))
	o.must(say(claire))
	if all := o.messages(o.marc, marketing, ""); len(all) != int(perConversation.atOnce) {
		t.Errorf("%d messages are there", len(all))
	}
	if !o.toldToWait("ratelimited") {
		t.Error("the inspector does not show it")
	}
	o.time.pass(time.Second)
	o.must(say(marketing))
}

// A day that is jumped over is a day's rest.
func TestAJumpOfTheClockIsARest(t *testing.T) {
	o := limited(t)
	for range 2 {
		for range int(perConversation.atOnce) {
			_, _, err := o.api.PostMessageContext(t.Context(), marketing, saying("encore"))
			o.must(err)
		}
		_, err := o.claire.Jump(t.Context(), "+1d", soon)
		o.must(err)
	}
	if o.toldToWait("ratelimited") {
		t.Error("a call was refused")
	}
}

// All apps together may say so much in a workspace; how long to wait Slack does
// not tell.
func TestTooManyMessagesInTheWorkspace(t *testing.T) {
	o := limited(t)
	for n := range int(perWorkspace.atOnce) {
		if n%int(perConversation.atOnce) == 0 {
			id := "C0NUMBER" + string(rune('A'+n/int(perConversation.atOnce)))
			o.AddConversation(Conversation{ID: id, Name: strings.ToLower(id), Members: []string{bot}})
		}
		last := o.conversations[len(o.conversations)-1].id
		_, _, err := o.api.PostMessageContext(t.Context(), last, saying("encore"))
		o.must(err)
	}
	_, _, err := o.api.PostMessageContext(t.Context(), marketing, saying("une de trop"))
	status, ok := errors.AsType[slack.StatusCodeError](err)
	if !ok || status.Code != http.StatusTooManyRequests {
		t.Errorf("error = %v; want a 429 that says nothing more", err)
	}
}

// History is scarce for apps that are sold outside the Marketplace.
func TestHistoryOfADistributedApp(t *testing.T) {
	o := limited(t)
	o.AddApp(App{ID: "A0SOLD", BotUser: "U0SOLD", BotName: "Sold", BotToken: "xoxb-sold", Distributed: true})
	o.must(o.claire.Invite(t.Context(), marketing, "U0SOLD"))
	for range 20 {
		_, err := o.marc.Type(t.Context(), marketing, "bonjour")
		o.must(err)
	}
	sold := o.client("xoxb-sold")
	ask := slack.GetConversationHistoryParameters{ChannelID: marketing, Limit: 100}
	page, err := sold.GetConversationHistoryContext(t.Context(), &ask)
	o.must(err)
	if len(page.Messages) != distributedPage || !page.HasMore {
		t.Errorf("%d messages, more: %t", len(page.Messages), page.HasMore)
	}
	_, err = sold.GetConversationHistoryContext(t.Context(), &ask)
	if wait, ok := errors.AsType[*slack.RateLimitedError](err); !ok || wait.RetryAfter != time.Minute {
		t.Errorf("error = %v; want to wait a minute", err)
	}
	page, err = o.api.GetConversationHistoryContext(t.Context(), &ask)
	o.must(err)
	if len(page.Messages) != 21 { // and who was invited
		t.Errorf("an app of the company's own reads %d", len(page.Messages))
	}
}

func TestNobodyHasToWaitWhereLimitsAreOff(t *testing.T) {
	o := mustOpen(t, "")
	for range 2 * int(perConversation.atOnce) {
		_, _, err := o.api.PostMessageContext(t.Context(), marketing, saying("encore"))
		o.must(err)
	}
	if o.toldToWait("ratelimited") {
		t.Error("a call was refused")
	}
}

func (o *office) toldToWait(code string) bool {
	return slices.ContainsFunc(o.traffic.list("", kept), func(e exchange) bool {
		return e.Status == http.StatusTooManyRequests && e.Error == code
	})
}
