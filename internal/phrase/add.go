package phrase

import (
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// add reads "add canal Webinaire" and "ajouter persona Grand compte". The name
// is what follows, as typed; "ventes" after it gives the channel to sales.
func (l *line) add() (Command, error) {
	l.take(kAdd)
	at := l.find(kChannel, kPersona)
	if at < 0 {
		return nil, lang.Refuse("phrase.add_what", nil)
	}
	adding := l.items[at].key
	first, last, team := at+1, len(l.items)-1, ledger.Marketing
	if adding == kChannel {
		last, team = l.team(first)
	}
	if first > last {
		return nil, lang.Refuse("phrase.add_what", nil)
	}
	called := l.called(first, last)
	if err := FreeName(called, l.Catalogue, ledger.Segment{}); err != nil {
		return nil, err
	}
	if adding == kPersona {
		return AddPersona{Name: called}, nil
	}
	return AddChannel{Name: called, Team: team}, nil
}

// team reads the side of the SLA named after a channel's name, with the words
// that lead to it: "Salons pour les ventes", "Salons (sales)". It returns the
// place where the name ends.
func (l *line) team(first int) (last int, team ledger.Team) {
	last, team = len(l.items)-1, ledger.Marketing
	side := l.at(last)
	if last <= first || side.key != kSales && side.key != kMarket {
		return last, team
	}
	before := l.at(last - 1)
	if of := before.fold; of == "de" || of == "des" || of == "d" {
		return last, team // "Force de ventes" is a name
	}
	if side.key == kSales {
		team = ledger.Sales
	}
	for last--; last > first && oneOf(l.at(last).key, []key{kFiller, kTeam}); last-- {
	}
	return last, team
}

// called is a name as typed, from one item to another, with the punctuation
// that belongs to it but not the quotation marks around it.
func (l *line) called(first, last int) string {
	end := len(l.text)
	if last+1 < len(l.items) {
		end = l.items[last+1].start
	}
	typed := strings.Trim(l.text[l.items[first-1].end():end], " \t\"'«»“”:,")
	return strings.TrimRight(strings.Join(strings.Fields(typed), " "), " (")
}
