package localslack

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
)

// object is a JSON object of Slack's, kept as it came: what a client sends is
// validated and handed on, never translated.
type object = map[string]any

// decode reads one JSON value and nothing after it. Numbers stay as written.
func decode(data []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return v, nil
}

// encode writes what can only be made of encodable parts.
func encode(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic("localslack: encode: " + err.Error())
	}
	return data
}

// str returns a string member, "" when it is absent or something else.
func str(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

// yes returns a boolean member.
func yes(o object, key string) bool {
	b, _ := o[key].(bool)
	return b
}

// sub returns an object member, nil when it is absent or something else.
func sub(o object, key string) object {
	v, _ := o[key].(object)
	return v
}

// objects returns the objects of a list member.
func objects(o object, key string) []object {
	list, _ := o[key].([]any)
	return onlyObjects(list)
}

func onlyObjects(list []any) []object {
	found := make([]object, 0, len(list))
	for _, v := range list {
		if o, ok := v.(object); ok {
			found = append(found, o)
		}
	}
	return found
}

// whole returns v as an integer, if it is one.
func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case json.Number:
		i, err := n.Int64()
		return i, err == nil
	case int:
		return int64(n), true
	case string:
		i, err := strconv.ParseInt(n, 10, 64)
		return i, err == nil
	}
	return 0, false
}

// copyOf returns a deep copy, so that what is stored is nobody else's.
func copyOf[T any](v T) T {
	var c T
	decoder := json.NewDecoder(bytes.NewReader(encode(v)))
	decoder.UseNumber()
	if err := decoder.Decode(&c); err != nil {
		panic("localslack: copy: " + err.Error())
	}
	return c
}
