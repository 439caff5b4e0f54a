package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/config"
)

// Account is how to reach a Slack workspace.
type Account struct {
	BotToken config.Secret
	AppToken config.Secret // Socket Mode only
	APIURL   string        // another Slack than Slack's own; ends in a slash
	HTTP     *http.Client  // with a timeout, the company's proxy and authorities
}

// Connection is an account that has answered: its client, and who we are there.
type Connection struct {
	api                       *slack.Client
	http                      caller // follows no redirect
	apiURL                    string
	headers                   *headers
	Team, TeamName, User, URL string
	organisation              string // that the workspace is one of several of; "" for one alone
}

// Connect asks Slack who the token belongs to.
func Connect(ctx context.Context, a Account) (*Connection, error) {
	beside := &headers{}
	// A redirect would carry the token, and a message a second time, to wherever
	// it points.
	still := *a.HTTP
	still.Transport = slackOnly{a.HTTP.Transport, a.APIURL}
	still.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	options := []slack.Option{
		slack.OptionHTTPClient(caller{&still}), slack.OptionAppLevelToken(a.AppToken.Reveal()),
		slack.OptionOnResponseHeaders(beside.keep),
	}
	if a.APIURL != "" {
		options = append(options, slack.OptionAPIURL(a.APIURL))
	}
	api := slack.New(a.BotToken.Reveal(), options...)
	who, err := api.AuthTestContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask Slack who we are: %w", err)
	}
	return &Connection{
		api: api, http: caller{&still}, apiURL: a.APIURL, headers: beside,
		Team: who.TeamID, TeamName: who.Team, User: who.UserID, URL: who.URL,
		organisation: who.EnterpriseID,
	}, nil
}

// respond answers through a response URL, which is a secret: no error and no
// log has it. It is only ever sent to Slack, whatever the delivery says.
func (c *Connection) respond(ctx context.Context, target string, payload any) error {
	if !c.takesAnswers(target) {
		return errors.New("answer through a response URL: it is not one of Slack's")
	}
	body, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("answer through a response URL: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return errors.New("answer through a response URL: it cannot be read")
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	response, err := c.http.Do(request)
	if err != nil {
		return fmt.Errorf("answer through a response URL: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 100)) // "expired_url": a hint for the log, no more
		return fmt.Errorf("answer through a response URL: status %d %q", response.StatusCode, said)
	}
	return nil
}
