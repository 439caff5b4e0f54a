package lang

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed messages/*.json
var files embed.FS

// catalogue is every message in every language, and the names each one leaves
// to be filled in. It is read-only once loaded.
type catalogue struct {
	localizers   map[Language]*i18n.Localizer
	placeholders map[ID][]string
}

// spoken loads the catalogue once. What cannot be read is left out, so that the
// process goes on speaking; a test refuses to let that happen.
var spoken = sync.OnceValue(func() catalogue {
	c, _ := load(files)
	return c
})

// load reads the catalogues of a file system, and reports every file that
// cannot be read beside what could.
func load(from fs.FS) (catalogue, error) {
	bundle := i18n.NewBundle(language.French)
	c := catalogue{map[Language]*i18n.Localizer{}, map[ID][]string{}}
	paths, problem := fs.Glob(from, "messages/*.json")
	for _, name := range paths {
		file, err := read(from, name)
		if err == nil {
			c.note(file)
			err = bundle.AddMessages(file.Tag, file.Messages...)
		}
		problem = errors.Join(problem, err)
	}
	for _, l := range []Language{French, English} {
		c.localizers[l] = i18n.NewLocalizer(bundle, string(l))
	}
	return c, problem
}

func read(from fs.FS, name string) (*i18n.MessageFile, error) {
	raw, err := fs.ReadFile(from, name)
	if err != nil {
		return nil, fmt.Errorf("read the messages of %s: %w", path.Base(name), err)
	}
	parsers := map[string]i18n.UnmarshalFunc{"json": json.Unmarshal}
	file, err := i18n.ParseMessageFileBytes(raw, name, parsers)
	if err != nil {
		return nil, fmt.Errorf("read the messages of %s: %w", path.Base(name), err)
	}
	for _, m := range file.Messages {
		complete(m)
		if file.Tag == language.French {
			m.One, m.Many, m.Other = typeset(m.One), typeset(m.Many), typeset(m.Other)
		}
	}
	return file, nil
}

// complete gives a message every form its language may ask for: French has one
// for millions ("un million de leads") that few sentences need.
func complete(m *i18n.Message) {
	if m.One == "" {
		m.One = m.Other
	}
	if m.Many == "" {
		m.Many = m.Other
	}
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

func (c catalogue) note(file *i18n.MessageFile) {
	for _, m := range file.Messages {
		for _, match := range placeholder.FindAllStringSubmatch(m.One+m.Many+m.Other, -1) {
			if id := ID(m.ID); !slices.Contains(c.placeholders[id], match[1]) {
				c.placeholders[id] = append(c.placeholders[id], match[1])
			}
		}
	}
}
