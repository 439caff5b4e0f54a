package localslack

import (
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxBody is more than Slack takes of any JSON or form.
const maxBody = 2 << 20

// apiError is a refusal in Slack's words.
type apiError struct {
	code       string
	more       object
	status     int           // of HTTP; 0: 200, as Slack says most things
	retryAfter time.Duration // of a 429; zero: not told
}

func (e *apiError) Error() string { return e.code }

func (e *apiError) body() object {
	o := object{"ok": false, "error": e.code}
	maps.Copy(o, e.more)
	return o
}

func refusal(code string) error { return &apiError{code: code} }

// call is one request to the Web API.
type call struct {
	app   *app
	name  string
	args  object // as sent: strings from a form, anything from JSON
	base  string // scheme and host the client used
	r     *http.Request
	fault *Fault // nil for most
}

// serveAPI answers a call of the Web API.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	e := exchange{At: time.Now(), Kind: "api", Name: r.PathValue("method")}
	c := &call{name: e.Name, base: baseOf(r), r: r}
	token, err := c.read(w)
	if err == nil {
		err = s.authorise(c, token)
	}
	e.Request = encode(c.args)
	header := w.Header()
	header.Set("X-Slack-Req-Id", secret(16))
	if c.app != nil {
		e.App = c.app.ID
		header.Set("X-OAuth-Scopes", strings.Join(c.app.scopes, ","))
		header.Set("X-Accepted-OAuth-Scopes", strings.Join(s.methods[c.name].scopes, ","))
	}
	s.serveCall(w, r, e, func(f *Fault) answer {
		if err != nil {
			return answerTo(nil, err)
		}
		c.fault = f
		return s.perform(c)
	})
}

// perform runs a call that may be made, unless there are too many of them. What
// it answers is written before anybody else can change it.
func (s *Server) perform(c *call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.paced(c); err != nil {
		return answerTo(nil, err)
	}
	c.app.base = c.base
	o, err := s.methods[c.name].call(s, c)
	if _, refused := errors.AsType[*apiError](err); err != nil && !refused {
		s.log.Error("web API", "method", c.name, "error", err)
	}
	return answerTo(o, err)
}

// authorise finds whose token it is, and whether it may do this.
func (s *Server) authorise(c *call, token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, known := s.methods[c.name]
	if !known {
		return refusal("unknown_method")
	}
	if token == "" {
		return refusal("not_authed")
	}
	a, appLevel, ok := s.tokenOwner(token)
	if !ok {
		return refusal("invalid_auth")
	}
	c.app = a
	switch {
	case a.removed:
		return refusal("account_inactive")
	case appLevel != m.appLevel && !m.anyToken:
		return refusal("not_allowed_token_type")
	case !appLevel && !a.may(m.scopes...):
		return a.missing(m.scopes...)
	}
	return nil
}

// missing is the refusal of a call without its scope.
func (a *app) missing(needed ...string) error {
	return &apiError{code: "missing_scope", more: object{
		"needed": strings.Join(needed, ","), "provided": strings.Join(a.scopes, ","),
	}}
}

// read takes the arguments and the token: a form's, or the header's.
func (c *call) read(w http.ResponseWriter) (token string, err error) {
	kind := c.r.Header.Get("Content-Type")
	c.args = object{}
	body, err := readBody(w, c.r)
	if err != nil {
		return "", refusal("request_too_large")
	}
	switch {
	case c.r.Method != http.MethodPost && c.r.Method != http.MethodGet:
		return "", refusal("invalid_post_type")
	case len(body) == 0:
		c.args = flat(c.r.URL.Query())
		delete(c.args, "token") // Slack takes none in an address
	case isForm(kind):
		c.args, err = parseForm(kind, body)
	case strings.HasPrefix(kind, "application/json"):
		c.args, err = parseJSONArgs(body)
	default:
		err = refusal("invalid_post_type")
	}
	if err != nil {
		return "", err
	}
	token = strings.TrimPrefix(c.r.Header.Get("Authorization"), "Bearer ")
	if inForm := str(c.args, "token"); inForm != "" && !strings.HasPrefix(kind, "application/json") {
		token = inForm
	}
	delete(c.args, "token")
	return token, nil
}

func parseJSONArgs(body []byte) (object, error) {
	v, err := decode(body)
	if err != nil {
		return nil, refusal("invalid_json")
	}
	o, ok := v.(object)
	if !ok {
		return nil, refusal("json_not_object")
	}
	return o, nil
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	return io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
}

func isForm(contentType string) bool {
	kind, _, _ := mime.ParseMediaType(contentType)
	return kind == formType || kind == "multipart/form-data"
}

// parseForm reads the values of a form, the first of each.
func parseForm(contentType string, body []byte) (object, error) {
	kind, params, _ := mime.ParseMediaType(contentType)
	if kind == "multipart/form-data" {
		return parseMultipart(params["boundary"], body)
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, refusal("invalid_form_data")
	}
	return flat(values), nil
}

func flat(values url.Values) object {
	o := object{}
	for name := range values {
		o[name] = values.Get(name)
	}
	return o
}

// baseOf is the scheme and host a client used, which every URL it is given must
// share: slack-go refuses to upload elsewhere.
func baseOf(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
