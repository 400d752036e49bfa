package crm

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Kinds of a figure (contract §1).
const (
	FigureMoney = "money"
	FigureCount = "count"
)

// Figure is one indicator's value for one unit or the total: FIG of contract §1.
// Amounts are 分 or cents, counts plain integers; ratios are decimal text with four
// places, GapPp percentage points with two; nil where there is no value.
//
// Month is the month's sub-total (本月小计): what was verified in it, the same year's
// 跨期调整 posted in it included; Adjust is that part of it (domain §7: they stand in
// their own column and count in the cumulative). So Cumulative = the sum of Month since
// January. Adjustments of earlier years are in none of them.
type Figure struct {
	Kind       string    `json:"kind" enum:"money,count"`
	Currency   *Currency `json:"currency" enum:"CNY,USD"`
	Basis      string    `json:"basis"`
	Target     *int64    `json:"target"`
	Month      int64     `json:"month"`
	Adjust     int64     `json:"adjust"`
	Cumulative int64     `json:"cumulative"`
	Rate       *string   `json:"rate"`
	Pace       *string   `json:"pace"`
	GapPp      *string   `json:"gapPp"`
	LastYear   *int64    `json:"lastYear"`
	YoY        *string   `json:"yoy"`
	Rank       *int      `json:"rank"`
	RankChange *int      `json:"rankChange"`
}

// Own is what belongs to the month itself: Month without the adjustments posted in it.
func (f Figure) Own() int64 { return f.Month - f.Adjust }

// FigureUnit is one unit's figures by indicator code.
type FigureUnit struct {
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	Figures map[string]Figure `json:"figures"`
}

// Figures is the answer of `report figures` (contract §1): the 13 reporting units in
// official order, then 市本级及市直. Snapshot is nil for a month that is not closed.
type Figures struct {
	Month    Month             `json:"month"`
	From     Month             `json:"from,omitempty"` // first month of a window that ends with Month
	Year     int               `json:"year"`
	CutOff   Date              `json:"cutoff"`
	Snapshot *string           `json:"snapshot"`
	SHA256   string            `json:"figuresSha256"`
	Labels   map[string]string `json:"labels"`
	Total    map[string]Figure `json:"total"`
	Units    []FigureUnit      `json:"units"`
}

// Canonical returns the bytes whose SHA-256 is printed in the workbook: the JSON form
// without "figuresSha256" and "snapshot" (the same figures have the same hash whatever
// snapshot holds them), keys sorted, no white space, no escaping beyond JSON's own.
// A script gets them by json.dumps(d, sort_keys=True, separators=(",", ":"),
// ensure_ascii=False) after removing those two keys.
func (f *Figures) Canonical() ([]byte, error) {
	raw, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var tree map[string]any
	if err := dec.Decode(&tree); err != nil {
		return nil, err
	}
	delete(tree, "figuresSha256")
	delete(tree, "snapshot")
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(tree); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// Seal sets SHA256 to the hash of the canonical bytes.
func (f *Figures) Seal() error {
	b, err := f.Canonical()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	f.SHA256 = hex.EncodeToString(sum[:])
	return nil
}

// JointFigure is what a unit has brought in together with the unit that it counts for (联合引进):
// beside the unit table, in none of its sums (domain §6).
type JointFigure struct {
	ID         string `json:"id" doc:"单位代码"`
	Name       string `json:"name"`
	Indicator  string `json:"indicator"`
	Month      int64  `json:"month" doc:"本月：个数，金额为分"`
	Cumulative int64  `json:"cumulative" doc:"本年累计"`
	Basis      string `json:"basis"`
	Snapshot   string `json:"snapshot" doc:"取自的关账快照，空为没有"`
}
