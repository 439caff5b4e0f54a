package localslack

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// call makes a request by hand, where slack-go has only one way.
func (o *office) call(method, contentType, authorization, body string) map[string]any {
	o.Helper()
	req, err := http.NewRequestWithContext(o.Context(), http.MethodPost, o.url+"/api/"+method, strings.NewReader(body))
	o.must(err)
	req.Header.Set("Content-Type", contentType)
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	resp, err := http.DefaultClient.Do(req)
	o.must(err)
	defer resp.Body.Close()
	var answer map[string]any
	o.must(json.NewDecoder(resp.Body).Decode(&answer))
	return answer
}

func TestTokens(t *testing.T) {
	o := mustOpen(t, "")
	const form, jsonType = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
	for _, c := range []struct {
		name, method, contentType, header, body, want string
	}{
		{"in the form", "auth.test", form, "", "token=xoxb-local-treve", ""},
		{"in the header", "auth.test", form, "Bearer xoxb-local-treve", "a=b", ""},
		{"in the header, nothing sent", "auth.test", form, "Bearer xoxb-local-treve", "", ""},
		{"in the header, with JSON", "auth.test", jsonType, "Bearer xoxb-local-treve", "{}", ""},
		{"in the JSON does not count", "auth.test", jsonType, "", `{"token":"xoxb-local-treve"}`, "not_authed"},
		{"in the address does not count", "auth.test?token=xoxb-local-treve", form, "", "", "not_authed"},
		{"none", "auth.test", form, "", "a=b", "not_authed"},
		{"unknown", "auth.test", form, "Bearer xoxb-other", "", "invalid_auth"},
		{"the app's where the bot's is asked", "users.list", form, "Bearer xapp-local-treve", "", "not_allowed_token_type"},
		{"the bot's where the app's is asked", "apps.connections.open", form, "Bearer xoxb-local-treve", "", "not_allowed_token_type"},
		{"a connection's token in the form", "apps.connections.open", form, "", "token=xapp-local-treve", "not_authed"},
		{"no such method", "chat.shout", form, "Bearer xoxb-local-treve", "", "unknown_method"},
		{"broken JSON", "auth.test", jsonType, "Bearer xoxb-local-treve", "{", "invalid_json"},
		{"not an object", "auth.test", jsonType, "Bearer xoxb-local-treve", "[]", "json_not_object"},
		{"another kind of body", "auth.test", "text/csv", "Bearer xoxb-local-treve", "a;b", "invalid_post_type"},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer := o.call(c.method, c.contentType, c.header, c.body)
			if answer["ok"] != (c.want == "") || c.want != "" && answer["error"] != c.want {
				t.Errorf("answer = %v; want error %q", answer, c.want)
			}
		})
	}
}

func TestWhoAmI(t *testing.T) {
	o := mustOpen(t, "")
	var scopes string
	api := slack.New("xoxb-local-treve", slack.OptionAPIURL(o.APIURL(o.url)),
		slack.OptionOnResponseHeaders(func(_ string, h http.Header) { scopes = h.Get("X-OAuth-Scopes") }))
	who, err := api.AuthTestContext(t.Context())
	o.must(err)
	if who.TeamID != "T0VERNIER01" || who.UserID != bot || who.Team != "Ateliers Vernier" || who.BotID != "B0TREVE0001" {
		t.Errorf("auth.test = %+v", who)
	}
	if !strings.Contains(scopes, "chat:write,") {
		t.Errorf("X-OAuth-Scopes = %q; want the granted ones", scopes)
	}
	team, err := o.client("xoxb-local-treve").GetTeamInfoContext(t.Context())
	wantCode(t, err, "missing_scope") // the manifest does not ask for team:read
	if team != nil {
		t.Errorf("team.info = %+v", team)
	}
}

func TestMissingScopeSaysWhich(t *testing.T) {
	o := mustOpen(t, "")
	o.AddApp(App{ID: "A0POOR", BotUser: "U0POOR", BotName: "Poor", BotToken: "xoxb-poor", Scopes: []string{"users:read", "channels:history"}})
	_, _, err := o.client("xoxb-poor").PostMessageContext(t.Context(), marketing, saying("hello"))
	wantCode(t, err, "missing_scope")
	var refused slack.SlackErrorResponse
	if !asError(err, &refused) || refused.Needed != "chat:write" || refused.Provided != "users:read,channels:history" {
		t.Errorf("error = %+v; want needed chat:write", refused)
	}
	// Private conversations have a scope of their own.
	o.must(o.claire.Invite(t.Context(), direction, "U0POOR"))
	_, err = o.client("xoxb-poor").GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: direction})
	if !asError(err, &refused) || refused.Needed != "groups:history" {
		t.Errorf("error = %+v; want needed groups:history", refused)
	}
}

func asError(err error, into *slack.SlackErrorResponse) bool {
	found, ok := errors.AsType[slack.SlackErrorResponse](err)
	*into = found
	return ok
}

func TestUsers(t *testing.T) {
	o := mustOpen(t, "")
	for _, c := range []struct {
		id                              string
		admin, owner, guest, strange, b bool
		zone, locale                    string
	}{
		{claire, true, true, false, false, false, "Europe/Paris", "fr-FR"},
		{emma, false, false, false, false, false, "Europe/London", "en-GB"},
		{ines, false, false, true, false, false, "Europe/Paris", "fr-FR"},
		{tom, false, false, false, true, false, "Europe/Berlin", "en-GB"},
		{bot, false, false, false, false, true, "Europe/Paris", "en-US"},
	} {
		u, err := o.api.GetUserInfoContext(t.Context(), c.id)
		o.must(err)
		if u.IsAdmin != c.admin || u.IsOwner != c.owner || u.IsRestricted != c.guest || u.IsStranger != c.strange || u.IsBot != c.b {
			t.Errorf("%s is %+v", c.id, u)
		}
		if u.TZ != c.zone || u.Locale != c.locale {
			t.Errorf("%s: zone %s, locale %s; want %s, %s", c.id, u.TZ, u.Locale, c.zone, c.locale)
		}
	}
	_, err := o.api.GetUserInfoContext(t.Context(), "U0NOBODY")
	wantCode(t, err, "user_not_found")
	all, err := o.api.GetUsersContext(t.Context())
	o.must(err)
	if len(all) != 6 {
		t.Errorf("users.list has %d; want the six of this workspace", len(all))
	}
}

func TestConversations(t *testing.T) {
	o := mustOpen(t, "")
	c, err := o.api.GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: marketing, IncludeNumMembers: true})
	o.must(err)
	if c.Name != "marketing" || !c.IsMember || c.IsPrivate || c.NumMembers != 6 {
		t.Errorf("conversations.info = %+v", c)
	}
	_, err = o.api.GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: direction})
	wantCode(t, err, "channel_not_found")

	members, cursor, err := o.api.GetUsersInConversationContext(t.Context(), &slack.GetUsersInConversationParameters{ChannelID: marketing, Limit: 4})
	o.must(err)
	rest, end, err := o.api.GetUsersInConversationContext(t.Context(), &slack.GetUsersInConversationParameters{ChannelID: marketing, Cursor: cursor})
	o.must(err)
	if len(members) != 4 || len(rest) != 2 || end != "" {
		t.Errorf("conversations.members in two pages: %v, %v, then %q", members, rest, end)
	}

	list, _, err := o.api.GetConversationsContext(t.Context(), &slack.GetConversationsParameters{Types: []string{"public_channel", "private_channel"}})
	o.must(err)
	if len(list) != 3 {
		t.Errorf("conversations.list has %d; want the three public ones", len(list))
	}
	im, _, already, err := o.api.OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: []string{marc}})
	o.must(err)
	if already || im.ID == "" {
		t.Errorf("conversations.open = %+v, already %t", im, already)
	}
	again, _, already, err := o.api.OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: []string{marc}})
	o.must(err)
	if !already || again.ID != im.ID {
		t.Errorf("opened again: %s, already %t; want %s", again.ID, already, im.ID)
	}
	_, _, _, err = o.api.JoinConversationContext(t.Context(), general)
	wantCode(t, err, "missing_scope")
}
