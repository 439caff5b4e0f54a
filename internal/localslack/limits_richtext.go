package localslack

import "slices"

// Rich text has containers, and inline parts of which each needs one member.
var (
	richContainers = []string{"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}

	richNeeds = map[string]string{
		"text": "text", "user": "user_id", "channel": "channel_id", "usergroup": "usergroup_id",
		"emoji": "name", "link": "url", "broadcast": "range", "team": "team_id", "color": "value",
		"date": "timestamp", "tag": "text", "canvas": "file_id", "file": "file_id", "citation": "",
		"message_mention": "channel_id", "attachment_mention": "url", "work_object_mention": "entity_id",
		"workflow_mention": "workflow_id", "list_record": "file_id",
	}
)

// richText checks a container of a rich_text block and what is in it
// (docs.slack.dev/reference/block-kit/blocks/rich-text-block).
func richText(c *checker, at string, v any) {
	o, _ := v.(object)
	kind := str(o, "type")
	if !slices.Contains(richContainers, kind) {
		c.fail(at+"/type", "unsupported type: %s", kind)
		return
	}
	inside := richInline
	if kind == "rich_text_list" {
		word("bullet", "ordered")(c, at+"/style", o["style"])
		inside = richSection
	}
	items(0, 1000, inside)(c, at+"/elements", o["elements"])
}

func richSection(c *checker, at string, v any) {
	o, _ := v.(object)
	if str(o, "type") != "rich_text_section" {
		c.fail(at+"/type", "unsupported type: %s", str(o, "type"))
		return
	}
	richText(c, at, v)
}

func richInline(c *checker, at string, v any) {
	o, _ := v.(object)
	needed, known := richNeeds[str(o, "type")]
	if !known {
		c.fail(at+"/type", "unsupported type: %s", str(o, "type"))
		return
	}
	if _, there := o[needed]; needed != "" && !there {
		c.fail(at, "missing required field: %s", needed)
	}
	if text, ok := o["text"].(string); ok && text == "" && str(o, "type") == "text" {
		c.fail(at+"/text", "must be more than 0 characters")
	}
}
