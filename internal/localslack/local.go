package localslack

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"

	"github.com/treve-bot/treve/internal/lang"
)

// localError is a refusal of the page API: a code for programs, a sentence for
// people.
type localError struct {
	code string
	id   lang.ID
	args lang.Args
}

func (e *localError) Error() string { return e.code }

func refuse(code string, id lang.ID, args lang.Args) error { return &localError{code, id, args} }

// onThisMachine refuses everybody else, and web pages of elsewhere that have
// this machine's address under their own name (DNS rebinding).
func (s *Server) onThisMachine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		remote, _, _ := net.SplitHostPort(r.RemoteAddr)
		switch {
		case !loopback(remote), !loopback(r.Host), !localOrigin(r.Header.Get("Origin")):
			http.Error(w, "this machine only", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Header.Get("X-Local") != "1":
			http.Error(w, "the header X-Local is missing", http.StatusForbidden)
		default:
			s.address.Store(baseOf(r))
			next.ServeHTTP(w, r)
		}
	})
}

// localOrigin accepts a page of this machine, and programs, which have none.
func localOrigin(origin string) bool {
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && loopback(u.Host)
}

// localAPI is the page API, described in the package comment.
func (s *Server) localAPI() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /local/state", s.localState)
	mux.HandleFunc("GET /local/messages", s.localMessages)
	mux.HandleFunc("GET /local/stream", s.localStream)
	mux.HandleFunc("GET /local/clock", s.localClock)
	mux.HandleFunc("GET /local/traffic", s.localTraffic)
	mux.HandleFunc("GET /local/files/{file}/{name}", s.localFile)

	mux.HandleFunc("POST /local/type", does(s, s.localType))
	mux.HandleFunc("POST /local/edit", does(s, s.localEdit))
	mux.HandleFunc("POST /local/delete", does(s, s.localDelete))
	mux.HandleFunc("POST /local/read", does(s, s.localRead))
	mux.HandleFunc("POST /local/press", does(s, s.localPress))
	mux.HandleFunc("POST /local/submit", does(s, s.localSubmit))
	mux.HandleFunc("POST /local/close", does(s, s.localClose))
	mux.HandleFunc("POST /local/suggest", does(s, s.localSuggest))
	mux.HandleFunc("POST /local/open_home", does(s, s.localOpenHome))
	mux.HandleFunc("POST /local/invite", does(s, s.localInvite))
	mux.HandleFunc("POST /local/kick", does(s, s.localKick))
	mux.HandleFunc("POST /local/conversation", does(s, s.localConversation))
	mux.HandleFunc("POST /local/file", does(s, s.localUpload))
	mux.HandleFunc("POST /local/clock", does(s, s.localJump))
	mux.HandleFunc("POST /local/clock/run", does(s, s.localRun))
	mux.HandleFunc("POST /local/clock/halt", does(s, s.localHalt))
	mux.HandleFunc("POST /local/clock/reached", does(s, s.localReached))
	mux.HandleFunc("POST /local/redeliver", does(s, s.localRedeliver))
	mux.HandleFunc("POST /local/disconnect", does(s, s.localDisconnect))
	mux.HandleFunc("POST /local/deactivate", does(s, s.localDeactivate))
	mux.HandleFunc("POST /local/uninstall", does(s, s.localUninstall))
	mux.HandleFunc("GET /local/faults", s.localFaults)
	mux.HandleFunc("POST /local/faults", does(s, s.localAddFault))
	mux.HandleFunc("POST /local/faults/clear", does(s, s.localClearFaults))
	return mux
}

// does makes a handler of a function that takes a JSON body and returns one.
func does[T any](s *Server, act func(r *http.Request, in T) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in T
		decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<20))
		decoder.UseNumber()
		if err := decoder.Decode(&in); err != nil {
			s.refuseLocal(w, refuse("invalid_json", "localslack.invalid", lang.Args{"error": err.Error()}))
			return
		}
		unhurried(w) // apps and followers of the clock are waited for
		out, err := act(r, in)
		if err != nil {
			s.refuseLocal(w, err)
			return
		}
		if out == nil {
			out = object{}
		}
		data, ready := out.([]byte)
		if !ready {
			data = encode(out)
		}
		answerJSON(w, http.StatusOK, data)
	}
}

func answerJSON(w http.ResponseWriter, status int, data []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(data) // the client is gone otherwise
}

func (s *Server) refuseLocal(w http.ResponseWriter, err error) {
	o := object{"error": err.Error(), "message": err.Error()}
	if refused, ok := errors.AsType[*localError](err); ok {
		o["message"] = s.say.Say(refused.id, refused.args)
	}
	if problem, ok := errors.AsType[*lang.Problem](err); ok {
		o["error"], o["message"] = "invalid_fault", s.say.Problem(problem)
	}
	answerJSON(w, http.StatusBadRequest, encode(o))
}

// speaker finds who the page speaks as. The caller holds the lock.
func (s *Server) speaker(id string) (*user, error) {
	u, ok := s.person(id)
	if !ok {
		return nil, refuse("user_not_found", "localslack.user.unknown", lang.Args{"user": id})
	}
	if u.Deleted {
		return nil, refuse("account_inactive", "localslack.user.deactivated", lang.Args{"name": u.RealName})
	}
	return u, nil
}

// where finds a conversation somebody sees. The caller holds the lock.
func (s *Server) where(by *user, id string) (*conversation, error) {
	c, ok := s.conversation(id)
	if !ok || !c.sees(by) {
		return nil, refuse("channel_not_found", "localslack.conversation.unknown", lang.Args{"conversation": id})
	}
	return c, nil
}

// whereToWrite finds a conversation somebody may write in.
func (s *Server) whereToWrite(user, id string) (*user, *conversation, error) {
	by, err := s.speaker(user)
	if err != nil {
		return nil, nil, err
	}
	c, err := s.where(by, id)
	switch {
	case err != nil:
		return nil, nil, err
	case c.archived:
		return nil, nil, refuse("is_archived", "localslack.conversation.archived", nil)
	case !c.has(by.ID):
		return nil, nil, refuse("not_in_channel", "localslack.conversation.outside", nil)
	case s.silenced(c, by):
		return nil, nil, refuse("messages_tab_read_only", "localslack.conversation.silenced", nil)
	}
	return by, c, nil
}

// silenced reports whether it is an app's Messages tab that takes no messages of
// people's.
func (s *Server) silenced(c *conversation, by *user) bool {
	if c.kind != direct {
		return false
	}
	other, ok := s.user(c.other(by.ID))
	return ok && other.app != nil && (other.app.NoMessages || other.app.ReadOnly)
}
