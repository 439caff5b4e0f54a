package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// How many names a channel or a persona may have beside its own, and how many
// characters the definition of a lead.
const (
	MostAliases       = 20
	LongestDefinition = 1_000
)

// either takes the one channel or persona that a line names; none is a zero
// segment. What is archived is refused unless it is what the line is about.
func (l *line) either(archived bool) (ledger.Segment, error) {
	all := slices.Concat(l.takeChannels(), l.takePersonas())
	switch {
	case len(all) == 0:
		return ledger.Segment{}, nil
	case len(all) > 1:
		return ledger.Segment{}, lang.Refuse("phrase.two_names", lang.Args{"first": all[0].shown, "second": all[1].shown})
	case all[0].archived && !archived:
		return ledger.Segment{}, lang.Refuse("phrase.archived", lang.Args{"name": all[0].shown})
	}
	return ledger.Segment{Channel: all[0].channel, Persona: all[0].persona}, nil
}

// heading reads what a text is about: the name before the word at a place, else
// the one right after it. What follows may hold any word and is not looked at;
// end is where it begins.
func (l *line) heading(at int, missing lang.ID) (s ledger.Segment, end int, err error) {
	end = at + 1
	if !slices.ContainsFunc(l.items[:at], item.named) {
		for l.at(end).key == kFiller {
			end++
		}
		end++
	}
	head := *l
	head.items = l.items[:min(end, len(l.items))]
	s, err = head.either(false)
	switch u, near := head.closest(kind{true, true}); {
	case err != nil:
	case s == (ledger.Segment{}) && near:
		err = head.nothingElse([]int{u.first})
	case s == (ledger.Segment{}):
		err = lang.Refuse(missing, l.sample())
	default:
		err = head.nothingElse(head.left(kFiller, kHello, kAt, kIn, kChannel, kPersona, kDefinition, kAlias))
	}
	return s, end, err
}

// textFrom takes the rest of the line as typed.
func (l *line) textFrom(at int) string {
	if at >= len(l.items) {
		return ""
	}
	l.takeSpan(at, len(l.items)-1)
	return unquoted(strings.TrimLeft(l.text[l.items[at-1].end():], " :"))
}

// unquoted is a text without the quotation marks around the whole of it.
func unquoted(text string) string {
	text = strings.TrimSpace(text)
	for _, marks := range []struct{ opening, closing string }{{`"`, `"`}, {"«", "»"}, {"“", "”"}} {
		inside, opened := strings.CutPrefix(text, marks.opening)
		inside, closed := strings.CutSuffix(inside, marks.closing)
		if opened && closed && !strings.Contains(inside, marks.opening) {
			return strings.TrimSpace(inside)
		}
	}
	return text
}

// none reports whether a text says that there is nothing.
func none(text string) bool {
	said := vocabulary().byFold[ledger.Fold(text)]
	return said.key == kNobody
}

// setDefinition reads what counts as a lead of a channel, in words of one's own.
func (l *line) setDefinition() (Command, error) {
	s, end, err := l.heading(l.find(kDefinition), "phrase.set_definition")
	if err != nil {
		return nil, err
	}
	text := l.textFrom(end)
	switch {
	case text == "" || s.Channel == 0:
		return nil, lang.Refuse("phrase.set_definition", l.sample())
	case none(text):
		text = ""
	}
	return SetDefinition{Channel: s.Channel, Text: text}, ValidDefinition(text)
}

// ValidDefinition refuses a definition that is too long to be read. Its errors
// are Problems.
func ValidDefinition(text string) error {
	if length := utf8.RuneCountInString(text); length > LongestDefinition {
		return lang.Refuse("phrase.definition_too_long", lang.Args{"length": length, "most": LongestDefinition})
	}
	return nil
}

// setAliases reads what else a channel or a persona is called, the names set
// apart by commas.
func (l *line) setAliases() (Command, error) {
	s, end, err := l.heading(l.find(kAlias), "phrase.set_alias")
	if err != nil {
		return nil, err
	}
	text := l.textFrom(end)
	if text == "" {
		return nil, lang.Refuse("phrase.set_alias", l.sample())
	}
	aliases, err := ParseAliases(text, l.Catalogue, s)
	return SetAliases{Of: s, Aliases: aliases}, err
}

// ParseAliases reads names set apart by commas, of which none may mean something
// else already than the channel or persona they are for. "aucun" or nothing is
// no name. Its errors are Problems.
func ParseAliases(text string, c ledger.Catalogue, of ledger.Segment) ([]string, error) {
	var aliases []string
	if none(text) {
		return nil, nil
	}
	for part := range strings.FieldsFuncSeq(tidy(text), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		alias := unquoted(strings.Join(strings.Fields(part), " "))
		if alias == "" {
			continue
		}
		if err := FreeName(alias, c, of); err != nil {
			return nil, err
		}
		aliases = append(aliases, alias)
	}
	if len(aliases) > MostAliases {
		return nil, lang.Refuse("phrase.too_many_aliases", lang.Args{"count": len(aliases), "most": MostAliases})
	}
	return aliases, nil
}

// FreeName refuses a name that could not be typed back, or that another channel
// or persona than the one it is for already has. Its errors are Problems.
func FreeName(called string, c ledger.Catalogue, of ledger.Segment) error {
	if err := ValidName(called); err != nil {
		return err
	}
	taken, ok := namesOf(c).exact(ledger.Fold(called))
	switch {
	case !ok || (ledger.Segment{Channel: taken.channel, Persona: taken.persona}) == of:
		return nil
	case taken.archived:
		return lang.Refuse("phrase.name_archived", lang.Args{"name": taken.shown, "typed": strings.ToLower(taken.shown)})
	}
	return lang.Refuse("phrase.name_taken", lang.Args{"name": taken.shown})
}

// setTeam gives a channel to marketing or to sales.
func (l *line) setTeam() (Command, error) {
	s, err := l.named(kind{channels: true}, "phrase.set_team")
	if err != nil {
		return nil, err
	}
	switch marketing, sales := l.take(kMarket), l.take(kSales, kSale); {
	case sales && !marketing:
		return SetTeam{s.Channel, ledger.Sales}, nil
	case marketing && !sales:
		return SetTeam{s.Channel, ledger.Marketing}, nil
	}
	return nil, lang.Refuse("phrase.set_team", l.sample())
}

// setPersona names the persona of the counts for a channel that name none; for
// the whole workspace it is a setting.
func (l *line) setPersona() (Command, error) {
	if !slices.ContainsFunc(l.items, func(i item) bool { return i.name.channel != 0 }) {
		return l.setOption()
	}
	if l.take(kNobody) {
		s, err := l.named(kind{channels: true}, "phrase.set_channel_persona")
		return SetChannelPersona{Channel: s.Channel}, err
	}
	s, err := l.named(kind{true, true}, "phrase.set_channel_persona")
	return SetChannelPersona{s.Channel, s.Persona}, err
}

// rename reads "renommer email en Newsletter".
func (l *line) rename() (Command, error) {
	at := slices.IndexFunc(l.items, item.named)
	if at < 0 {
		if err := l.nothingElse(l.misspelt(kind{true, true})); err != nil {
			return nil, err
		}
		return nil, lang.Refuse("phrase.rename_what", l.sample())
	}
	head := *l
	head.items = l.items[:at+1]
	head.take(kRename)
	of, err := head.either(false)
	if err == nil {
		err = head.nothingElse(head.left(kFiller, kHello, kChannel, kPersona))
	}
	if err != nil {
		return nil, err
	}
	first, last := at+1, len(l.items)-1
	if joins := l.at(first); oneOf(joins.key, []key{kFiller, kAsking, kIn, kAt}) {
		first++
	}
	if first > last {
		return nil, lang.Refuse("phrase.rename_what", l.sample())
	}
	called := l.called(first, last)
	return Rename{Of: of, Name: called}, FreeName(called, l.Catalogue, of)
}

// archive reads "archiver salon" and "restaurer salon".
func (l *line) archive() (Command, error) {
	restore := l.take(kRestore)
	l.take(kArchive)
	of, err := l.either(true)
	if err == nil && of == (ledger.Segment{}) {
		if err = l.nothingElse(l.misspelt(kind{true, true})); err == nil {
			err = lang.Refuse("phrase.archive_what", l.sample())
		}
	}
	if err == nil {
		err = l.nothingElse(l.left(kFiller, kHello, kChannel, kPersona))
	}
	return Archive{Of: of, Restore: restore}, err
}
