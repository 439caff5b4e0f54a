package localslack

import (
	"path"
	"strings"
)

// filesGetUploadURL hands out an address to upload to, under the host the client
// already uses.
func (s *Server) filesGetUploadURL(c *call) (object, error) {
	name, length := c.str("filename"), c.number("length", 0)
	if name == "" || length <= 0 {
		return nil, refusal("invalid_arguments")
	}
	f := s.newFile(c.base, c.app.BotUser, path.Base(name), nil)
	f.key, f.length, f.alt = secret(16), length, c.str("alt_txt")
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
	for _, f := range done {
		f.complete = true
	}
	for _, to := range places {
		m := &message{user: c.app.BotUser, app: c.app, content: said, files: done}
		if m.threadTS, err = threadOf(to, c.str("thread_ts")); err != nil {
			return nil, err
		}
		s.post(to, m)
	}
	return object{"files": s.slackFiles(done)}, nil
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
		if !ok || f.user != c.app.BotUser || f.key != "" {
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
	if !ok || !f.complete {
		return nil, refusal("file_not_found")
	}
	return object{"file": s.slackFile(f)}, nil
}
