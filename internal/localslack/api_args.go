package localslack

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"strconv"
)

// str returns an argument, "" without it.
func (c *call) str(name string) string {
	switch v := c.args[name].(type) {
	case string:
		return v
	case nil:
		return ""
	default:
		return string(bytes.Trim(encode(v), `"`))
	}
}

// flag returns a boolean argument, in any of the ways clients write it; false
// without it.
func (c *call) flag(name string) bool {
	v, err := strconv.ParseBool(c.str(name))
	return err == nil && v
}

// number returns an integer argument.
func (c *call) number(name string, otherwise int) int {
	n, err := strconv.Atoi(c.str(name))
	if err != nil {
		return otherwise
	}
	return n
}

// value returns an argument that is JSON, or JSON in a string.
func (c *call) value(name string) (any, error) {
	text, ok := c.args[name].(string)
	if !ok {
		return c.args[name], nil
	}
	if text == "" {
		return nil, nil
	}
	v, err := decode([]byte(text))
	if err != nil {
		return nil, refusal("invalid_arguments")
	}
	return v, nil
}

// page returns the part of a list that a cursor and a limit ask for, and the
// cursor of the rest. A cursor is the index to go on at.
func page[T any](c *call, all []T, usual, most int) ([]T, object, error) {
	limit := c.number("limit", usual)
	if limit <= 0 {
		limit = usual
	}
	if limit > most {
		return nil, nil, refusal("invalid_limit")
	}
	from := 0
	if cursor := c.str("cursor"); cursor != "" {
		n, err := strconv.Atoi(cursor)
		if err != nil || n < 0 || n > len(all) {
			return nil, nil, refusal("invalid_cursor")
		}
		from = n
	}
	to := min(len(all), from+limit)
	next := ""
	if to < len(all) {
		next = strconv.Itoa(to)
	}
	return all[from:to], object{"next_cursor": next}, nil
}

func parseMultipart(boundary string, body []byte) (object, error) {
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	o := object{}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return o, nil
		}
		if err != nil {
			return nil, refusal("invalid_form_data")
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, refusal("invalid_form_data")
		}
		if _, again := o[part.FormName()]; !again && part.FileName() == "" {
			o[part.FormName()] = string(value)
		}
	}
}
