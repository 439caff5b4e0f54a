package bot

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Finding is one line of an examination: what was looked at, and what to do
// when it is not in order.
type Finding struct {
	Check string // a stable word for programs, such as "scopes"
	OK    bool
	ID    lang.ID // what is said of it
	Args  lang.Args
}

// neededScopes are those without which something people rely on does not work, and
// what that is.
var neededScopes = []struct {
	scope string
	lack  lang.ID
}{
	{"commands", "scopes.commands"},
	{"chat:write", "scopes.chat_write"},
	{"im:history", "scopes.im_history"},
	{"im:write", "scopes.im_write"},
	{"users:read", "scopes.users_read"},
	{"channels:read", "scopes.channels_read"},
	{"groups:read", "scopes.groups_read"},
	{"app_mentions:read", "scopes.app_mentions_read"},
	{"files:write", "scopes.files_write"},
	{"files:read", "scopes.files_read"},
}

// headers are what Slack says beside its answers.
type headers struct {
	mu     sync.Mutex
	scopes string
	date   time.Time
}

func (h *headers) keep(_ string, from http.Header) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if scopes := from.Get("X-OAuth-Scopes"); scopes != "" {
		h.scopes = scopes
	}
	if date, err := http.ParseTime(from.Get("Date")); err == nil {
		h.date = date
	}
}

// Refusal is what Connect failed with, and what to do about it.
func Refusal(err error) Finding {
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return Finding{Check: "token", ID: "doctor.token_refused", Args: lang.Args{"code": refused.Err}}
	}
	return Finding{Check: "slack", ID: "doctor.slack", Args: lang.Args{"error": err.Error()}}
}

// Examine looks at everything the bot needs of Slack and changes nothing there.
// now is this machine's clock.
func (c *Connection) Examine(ctx context.Context, in []ledger.Conversation, socketMode bool, now time.Time) []Finding {
	findings := []Finding{
		{Check: "token", OK: true, ID: "doctor.token", Args: lang.Args{"team": c.TeamName}},
		c.examineClock(now),
	}
	findings = append(findings, c.examineScopes()...)
	findings = append(findings, c.examineProxy()...)
	if socketMode {
		findings = append(findings, c.examineSocket(ctx))
	}
	for _, conversation := range in {
		findings = append(findings, c.examineConversation(ctx, conversation)...)
	}
	return findings
}

// examineScopes has a line for each permission that is missing.
func (c *Connection) examineScopes() (findings []Finding) {
	c.headers.mu.Lock()
	defer c.headers.mu.Unlock()
	if c.headers.scopes == "" {
		return []Finding{{Check: "scopes", OK: true, ID: "doctor.scopes_unsaid"}}
	}
	granted := "," + strings.ReplaceAll(c.headers.scopes, " ", "") + ","
	for _, needed := range neededScopes {
		if !strings.Contains(granted, ","+needed.scope+",") {
			findings = append(findings, Finding{Check: "scopes", ID: needed.lack})
		}
	}
	if findings == nil {
		return []Finding{{Check: "scopes", OK: true, ID: "doctor.scopes"}}
	}
	return findings
}

// examineProxy names the proxy that Slack was reached through, if there is one.
func (c *Connection) examineProxy() []Finding {
	target, err := url.Parse(cmp.Or(c.apiURL, slack.APIURL))
	if err != nil {
		return nil
	}
	through, err := http.ProxyFromEnvironment(&http.Request{URL: target})
	if err != nil || through == nil {
		return nil
	}
	return []Finding{{Check: "proxy", OK: true, ID: "doctor.proxy", Args: lang.Args{"host": through.Host}}}
}

// mostSkew is the difference at which Slack's signatures would soon be refused.
const mostSkew = 2 * time.Minute

func (c *Connection) examineClock(now time.Time) Finding {
	c.headers.mu.Lock()
	defer c.headers.mu.Unlock()
	if c.headers.date.IsZero() {
		return Finding{Check: "clock", OK: true, ID: "doctor.clock_unsaid"}
	}
	skew := now.Sub(c.headers.date).Abs().Round(time.Second)
	if skew > mostSkew {
		return Finding{Check: "clock", ID: "doctor.clock_wrong", Args: lang.Args{"skew": skew.String()}}
	}
	return Finding{Check: "clock", OK: true, ID: "doctor.clock"}
}

func (c *Connection) examineSocket(ctx context.Context) Finding {
	if _, _, err := c.api.StartSocketModeContext(ctx); err != nil {
		return Finding{Check: "socket", ID: "doctor.socket_refused", Args: lang.Args{"code": slackCode(err)}}
	}
	return Finding{Check: "socket", OK: true, ID: "doctor.socket"}
}

// examineConversation asks, of a conversation the recap goes to, whether it can
// be posted in, given a picture, and read back.
func (c *Connection) examineConversation(ctx context.Context, in ledger.Conversation) []Finding {
	name := lang.Args{"conversation": "#" + in.Name}
	info, err := c.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: in.ID})
	switch {
	case err != nil:
		return []Finding{{Check: "post", ID: "doctor.post_unknown", Args: lang.Args{"conversation": "#" + in.Name, "code": slackCode(err)}}}
	case info.IsArchived:
		return []Finding{{Check: "post", ID: "doctor.post_archived", Args: name}}
	case !info.IsMember && !info.IsIM:
		return []Finding{{Check: "post", ID: "doctor.post_absent", Args: name}}
	}
	return []Finding{
		{Check: "post", OK: true, ID: "doctor.post", Args: name},
		c.examineUpload(ctx, name), c.examineReadBack(ctx, in.ID, name),
	}
}

func (c *Connection) examineUpload(ctx context.Context, name lang.Args) Finding {
	_, err := c.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: "treve.png", FileSize: 1})
	if err != nil {
		return Finding{Check: "upload", ID: "doctor.upload_refused", Args: name}
	}
	return Finding{Check: "upload", OK: true, ID: "doctor.upload", Args: name}
}

func (c *Connection) examineReadBack(ctx context.Context, id string, name lang.Args) Finding {
	_, err := c.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: id, Limit: 1})
	if err != nil {
		return Finding{Check: "read_back", ID: "doctor.read_back_refused", Args: name}
	}
	return Finding{Check: "read_back", OK: true, ID: "doctor.read_back", Args: name}
}

// slackCode is the short word Slack gives for a refusal.
func slackCode(err error) string {
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return refused.Err
	}
	return "unreachable"
}
