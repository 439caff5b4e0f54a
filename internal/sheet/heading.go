package sheet

import (
	"slices"
	"strings"
	"unicode"

	"github.com/hbollon/go-edlib"

	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// heading is what a title, or the label of a row, announces.
type heading string

// The headings known, in French and in English, whatever the program that the
// file was typed in.
const (
	noHeading       heading = ""
	ratesHeading    heading = sla.RateChanged
	salesHeading    heading = sla.SaleChanged
	goalsHeading    heading = sla.GoalChanged
	targetHeading   heading = sla.TargetChanged
	soFarHeading    heading = intake.SoFar
	computedHeading heading = "computed" // follows from the others and is not read
	totalHeading    heading = "total"
	monthHeading    heading = "month"
	asOfHeading     heading = "as_of"
	channelHeading  heading = "channel"
	personaHeading  heading = "persona"
)

// longestHeading is in words; more of them are a note.
const longestHeading = 8

// rules say what the words of a heading mean: the first rule of which each group
// has a word in it, and no word of but is.
var rules = []struct {
	means heading
	all   []string // groups of words, of which one each is there
	but   string
}{
	{computedHeading, []string{"valeur value worth", "lead prospect"}, ""},
	{computedHeading, []string{"potentiel potential"}, ""},
	{targetHeading, []string{"objectif target goal cible", "ca chiffre revenu revenue turnover"}, ""},
	{ratesHeading, []string{"taux rate conversion closing transformation", "conclusion conversion closing close transformation win obtention client customer canal channel persona"}, "realisation croissance"},
	{ratesHeading, []string{"taux rate conversion closing transformation"}, "realisation croissance tva change"},
	{salesHeading, []string{"vente sale panier deal commande order prix basket", "moyen moyenne average avg mean montant"}, ""},
	{computedHeading, []string{"sla engagement objectif commitment goal", "euro eur revenu revenue total moin minu"}, "lead prospect"},
	{goalsHeading, []string{"engagement objectif commitment goal quota"}, ""},
	{soFarHeading, []string{"lead prospect", "moi mensuel mensuelle month monthly mtd date jour cumul debut genere generated generation obtenu far suivi"}, "journal log"},
	{computedHeading, []string{"suivi attainment realise attained journal log calendrier calendar synthese summary ecart gap segment"}, ""},
	{monthHeading, []string{"moi month"}, ""},
	{asOfHeading, []string{"arrete asof upto"}, ""},
	{channelHeading, []string{"canal canaux channel source acquisition"}, ""},
	{personaHeading, []string{"persona profil profile client"}, ""},
	{soFarHeading, []string{"lead prospect"}, "journal log"},
}

// headingOf says what a text announces, and whether in money.
func headingOf(text string) heading {
	words := headingWords(text)
	if len(words) == 0 || len(words) > longestHeading {
		return noHeading
	}
	if adds(words) {
		return totalHeading
	}
	for _, rule := range rules {
		if has(words, rule.but) {
			continue
		}
		holds := true
		for _, group := range rule.all {
			holds = holds && has(words, group)
		}
		if holds {
			return rule.means
		}
	}
	return noHeading
}

// adds reports whether words announce a sum and name nothing else: "Total
// Énergies" may be a customer.
func adds(words []string) bool {
	const sums, besides = "total totaux somme sum ensemble overall global moyenne average",
		"general grand du de des le la les par of all the by moi month canal canaux channel persona lead prospect taux rate engagement commitment sla"
	return has(words, sums) && !slices.ContainsFunc(words, func(word string) bool { return !has([]string{word}, sums+" "+besides) })
}

func has(words []string, group string) bool {
	for one := range strings.FieldsSeq(group) {
		if slices.Contains(words, one) {
			return true
		}
	}
	return false
}

// headingWords are the words of a text, folded, in the singular; the number of a
// step is none of them, and a sign of money is one.
func headingWords(text string) (words []string) {
	text = strings.ReplaceAll(text, "€", " euro ")
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		fold := ledger.Fold(word)
		if len(fold) > 3 {
			fold = strings.TrimSuffix(fold, "s")
		}
		switch {
		case fold == "", fold == "etape", fold == "step", strings.Trim(fold, "0123456789") == "":
			continue
		case len(words) > 0 && (words[len(words)-1]+fold == "asof" || words[len(words)-1]+fold == "upto"):
			words[len(words)-1] += fold
			continue
		}
		words = append(words, fold)
	}
	return words
}

// meant is the word that a mistyped heading was probably to have, "" when none
// is close.
func meant(text string) string {
	for _, word := range headingWords(text) {
		for _, known := range mistakable {
			fold := strings.TrimSuffix(ledger.Fold(known), "s")
			if len(word) > 4 && word != fold && edlib.OSADamerauLevenshteinDistance(word, fold) <= 1+len(fold)/8 {
				return known
			}
		}
	}
	return ""
}

// mistakable are the words that a heading is known by, as they are proposed.
var mistakable = []string{
	"engagements", "objectifs", "commitments", "commitment", "goals", "taux", "conversion", "transformation", "rates",
	"vente moyenne", "average sale", "ventes", "sales", "leads", "canal", "channel", "persona",
}
