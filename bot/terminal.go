package bot

import (
	"html"
	"regexp"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// StatusWords is what /sla answers about a report, or about one channel of it (0
// for all), for a terminal.
func StatusWords(say lang.Speaker, r report.Report, sales report.SalesHalf, signing sla.Signing,
	s ledger.Settings, only ledger.ChannelID,
) string {
	var names ledger.Catalogue
	for _, c := range r.Channels {
		names.Channels = append(names.Channels, c.Channel)
	}
	b := newBoard(say, r, s, false)
	b.sales, b.signing = sales, signing
	v := newView(b, subject{Channel: only}, names)
	return Words(v.answer(phrase.Status{}).Text)
}

// bold is what a message has between asterisks.
var bold = regexp.MustCompile(`\*([^*\n]+)\*`)

// typedStar is an asterisk that somebody typed, which makes nothing bold; it
// waits behind a sign that nobody can type until the others are gone.
const (
	typedStar   = breath + "*" + breath
	waitingStar = "\ufdd0"
)

// Words turns a message's text, in Slack's encoding, into what a terminal shows.
func Words(text string) string {
	text = strings.ReplaceAll(text, typedStar, waitingStar)
	text = bold.ReplaceAllString(text, "$1")
	return html.UnescapeString(strings.NewReplacer(waitingStar, "*", breath, "").Replace(text))
}
