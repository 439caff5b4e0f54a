package peers

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Sent is something shown to people: a message, a modal or a Home tab.
type Sent struct {
	Name string // where it comes from, for a complaint about it
	kind string // the type of it in sent.ts
	body []byte // JSON
}

// Message is a message of these blocks, which are JSON.
func Message(name string, blocks []byte) Sent {
	return Sent{Name: name, kind: "Message", body: fmt.Appendf(nil, `{"blocks":%s}`, blocks)}
}

// Find returns the messages and views in JSON, however deep, and in JSON inside
// its strings, as forms have it: whatever has blocks.
func Find(name string, data []byte) ([]Sent, error) {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return find(nil, name, v), nil
}

func find(all []Sent, name string, v any) []Sent {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			all = find(all, name, item)
		}
	case map[string]any:
		if blocks, ok := opened(v["blocks"]).([]any); ok {
			return append(all, sent(name, v, blocks))
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			all = find(all, name, opened(v[key]))
		}
	}
	return all
}

// opened reads what a form's field holds as JSON; anything else is as it was.
func opened(v any) any {
	text, ok := v.(string)
	if !ok || !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return v
	}
	var inside any
	if json.Unmarshal([]byte(text), &inside) != nil {
		return v
	}
	return inside
}

func sent(name string, v map[string]any, blocks []any) Sent {
	s, whole := Sent{Name: name, kind: "Message"}, map[string]any{"blocks": blocks}
	switch v["type"] {
	case "modal":
		s.kind, whole = "Modal", v
	case "home":
		s.kind, whole = "Home", v
	}
	var err error
	if s.body, err = json.MarshalIndent(whole, "", "  "); err != nil {
		panic(err) // it came from JSON
	}
	return s
}
