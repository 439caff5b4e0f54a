package localslack

import "unicode/utf8"

const docKit = "docs.slack.dev/reference/block-kit/"

// objectShapes are the composition objects.
var objectShapes = map[string]shape{
	"plain_text": {source: docKit + "composition-objects/text-object", fields: []field{
		must("text", characters(0, 12000)), // each place has its own bounds
		may("emoji", flag),
	}},
	"mrkdwn": {source: docKit + "composition-objects/text-object", fields: []field{
		must("text", characters(0, 12000)),
		may("verbatim", flag),
	}},
	"confirm": {source: docKit + "composition-objects/confirmation-dialog-object", fields: []field{
		must("title", plain(100)),
		must("text", anyText(300)),
		must("confirm", plain(30)),
		may("deny", plain(30)),
		may("style", word("primary", "danger")),
	}},
	"option": {source: docKit + "composition-objects/option-object", fields: []field{
		must("text", plain(75)),
		must("value", characters(1, 150)),
		may("description", plain(75)),
	}},
	"choice": {source: docKit + "composition-objects/option-object (radio buttons and checkboxes)", fields: []field{
		must("text", anyText(75)),
		must("value", characters(1, 150)),
		may("description", anyText(75)),
	}},
	"overflow option": {source: docKit + "composition-objects/option-object (overflow)", fields: []field{
		must("text", plain(75)),
		must("value", characters(1, 150)),
		may("description", plain(75)),
		may("url", link),
	}},
	"option group": {source: docKit + "composition-objects/option-group-object", fields: []field{
		must("label", plain(75)),
		must("options", items(1, 100, thing("option"))),
	}},
	"filter": {source: docKit + "composition-objects/conversation-filter-object", also: filtersSomething, fields: []field{
		may("include", items(1, 4, word("im", "mpim", "private", "public"))),
		may("exclude_external_shared_channels", flag),
		may("exclude_bot_users", flag),
	}},
	"dispatch": {source: docKit + "composition-objects/dispatch-action-configuration-object", fields: []field{
		must("trigger_actions_on", items(1, 2, word("on_enter_pressed", "on_character_entered"))),
	}},
	"slack file": {source: docKit + "composition-objects/slack-file-object", also: oneFile, fields: []field{
		may("id", characters(1, 255)),
		may("url", link),
	}},
	"feedback button": {source: docKit + "block-elements/feedback-buttons-element", fields: []field{
		must("text", plain(75)),
		must("value", characters(1, 2000)),
		may("accessibility_label", characters(1, 75)),
	}},
	"column": {source: docKit + "blocks/table-block", fields: []field{
		may("align", word("left", "center", "right")),
		may("is_wrapped", flag),
	}},
}

func filtersSomething(c *checker, at string, o object) {
	if len(o) == 0 {
		c.fail(at, "must provide at least one of include, exclude_external_shared_channels, exclude_bot_users")
	}
}

func oneFile(c *checker, at string, o object) {
	if (str(o, "id") == "") == (str(o, "url") == "") {
		c.fail(at, "must define exactly one of `id` and `url`")
		return
	}
	if c.hasFile != nil && !c.hasFile(o) {
		c.fail(at, "invalid slack file")
	}
}

// imageSource holds an image to exactly one source.
func imageSource(c *checker, at string, o object) {
	_, address := o["image_url"]
	_, file := o["slack_file"]
	if address == file {
		c.fail(at, "must define exactly one of `image_url` and `slack_file`")
	}
}

func runes(s string) int { return utf8.RuneCountInString(s) }
