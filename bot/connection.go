package bot

import (
	"context"
	"fmt"
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
	headers                   *headers
	Team, TeamName, User, URL string
}

// Connect asks Slack who the token belongs to.
func Connect(ctx context.Context, a Account) (*Connection, error) {
	beside := &headers{}
	options := []slack.Option{
		slack.OptionHTTPClient(a.HTTP), slack.OptionAppLevelToken(a.AppToken.Reveal()),
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
	return &Connection{api: api, headers: beside, Team: who.TeamID, TeamName: who.Team, User: who.UserID, URL: who.URL}, nil
}
