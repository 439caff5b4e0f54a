package localslack

import "strconv"

const docElements = docKit + "block-elements/"

// What every selection menu has.
var (
	placeholder    = may("placeholder", plain(150))
	actionID       = may("action_id", anID)
	confirmDialog  = may("confirm", thing("confirm"))
	focusOnLoad    = may("focus_on_load", flag)
	maxSelected    = may("max_selected_items", integer(1, 1000))
	dispatchConfig = may("dispatch_action_config", thing("dispatch"))
	queryLength    = may("min_query_length", integer(0, 100))
	flatOptions    = may("options", items(1, 100, thing("option")))
	optionGroups   = may("option_groups", items(1, 100, thing("option group")))
	manyIDs        = items(1, 100, characters(1, 255))
	visibleTo      = may("visible_to_user_ids", manyIDs)
)

// elementShapes are the elements that stand inside blocks.
var elementShapes = map[string]shape{
	"button": {on: everywhere, source: docElements + "button-element", fields: []field{
		must("text", plain(75)), actionID, confirmDialog, visibleTo,
		may("url", link),
		may("value", characters(0, 2000)),
		may("style", word("primary", "danger")),
		may("accessibility_label", characters(1, 75)),
		may("agent_prompt", characters(1, 2000)),
		may("agent_prompt_display", characters(1, 2000)),
	}},
	"workflow_button": {on: everywhere, source: docElements + "workflow-button-element", fields: []field{
		must("text", plain(75)), must("workflow", anything), actionID,
		may("style", word("primary", "danger")),
		may("accessibility_label", characters(1, 75)),
	}},
	"icon_button": {on: onMessage, source: docElements + "icon-button-element", fields: []field{
		must("icon", word("trash")), must("text", plain(75)), actionID, confirmDialog, visibleTo,
		may("value", characters(0, 2000)),
		may("accessibility_label", characters(1, 75)),
	}},
	"feedback_buttons": {on: onMessage, source: docElements + "feedback-buttons-element", fields: []field{
		actionID,
		must("positive_button", thing("feedback button")),
		must("negative_button", thing("feedback button")),
	}},
	"image": {on: everywhere, source: docElements + "image-element", also: imageSource, fields: []field{
		must("alt_text", characters(1, 2000)),
		may("image_url", link),
		may("slack_file", thing("slack file")),
	}},
	"overflow": {on: everywhere, source: docElements + "overflow-menu-element", fields: []field{
		must("options", items(1, 5, thing("overflow option"))), actionID, confirmDialog,
	}},
	"checkboxes": {on: everywhere, source: docElements + "checkboxes-element", also: initialAmongOptions, fields: []field{
		must("options", items(1, 10, thing("choice"))), actionID, confirmDialog, focusOnLoad, visibleTo,
		may("initial_options", items(1, 10, thing("choice"))),
	}},
	"radio_buttons": {on: everywhere, source: docElements + "radio-button-group-element", also: initialAmongOptions, fields: []field{
		must("options", items(1, 10, thing("choice"))), actionID, confirmDialog, focusOnLoad,
		may("initial_option", thing("choice")),
	}},
	"datepicker": {on: everywhere, source: docElements + "date-picker-element", fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, may("initial_date", civilDay),
	}},
	"timepicker": {on: everywhere, source: docElements + "time-picker-element", fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, may("initial_time", timeOfDay),
		may("timezone", characters(1, 255)),
	}},
	"datetimepicker": {on: onModal | onMessage, source: docElements + "datetime-picker-element", fields: []field{
		actionID, confirmDialog, focusOnLoad, may("initial_date_time", integer(1_000_000_000, 9_999_999_999)),
	}},

	"plain_text_input": {on: everywhere, source: docElements + "plain-text-input-element", also: lengthsInOrder, fields: []field{
		placeholder, actionID, focusOnLoad, dispatchConfig,
		may("initial_value", characters(0, 3000)),
		may("multiline", flag),
		may("min_length", integer(0, 3000)),
		may("max_length", integer(1, 3000)),
	}},
	"number_input": {on: everywhere, source: docElements + "number-input-element", also: valuesInOrder, fields: []field{
		must("is_decimal_allowed", flag), placeholder, actionID, focusOnLoad, dispatchConfig,
		may("initial_value", numeral), may("min_value", numeral), may("max_value", numeral),
	}},
	"email_text_input": {on: everywhere, source: docElements + "email-input-element", fields: []field{
		placeholder, actionID, focusOnLoad, dispatchConfig, may("initial_value", characters(0, 3000)),
	}},
	"url_text_input": {on: everywhere, source: docElements + "url-input-element", fields: []field{
		placeholder, actionID, focusOnLoad, dispatchConfig, may("initial_value", characters(0, 3000)),
	}},
	"rich_text_input": {on: everywhere, source: docElements + "rich-text-input-element", fields: []field{
		placeholder, actionID, focusOnLoad, dispatchConfig, may("initial_value", anything),
		may("min_lines", integer(1, 100)), may("max_lines", integer(1, 100)),
	}},
	"file_input": {on: onModal, source: docElements + "file-input-element", fields: []field{
		actionID, may("filetypes", items(1, 100, characters(1, 255))), may("max_files", integer(1, 10)),
	}},

	"static_select": {on: everywhere, source: docElements + "select-menu-element", also: optionsOrGroups, fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, flatOptions, optionGroups, may("initial_option", thing("option")),
	}},
	"external_select": {on: everywhere, source: docElements + "select-menu-element", fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, queryLength, may("initial_option", thing("option")),
	}},
	"users_select": {on: everywhere, source: docElements + "select-menu-element", fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, may("initial_user", characters(1, 255)),
	}},
	"conversations_select": {on: everywhere, source: docElements + "select-menu-element", fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, may("initial_conversation", characters(1, 255)),
		may("default_to_current_conversation", flag), may("response_url_enabled", flag), may("filter", thing("filter")),
	}},
	"channels_select": {on: everywhere, source: docElements + "select-menu-element", fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, may("initial_channel", characters(1, 255)), may("response_url_enabled", flag),
	}},
	"multi_static_select": {on: everywhere, source: docElements + "multi-select-menu-element", also: optionsOrGroups, fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, maxSelected, flatOptions, optionGroups, may("initial_options", items(1, 100, thing("option"))),
	}},
	"multi_external_select": {on: everywhere, source: docElements + "multi-select-menu-element", fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, maxSelected, queryLength, may("initial_options", items(1, 100, thing("option"))),
	}},
	"multi_users_select": {on: everywhere, source: docElements + "multi-select-menu-element", fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, maxSelected, may("initial_users", manyIDs),
	}},
	"multi_conversations_select": {on: everywhere, source: docElements + "multi-select-menu-element", fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, maxSelected, may("initial_conversations", manyIDs),
		may("default_to_current_conversation", flag), may("filter", thing("filter")),
	}},
	"multi_channels_select": {on: everywhere, source: docElements + "multi-select-menu-element", fields: []field{
		placeholder, actionID, confirmDialog, focusOnLoad, maxSelected, may("initial_channels", manyIDs),
	}},
}

func anything(*checker, string, any) {}

func numeral(c *checker, at string, v any) {
	s, _ := v.(string)
	if _, err := strconv.ParseFloat(s, 64); err != nil {
		c.fail(at, "must be a string that holds a number")
	}
}

func lengthsInOrder(c *checker, at string, o object) {
	low, _ := whole(o["min_length"])
	high, ok := whole(o["max_length"])
	if ok && low > high {
		c.fail(at, "min_length must not exceed max_length")
	}
}

func valuesInOrder(c *checker, at string, o object) {
	low, err := strconv.ParseFloat(str(o, "min_value"), 64)
	high, other := strconv.ParseFloat(str(o, "max_value"), 64)
	if err == nil && other == nil && low > high {
		c.fail(at, "min_value must not exceed max_value")
	}
}

// optionsOrGroups holds a menu to one way of listing its options, each value
// once, and to start on what it offers.
func optionsOrGroups(c *checker, at string, o object) {
	_, flat := o["options"]
	_, grouped := o["option_groups"]
	if flat == grouped {
		c.fail(at, "must define exactly one of `options` and `option_groups`")
		return
	}
	initialAmongOptions(c, at, o)
}

func initialAmongOptions(c *checker, at string, o object) {
	offered := map[string]bool{}
	for _, option := range optionsOf(o) {
		offered[str(option, "value")] = true
	}
	for _, initial := range append(objects(o, "initial_options"), sub(o, "initial_option")) {
		if initial != nil && !offered[str(initial, "value")] {
			c.fail(at, "initial option must match one of the options")
		}
	}
}

// optionsOf lists the options of a menu, groups or not.
func optionsOf(o object) []object {
	all := objects(o, "options")
	for _, group := range objects(o, "option_groups") {
		all = append(all, objects(group, "options")...)
	}
	return all
}
