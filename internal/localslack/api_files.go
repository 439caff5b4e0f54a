package localslack

import (
	"path"
	"strings"
)

// What Slack takes of files (docs.slack.dev/reference/methods/NAME).
const (
	altTextLimit = 1000 // files.getUploadURLExternal
	sharesAtOnce = 100  // files.completeUploadExternal
)

// filesGetUploadURL hands out an address to upload to, under the host the client
// already uses.
func (s *Server) filesGetUploadURL(c *call) (object, error) {
	name, length := c.str("filename"), c.number("length", 0)
	switch {
	case name == "":
		return nil, refusal("invalid_arguments")
	case length <= 0:
		return nil, refusal("missing_argument")
	case length > maxUpload:
		return nil, refusal("file_upload_size_restricted")
	case runes(c.str("alt_txt")) > altTextLimit:
		return nil, refusal("alt_txt_too_large")
	}
	f := s.newFile(c.base, c.app.BotUser, path.Base(name), nil)
	f.key, f.length, f.alt, f.asked = secret(16), length, c.str("alt_txt"), s.now()
	return object{"upload_url": c.base + "/upload/" + f.key, "file_id": f.id}, nil
}

// filesCompleteUpload finishes uploads and shares them in conversations, or
// keeps them for an image block.
func (s *Server) filesCompleteUpload(c *call) (object, error) {
	done, err := s.uploadedFiles(c)
	if err != nil {
		return nil, err
	}
	places, err := s.sharedWith(c)
	if err != nil {
		return nil, err
	}
	said := content{text: c.str("initial_comment")}
	if said.blocks, err = listOf(c.args["blocks"], "invalid_blocks_format"); err != nil {
		return nil, err
	}
	if !said.empty() {
		if err := s.checkMessage(said, textHardLimit); err != nil {
			return nil, err
		}
	}
	var posts []*message
	for _, to := range places {
		m := &message{user: c.app.BotUser, app: c.app, content: said, files: done, subtype: "file_share"}
		if m.threadTS, err = threadOf(to, c.str("thread_ts")); err != nil {
			return nil, err
		}
		posts = append(posts, m)
	}
	for _, f := range done {
		f.complete = true
	}
	known := s.slackFiles(done) // as they are before they stand anywhere
	for i, m := range posts {
		s.post(places[i], m)
	}
	return object{"files": known}, nil
}

// uploadedFiles reads which files a call completes: the app's own, uploaded.
func (s *Server) uploadedFiles(c *call) ([]*file, error) {
	v, err := c.value("files")
	list, ok := v.([]any)
	if err != nil || !ok || len(list) == 0 {
		return nil, refusal("invalid_arguments")
	}
	var done []*file
	for _, o := range onlyObjects(list) {
		f, ok := s.file(str(o, "id"))
		if !ok || f.user != c.app.BotUser || f.key != "" || f.complete {
			return nil, refusal("file_not_found")
		}
		if title := str(o, "title"); title != "" {
			f.title = title
		}
		done = append(done, f)
	}
	return done, nil
}

func (s *Server) sharedWith(c *call) ([]*conversation, error) {
	names := c.str("channel_id")
	if names == "" {
		names = c.str("channels")
	}
	if names == "" {
		return nil, nil
	}
	if strings.Count(names, ",") >= sharesAtOnce {
		return nil, refusal("channels_limit_exceeded")
	}
	var all []*conversation
	for name := range strings.SplitSeq(names, ",") {
		to, err := s.target(c.app, name)
		if err == nil {
			err = to.takes(c.app)
		}
		if err != nil {
			return nil, err
		}
		if !to.has(c.app.BotUser) {
			return nil, refusal("not_in_channel")
		}
		all = append(all, to)
	}
	return all, nil
}

func (s *Server) filesInfo(c *call) (object, error) {
	f, ok := s.file(c.str("file"))
	if !ok || !f.complete || !c.app.maySee(f) {
		return nil, refusal("file_not_found")
	}
	return object{"file": s.slackFile(f)}, nil
}
