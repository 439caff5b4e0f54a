package sheet

import (
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Columns says in which column of a table each field stands.
type Columns map[string]int

// FindColumns finds the fields a file of that kind has. The heading names them
// by their own name or by one of the usual ones of CRM exports, French or
// English; renamed says otherwise (field -> heading). A required field without
// a column is a Problem that names the headings found.
func FindColumns(t Table, fields, required []string, renamed map[string]string) (Columns, error) {
	found := Columns{}
	for _, field := range fields {
		names := append([]string{field}, usualHeadings[field]...)
		if wanted, ok := renamed[field]; ok {
			names = []string{wanted}
		}
		column := find(t.Heading, names)
		if column < 0 && renamed[field] != "" {
			return nil, lang.Refuse("import.no_such_heading", lang.Args{
				"heading": renamed[field], "headings": strings.Join(t.Heading, ", "),
			})
		}
		if column >= 0 {
			found[field] = column
		}
	}
	for field := range renamed {
		if _, ok := found[field]; !ok {
			return nil, lang.Refuse("import.no_such_field", lang.Args{
				"field": field, "fields": strings.Join(fields, ", "),
			})
		}
	}
	for _, field := range required {
		if _, ok := found[field]; !ok {
			return nil, lang.Refuse("import.missing_column", lang.Args{
				"field": field, "headings": strings.Join(t.Heading, ", "),
			})
		}
	}
	return found, nil
}

// In returns the field of a row, empty when the file or the row has none.
func (c Columns) In(r Row, field string) string {
	column, ok := c[field]
	if !ok || column >= len(r.Fields) {
		return ""
	}
	return r.Fields[column]
}

// usualHeadings are the names other programs give these columns.
var usualHeadings = map[string][]string{
	"id":           {"lead", "lead id", "id lead", "identifiant", "record id", "contact id"},
	"lead":         {"id", "lead id", "id lead", "identifiant", "record id", "contact id"},
	"day":          {"date", "jour", "created", "create date", "date de création", "close date", "date de conclusion"},
	"at":           {"day", "date", "contacted at", "contacted", "contacté le", "date de contact", "first contact", "activity date"},
	"channel":      {"canal", "canal d'acquisition", "source", "lead source", "original source"},
	"persona":      {"segment", "type", "taille"},
	"stage":        {"étape", "statut", "status"},
	"count":        {"nombre", "leads", "quantité", "nb"},
	"amount":       {"montant", "deal amount", "valeur", "ca"},
	"close_rate":   {"taux", "taux de transformation", "taux de conclusion", "conversion", "rate"},
	"average_sale": {"vente moyenne", "panier moyen", "montant moyen d'une vente", "average"},
	"commitment":   {"engagement", "objectif", "goal"},
}

func find(heading, names []string) int {
	for _, name := range names {
		for i, h := range heading {
			if ledger.Fold(h) == ledger.Fold(name) {
				return i
			}
		}
	}
	return -1
}
