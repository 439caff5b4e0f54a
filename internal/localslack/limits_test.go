package localslack

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// The numbers here are written out once more, from Slack's pages: a slip in the
// tables does not carry over into the test.

func chars(n int) string { return strings.Repeat("é", n) }

func textObject(kind string, n int) object { return object{"type": kind, "text": chars(n)} }

func many(n int, item func(i int) any) []any {
	list := []any{}
	for i := range n {
		list = append(list, item(i))
	}
	return list
}

func option(i int) any {
	return object{"text": textObject("plain_text", 1), "value": fmt.Sprint(i)}
}

func button(i int) any {
	return object{"type": "button", "text": textObject("plain_text", 5), "action_id": fmt.Sprint("b", i)}
}

func section(fields object) object { return of("section", fields) }

func of(kind string, fields object) object {
	o := object{"type": kind}
	maps.Copy(o, fields)
	return o
}

func actionsWith(elements ...any) object { return of("actions", object{"elements": elements}) }

func inputWith(element object) object {
	return of("input", object{"label": textObject("plain_text", 3), "element": element})
}

func tableOf(rows, columns int, text string) object {
	return of("table", object{"rows": many(rows, func(int) any {
		return many(columns, func(int) any { return object{"type": "raw_text", "text": text} })
	})})
}

func dataTableOf(rows int) object {
	t := tableOf(rows, 2, "x")
	t["type"], t["caption"] = "data_table", "légende"
	return t
}

func chartOf(kind string, fields object) object {
	return of("data_visualization", object{"title": "titre", "chart": of(kind, fields)})
}

func pie(n int) object {
	return chartOf("pie", object{"segments": many(n, func(i int) any {
		return decoded(fmt.Sprintf(`{"label":"s%d","value":1}`, i))
	})})
}

func lines(series, categories int) object {
	names := many(categories, func(i int) any { return fmt.Sprint("c", i) })
	return chartOf("line", object{
		"axis_config": object{"categories": names},
		"series": many(series, func(i int) any {
			return object{"name": fmt.Sprint("s", i), "data": many(categories, func(j int) any {
				return decoded(fmt.Sprintf(`{"label":"c%d","value":%d}`, j, j))
			})}
		}),
	})
}

func decoded(text string) any {
	v, err := decode([]byte(text))
	if err != nil {
		panic(err)
	}
	return v
}

func number(text string) any { return decoded(text) }

func menu(kind string, n int) object {
	return of(kind, object{"options": many(n, option), "action_id": "a"})
}

func confirmed(fields object) object {
	dialog := object{"title": textObject("plain_text", 1), "text": textObject("plain_text", 1), "confirm": textObject("plain_text", 1)}
	maps.Copy(dialog, fields)
	return actionsWith(of("button", object{"text": textObject("plain_text", 1), "confirm": dialog}))
}

func modalOf(fields object) object {
	v := object{"type": "modal", "title": textObject("plain_text", 3), "blocks": []any{object{"type": "divider"}}}
	maps.Copy(v, fields)
	return v
}

func TestBlockLimits(t *testing.T) {
	for _, c := range []struct {
		name  string
		limit int
		block func(n int) object
	}{
		{"section text", 3000, func(n int) object { return section(object{"text": textObject("mrkdwn", n)}) }},
		{"section field", 2000, func(n int) object { return section(object{"fields": []any{textObject("mrkdwn", n)}}) }},
		{"section fields", 10, func(n int) object {
			return section(object{"fields": many(n, func(int) any { return textObject("plain_text", 1) })})
		}},
		{"block_id", 255, func(n int) object { return of("divider", object{"block_id": chars(n)}) }},
		{"action_id", 255, func(n int) object {
			return actionsWith(of("button", object{"text": textObject("plain_text", 1), "action_id": chars(n)}))
		}},
		{"header", 150, func(n int) object { return of("header", object{"text": textObject("plain_text", n)}) }},
		{"header level", 4, func(n int) object {
			return of("header", object{"text": textObject("plain_text", 1), "level": number(fmt.Sprint(n))})
		}},
		{"context elements", 10, func(n int) object {
			return of("context", object{"elements": many(n, func(int) any { return textObject("mrkdwn", 1) })})
		}},
		{"actions elements", 25, func(n int) object { return actionsWith(many(n, button)...) }},
		{"context_actions elements", 5, func(n int) object {
			return of("context_actions", object{"elements": many(n, func(i int) any {
				return object{"type": "icon_button", "icon": "trash", "text": textObject("plain_text", 1)}
			})})
		}},
		{"button text", 75, func(n int) object { return actionsWith(of("button", object{"text": textObject("plain_text", n)})) }},
		{"button value", 2000, func(n int) object {
			return actionsWith(of("button", object{"text": textObject("plain_text", 1), "value": chars(n)}))
		}},
		{"button url", 3000, func(n int) object {
			return actionsWith(of("button", object{"text": textObject("plain_text", 1), "url": "https://e.fr/" + strings.Repeat("x", n-13)}))
		}},
		{"button accessibility_label", 75, func(n int) object {
			return actionsWith(of("button", object{"text": textObject("plain_text", 1), "accessibility_label": chars(n)}))
		}},
		{"select options", 100, func(n int) object { return actionsWith(menu("static_select", n)) }},
		{"option groups", 100, func(n int) object {
			return actionsWith(of("static_select", object{"option_groups": many(n, func(int) any {
				return object{"label": textObject("plain_text", 1), "options": many(1, option)}
			})}))
		}},
		{"select placeholder", 150, func(n int) object {
			return actionsWith(of("static_select", object{"options": many(1, option), "placeholder": textObject("plain_text", n)}))
		}},
		{"option text", 75, func(n int) object {
			return actionsWith(of("static_select", object{"options": []any{object{"text": textObject("plain_text", n), "value": "x"}}}))
		}},
		{"option value", 150, func(n int) object {
			return actionsWith(of("static_select", object{"options": []any{object{"text": textObject("plain_text", 1), "value": chars(n)}}}))
		}},
		{"option description", 75, func(n int) object {
			return actionsWith(of("static_select", object{"options": []any{
				object{"text": textObject("plain_text", 1), "value": "x", "description": textObject("plain_text", n)},
			}}))
		}},
		{"overflow options", 5, func(n int) object { return actionsWith(menu("overflow", n)) }},
		{"checkboxes", 10, func(n int) object { return actionsWith(menu("checkboxes", n)) }},
		{"radio buttons", 10, func(n int) object { return actionsWith(menu("radio_buttons", n)) }},
		{"confirm title", 100, func(n int) object { return confirmed(object{"title": textObject("plain_text", n)}) }},
		{"confirm text", 300, func(n int) object { return confirmed(object{"text": textObject("mrkdwn", n)}) }},
		{"confirm button", 30, func(n int) object { return confirmed(object{"confirm": textObject("plain_text", n)}) }},
		{"confirm deny", 30, func(n int) object { return confirmed(object{"deny": textObject("plain_text", n)}) }},
		{"input label", 2000, func(n int) object {
			b := inputWith(object{"type": "plain_text_input"})
			b["label"] = textObject("plain_text", n)
			return b
		}},
		{"input hint", 2000, func(n int) object {
			b := inputWith(object{"type": "plain_text_input"})
			b["hint"] = textObject("plain_text", n)
			return b
		}},
		{"plain_text_input max_length", 3000, func(n int) object {
			return inputWith(object{"type": "plain_text_input", "max_length": number(fmt.Sprint(n))})
		}},
		{"image alt_text", 2000, func(n int) object {
			return of("image", object{"image_url": "https://e.fr/i.png", "alt_text": chars(n)})
		}},
		{"image title", 2000, func(n int) object {
			return of("image", object{"image_url": "https://e.fr/i.png", "alt_text": "x", "title": textObject("plain_text", n)})
		}},
		{"image url", 3000, func(n int) object {
			return of("image", object{"image_url": "https://e.fr/" + strings.Repeat("x", n-13), "alt_text": "x"})
		}},
		{"markdown", 12000, func(n int) object { return of("markdown", object{"text": chars(n)}) }},
		{"table rows", 100, func(n int) object { return tableOf(n, 2, "x") }},
		{"table columns", 20, func(n int) object { return tableOf(2, n, "x") }},
		{"table column settings", 20, func(n int) object {
			b := tableOf(1, 1, "x")
			b["column_settings"] = many(n, func(int) any { return object{"align": "right"} })
			return b
		}},
		{"table characters", 10000, func(n int) object {
			b := tableOf(1, 2, chars(5000))
			b["rows"].([]any)[0].([]any)[1].(object)["text"] = chars(n - 5000)
			return b
		}},
		{"data_table rows with the header", 101, dataTableOf},
		{"chart title", 50, func(n int) object {
			b := pie(1)
			b["title"] = chars(n)
			return b
		}},
		{"pie segments", 6, pie},
		{"chart series", 6, func(n int) object { return lines(n, 2) }},
		{"chart categories", 20, func(n int) object { return lines(1, n) }},
		{"chart axis label", 50, func(n int) object {
			b := lines(1, 1)
			sub(sub(b, "chart"), "axis_config")["x_label"] = chars(n)
			return b
		}},
		{"card title", 150, func(n int) object { return of("card", object{"title": textObject("mrkdwn", n)}) }},
		{"card body", 200, func(n int) object { return of("card", object{"body": textObject("mrkdwn", n)}) }},
		{"card actions", 3, func(n int) object { return of("card", object{"actions": many(n, button)}) }},
		{"carousel cards", 10, func(n int) object {
			return of("carousel", object{"elements": many(n, func(int) any { return of("card", object{"title": textObject("plain_text", 1)}) })})
		}},
		{"container title", 150, func(n int) object {
			return of("container", object{"title": textObject("plain_text", n), "child_blocks": []any{object{"type": "divider"}}})
		}},
		{"container children", 10, func(n int) object {
			return of("container", object{"child_blocks": many(n, func(int) any { return object{"type": "divider"} })})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := problems(onMessage, c.block(c.limit)); len(got) > 0 {
				t.Errorf("at the limit of %d: %v", c.limit, got)
			}
			if got := problems(onMessage, c.block(c.limit+1)); len(got) == 0 {
				t.Errorf("one more than the limit of %d is accepted", c.limit)
			}
		})
	}
}

// problems lists what is wrong with blocks that went through JSON, as they do.
func problems(on surface, list ...object) []problem {
	c := newChecker(on, nil)
	sent := copyOf(many(len(list), func(i int) any { return list[i] }))
	c.list("/blocks", sent, 50)
	return c.problems
}

func TestBlocksRefused(t *testing.T) {
	one := textObject("plain_text", 1)
	for _, c := range []struct {
		name  string
		on    surface
		block object
		want  string
	}{
		{"empty section", onMessage, section(nil), "must define either `text` or `fields` [json-pointer:/blocks/0/type]"},
		{"empty text", onMessage, section(object{"text": textObject("mrkdwn", 0)}), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		{"mrkdwn in a header", onMessage, of("header", object{"text": textObject("mrkdwn", 1)}), "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"},
		{"an unknown member", onMessage, of("divider", object{"text": one}), "invalid additional property: text [json-pointer:/blocks/0]"},
		{"an unknown block", onMessage, of("banner", nil), "unsupported type: banner [json-pointer:/blocks/0/type]"},
		{"an alert in a message", onMessage, of("alert", object{"text": one}), "unsupported type: alert [json-pointer:/blocks/0/type]"},
		{"a table in a modal", onModal, tableOf(1, 1, "x"), "unsupported type: table [json-pointer:/blocks/0/type]"},
		{"a chart on a Home", onHome, pie(1), "unsupported type: data_visualization [json-pointer:/blocks/0/type]"},
		{"markdown in a modal", onModal, of("markdown", object{"text": "x"}), "unsupported type: markdown [json-pointer:/blocks/0/type]"},
		{"no alt_text", onMessage, of("image", object{"image_url": "https://e.fr"}), "missing required field: alt_text [json-pointer:/blocks/0]"},
		{"an image from nowhere", onMessage, of("image", object{"alt_text": "x"}), "must define exactly one of `image_url` and `slack_file` [json-pointer:/blocks/0]"},
		{"a button as an input", onModal, inputWith(button(1).(object)), "unsupported type: button [json-pointer:/blocks/0/element/type]"},
		{"an input among actions", onMessage, actionsWith(object{"type": "plain_text_input"}), "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]"},
		{"number_input that does not say decimal", onModal, inputWith(object{"type": "number_input"}), "missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]"},
		{"a menu of nothing", onMessage, actionsWith(menu("static_select", 0)), "no less than 1 items allowed [json-pointer:/blocks/0/elements/0/options]"},
		{"max_selected_items of none", onMessage, actionsWith(func() object {
			m := menu("multi_static_select", 1)
			m["max_selected_items"] = number("0")
			return m
		}()), "must be at least 1 [json-pointer:/blocks/0/elements/0/max_selected_items]"},
		{"starting on what is not offered", onMessage, actionsWith(func() object {
			m := menu("static_select", 1)
			m["initial_option"] = option(9)
			return m
		}()), "initial option must match one of the options [json-pointer:/blocks/0/elements/0]"},
		{"two elements of one name", onMessage, actionsWith(button(1), button(1)), "`action_id` \"b1\" already exists [json-pointer:/blocks/0/elements]"},
		{"an empty cell", onMessage, tableOf(1, 1, ""), "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]"},
		{"a number cell without text", onMessage, of("table", object{"rows": []any{[]any{object{"type": "raw_number", "value": number("1")}}}}), "missing required field: text [json-pointer:/blocks/0/rows/0/0]"},
		{"a pie of nothing", onMessage, chartOf("pie", object{"segments": []any{object{"label": "x", "value": number("0")}}}), "must be more than 0 [json-pointer:/blocks/0/chart/segments/0/value]"},
		{"a day that is none", onMessage, actionsWith(object{"type": "datepicker", "initial_date": "16/11/2026"}), "must be a date in the format YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]"},
		{"rich text of nothing known", onMessage, of("rich_text", object{"elements": []any{object{"type": "rich_text_poem"}}}), "unsupported type: rich_text_poem [json-pointer:/blocks/0/elements/0/type]"},
		{"an address without a scheme", onMessage, actionsWith(of("button", object{"text": one, "url": "e.fr"})), "must be a valid URL [json-pointer:/blocks/0/elements/0/url]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := problems(c.on, c.block)
			if len(got) != 1 || got[0].String() != c.want {
				t.Errorf("problems = %v; want %s", got, c.want)
			}
		})
	}
}

func TestMessageLimits(t *testing.T) {
	o := mustOpen(t, "")
	divider := func(int) any { return object{"type": "divider"} }
	sections := func(n int) []any { // of n characters together
		return []any{
			section(object{"text": textObject("mrkdwn", 3000)}), section(object{"text": textObject("mrkdwn", 3000)}),
			section(object{"text": textObject("mrkdwn", 3000)}), section(object{"text": textObject("mrkdwn", 3000)}),
			section(object{"text": textObject("mrkdwn", n-12000)}),
		}
	}
	for _, c := range []struct {
		name  string
		limit int
		m     func(n int) content
		want  string
	}{
		{"text", 40000, func(n int) content { return content{text: chars(n)} }, "msg_too_long"},
		{"blocks", 50, func(n int) content { return content{blocks: many(n, divider)} }, "invalid_blocks"},
		{"attachments", 100, func(n int) content { return content{text: "x", attachments: many(n, divider)} }, "too_many_attachments"},
		{"characters of all blocks", 13200, func(n int) content { return content{blocks: sections(n)} }, "msg_blocks_too_long"},
		{"tables", 1, func(n int) content {
			return content{blocks: many(n, func(int) any { return tableOf(1, 1, "x") })}
		}, "invalid_attachments"},
		{"charts", 2, func(n int) content { return content{blocks: many(n, func(int) any { return pie(1) })} }, "invalid_blocks"},
		{"markdown of all blocks", 12000, func(n int) content {
			return content{blocks: []any{of("markdown", object{"text": chars(6000)}), of("markdown", object{"text": chars(n - 6000)})}}
		}, "invalid_blocks"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, over := c.m(c.limit), c.m(c.limit+1)
			at.blocks, over.blocks = copyOf(at.blocks), copyOf(over.blocks)
			if err := o.checkMessage(at, textHardLimit); err != nil {
				t.Errorf("at the limit of %d: %v", c.limit, err)
			}
			wantCode(t, o.checkMessage(over, textHardLimit), c.want)
		})
	}
}

func TestViewLimits(t *testing.T) {
	o := mustOpen(t, "")
	for _, c := range []struct {
		name  string
		limit int
		view  func(n int) object
	}{
		{"title", 24, func(n int) object { return modalOf(object{"title": textObject("plain_text", n)}) }},
		{"submit", 24, func(n int) object { return modalOf(object{"submit": textObject("plain_text", n)}) }},
		{"close", 24, func(n int) object { return modalOf(object{"close": textObject("plain_text", n)}) }},
		{"private_metadata", 3000, func(n int) object { return modalOf(object{"private_metadata": chars(n)}) }},
		{"callback_id", 255, func(n int) object { return modalOf(object{"callback_id": chars(n)}) }},
		{"external_id", 255, func(n int) object { return modalOf(object{"external_id": chars(n)}) }},
		{"blocks", 100, func(n int) object {
			return modalOf(object{"blocks": many(n, func(int) any { return object{"type": "divider"} })})
		}},
		{"max_files", 10, func(n int) object {
			return modalOf(object{"submit": textObject("plain_text", 1), "blocks": []any{inputWith(object{"type": "file_input", "max_files": number(fmt.Sprint(n))})}})
		}},
		{"alert", 200, func(n int) object {
			return modalOf(object{"blocks": []any{of("alert", object{"text": textObject("mrkdwn", n)})}})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := o.checkView(copyOf(c.view(c.limit)), "modal"); err != nil {
				t.Errorf("at the limit of %d: %v", c.limit, err)
			}
			_, err := o.checkView(copyOf(c.view(c.limit+1)), "modal")
			wantCode(t, err, "invalid_arguments")
		})
	}
	big := modalOf(object{"blocks": many(90, func(int) any { return section(object{"text": textObject("mrkdwn", 3000)}) })})
	_, err := o.checkView(copyOf(big), "modal")
	wantCode(t, err, "view_too_large")
	_, err = o.checkView(copyOf(modalOf(object{"blocks": []any{inputWith(object{"type": "plain_text_input"})}})), "modal")
	wantCode(t, err, "invalid_arguments") // without a submit button
	_, err = o.checkView(copyOf(modalOf(nil)), "home")
	wantCode(t, err, "invalid_arguments")
}

// What Slack says of blocks reaches slack-go's own error type.
func TestRefusedBlocksSayWhere(t *testing.T) {
	o := mustOpen(t, "")
	long := slack.NewSectionBlock(plainText(chars(3001)), nil, nil)
	_, _, err := o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionBlocks(slack.NewDividerBlock(), long))
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) {
		t.Fatalf("error = %v; want Slack's", err)
	}
	want := "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
	if refused.Err != "invalid_blocks" || len(refused.ResponseMetadata.Messages) != 1 || refused.ResponseMetadata.Messages[0] != want {
		t.Errorf("refused = %+v; want %s", refused, want)
	}
	twice := slack.NewDividerBlock()
	twice.BlockID = "d"
	_, _, err = o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionBlocks(twice, twice))
	wantCode(t, err, "invalid_blocks")
	answer := o.call("chat.postMessage", "application/json", "Bearer xoxb-local-treve", `{"channel":"C0MARKETING","blocks":{"type":"divider"}}`)
	if answer["error"] != "invalid_blocks_format" {
		t.Errorf("blocks that are no list: %v", answer)
	}
	if all := o.messages(o.marc, marketing, ""); len(all) != 0 {
		t.Errorf("refused messages were stored: %q", texts(all))
	}
}

// Every entry of the tables says where its rule stands.
func TestEveryLimitHasASource(t *testing.T) {
	for _, table := range []map[string]shape{blockShapes, elementShapes, objectShapes, {"modal": modalShape, "home": homeShape}} {
		for name, s := range table {
			if s.source == "" {
				t.Errorf("%s has no source", name)
			}
		}
	}
}
