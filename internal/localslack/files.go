package localslack

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// file is something uploaded, by an app or by a person.
type file struct {
	id, name, title, alt string
	user                 string
	byApp                bool
	mimetype             string
	data                 []byte
	created              time.Time
	key                  string    // of its upload URL; empty once used
	length               int       // announced
	asked                time.Time // real, of its upload URL
	complete             bool
	base                 string  // where it can be fetched
	shares               []share // the messages it stands in
}

// share is a message a file stands in.
type share struct {
	in *conversation
	ts string
}

// maySee reports whether an app may have the file: its own, one that stands where
// the app is, and one that stands nowhere because a modal told it.
func (a *app) maySee(f *file) bool {
	if f.user == a.BotUser {
		return true
	}
	told := len(f.shares) == 0 && !f.byApp
	return told || slices.ContainsFunc(f.shares, func(s share) bool { return s.in.has(a.BotUser) })
}

func (f *file) filetype() string {
	if ext := strings.TrimPrefix(path.Ext(f.name), "."); ext != "" {
		return strings.ToLower(ext)
	}
	return "binary"
}

func (s *Server) newFile(base, user, name string, data []byte) *file {
	f := &file{
		id: "F0" + strings.ToUpper(secret(5)), name: name, title: name, user: user,
		data: data, created: s.clock.Now(), base: base,
	}
	f.mimetype = mimetypeOf(name, data)
	if u, ok := s.user(user); ok {
		f.byApp = u.app != nil
	}
	s.files = append(lighter(slices.DeleteFunc(s.files, s.abandoned)), f)
	return f
}

// keptBytes is how much of files is remembered.
const keptBytes = 256 << 20

// lighter forgets the oldest files of too many.
func lighter(all []*file) []*file {
	total := 0
	for i, f := range slices.Backward(all) {
		if total += len(f.data); total > keptBytes {
			return slices.Clone(all[i+1:])
		}
	}
	return all
}

// abandoned reports whether a file's upload was begun and never completed.
func (s *Server) abandoned(f *file) bool { return !f.complete && s.now().Sub(f.asked) > memory }

func mimetypeOf(name string, data []byte) string {
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return http.DetectContentType(data)
}

func (s *Server) file(id string) (*file, bool) {
	for _, f := range s.files {
		if f.id == id {
			return f, true
		}
	}
	return nil, false
}

// shownTypes are the pictures an image block shows
// (docs.slack.dev/reference/block-kit/composition-objects/slack-file-object).
var shownTypes = []string{"image/png", "image/jpeg", "image/gif"}

// hasFile reports whether an image block may show it: an uploaded picture.
func (s *Server) hasFile(ref object) bool {
	for _, f := range s.files {
		if f.complete && slices.Contains(shownTypes, f.mimetype) && (f.id == str(ref, "id") || f.address() == str(ref, "url")) {
			return true
		}
	}
	return false
}

func (f *file) address() string {
	return f.base + "/files/" + f.id + "/" + url.PathEscape(f.name)
}

func (s *Server) slackFile(f *file) object {
	places := map[kind][]string{channel: {}, private: {}, direct: {}}
	public, hidden := object{}, object{}
	for _, s := range f.shares {
		places[s.in.kind] = append(places[s.in.kind], s.in.id)
		visible := hidden
		if s.in.kind == channel {
			visible = public
		}
		earlier, _ := visible[s.in.id].([]object)
		visible[s.in.id] = append(earlier, object{"ts": s.ts})
	}
	return object{
		"channels": places[channel], "groups": places[private], "ims": places[direct],
		"shares": object{"public": public, "private": hidden},

		"id": f.id, "name": f.name, "title": f.title, "mimetype": f.mimetype, "filetype": f.filetype(),
		"pretty_type": strings.ToUpper(f.filetype()), "user": f.user, "size": len(f.data), "mode": "hosted",
		"created": f.created.Unix(), "timestamp": f.created.Unix(), "is_external": false, "is_public": false,
		"url_private": f.address(), "url_private_download": f.address(), "permalink": f.address(), "alt_txt": f.alt,
	}
}

func (s *Server) slackFiles(files []*file) []object {
	var all []object
	for _, f := range files {
		all = append(all, s.slackFile(f))
	}
	return all
}

// withFiles replaces the files among an input's values, which the page knows by
// id, by what Slack says of them.
func (s *Server) withFiles(value any) any {
	list, _ := value.([]any)
	for i, one := range list {
		o, _ := one.(object)
		if f, ok := s.file(str(o, "id")); ok && f.complete {
			list[i] = s.slackFile(f)
		}
	}
	return value
}

// shownFiles are files as the page has them: it fetches them without a token.
func (s *Server) shownFiles(files []*file) []object {
	all := s.slackFiles(files)
	for i, f := range files {
		link := "/local/files/" + f.id + "/" + url.PathEscape(f.name)
		all[i]["url_private"], all[i]["permalink"] = link, link
		delete(all[i], "url_private_download")
	}
	return all
}

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
