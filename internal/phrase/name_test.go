package phrase

import (
	"errors"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

func TestValidName(t *testing.T) {
	for _, name := range []string{
		"Email", "E-mail", "Salon 2026", "3M", "R&D", "Trafic naturel", "Point de vente", "SEP", "Oct", "Via",
		"Grand compte", "Développement", "Ça & là", "展示会", "📧 Email", "Set complet", strings.Repeat("é", 80),
		"Direct", "Référencement", "Partenaires", "Bouche-à-oreille", "Événements", "Webinaire", "LinkedIn", "Google Ads",
		"Salons", "Trade shows", "Referral", "Cold calling", "Content", "Presse", "Appels", "Téléphone", "Site web",
		"Newsletter", "Display", "Réseaux sociaux", "Prospection", "TPE", "Startup", "Public", "Collectivité",
		"Industriel", "Distributeur", "Enterprise", "Mid-market", "Marketing",
	} {
		if err := ValidName(name); err != nil {
			t.Errorf("%q is refused: %s", name, bothLanguages(err))
		}
	}
	for _, c := range []struct {
		name string
		want lang.ID
	}{
		{"", "phrase.name_empty"},
		{"  ", "phrase.name_empty"},
		{strings.Repeat("é", 81), "phrase.name_too_long"},
		{"a\nb", "phrase.name_unprintable"},
		{"a\tb", "phrase.name_unprintable"},
		{"a\u200bb", "phrase.name_unprintable"},
		{"a\u202eb", "phrase.name_unprintable"},
		{"a\xffb", "phrase.name_unprintable"},
		{"=HYPERLINK(\"http://x\")", "phrase.name_begins"},
		{"+33", "phrase.name_begins"},
		{"-3 email", "phrase.name_begins"},
		{"@claire", "phrase.name_begins"},
		{"/leads", "phrase.name_begins"},
		{"#marketing", "phrase.name_begins"},
		{"<!channel>", "phrase.name_begins"},
		{"2026", "phrase.name_no_letter"},
		{"20/11", "phrase.name_no_letter"},
		{"🎉", "phrase.name_no_letter"},
		{"undo", "phrase.name_reserved"},
		{"Annuler", "phrase.name_reserved"},
		{"SET", "phrase.name_reserved"},
		{"Récap", "phrase.name_reserved"},
		{"lundi", "phrase.name_reserved"},
		{"Monday", "phrase.name_reserved"},
		{"Août", "phrase.name_reserved"},
		{"may", "phrase.name_reserved"},
		{"avant-hier", "phrase.name_reserved"},
		{"Close rate", "phrase.name_reserved"},
		{"won", "phrase.name_reserved"},
		{"contacté", "phrase.name_reserved"},
		{"Leads", "phrase.name_reserved"},
		{"20 novembre", "phrase.name_reserved"},
		{"lundi dernier", "phrase.name_reserved"},
		{"9h30", "phrase.name_reserved"},
		{"1er", "phrase.name_reserved"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, ok := errors.AsType[*lang.Problem](ValidName(c.name))
			if !ok || p.ID != c.want {
				t.Errorf("%q: %v; want %s", c.name, p, c.want)
			}
		})
	}
}

// A name that is accepted has to be found again when it is typed.
func TestValidNamesCanBeTyped(t *testing.T) {
	for _, name := range []string{"Salon 2027", "3M", "R&D", "Point de vente", "SEP", "Set complet", "L'Usine", "Via", "Le 20 h"} {
		t.Run(name, func(t *testing.T) {
			c := workspace()
			c.Catalogue.Channels = append(c.Catalogue.Channels, ledger.Channel{ID: 99, Name: name})
			cmd, err := Leads("12 "+name+" pme hier", c)
			if err != nil {
				t.Fatal(bothLanguages(err))
			}
			if line := cmd.(Record).Lines[0]; line.Channel != 99 || line.Count != 12 || line.Day != today.AddDays(-1) {
				t.Errorf("read as %+v", line)
			}
		})
	}
}

func TestLongestNameWins(t *testing.T) {
	c := workspace()
	c.Catalogue.Channels = []ledger.Channel{
		{ID: 1, Name: "Salon"}, {ID: 2, Name: "Salon 2026"}, {ID: 3, Name: "Salon 2026 Lyon"}, {ID: 4, Name: "Lyon"},
	}
	for text, want := range map[string]ledger.ChannelID{
		"salon pme 12": 1, "12 salon 2026 pme": 2, "12 pme salon 2026 lyon": 3, "lyon pme 2026": 4,
	} {
		cmd, err := Leads(text, c)
		if err != nil {
			t.Fatalf("%q: %s", text, bothLanguages(err))
		}
		if got := cmd.(Record).Lines[0].Channel; got != want {
			t.Errorf("%q is about channel %d; want %d", text, got, want)
		}
	}
}

func TestArchivedNameGivesWay(t *testing.T) {
	c := workspace()
	c.Catalogue.Channels = append(c.Catalogue.Channels, ledger.Channel{ID: 99, Name: "Annuaire"})
	cmd, err := Leads("12 annuaire pme", c)
	if err != nil {
		t.Fatal(bothLanguages(err))
	}
	if got := cmd.(Record).Lines[0].Channel; got != 99 {
		t.Errorf("channel %d; want the one in use", got)
	}
}

func TestVocabularySaysEachWordOnce(t *testing.T) {
	meanings := map[string]key{}
	check := func(spoken string, k key) {
		fold := ledger.Fold(spoken)
		if before, twice := meanings[fold]; twice {
			t.Errorf("%q means %s and %s", spoken, before, k)
		}
		meanings[fold] = k
	}
	for _, row := range said {
		for spoken := range strings.FieldsSeq(row.words) {
			check(spoken, row.key)
		}
	}
	for _, row := range numbered {
		for spoken := range strings.FieldsSeq(row.words) {
			check(spoken, row.key)
		}
	}
	for spoken := range shortMonths {
		check(spoken, kMonthEN)
	}
}

func TestNearest(t *testing.T) {
	c := workspace().Catalogue
	for _, x := range []struct {
		text    string
		persona bool
		want    int64
	}{
		{"Emial", false, int64(email)}, {"emial", true, 0}, {"P.M.E", true, int64(small)}, {"Télé", false, 0}, {"", false, 0}, {"Campagnes", false, 0},
	} {
		id, found := Nearest(x.text, x.persona, c)
		if id != x.want || found != (x.want != 0) {
			t.Errorf("Nearest(%q, %t) = %d, %t; want %d", x.text, x.persona, id, found, x.want)
		}
	}
}
