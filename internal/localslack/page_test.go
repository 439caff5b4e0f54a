package localslack

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pageWeight is what the page may weigh, in bytes, all files together.
const pageWeight = 300_000

func pageTexts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := fs.WalkDir(pageFiles, "page", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(pageFiles, name)
		texts[path.Base(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestPageIsServed(t *testing.T) {
	for _, c := range []struct {
		method, path, kind string
		status             int
	}{
		{"GET", "/", "text/html; charset=utf-8", 200},
		{"HEAD", "/", "text/html; charset=utf-8", 200},
		{"GET", "/?user=U1", "text/html; charset=utf-8", 200},
		{"GET", "/app.js", "text/javascript; charset=utf-8", 200},
		{"GET", "/tokens.css", "text/css; charset=utf-8", 200},
		{"GET", "/nothing.js", "", 404},
		{"GET", "/page/", "", 404},
		{"GET", "/../page.go", "", 404},
		{"POST", "/", "", 405},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			w := httptest.NewRecorder()
			pageHandler().ServeHTTP(w, httptest.NewRequest(c.method, c.path, http.NoBody))
			if w.Code != c.status {
				t.Fatalf("status = %d; want %d", w.Code, c.status)
			}
			if c.status != 200 {
				return
			}
			if got := w.Header().Get("Content-Type"); got != c.kind {
				t.Errorf("Content-Type = %q; want %q", got, c.kind)
			}
			if got := w.Header().Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'none'") {
				t.Errorf("Content-Security-Policy = %q", got)
			}
			if (w.Body.Len() == 0) != (c.method == "HEAD") {
				t.Errorf("%d bytes of body", w.Body.Len())
			}
		})
	}
}

func TestPageIsLight(t *testing.T) {
	total := 0
	for _, text := range pageTexts(t) {
		total += len(text)
	}
	if total > pageWeight {
		t.Errorf("the page weighs %d bytes; it may weigh %d", total, pageWeight)
	}
	if total < pageWeight/10 {
		t.Errorf("the page weighs %d bytes, which cannot be all of it", total)
	}
}

var (
	pageImport = regexp.MustCompile(`from "(\./[^"]+)"|import "(\./[^"]+)"`)
	pageLink   = regexp.MustCompile(`(?:src|href)="([a-z]+\.(?:js|css))"`)
	// What would let a typed word become markup or program.
	pageDanger = regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|\beval\(|new Function`)
	// What a strict policy refuses, and a link to another machine.
	pageInline = regexp.MustCompile(`(?i)<script>|<style|\sstyle=|\son[a-z]+=|(?:src|href)="https?:`)
)

func TestPageNeedsNothingElse(t *testing.T) {
	texts := pageTexts(t)
	used := []string{"index.html"}
	for name, text := range texts {
		if found := pageDanger.FindString(text); found != "" {
			t.Errorf("%s: %s parses strings as markup or program", name, found)
		}
		for _, found := range pageImport.FindAllStringSubmatch(text, -1) {
			used = append(used, strings.TrimPrefix(found[1]+found[2], "./"))
		}
	}
	document := texts["index.html"]
	if found := pageInline.FindString(document); found != "" {
		t.Errorf("index.html: %q is refused by the page's own policy", found)
	}
	for _, found := range pageLink.FindAllStringSubmatch(document, -1) {
		used = append(used, found[1])
	}
	for _, name := range used {
		if _, there := texts[name]; !there {
			t.Errorf("%s is used and not there", name)
		}
	}
	for name := range texts {
		if !slices.Contains(used, name) {
			t.Errorf("nothing uses %s", name)
		}
	}
}

var (
	pageKey  = regexp.MustCompile(`(?m)^  (\w+): `)
	pageSaid = regexp.MustCompile(`\b(?:t|count)\("(\w+)"`)
	pageHole = regexp.MustCompile(`\{\w+\}`)
)

// The two languages of the page say the same things, and everything said exists.
func TestPageSpeaksBothLanguages(t *testing.T) {
	texts := pageTexts(t)
	fr, en := keysOf(texts["french.js"]), keysOf(texts["english.js"])
	if len(fr) < 50 {
		t.Fatalf("found %d strings, which cannot be all of them", len(fr))
	}
	for key, holes := range fr {
		other, there := en[key]
		if !there {
			t.Errorf("%q is not said in English", key)
		} else if !slices.Equal(holes, other) {
			t.Errorf("%q fills in %v in French and %v in English", key, holes, other)
		}
	}
	for key := range en {
		if _, there := fr[key]; !there {
			t.Errorf("%q is not said in French", key)
		}
	}
	for name, text := range texts {
		for _, found := range pageSaid.FindAllStringSubmatch(text, -1) {
			if _, there := fr[found[1]]; !there {
				t.Errorf("%s says %q, which no language has", name, found[1])
			}
		}
	}
}

// keysOf returns what the strings of one language fill in, by key.
func keysOf(language string) map[string][]string {
	keys := map[string][]string{}
	for line := range strings.SplitSeq(language, "\n") {
		key := pageKey.FindStringSubmatch(line)
		if key == nil {
			continue
		}
		holes := pageHole.FindAllString(line, -1)
		slices.Sort(holes)
		keys[key[1]] = slices.Compact(holes)
	}
	return keys
}
