package localslack

import (
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
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
