package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"sort"
	"strings"

	"yinfeng/crm"
)

// all returns the columns by position, known or not.
func (h *header) all() []column {
	out := append(append([]column(nil), h.cols...), h.unknown...)
	sort.Slice(out, func(i, j int) bool { return out[i].col < out[j].col })
	return out
}

// words are all words of the header.
func (h *header) words() []string {
	var words []string
	for _, c := range h.all() {
		words = append(words, c.label)
	}
	for _, texts := range h.printed {
		for _, t := range texts {
			words = append(words, t)
		}
	}
	return words
}

// fingerprint names a layout: the header's texts and their places, whatever month stands in them.
func (h *header) fingerprint() string {
	sum := sha256.New()
	for _, texts := range h.printed {
		cols := make([]int, 0, len(texts))
		for c := range texts {
			cols = append(cols, c)
		}
		sort.Ints(cols)
		for _, c := range cols {
			fmt.Fprintf(sum, "%d\x00%s\x00", c, digits.ReplaceAllString(plainLabel(texts[c]), "0"))
		}
		sum.Write([]byte{1})
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// remapped is the header with its columns as a person mapped them.
func (h *header) remapped(m crm.ImportColumnMap) *header {
	said := map[int]crm.ImportColumnKey{}
	for _, c := range m.Columns {
		said[c.Col] = c
	}
	out := &header{top: h.top, bottom: h.bottom, rows: h.rows, printed: h.printed, by: map[string]column{}}
	for _, c := range h.all() {
		k, ok := said[c.col]
		if !ok || k.Key == "" {
			c.key = ""
			out.unknown = append(out.unknown, c)
			continue
		}
		c.key, c.rank = k.Key, 0
		if u, ok := parseUnit(k.Unit); ok {
			c.unit = &u
		}
		out.cols = append(out.cols, c)
	}
	out.settle()
	return out
}

// guessHeader takes the first row that looks like a header of a table nobody knows: three short texts or more, with at
// least two rows below that fill as many columns. A person may then map its columns.
func guessHeader(rows []*row, merges []merge) *header {
	for i, r := range rows {
		if !headerish(r) || i+2 >= len(rows) || len(rows[i+1].cells)*2 < len(r.cells) || len(rows[i+2].cells)*2 < len(r.cells) {
			continue
		}
		h := &header{top: r.num, bottom: headerBottom(r, merges)}
		last := i
		for last+1 < len(rows) && rows[last+1].num <= h.bottom {
			last++
		}
		for n := h.top; n <= h.bottom; n++ {
			h.rows = append(h.rows, n)
		}
		(&headerTable{}).columns(h, rows[i:last+1], merges)
		return h
	}
	return nil
}

func headerish(r *row) bool {
	seen := map[string]bool{}
	for i := range r.cells {
		t := squeeze(r.cells[i].text)
		if r.cells[i].kind != cellText || len([]rune(t)) > 20 || strings.ContainsAny(t, "。；") {
			return false
		}
		seen[t] = true
	}
	return len(seen) >= 3
}

var digits = regexp.MustCompile(`\d+`)
