package localslack

import (
	"cmp"
	"net/http"
	"strconv"

	"github.com/treve-bot/treve/internal/lang"
)

// localTraffic is the inspector's feed.
func (s *Server) localTraffic(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit <= 0 {
		limit = s.traffic.keeps
	}
	after, _ := strconv.ParseInt(q.Get("after"), 10, 64) // without it, all
	answerJSON(w, http.StatusOK, encode(object{"traffic": s.traffic.since(after, q.Get("app"), limit)}))
}

// repeating names a delivery to make again; empty, the last one.
type repeating struct {
	App      string `json:"app"`
	Envelope string `json:"envelope"`
	ID       int64  `json:"id"`
}

func (s *Server) localRedeliver(r *http.Request, in repeating) (any, error) {
	if in.Envelope == "last" {
		in.Envelope = ""
	}
	d, a, ok := s.redeliver(r.Context(), in.App, in.Envelope, in.ID)
	if !ok {
		return nil, refuse("no_delivery", "localslack.redeliver.none", nil)
	}
	return object{
		"kind": d.kind, "name": d.name, "attempt": d.attempt,
		"status": cmp.Or(a.failure, "ok"), "response": shownJSON(a.body),
	}, nil
}

// disconnecting names whose connections go, and how.
type disconnecting struct {
	App    string `json:"app"`
	Reason string `json:"reason"`
}

func (s *Server) localDisconnect(_ *http.Request, in disconnecting) (any, error) {
	switch in.Reason {
	case "":
		in.Reason = "refresh_requested"
	case "warning", "refresh_requested", "link_disabled", "reset":
	default:
		return nil, refuse("invalid_reason", "localslack.invalid", lang.Args{"error": in.Reason})
	}
	return object{"connections": s.Disconnect(in.App, in.Reason)}, nil
}

func (s *Server) localUninstall(_ *http.Request, in disconnecting) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.app(in.App)
	if !ok {
		return nil, refuse("app_not_found", "localslack.app.unknown", lang.Args{"app": in.App})
	}
	s.uninstall(a)
	return nil, nil
}

// failing is a fault to put in force, or to lift.
type failing struct {
	Fault string `json:"fault"`
	ID    uint64 `json:"id"`
}

func (s *Server) localFaults(w http.ResponseWriter, _ *http.Request) {
	answerJSON(w, http.StatusOK, encode(s.faults.list()))
}

func (s *Server) localAddFault(_ *http.Request, in failing) (any, error) {
	f, err := ParseFault(in.Fault)
	if err != nil {
		return nil, err
	}
	return object{"id": s.faults.add(f)}, nil
}

func (s *Server) localClearFaults(_ *http.Request, in failing) (any, error) {
	return object{"cleared": s.faults.clear(in.ID)}, nil
}
