package localslack

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
)

// valueMembers says in which member the value of an element stands, and from
// which it starts.
var valueMembers = map[string]struct{ value, initial string }{
	"plain_text_input":           {"value", "initial_value"},
	"number_input":               {"value", "initial_value"},
	"email_text_input":           {"value", "initial_value"},
	"url_text_input":             {"value", "initial_value"},
	"rich_text_input":            {"rich_text_value", "initial_value"},
	"file_input":                 {"files", ""},
	"datepicker":                 {"selected_date", "initial_date"},
	"timepicker":                 {"selected_time", "initial_time"},
	"datetimepicker":             {"selected_date_time", "initial_date_time"},
	"static_select":              {"selected_option", "initial_option"},
	"external_select":            {"selected_option", "initial_option"},
	"radio_buttons":              {"selected_option", "initial_option"},
	"users_select":               {"selected_user", "initial_user"},
	"conversations_select":       {"selected_conversation", "initial_conversation"},
	"channels_select":            {"selected_channel", "initial_channel"},
	"checkboxes":                 {"selected_options", "initial_options"},
	"multi_static_select":        {"selected_options", "initial_options"},
	"multi_external_select":      {"selected_options", "initial_options"},
	"multi_users_select":         {"selected_users", "initial_users"},
	"multi_conversations_select": {"selected_conversations", "initial_conversations"},
	"multi_channels_select":      {"selected_channels", "initial_channels"},
}

// chosen makes the action of a payload from the element that is stored and what
// the page says was chosen.
func chosen(element, action object) (object, error) {
	kind := str(element, "type")
	done := object{"type": kind, "action_id": element["action_id"]}
	switch kind {
	case "button", "icon_button":
		for _, name := range []string{"text", "value", "style", "url"} {
			if v, ok := element[name]; ok {
				done[name] = v
			}
		}
		return done, nil
	case "overflow":
		option, err := offered(element, action["selected_option"])
		done["selected_option"] = option
		return done, err
	case "feedback_buttons", "workflow_button":
		set(done, "value", str(action, "value"))
		return done, nil
	}
	value, err := valueOf(element, action)
	if err != nil {
		return nil, err
	}
	done[valueMembers[kind].value] = value
	if initial, ok := element[valueMembers[kind].initial]; ok {
		done[valueMembers[kind].initial] = initial
	}
	return done, nil
}

// valueOf reads what was put into an element, and holds it to what the element
// offers. Nothing is null, or an empty list where several may be chosen.
func valueOf(element, given object) (any, error) {
	member := valueMembers[str(element, "type")].value
	v := given[member]
	switch member {
	case "selected_option":
		return offered(element, v)
	case "selected_options":
		all := []any{}
		list, _ := v.([]any)
		for _, one := range list {
			option, err := offered(element, one)
			if err != nil {
				return nil, err
			}
			all = append(all, option)
		}
		return all, nil
	}
	if v == "" {
		v = nil
	}
	if v == nil && strings.HasSuffix(member, "s") {
		v = []any{}
	}
	if form := valueForms[member]; form != nil && v != nil {
		if text, _ := v.(string); !form.MatchString(text) {
			return nil, refuse("invalid_value", "localslack.press.option", lang.Args{"option": v})
		}
	}
	return v, nil
}

// valueForms are how the client writes the values that have a form.
var valueForms = map[string]*regexp.Regexp{"selected_date": dayForm, "selected_time": hourForm}

// offered returns the whole option of a menu from what was chosen of it.
func offered(element object, choice any) (any, error) {
	o, ok := choice.(object)
	if !ok {
		return nil, nil
	}
	if strings.HasSuffix(str(element, "type"), "external_select") {
		return o, nil
	}
	for _, option := range optionsOf(element) {
		if str(option, "value") == str(o, "value") {
			return option, nil
		}
	}
	return nil, refuse("no_such_option", "localslack.press.option", lang.Args{"option": str(o, "value")})
}

// stateOf returns what all inputs hold: what was given, else what they started
// with. A value for an input that is not there is refused.
func (s *Server) stateOf(list []any, given object) (object, error) {
	values, known := object{}, map[string]bool{}
	for _, b := range allBlocks(list) {
		for _, e := range actors(b) {
			member, holds := valueMembers[str(e, "type")]
			if !holds {
				continue
			}
			block, action := str(b, "block_id"), str(e, "action_id")
			known[block+"\x00"+action] = true
			v := object{member.value: initial(e)}
			if set := sub(sub(given, block), action); set != nil {
				value, err := valueOf(e, set)
				if err != nil {
					return nil, err
				}
				v[member.value] = s.withFiles(value)
			}
			v["type"] = e["type"]
			put(values, block, action, v)
		}
	}
	return values, strange(given, known)
}

// strange refuses values of inputs that are not there.
func strange(given object, known map[string]bool) error {
	for block := range given {
		for action := range sub(given, block) {
			if !known[block+"\x00"+action] {
				return refuse("no_such_input", "localslack.press.gone", lang.Args{"action": action})
			}
		}
	}
	return nil
}

func put(values object, block, action string, v object) {
	if sub(values, block) == nil {
		values[block] = object{}
	}
	sub(values, block)[action] = v
}

// initial is what an element starts with.
func initial(element object) any {
	member := valueMembers[str(element, "type")]
	v, ok := element[member.initial]
	if !ok && strings.HasSuffix(member.value, "s") {
		return []any{}
	}
	return v
}

// merge puts what was just done into the state that goes with it.
func merge(values, block, done object) {
	if member, holds := valueMembers[str(done, "type")]; holds {
		put(values, str(block, "block_id"), str(done, "action_id"), object{
			"type": done["type"], member.value: done[member.value],
		})
	}
}

// unfit says what Slack's client finds wrong with the inputs of a view before it
// sends them: text by block_id.
func (s *Server) unfit(list []any, values object) map[string]string {
	wrong := map[string]string{}
	for _, b := range allBlocks(list) {
		if str(b, "type") != "input" {
			continue
		}
		element := sub(b, "element")
		held := sub(sub(values, str(b, "block_id")), str(element, "action_id"))
		if id, args := unfitValue(element, held[valueMembers[str(element, "type")].value], yes(b, "optional")); id != "" {
			wrong[str(b, "block_id")] = s.say.Say(id, args)
		}
	}
	return wrong
}

func unfitValue(element object, value any, optional bool) (lang.ID, lang.Args) {
	if list, ok := value.([]any); value == nil || ok && len(list) == 0 {
		if optional {
			return "", nil
		}
		return "localslack.input.required", nil
	}
	text, _ := value.(string)
	switch str(element, "type") {
	case "plain_text_input":
		return unfitLength(element, text)
	case "number_input":
		return unfitNumber(element, text)
	case "email_text_input":
		if !strings.Contains(text, "@") {
			return "localslack.input.email", nil
		}
	case "url_text_input":
		if !strings.Contains(text, "://") {
			return "localslack.input.url", nil
		}
	}
	return "", nil
}

func unfitLength(element object, text string) (lang.ID, lang.Args) {
	if least, ok := whole(element["min_length"]); ok && int64(runes(text)) < least {
		return "localslack.input.short", lang.Args{"length": least}
	}
	most, ok := whole(element["max_length"])
	if !ok {
		most = 3000
	}
	if int64(runes(text)) > most {
		return "localslack.input.long", lang.Args{"length": most}
	}
	return "", nil
}

// numeric is how the client takes a number: a point, never a comma.
var numeric = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

func unfitNumber(element object, text string) (lang.ID, lang.Args) {
	n, err := strconv.ParseFloat(text, 64)
	_, notWhole := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || !numeric.MatchString(text):
		return "localslack.input.number", nil
	case notWhole != nil && !yes(element, "is_decimal_allowed"):
		return "localslack.input.whole", nil
	}
	if least := str(element, "min_value"); least != "" && n < float(least) {
		return "localslack.input.least", lang.Args{"value": least}
	}
	if most := str(element, "max_value"); most != "" && n > float(most) {
		return "localslack.input.most", lang.Args{"value": most}
	}
	return "", nil
}

func float(text string) float64 {
	f, _ := strconv.ParseFloat(text, 64) // checked when the view came
	return f
}
