package crm

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// ImportLayout is the list of keys that a sheet has columns for, in the order in which its records print them.
// Every record of a sheet shares one layout.
type ImportLayout struct {
	keys   []string
	at     map[string]int
	spared map[string]bool
}

// NewImportLayout makes a layout of keys; a key that occurs twice counts once.
func NewImportLayout(keys ...string) *ImportLayout {
	l := &ImportLayout{at: map[string]int{}}
	for _, k := range keys {
		if _, dup := l.at[k]; !dup {
			l.at[k] = len(l.keys)
			l.keys = append(l.keys, k)
		}
	}
	return l
}

// Spare adds keys that are no column of their own (the dollars that a cell of 总投资 may hold): they are
// printed only where they have a value.
func (l *ImportLayout) Spare(keys ...string) *ImportLayout {
	if l.spared == nil {
		l.spared = map[string]bool{}
	}
	for _, k := range keys {
		if _, dup := l.at[k]; !dup {
			l.at[k] = len(l.keys)
			l.keys = append(l.keys, k)
			l.spared[k] = true
		}
	}
	return l
}

// Keys returns the layout's keys in order.
func (l *ImportLayout) Keys() []string { return append([]string(nil), l.keys...) }

// ImportRecord is a row to import, or one that is held. A key of its layout without a value is null; a key outside
// the layout is absent: the sheet has no such column.
type ImportRecord struct {
	Sheet  string
	Row    int
	Kind   ImportKind
	Layout *ImportLayout
	Flags  []ImportCode // the warning codes of the row, sorted
	Errors []ImportCode // the error codes of a held row, sorted
	Extra  []ImportExtra
	Table  string       // first column of its table, where several stand side by side; else ""
	Choice ImportChoice // what a person decided about the row
	values []string     // by place in Layout; "" is null
	lists  []importList
}

// importList is the value of a key that holds a list.
type importList struct {
	at    int // place in Layout
	items []string
}

// ImportExtra is a further key of a held row: county_as_printed, duplicate_of_row.
type ImportExtra struct {
	Key   string
	Value any
}

// NewImportRecord makes an empty record of layout l.
func NewImportRecord(sheet string, row int, kind ImportKind, l *ImportLayout) ImportRecord {
	return ImportRecord{Sheet: sheet, Row: row, Kind: kind, Layout: l, values: make([]string, len(l.keys))}
}

// Has reports whether the sheet has a column for key, or may have a value of it.
func (r *ImportRecord) Has(key string) bool { _, ok := r.Layout.at[key]; return ok }

// Set gives key a text; an unknown key is ignored.
func (r *ImportRecord) Set(key, text string) {
	if i, ok := r.Layout.at[key]; ok {
		r.values[i] = text
	}
}

// SetList gives key a list of texts; an unknown key is ignored.
func (r *ImportRecord) SetList(key string, items []string) {
	if i, ok := r.Layout.at[key]; ok && len(items) > 0 {
		r.lists = append(r.lists, importList{i, items})
	}
}

// Text returns the value of key as text, "" for null or absent. Amounts are decimal text in the unit that
// the key's name tells (…_wan 万元, …_usd_wan 万美元), dates YYYY-MM-DD, YYYY-MM or YYYY.
func (r *ImportRecord) Text(key string) string {
	if i, ok := r.Layout.at[key]; ok {
		return r.values[i]
	}
	return ""
}

// List returns the value of key as a list (investors); nil for null or absent.
func (r *ImportRecord) List(key string) []string {
	if i, ok := r.Layout.at[key]; ok {
		return r.list(i)
	}
	return nil
}

func (r *ImportRecord) list(i int) []string {
	for _, l := range r.lists {
		if l.at == i {
			return l.items
		}
	}
	return nil
}

// value is what JSON prints for the key at place i: a text, a list, a number (year, month_to), a truth value (is_new) or null.
func (r *ImportRecord) value(i int) any {
	if l := r.list(i); l != nil {
		if r.Layout.keys[i] == "destination" {
			return places(l)
		}
		return l
	}
	key, text := r.Layout.keys[i], r.values[i]
	switch {
	case key == "investors" || key == "destination" || key == "evidence_nos":
		return []string{}
	case text == "":
		return nil
	case key == "year" || key == "month_to":
		return json.RawMessage(text)
	case key == "is_new":
		return text == "true"
	}
	return text
}

// importPlace is a destination of a trip; City is nil for a whole province.
type importPlace struct {
	Province string  `json:"province"`
	City     *string `json:"city"`
}

// places reads the texts 省|市 that a list of destinations holds.
func places(items []string) []importPlace {
	out := make([]importPlace, len(items))
	for i, item := range items {
		province, city, _ := strings.Cut(item, "|")
		out[i].Province = province
		if city != "" {
			out[i].City = &city
		}
	}
	return out
}

// Amount returns an amount key (…_wan, …_usd_wan) as Money, rounded to the minor unit (half up: a
// workbook's formula gives 1666.6666666666667); ok is false for null or absent.
func (r *ImportRecord) Amount(key string) (m Money, ok bool) {
	t := r.Text(key)
	if t == "" {
		return Money{}, false
	}
	n, err := RoundDecimal(t, FenPerWan)
	if err != nil {
		return Money{}, false
	}
	if len(key) > 8 && key[len(key)-8:] == "_usd_wan" {
		return Dollars(n), true
	}
	return Yuan(n), true
}

// When returns a date key and its precision; a month gives its text YYYY-MM, a year YYYY. ok is false for null.
func (r *ImportRecord) When(key string) (text string, p Precision, ok bool) {
	t := r.Text(key)
	switch len(t) {
	case 10:
		return t, PrecisionDay, true
	case 7:
		return t, PrecisionMonth, true
	case 4:
		return t, PrecisionYear, true
	}
	return "", "", false
}

// IsHeld reports whether an error holds the row.
func (r *ImportRecord) IsHeld() bool { return len(r.Errors) > 0 }

// MarshalJSON prints the samples' form: sheet, row, kind, the keys in layout order, then errors (held rows) and flags.
func (r ImportRecord) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(`{"sheet":`)
	if err := putJSON(&b, r.Sheet); err != nil {
		return nil, err
	}
	b.WriteString(`,"row":` + strconv.Itoa(r.Row) + `,"kind":"` + string(r.Kind) + `"`)
	if r.Table != "" {
		b.WriteString(`,"first_column":"` + r.Table + `"`)
	}
	for i, k := range r.Layout.keys {
		v := r.value(i)
		if v == nil && r.Layout.spared[k] {
			continue
		}
		b.WriteString(`,"` + k + `":`)
		if err := putJSON(&b, v); err != nil {
			return nil, err
		}
	}
	for _, e := range r.Extra {
		b.WriteString(`,"` + e.Key + `":`)
		if err := putJSON(&b, e.Value); err != nil {
			return nil, err
		}
	}
	if r.IsHeld() {
		b.WriteString(`,"errors":`)
		if err := putJSON(&b, r.Errors); err != nil {
			return nil, err
		}
	}
	b.WriteString(`,"flags":`)
	flags := r.Flags
	if flags == nil {
		flags = []ImportCode{}
	}
	if err := putJSON(&b, flags); err != nil {
		return nil, err
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func putJSON(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line end that Encode adds
	return nil
}

// ImportRef points at a row of a sheet; in JSON ["签约项目", 3].
type ImportRef struct {
	Sheet string
	Row   int
}

// MarshalJSON prints ["sheet", row].
func (r ImportRef) MarshalJSON() ([]byte, error) { return json.Marshal([]any{r.Sheet, r.Row}) }

// UnmarshalJSON reads ["sheet", row].
func (r *ImportRef) UnmarshalJSON(data []byte) error {
	pair := []any{&r.Sheet, &r.Row}
	return json.Unmarshal(data, &pair)
}
