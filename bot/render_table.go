package bot

import (
	"cmp"
	"encoding/json"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
)

// A table may hold 100 rows and 10 000 characters, and the blocks of a message
// some 13 200 bytes of JSON in all; the rest of the message keeps its share.
const (
	tableRows  = 100
	tableBytes = 9_000
	cellRunes  = 80
)

// column is a table's column; numbers are aligned on the right.
type column struct {
	title   string
	numbers bool
}

// drawTable draws a native table. It returns how many rows found no room;
// whoever asks says so and shows them another way.
func drawTable(blockID string, columns []column, rows [][]string) (block *slack.TableBlock, left int) {
	block = slack.NewTableBlock(blockID)
	titles := make([]string, 0, len(columns))
	for i, c := range columns {
		align := slack.ColumnAlignmentLeft
		if c.numbers {
			align = slack.ColumnAlignmentRight
		}
		block.ColumnSettings = append(block.ColumnSettings, slack.ColumnSetting{Align: align, IsWrapped: i == 0})
		titles = append(titles, c.title)
	}
	used := addRow(block, titles)
	for i, cells := range rows {
		if used += addRow(block, cells); used > tableBytes || len(block.Rows) > tableRows {
			block.Rows = block.Rows[:len(block.Rows)-1]
			return block, len(rows) - i
		}
	}
	return block, 0
}

// addRow adds a row and returns the bytes it takes on the wire.
func addRow(block *slack.TableBlock, texts []string) int {
	cells := make([]slack.TableCell, 0, len(texts))
	for _, text := range texts {
		// Slack refuses an empty cell.
		cells = append(cells, slack.NewTableRawTextCell(cmp.Or(clip(oneLine(text), cellRunes), lang.Dash)))
	}
	block.AddRow(cells...)
	wire, err := json.Marshal(cells)
	if err != nil {
		return tableBytes // cells are plain strings: this cannot happen, and would only shorten the table
	}
	return len(wire)
}

// clip cuts text to so many characters, the last one an ellipsis.
func clip(text string, runes int) string {
	all := []rune(text)
	if len(all) <= runes {
		return text
	}
	return string(all[:runes-1]) + "…"
}
