package localslack

import (
	"encoding/json"
	"slices"
	"strconv"
)

// Tables and charts: at most one table (of either kind) and two charts in a
// message, and 10 000 characters over all tables.
const (
	tableCharacters = 10_000
	chartsInMessage = 2
)

var (
	tableShape = shape{on: messagesHome, source: docBlocks + "table-block", also: oneTable, fields: []field{
		blockID,
		must("rows", items(1, 100, items(1, 20, aCell))),
		may("column_settings", items(0, 20, aColumn)),
	}}
	dataTableShape = shape{on: messagesHome, source: docBlocks + "data-table-block", also: dataTableRows, fields: []field{
		blockID,
		must("caption", characters(1, 255)),
		must("rows", items(2, 101, items(1, 20, dataCell))),
		may("page_size", integer(1, 100)),
		may("row_header_column_index", integer(0, 19)),
	}}
	chartShape = shape{on: onMessage, source: docBlocks + "data-visualization-block", also: fewCharts, fields: []field{
		blockID, must("title", characters(1, 50)), must("chart", aChart),
	}}
	axes = shape{source: docBlocks + "data-visualization-block", fields: []field{
		must("categories", items(1, 20, characters(1, 20))),
		may("x_label", characters(1, 50)),
		may("y_label", characters(1, 50)),
	}}
	pieChart = shape{source: docBlocks + "data-visualization-block", fields: []field{
		must("segments", items(1, 6, aSegment)),
	}}
	lineChart = shape{source: docBlocks + "data-visualization-block", fields: []field{
		must("series", items(1, 6, aSeries)),
		must("axis_config", func(c *checker, at string, v any) { c.member(at, axes, v) }),
	}}
)

// member checks v as an object of that shape.
func (c *checker) member(at string, s shape, v any) {
	o, ok := v.(object)
	if !ok {
		c.fail(at, "must provide an object")
		return
	}
	c.shape(at, s, o)
}

func aColumn(c *checker, at string, v any) {
	if v != nil { // null skips a column
		thing("column")(c, at, v)
	}
}

// aCell is raw_text, raw_number or rich_text. An empty raw_text is refused, and a
// raw_number without text was (@slack/types demands it too).
func aCell(c *checker, at string, v any) {
	o, _ := v.(object)
	switch str(o, "type") {
	case "raw_text":
		c.shape(at, shape{fields: []field{must("text", characters(1, tableCharacters))}}, o)
	case "raw_number":
		c.shape(at, shape{fields: []field{must("value", aNumber), must("text", characters(1, tableCharacters))}}, o)
	case "rich_text":
		c.shape(at, shape{fields: []field{must("elements", items(1, 1000, richText))}}, o)
	default:
		c.fail(at+"/type", "unsupported type: %s", str(o, "type"))
	}
	c.tableText += cellText(o)
}

func dataCell(c *checker, at string, v any) {
	o, _ := v.(object)
	if str(o, "type") == "action_cell" {
		c.shape(at, shape{fields: []field{must("element", element("button")), may("fallback", aCell)}}, o)
		return
	}
	aCell(c, at, v)
}

func cellText(o object) int {
	total := runes(str(o, "text"))
	for _, e := range objects(o, "elements") {
		total += cellText(e)
	}
	return total
}

func oneTable(c *checker, at string, _ object) {
	c.tables++
	if c.tables > 1 {
		c.fail(at, "only_one_table_allowed")
	}
	if c.tableText > tableCharacters {
		c.fail(at+"/rows", "must be less than %d characters over all tables", tableCharacters+1)
	}
}

// dataTableRows holds rows to one length and the header to plain cells.
func dataTableRows(c *checker, at string, o object) {
	oneTable(c, at, o)
	rows, _ := o["rows"].([]any)
	width := -1
	for i, v := range rows {
		row, _ := v.([]any)
		if width >= 0 && len(row) != width {
			c.fail(at+"/rows/"+strconv.Itoa(i), "must have as many cells as the header")
		}
		width = max(width, len(row))
		for j, cell := range onlyObjects(row) {
			if i == 0 && str(cell, "type") != "raw_text" {
				c.fail(at+"/rows/0/"+strconv.Itoa(j)+"/type", "header cells must be raw_text")
			}
		}
	}
}

func fewCharts(c *checker, at string, _ object) {
	c.charts++
	if c.charts > chartsInMessage {
		c.fail(at, "no more than %d data_visualization blocks allowed", chartsInMessage)
	}
}

func aChart(c *checker, at string, v any) {
	o, _ := v.(object)
	switch str(o, "type") {
	case "pie":
		c.member(at, pieChart, v)
	case "line", "bar", "area":
		c.member(at, lineChart, v)
		sameLabels(c, at, o)
	default:
		c.fail(at+"/type", "unsupported type: %s", str(o, "type"))
	}
}

func aSegment(c *checker, at string, v any) {
	c.member(at, shape{fields: []field{must("label", characters(1, 20)), must("value", aNumber)}}, v)
	o, _ := v.(object)
	if n, ok := o["value"].(json.Number); ok {
		if f, err := n.Float64(); err != nil || f <= 0 {
			c.fail(at+"/value", "must be more than 0")
		}
	}
}

func aSeries(c *checker, at string, v any) {
	point := func(c *checker, at string, v any) {
		c.member(at, shape{fields: []field{must("label", characters(1, 20)), must("value", aNumber)}}, v)
	}
	c.member(at, shape{fields: []field{must("name", characters(1, 20)), must("data", items(1, 20, point))}}, v)
}

// sameLabels holds each series to one point for each category.
func sameLabels(c *checker, at string, o object) {
	categories := labels(sub(o, "axis_config")["categories"])
	names := map[string]bool{}
	for i, s := range objects(o, "series") {
		where := at + "/series/" + strconv.Itoa(i)
		if names[str(s, "name")] {
			c.fail(where+"/name", "must be unique")
		}
		names[str(s, "name")] = true
		var points []any
		for _, p := range objects(s, "data") {
			points = append(points, p["label"])
		}
		if !slices.Equal(labels(points), categories) {
			c.fail(where+"/data", "must hold one point for every category")
		}
	}
}

// labels lists strings in alphabetical order.
func labels(v any) []string {
	list, _ := v.([]any)
	var all []string
	for _, item := range list {
		s, _ := item.(string)
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}

func aNumber(c *checker, at string, v any) {
	if _, ok := v.(json.Number); !ok {
		c.fail(at, "must provide a number")
	}
}
