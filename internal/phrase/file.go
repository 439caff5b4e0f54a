package phrase

import "github.com/treve-bot/treve/internal/calendar"

// Import asks where to drop a file.
type Import struct{}

// Export asks for a month's workbook.
type Export struct {
	Month calendar.Month // zero: the running one
}

func (Import) command() {}
func (Export) command() {}

// file reads what asks for a workbook, or to bring one.
func (l *line) file() (Command, error) {
	if l.take(kImport) {
		l.take(kExport, kPlan)
		return Import{}, l.nothingElse(l.left(readNoise...))
	}
	l.take(kExport, kPlan)
	month := l.planned()
	return Export{month}, l.nothingElse(l.left(readNoise...))
}
