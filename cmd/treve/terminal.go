package main

import (
	"io"
	"os"

	"golang.org/x/term"

	"github.com/treve-bot/treve/internal/config"
)

// isTerminal reports whether somebody is watching what is written to w.
func isTerminal(w io.Writer) bool {
	if net, ok := w.(*config.Redactor); ok {
		w = net.Unwrap()
	}
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
