package crm

import (
	"bytes"
	"encoding/json"
	"time"
)

// Instant is a real time in Unix milliseconds, as the database keeps it (architecture §4);
// outside it is RFC 3339 in UTC (contract §2). Zero is no time: "" outside.
type Instant int64

// Time returns i as a time in UTC; the zero time for no time.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).UTC()
}

const instantForm = "2006-01-02T15:04:05.000Z"

// MarshalText writes RFC 3339 with milliseconds, "" for no time.
func (i Instant) MarshalText() ([]byte, error) {
	if i == 0 {
		return []byte{}, nil
	}
	return []byte(i.Time().Format(instantForm)), nil
}

// UnmarshalText reads any RFC 3339 time, "" as no time.
func (i *Instant) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*i = 0
		return nil
	}
	t, err := time.Parse(time.RFC3339, string(b))
	if err != nil {
		return Invalid("", "时间“%s”写法不对，请写成 2022-09-26T08:00:00Z", b)
	}
	*i = Instant(t.UnixMilli())
	return nil
}

// UnmarshalJSON reads the text form, or milliseconds as archived rows hold them.
func (i *Instant) UnmarshalJSON(b []byte) error {
	if !bytes.HasPrefix(b, []byte(`"`)) {
		return json.Unmarshal(b, (*int64)(i))
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	return i.UnmarshalText([]byte(s))
}
