package phrase

import "github.com/treve-bot/treve/internal/lang"

// OfSales reads what follows /sales or /ventes: nothing for the form, help, undo,
// log, or what sales did with leads, one thing a line. Its errors are Problems.
func OfSales(text string, c Context) (Command, error) {
	read, err := c.read(text)
	if err != nil {
		return nil, err
	}
	switch {
	case len(read) == 0:
		return SalesForm{}, nil
	case len(read) == 1:
		if cmd, ok, err := read[0].ledgerWord(); ok {
			return orRefused(cmd, err)
		}
	}
	for i, l := range read {
		if !l.has(salesKeys...) && len(l.left(kFiller, kHello)) > 0 {
			err := lang.Refuse("phrase.no_stage", lang.Args{"typed": l.text, "example": c.salesExample()})
			return nil, onLine(i+1, len(read), err)
		}
	}
	return record(read)
}
