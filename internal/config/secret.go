// Package config reads the environment into one Config, and says everything
// that is wrong with it at once.
package config

// Secret keeps a value out of logs, errors and dumps. Keep it in exported
// fields only: inside an unexported one %+v would print it raw.
type Secret string

const redacted = "[secret]"

// String hides the value.
func (Secret) String() string { return redacted }

// GoString hides the value from %#v.
func (Secret) GoString() string { return redacted }

// MarshalText hides the value from JSON and structured logs.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Reveal returns the value, for the one call that needs it.
func (s Secret) Reveal() string { return string(s) }
