package main

import (
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
)

func TestATerminalReadsNames(t *testing.T) {
	books := sampleBooks(t, time.Date(2026, time.November, 16, 9, 0, 0, 0, time.UTC))
	var said strings.Builder
	p := &program{stdout: &said, language: lang.French}
	if err := p.sayWords(t.Context(), books, "à <@U0CLAIRE001>, pas à <@U0NOBODY>"); err != nil {
		t.Fatal(err)
	}
	if want := "à @Claire Morel, pas à <@U0NOBODY>\n"; said.String() != want {
		t.Errorf("said %q; want %q", said.String(), want)
	}
}
