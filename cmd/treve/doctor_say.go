package main

import (
	"encoding/json"
	"fmt"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/lang"
)

// examination is what doctor found, for programs. Fields are only ever added, and
// a check keeps its id.
type examination struct {
	Healthy bool        `json:"healthy"`
	Version string      `json:"version"`
	Checks  []checkJSON `json:"checks"`
}

// checkJSON is one line of it. There may be several of one id: one for each thing
// the check is about, such as a conversation.
type checkJSON struct {
	ID   string `json:"id"`
	OK   bool   `json:"ok"`
	Text string `json:"text"` // what was found and, where it is not in order, what to do
}

// sayFindings prints what was found, and reports whether all is in order.
func (p *program) sayFindings(findings []bot.Finding, asJSON bool) (healthy bool, err error) {
	say := p.speaker()
	e := examination{Healthy: true, Version: version()}
	for _, f := range findings {
		e.Healthy = e.Healthy && f.OK
		e.Checks = append(e.Checks, checkJSON{f.Check, f.OK, p.secrets.Text(say.Say(f.ID, f.Args))})
	}
	if asJSON {
		encoder := json.NewEncoder(p.stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return e.Healthy, encoder.Encode(e)
	}
	for _, c := range e.Checks {
		mark := lang.ID("doctor.ok")
		if !c.OK {
			mark = "doctor.to_do"
		}
		fmt.Fprintf(p.stdout, "%-8s %s\n", say.Say(mark, nil), c.Text)
	}
	return e.Healthy, nil
}
