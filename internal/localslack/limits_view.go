package localslack

// What Slack accepts of a view as a whole
// (docs.slack.dev/reference/views, docs.slack.dev/reference/methods/views.open).
const (
	blocksInView    = 100
	viewBytes       = 250_000
	modalStackDepth = 3
)

var (
	modalShape = shape{source: "docs.slack.dev/reference/views/modal-views", also: submitForInputs, fields: []field{
		must("title", plain(24)),
		must("blocks", items(0, 1<<20, anything)), // counted with what is in them
		may("submit", plain(24)),
		may("close", plain(24)),
		may("private_metadata", characters(0, 3000)),
		may("callback_id", characters(0, 255)),
		may("external_id", characters(0, 255)),
		may("clear_on_close", flag),
		may("notify_on_close", flag),
		may("submit_disabled", flag),
	}}
	homeShape = shape{source: "docs.slack.dev/reference/views/home-tab-views", fields: []field{
		must("blocks", items(0, 1<<20, anything)), // counted with what is in them
		may("private_metadata", characters(0, 3000)),
		may("callback_id", characters(0, 255)),
		may("external_id", characters(0, 255)),
	}}
)

// checkView refuses what Slack would not take as a view of that type.
func (s *Server) checkView(v any, kind string) (object, error) {
	o, ok := v.(object)
	if !ok {
		return nil, invalid("invalid_arguments", []string{"[ERROR] must provide an object [json-pointer:/view]"})
	}
	if len(encode(o)) > viewBytes {
		return nil, refusal("view_too_large")
	}
	form, on := modalShape, onModal
	if kind == "home" {
		form, on = homeShape, onHome
	}
	c := newChecker(on, s.hasFile)
	if str(o, "type") != kind {
		c.fail("/view/type", "unsupported type: %s", str(o, "type"))
	} else {
		c.shape("/view", form, o)
		blocks, _ := o["blocks"].([]any)
		c.list("/view/blocks", blocks, blocksInView)
	}
	if len(c.problems) > 0 {
		return nil, invalid("invalid_arguments", c.messages())
	}
	return o, nil
}

func submitForInputs(c *checker, at string, o object) {
	if _, ok := o["submit"]; ok {
		return
	}
	for _, b := range objects(o, "blocks") {
		if str(b, "type") == "input" {
			c.fail(at, "`submit` is required when the view holds an input block")
			return
		}
	}
}
