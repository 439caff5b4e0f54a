package localslack

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxUpload is far less than Slack takes, and more than anybody needs here.
const maxUpload = 64 << 20

// serveUpload takes the content of a file at the address handed out for it, raw
// or as a form's file.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	e := exchange{At: time.Now(), Kind: upload, Name: upload}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpload))
	if err == nil {
		body, err = uploaded(r.Header.Get("Content-Type"), body)
	}
	e.Request = encode(object{"bytes": len(body)})
	s.serveCall(w, r, e, func(*Fault) answer {
		if err != nil || !s.takeUpload(r.PathValue("key"), body) {
			return answer{status: http.StatusBadRequest, kind: plainType, body: []byte("no such upload, or not its length"), failure: "upload_failed"}
		}
		return answer{status: http.StatusOK, kind: plainType, body: []byte("OK - " + strconv.Itoa(len(body)))}
	})
}

// takeUpload gives a file its content, once and of the length announced.
func (s *Server) takeUpload(key string, body []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.files {
		if f.key == "" || f.key != key || len(body) != f.length {
			continue
		}
		f.data, f.key = body, ""
		f.mimetype = mimetypeOf(f.name, body)
		return true
	}
	return false
}

func uploaded(contentType string, body []byte) ([]byte, error) {
	kind, params, _ := mime.ParseMediaType(contentType)
	if kind != "multipart/form-data" {
		return body, nil
	}
	reader := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := reader.NextPart()
		if err != nil {
			return nil, err
		}
		if part.FileName() != "" || part.FormName() == "file" {
			return io.ReadAll(part)
		}
	}
}

// serveFile gives a file to an app that shows its token. Without one Slack sends
// to its sign-in page.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	e := exchange{At: time.Now(), Kind: download, Name: download, Request: encode(object{"file": r.PathValue("file")})}
	s.mu.Lock()
	f, ok := s.file(r.PathValue("file"))
	a, appLevel, known := s.tokenOwner(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	ok = ok && known && f.complete && a.maySee(f)
	s.mu.Unlock()
	if known {
		e.App = a.ID
	}
	s.serveCall(w, r, e, func(*Fault) answer {
		switch {
		case !known || appLevel || !a.may("files:read"):
			w.Header().Set("Location", "/?redir="+url.QueryEscape(r.URL.Path))
			return answer{status: http.StatusFound, kind: plainType, failure: "not_authed"}
		case !ok:
			return answer{status: http.StatusNotFound, kind: plainType, body: []byte("no such file"), failure: "file_not_found"}
		}
		f.guard(w)
		return answer{status: http.StatusOK, kind: f.mimetype, body: f.data}
	})
}

// write sends the content to a page.
func (f *file) write(w http.ResponseWriter) {
	f.guard(w)
	w.Header().Set("Content-Type", f.mimetype)
	_, _ = w.Write(f.data) // the client is gone otherwise
}

// guard keeps browsers from running the content.
func (f *file) guard(w http.ResponseWriter) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Security-Policy", "sandbox")
}
