package bot

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/config"
)

// bodyBytes is a hundred times what Slack sends.
const bodyBytes = 64 << 10

// HTTPDoor takes what Slack sends to a public URL: commands, interactions and
// events alike. Nothing is read of a request before its signature is found to
// be made with one of the secrets over exactly these bytes; without a secret
// nothing ever is. Several secrets are accepted while one is being replaced.
func (b *Bot) HTTPDoor(signingSecrets ...config.Secret) http.Handler {
	d := &httpDoor{bot: b}
	for _, s := range signingSecrets {
		if strings.TrimSpace(s.Reveal()) != "" {
			d.secrets = append(d.secrets, s)
		}
	}
	return d
}

type httpDoor struct {
	bot      *Bot
	secrets  []config.Secret
	answered replays
}

func (d *httpDoor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "Slack posts", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
	case err != nil:
		http.Error(w, "incomplete", http.StatusBadRequest)
	case !signed(d.secrets, r.Header, body):
		http.Error(w, "not signed by Slack", http.StatusUnauthorized)
	default:
		d.take(w, r, body)
	}
}

const signatureHeader = "X-Slack-Signature"

// signed reports whether the body bears Slack's signature of the last five
// minutes. A copy of such a request passes as well, and is answered as the first
// one was. Of two signatures, or two times, none counts: which of them is meant
// depends on who reads.
func signed(secrets []config.Secret, header http.Header, body []byte) bool {
	if len(header.Values(signatureHeader)) != 1 || len(header.Values("X-Slack-Request-Timestamp")) != 1 {
		return false
	}
	for _, secret := range secrets {
		v, err := slack.NewSecretsVerifier(header, secret.Reveal())
		if err != nil {
			continue
		}
		if _, err := v.Write(body); err == nil && v.Ensure() == nil {
			return true
		}
	}
	return false
}

// take answers a delivery that is certainly Slack's.
func (d *httpDoor) take(w http.ResponseWriter, r *http.Request, body []byte) {
	delivery, challenge, err := readBody(r.Header.Get("Content-Type"), body)
	switch {
	case err != nil:
		d.bot.Log.Warn("Slack sent what cannot be read", "error", err)
		w.Header().Set("X-Slack-No-Retry", "1")
		http.Error(w, "cannot be read", http.StatusBadRequest)
		return
	case challenge != "":
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, challenge)
		return
	}
	delivery.door = byHTTP
	ack, then := d.answered.once(r.Context(), r.Header.Get(signatureHeader), func() ([]byte, func(context.Context)) {
		// What has arrived is seen through, whether Slack still listens or not: it
		// would only send it again.
		return d.bot.dispatch(context.WithoutCancel(r.Context()), delivery)
	})
	if len(ack) > 0 {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(ack)))
	if _, err := w.Write(ack); err != nil {
		d.bot.note(delivery, err)
	}
	_ = http.NewResponseController(w).Flush() // the rest is said after the acknowledgement, not before
	then(context.WithoutCancel(r.Context()))
}

// readBody tells the three kinds of delivery apart. What is in the URL is not
// signed and is not looked at.
func readBody(contentType string, body []byte) (delivery request, challenge string, err error) {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return request{}, "", errMalformed
	}
	switch media {
	case "application/x-www-form-urlencoded":
		delivery, err = readForm(string(body))
		return delivery, "", err
	case "application/json":
		p, err := readEventPayload(body)
		if err != nil || p.Type == "url_verification" {
			return request{}, p.Challenge, err
		}
		delivery, err = p.request()
		return delivery, "", err
	}
	return request{}, "", errMalformed
}

// readForm refuses a parameter given twice: which of the two is meant depends on
// who reads. So does what is announced as a form and is an event, in which people
// have a say: what a body is said to be is not signed.
func readForm(body string) (request, error) {
	if strings.HasPrefix(body, "{") {
		return request{}, errMalformed
	}
	form, err := url.ParseQuery(body)
	if err != nil {
		return request{}, errMalformed
	}
	for _, values := range form {
		if len(values) > 1 {
			return request{}, errMalformed
		}
	}
	switch {
	case form.Has("payload"):
		return readInteraction([]byte(form.Get("payload")))
	case form.Has("command"):
		return slashPayload{
			Team: form.Get("team_id"), User: form.Get("user_id"), Command: form.Get("command"),
			Text: form.Get("text"), Conversation: form.Get("channel_id"),
			TriggerID: form.Get("trigger_id"), ResponseURL: form.Get("response_url"),
		}.request()
	case form.Get("ssl_check") == "1":
		return request{}, nil
	}
	return request{}, errMalformed
}
