package crm

import (
	"encoding/json"
	"testing"
)

func TestInstant(t *testing.T) {
	type row struct {
		At Instant `json:"at"`
	}
	for _, x := range []struct {
		in   string
		want Instant
		out  string
	}{
		{`{"at":"2022-09-26T08:00:00.123Z"}`, 1664179200123, `{"at":"2022-09-26T08:00:00.123Z"}`},
		{`{"at":"2022-09-26T16:00:00+08:00"}`, 1664179200000, `{"at":"2022-09-26T08:00:00.000Z"}`},
		{`{"at":1664179200123}`, 1664179200123, `{"at":"2022-09-26T08:00:00.123Z"}`},
		{`{"at":""}`, 0, `{"at":""}`},
		{`{}`, 0, `{"at":""}`},
	} {
		var r row
		if err := json.Unmarshal([]byte(x.in), &r); err != nil || r.At != x.want {
			t.Errorf("%s reads as %d, %v", x.in, r.At, err)
		}
		if b, err := json.Marshal(r); err != nil || string(b) != x.out {
			t.Errorf("%s writes as %s, %v", x.in, b, err)
		}
	}
	for _, bad := range []string{`{"at":"yesterday"}`, `{"at":1.5}`, `{"at":true}`, `{"at":"2022-13-01T00:00:00Z"}`} {
		var r row
		if err := json.Unmarshal([]byte(bad), &r); err == nil {
			t.Errorf("%s was read as %d", bad, r.At)
		}
	}
}
