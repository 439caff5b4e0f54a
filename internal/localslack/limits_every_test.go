package localslack

import (
	"encoding/json"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// probe is a value of some kind and size, and where in it a bound is told.
type probe struct {
	inside string // below the value: "/text"
	of     func(n int) any
}

func probes() []probe {
	text := func(kind string) func(int) any {
		return func(n int) any { return object{"type": kind, "text": chars(n)} }
	}
	return []probe{
		{"", func(n int) any { return chars(n) }},
		{"", func(n int) any { return make([]any, n) }},
		{"", func(n int) any { return json.Number(strconv.Itoa(n)) }},
		{"/text", text("plain_text")},
		{"/text", text("mrkdwn")},
		{"/text", text("raw_text")},
	}
}

var told = regexp.MustCompile(`must be less than (\d+) characters|no more than (\d+) items allowed|must be at most (\d+)$`)

// bound returns the most that a check takes of a probe inside so many lists, as it
// says when n are too many, and whether they are.
func bound(c check, p probe, lists, n int) (most int, is bool) {
	v, at := p.of(n), "/x"
	for range lists {
		v, at = []any{v}, at+"/0"
	}
	walk := newChecker(everywhere, nil)
	c(walk, "/x", v)
	for _, found := range walk.problems {
		m := told.FindStringSubmatch(found.text)
		if m == nil || found.at != at+p.inside {
			continue
		}
		said, _ := strconv.Atoi(strings.Join(m[1:], ""))
		if m[1] != "" {
			said--
		}
		if !is || said < most {
			most, is = said, true
		}
	}
	return most, is
}

// enough is more than anything here takes.
const enough = 20_000

// bounds finds every bound of a check, by where it stands: its name ends in "[]"
// for what a list holds. What is at a bound has to pass, one more has to fail.
func bounds(t *testing.T, name string, c check) map[string]int {
	t.Helper()
	found := map[string]int{}
	for lists := range 3 {
		at := name + strings.Repeat("[]", lists)
		for _, p := range probes() {
			most, is := bound(c, p, lists, enough)
			if !is {
				continue
			}
			found[at] = most
			if _, is := bound(c, p, lists, most); is {
				t.Errorf("%s: what is at the limit of %d is refused", at, most)
			}
			if _, is := bound(c, p, lists, most+1); !is {
				t.Errorf("%s: one more than %d is taken", at, most)
			}
		}
	}
	return found
}

// documented are the limits Slack's pages state, by where they stand; "[]" is what
// a list holds. These numbers are copied from there, not from the tables.
var documented = map[string]int{
	"section.text": 3000, "section.fields": 10, "section.fields[]": 2000,
	"header.text": 150, "header.level": 4,
	"context.elements": 10, "context.elements[]": 3000,
	"actions.elements": 25, "context_actions.elements": 5,
	"image.alt_text": 2000, "image.title": 2000, "element image.alt_text": 2000,
	"input.label": 2000, "input.hint": 2000,
	"markdown.text":  12000,
	"video.alt_text": 2000, "video.title": 200, "video.description": 200, "video.author_name": 50, "video.provider_name": 50,
	"alert.text": 200,
	"card.title": 150, "card.subtitle": 150, "card.body": 200, "card.subtext": 200, "card.actions": 3,
	"carousel.elements": 10,
	"container.title":   150, "container.subtitle": 150, "container.child_blocks": 10,
	"table.rows": 100, "table.rows[]": 20, "table.rows[][]": 10000, "table.column_settings": 20,
	"data_table.rows": 101, "data_table.rows[]": 20, "data_table.rows[][]": 10000, "data_table.page_size": 100,
	"data_visualization.title": 50, "chart axes.x_label": 50, "chart axes.y_label": 50,
	"chart axes.categories": 20, "chart axes.categories[]": 20, "chart pie.segments": 6, "chart line.series": 6,

	"element button.text": 75, "element button.value": 2000, "element button.accessibility_label": 75,
	"element workflow_button.text": 75, "element workflow_button.accessibility_label": 75,
	"element icon_button.text": 75, "element icon_button.value": 2000, "element icon_button.accessibility_label": 75,
	"element overflow.options":   5,
	"element checkboxes.options": 10, "element checkboxes.initial_options": 10, "element radio_buttons.options": 10,
	"element static_select.options": 100, "element static_select.option_groups": 100,
	"element multi_static_select.options": 100, "element multi_static_select.option_groups": 100,
	"element plain_text_input.max_length": 3000, "element plain_text_input.min_length": 3000,
	"element file_input.max_files": 10,

	"object confirm.title": 100, "object confirm.text": 300, "object confirm.confirm": 30, "object confirm.deny": 30,
	"object option.text": 75, "object option.value": 150, "object option.description": 75,
	"object choice.text": 75, "object choice.value": 150, "object choice.description": 75,
	"object overflow option.text": 75, "object overflow option.value": 150, "object overflow option.description": 75,
	"object option group.label": 75, "object option group.options": 100,
	"object feedback button.text": 75, "object feedback button.value": 2000, "object feedback button.accessibility_label": 75,
	"object filter.include": 4, "object dispatch.trigger_actions_on": 2,

	"view modal.title": 24, "view modal.submit": 24, "view modal.close": 24,
	"view modal.private_metadata": 3000, "view home.private_metadata": 3000,
}

// documentedAnywhere are those of members that mean the same wherever they stand.
var documentedAnywhere = map[string]int{
	"block_id": 255, "action_id": 255, "callback_id": 255, "external_id": 255, "placeholder": 150,
	"url": 3000, "image_url": 3000, "video_url": 3000, "title_url": 3000, "thumbnail_url": 3000, "provider_icon_url": 3000,
}

// ours are bounds no page states: they are far from what anybody sends, and keep
// nonsense out.
var ours = map[string]int{
	"plain_text.text": 12000, "mrkdwn.text": 12000, // each place has bounds of its own
	"data_table.caption": 255, "data_table.row_header_column_index": 19,
	"button.agent_prompt": 2000, "button.agent_prompt_display": 2000,
	"plain_text_input.initial_value": 3000, "email_text_input.initial_value": 3000, "url_text_input.initial_value": 3000,
	"rich_text.elements": 1000, "rich_text_input.min_lines": 100, "rich_text_input.max_lines": 100,
	"external_select.min_query_length": 100, "multi_external_select.min_query_length": 100,
	"multi_static_select.max_selected_items": 1000, "multi_external_select.max_selected_items": 1000, "multi_users_select.max_selected_items": 1000,
	"multi_conversations_select.max_selected_items": 1000, "multi_channels_select.max_selected_items": 1000,
	"multi_static_select.initial_options": 100, "multi_external_select.initial_options": 100,
	"multi_users_select.initial_users": 100, "multi_users_select.initial_users[]": 255, "users_select.initial_user": 255,
	"multi_conversations_select.initial_conversations": 100, "multi_conversations_select.initial_conversations[]": 255,
	"multi_channels_select.initial_channels": 100, "multi_channels_select.initial_channels[]": 255,
	"conversations_select.initial_conversation": 255, "channels_select.initial_channel": 255,
	"button.visible_to_user_ids": 100, "button.visible_to_user_ids[]": 255, "checkboxes.visible_to_user_ids": 100,
	"checkboxes.visible_to_user_ids[]": 255, "icon_button.visible_to_user_ids": 100, "icon_button.visible_to_user_ids[]": 255,
	"file_input.filetypes": 100, "file_input.filetypes[]": 255, "timepicker.timezone": 255, "slack file.id": 255,
}

// Every limit of the tables is the documented one, takes what is at it and
// refuses one more; none of those documented is missing.
func TestEveryDocumentedLimit(t *testing.T) {
	missing := maps.Clone(documented)
	for table, shapes := range map[string]map[string]shape{
		"": blockShapes, "element ": elementShapes, "object ": objectShapes,
		"view ": {"modal": modalShape, "home": homeShape}, "chart ": {"axes": axes, "pie": pieChart, "line": lineChart},
	} {
		for kind, s := range shapes {
			for _, f := range s.fields {
				for at, most := range bounds(t, kind+"."+f.name, f.check) {
					want, known := documented[table+at]
					if !known {
						want, known = documentedAnywhere[f.name]
					}
					if !known {
						want = ours[at]
					}
					if most != want {
						t.Errorf("%s%s takes %d; %s documents %d", table, at, most, s.source, want)
					}
					delete(missing, table+at)
				}
			}
		}
	}
	for at, most := range missing {
		t.Errorf("%s has no limit; %d is documented", at, most)
	}
}
