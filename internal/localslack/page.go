package localslack

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
)

//go:embed page
var pageFiles embed.FS

// pageTypes are the media types of the page. They are not left to the machine:
// some say that a script is plain text, and no browser runs a module then.
var pageTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
}

// pagePolicy lets the page use what this server serves and nothing else: no
// script or style inside the document, nobody else's frame, no other machine.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// pageHandler serves the page to chat in: static files, which talk to /local/.
func pageHandler() http.Handler {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	served := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		kind, known := pageTypes[path.Ext(r.URL.Path)]
		if !known && r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		if r.URL.Path == "/" {
			kind = pageTypes[".html"]
		}
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		// A newer program serves a newer page at the same address.
		h.Set("Cache-Control", "no-store")
		served.ServeHTTP(w, r)
	})
}
