package main

import (
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
)

// keepChannel leaves one acquisition channel in the report, named as people
// name it: a question about one that is not there lists those that are.
func keepChannel(r *report.Report, name string) (ledger.ChannelID, error) {
	var names []string
	for _, c := range r.Channels {
		for _, known := range append([]string{c.Name}, c.Aliases...) {
			if ledger.Fold(known) == ledger.Fold(name) {
				r.Channels = []report.Channel{c}
				return c.ID, nil
			}
		}
		names = append(names, c.Name)
	}
	return 0, lang.Refuse("cli.unknown_channel", lang.Args{"typed": name, "names": names})
}
