package localslack

import "strings"

const docBlocks = docKit + "blocks/"

var blockID = may("block_id", anID)

// The elements each block may hold.
var (
	menus = []string{
		"static_select", "external_select", "users_select", "conversations_select", "channels_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
	}
	pickers     = []string{"checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker"}
	inActions   = with(menus, pickers, "button", "overflow", "workflow_button", "rich_text_input")
	inSection   = with(menus, pickers, "button", "overflow", "workflow_button", "image")
	inInput     = with(menus, pickers, "plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input")
	inCardFoot  = []string{"button", "overflow", "workflow_button"}
	inAgentFoot = []string{"feedback_buttons", "icon_button"}
)

func with(lists, more []string, names ...string) []string {
	return append(append(append([]string{}, lists...), more...), names...)
}

// blockShapes are the blocks, and where they may stand. The table and the
// charts have a file of their own.
var blockShapes = map[string]shape{
	"section": {on: everywhere, source: docBlocks + "section-block", also: textOrFields, fields: []field{
		blockID,
		may("text", anyText(3000)),
		may("fields", items(1, 10, anyText(2000))),
		may("accessory", element(inSection...)),
		may("expand", flag),
	}},
	"header": {on: everywhere, source: docBlocks + "header-block", fields: []field{
		blockID, must("text", plain(150)), may("level", integer(1, 4)),
	}},
	"context": {on: everywhere, source: docBlocks + "context-block", fields: []field{
		blockID, must("elements", items(1, 10, contextElement)),
	}},
	"actions": {on: everywhere, source: docBlocks + "actions-block", also: uniqueActions, fields: []field{
		blockID, must("elements", items(1, 25, element(inActions...))),
	}},
	"context_actions": {on: onMessage, source: docBlocks + "context-actions-block", also: uniqueActions, fields: []field{
		blockID, must("elements", items(1, 5, element(inAgentFoot...))),
	}},
	"divider": {on: everywhere, source: docBlocks + "divider-block", fields: []field{blockID}},
	"image": {on: everywhere, source: docBlocks + "image-block", also: imageSource, fields: []field{
		blockID,
		must("alt_text", characters(1, 2000)),
		may("image_url", link),
		may("slack_file", thing("slack file")),
		may("title", plain(2000)),
	}},
	"input": {on: everywhere, source: docBlocks + "input-block", fields: []field{
		blockID,
		must("label", plain(2000)),
		must("element", element(inInput...)),
		may("hint", plain(2000)),
		may("optional", flag),
		may("dispatch_action", flag),
	}},
	"markdown": {on: onMessage, source: docBlocks + "markdown-block", also: markdownTogether, fields: []field{
		blockID, must("text", characters(1, 12000)),
	}},
	"rich_text": {on: everywhere, source: docBlocks + "rich-text-block", fields: []field{
		blockID, must("elements", items(0, 1000, richText)),
	}},
	"video": {on: everywhere, source: docBlocks + "video-block", fields: []field{
		blockID,
		must("alt_text", characters(1, 2000)),
		must("title", plain(200)),
		must("thumbnail_url", link),
		must("video_url", link),
		may("author_name", characters(0, 50)),
		may("description", plain(200)),
		may("provider_icon_url", link),
		may("provider_name", characters(0, 50)),
		may("title_url", link),
	}},
	"alert": {on: onModal, source: docBlocks + "alert-block", fields: []field{
		blockID, must("text", anyText(200)),
		may("level", word("default", "info", "warning", "error", "success")),
	}},
	"card": {on: everywhere, source: docBlocks + "card-block", also: cardHolds, fields: []field{
		blockID,
		may("hero_image", element("image")),
		may("icon", element("image")),
		may("slack_icon", anything),
		may("title", anyText(150)),
		may("subtitle", anyText(150)),
		may("body", anyText(200)),
		may("subtext", anyText(200)),
		may("actions", items(1, 3, element(inCardFoot...))),
	}},
	"carousel": {on: messagesHome, source: docBlocks + "carousel-block", fields: []field{
		blockID, must("elements", items(1, 10, cardOnly)),
	}},
	"container": {on: onMessage, source: docBlocks + "container-block", fields: []field{
		blockID,
		may("title", plain(150)),
		may("rich_text_title", anything),
		may("subtitle", anyText(150)),
		may("icon", element("image")),
		may("width", word("narrow", "standard", "wide", "full")),
		may("is_collapsible", flag),
		may("default_collapsed", flag),
		may("has_header_divider", flag),
		must("child_blocks", items(1, 10, childBlock)),
	}},
	"table":              tableShape,
	"data_table":         dataTableShape,
	"data_visualization": chartShape,
}

func textOrFields(c *checker, at string, o object) {
	_, text := o["text"]
	_, fields := o["fields"]
	if !text && !fields {
		c.fail(at+"/type", "must define either `text` or `fields`")
	}
}

func contextElement(c *checker, at string, v any) {
	o, _ := v.(object)
	if str(o, "type") == "image" {
		element("image")(c, at, v)
		return
	}
	anyText(3000)(c, at, v) // as any text object
}

// uniqueActions holds action ids to be unique inside their block.
func uniqueActions(c *checker, at string, o object) {
	seen := map[string]bool{}
	for _, e := range objects(o, "elements") {
		if name := str(e, "action_id"); name != "" && seen[name] {
			c.fail(at+"/elements", "`action_id` %q already exists", name)
		}
		seen[str(e, "action_id")] = true
	}
}

func markdownTogether(c *checker, at string, o object) {
	before := c.markdownText
	c.markdownText += runes(str(o, "text"))
	if before <= 12000 && c.markdownText > 12000 {
		c.fail(at+"/text", "must be less than 12001 characters over all markdown blocks")
	}
}

func cardHolds(c *checker, at string, o object) {
	for _, name := range []string{"hero_image", "title", "actions", "body"} {
		if _, ok := o[name]; ok {
			return
		}
	}
	c.fail(at, "must define at least one of `hero_image`, `title`, `actions` and `body`")
}

func cardOnly(c *checker, at string, v any) {
	if o, _ := v.(object); str(o, "type") != "card" {
		c.fail(at+"/type", "unsupported type: %s", str(o, "type"))
		return
	}
	c.block(at, v)
}

// childBlock is a block inside a container, which holds no container itself.
func childBlock(c *checker, at string, v any) {
	if o, _ := v.(object); strings.HasPrefix(str(o, "type"), "container") {
		c.fail(at+"/type", "unsupported type: container")
		return
	}
	c.block(at, v)
}
