package bot

import (
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/recap"
)

// tabulate writes rows as a table, or in words where Slack takes no table, and
// returns how many it wrote: a table has a room of its own.
func (s summary) tabulate(l *letter, rows []row) (shown int) {
	switch {
	case len(rows) == 0:
		return 0
	case s.layout.Form == recap.NoTable:
		l.add(s.rowLines(rows)...)
		return len(rows)
	case s.layout.Form == recap.WordsOnly:
		l.rows = append(l.rows, s.rowLines(rows)...)
		return len(rows)
	}
	block, cut := s.rowsTable("recap", "sla.column.channel", rows)
	shown = len(rows) - cut
	l.table(block, s.rowLines(rows[:shown]))
	return shown
}

// leftOut says of the rows that follow in the thread how many they are, and what
// they come to together.
func (s summary) leftOut(rows []row) string {
	line := s.say.Count("recap.more_rows", int64(len(rows)), lang.Args{})
	if s.bare {
		return line
	}
	return line + s.say.Say("sla.more_rows.gap", lang.Args{"gap": s.signed(together(rows))})
}

// pages write the rows that the recap has no room for, as many messages as it
// takes: each holds all it says in words too.
func (s summary) pages(rows []row) (pages []letter) {
	for len(rows) > 0 {
		n := min(len(rows), tableRows-1)
		l, shown := s.page(rows[:n], len(rows))
		for n > 1 && !(shown == n && s.holds(l) && l.whole()) {
			n--
			l, shown = s.page(rows[:n], len(rows))
		}
		pages, rows = append(pages, l), rows[n:]
	}
	return pages
}

// page is one of them, which so many of all rows are left for.
func (s summary) page(rows []row, left int) (l letter, shown int) {
	l.say = s.say
	all := len(s.report.Channels)
	first := all - left + 1
	id := lang.ID("recap.rest")
	if len(rows) == 1 {
		id = "recap.rest.one"
	}
	title := s.say.Say(id, lang.Args{"first": first, "last": first + len(rows) - 1, "all": all})
	l.title(title, title)
	return l, s.tabulate(&l, rows)
}

// padded are as many messages as there already are, where a correction leaves
// some of them nothing to say.
func (s summary) padded(pages []letter) []letter {
	for len(pages) < s.layout.Most {
		l := letter{say: s.say}
		l.add(s.say.Say("living.rest.none", nil))
		pages = append(pages, l)
	}
	return pages
}
