package crm

import "log/slog"

// hidden stands for a secret wherever it might be read.
const hidden = "******"

// Secret is a text that comes in and never goes out again: printed, logged or answered it is hidden.
type Secret string

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString hides it under %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue hides it in logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides it in JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes what a person types.
func (s *Secret) UnmarshalText(b []byte) error {
	*s = Secret(b)
	return nil
}

// Reveal is the text itself, for the one use that it is for.
func (s Secret) Reveal() string { return string(s) }
