package intake

import (
	"regexp"
	"strings"

	"yinfeng/crm"
)

// column is a column of the table that means something.
type column struct {
	col   int
	key   string
	rank  int    // place among the key's headers; of two columns with one key the lower wins
	label string // the header as printed
	unit  *unit  // that the header states
}

// header is the header of a table, one to four rows.
type header struct {
	top, bottom int               // row numbers
	rows        []int             // the row numbers that hold a header cell
	cols        []column          // known columns by position
	unknown     []column          // columns with a header that no key stands under
	printed     []map[int]string  // squeezed texts by column, of each header row, to know repetitions
	by          map[string]column // the column of each key
}

// headerTable finds the key of a header's words.
type headerTable struct {
	key     map[string]headerHit
	periods bool // columns of months are known by their form (matrix)
	matched map[string]headerMatch
}

// headerMatch is an answer of match, kept: wide sheets ask for the same labels again and again.
type headerMatch struct {
	hit  headerHit
	unit *unit
	ok   bool
}

// maxMatched is how many answers are kept at most.
const maxMatched = 20_000

type headerHit struct {
	key  string
	rank int
}

func newHeaderTable(list []crm.ImportHeader, kind crm.ImportKind) *headerTable {
	t := &headerTable{key: map[string]headerHit{}, matched: map[string]headerMatch{}, periods: kind == crm.ImportMatrix}
	for _, h := range list {
		if h.Kind != "" && h.Kind != kind {
			continue
		}
		for i, text := range h.Texts {
			k := plainLabel(text)
			if _, dup := t.key[k]; !dup {
				t.key[k] = headerHit{h.Key, i}
			}
		}
	}
	return t
}

var (
	labelNumber = regexp.MustCompile(`^(?:[★*※#]|[一二三四五六七八九十]+、|\d{1,2}[.、])+`)
	anyBracket  = regexp.MustCompile(`\([^()]*\)`)
)

var labelSigns = strings.NewReplacer("：", ":", "【", "(", "】", ")", "[", "(", "]", ")", "*", "")

// plainLabel is the form in which headers are compared.
func plainLabel(s string) string { return strings.TrimRight(labelSigns.Replace(squeeze(s)), ":") }

// bare are lower labels that have no sense of their own: the group above gives it.
var bare = map[string]bool{"名称": true, "全称": true, "金额": true, "数额": true, "额": true, "额度": true, "时间": true, "日期": true, "合计": true, "小计": true, "总额": true, "数量": true, "年月": true, "": true}

// match finds the key of a column from its labels, top to bottom. The unit may stand in any of them.
func (t *headerTable) match(labels []string) (headerHit, *unit, bool) {
	asked := strings.Join(labels, "\x00")
	m, known := t.matched[asked]
	if !known {
		m.hit, m.unit, m.ok = t.matchAnew(labels)
		if t.matched != nil && len(t.matched) < maxMatched {
			t.matched[asked] = m
		}
	}
	return m.hit, m.unit, m.ok
}

func (t *headerTable) matchAnew(labels []string) (headerHit, *unit, bool) {
	var u *unit
	if p, ok := periodOf(labels); ok && t.periods {
		for _, l := range labels {
			if _, lu := splitUnit(plainLabel(l)); lu != nil {
				u = lu
			}
		}
		return headerHit{key: p.key()}, u, true
	}
	parts := make([]string, 0, len(labels))
	for _, l := range labels {
		p, lu := splitUnit(plainLabel(l))
		if lu != nil {
			u = lu
		}
		parts = append(parts, strings.TrimRight(p, ":"))
	}
	for len(parts) > 1 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	for i := range parts { // the whole path first, then without the outer groups
		for _, sep := range []string{"", ":"} {
			if h, ok := t.look(strings.Join(parts[i:], sep)); ok {
				return h, u, true
			}
		}
	}
	for n := len(parts) - 1; n > 0 && bare[parts[n]]; n-- {
		if h, ok := t.look(parts[n-1]); ok {
			return h, u, true
		}
	}
	return headerHit{}, u, false
}

// look tries a label as it is, then without a number or mark before it, then without brackets.
func (t *headerTable) look(label string) (headerHit, bool) {
	for _, l := range []string{label, labelNumber.ReplaceAllString(label, ""), anyBracket.ReplaceAllString(label, ""), spanless(label)} {
		if h, ok := t.key[l]; ok && l != "" {
			return h, true
		}
	}
	return headerHit{}, false
}

var (
	labelSpan = regexp.MustCompile(`\d{1,2}月?[-—–―~～至到]+\d{1,2}月份?`)
	labelYear = regexp.MustCompile(`^(?:19|20)\d\d年度?`)
)

// spanless writes any span of months as N月, and drops a year at the front: 2022年1—7月累计 → N月累计.
func spanless(label string) string {
	return labelSpan.ReplaceAllString(labelYear.ReplaceAllString(label, ""), "N月")
}

// known counts the distinct keys that a row's own cells are headers of.
func (t *headerTable) known(r *row) int {
	seen := map[string]bool{}
	for i := range r.cells {
		if c := &r.cells[i]; c.kind == cellText && len(c.text) < 200 {
			if h, _, ok := t.match([]string{c.text}); ok {
				seen[h.key] = true
			}
		}
	}
	return len(seen)
}

// minKnown is how many known headers make a header row.
const minKnown = 3

// find looks for the header among the first rows of a sheet.
func (t *headerTable) find(rows []*row, merges []merge) *header {
	best := -1
	for i, r := range rows {
		n := t.known(r)
		if n >= minKnown || n == 2 && len(r.cells) <= 4 {
			best = i
			break
		}
	}
	if best < 0 {
		return nil
	}
	merges = mergesAround(merges, rows[max(best-2, 0)].num, rows[best].num+4)
	first := best
	for first > 0 && first > best-2 && (isGroupRow(rows[first-1], rows[best].num, merges) || isLoneGroup(rows[:first], rows[best].num, merges) ||
		t.isOverHeader(rows[first-1], rows[first], merges)) {
		first--
	}
	h := &header{top: rows[first].num, bottom: headerBottom(rows[best], merges)}
	last := best
	for last+1 < len(rows) && rows[last+1].num <= h.bottom {
		last++
	}
	for last+1 < len(rows) && last-first < 3 && t.isSubHeader(rows[last], rows[last+1]) {
		last++
		h.bottom = rows[last].num
	}
	for n := h.top; n <= h.bottom; n++ {
		h.rows = append(h.rows, n)
	}
	t.columns(h, rows[first:last+1], merges)
	if len(h.by) < 2 {
		return nil
	}
	return h
}

// columns gives every column of the header its key.
func (t *headerTable) columns(h *header, rows []*row, merges []merge) {
	h.by = map[string]column{}
	used := map[int]bool{}
	for _, r := range rows {
		texts := map[int]string{}
		for i := range r.cells {
			texts[r.cells[i].col] = squeeze(r.cells[i].text)
			used[r.cells[i].col] = true
			for _, m := range merges {
				if m.top == r.num && m.left == r.cells[i].col {
					for c := m.left; c <= min(m.right, m.left+200); c++ {
						used[c] = true
					}
				}
			}
		}
		h.printed = append(h.printed, texts)
	}
	for c := 1; c <= maxCol && len(used) > 0; c++ {
		if !used[c] {
			continue
		}
		delete(used, c)
		labels, printed := labelsOf(c, rows, merges)
		if len(labels) == 0 {
			continue
		}
		hit, u, ok := t.match(labels)
		cl := column{col: c, key: hit.key, rank: hit.rank, label: printed, unit: u}
		if !ok {
			h.unknown = append(h.unknown, cl)
			continue
		}
		h.cols = append(h.cols, cl)
	}
	h.settle()
}

// labelsOf collects the labels over column c, top to bottom; a merged label counts once. Without merges a group spreads
// over the blanks to its right that have a label below.
func labelsOf(c int, rows []*row, merges []merge) (labels []string, printed string) {
	seen := map[merge]bool{}
	for i, r := range rows {
		text := ""
		if own := r.at(c); own != nil {
			text = own.text
		}
		covered := false
		for _, m := range merges {
			if !m.has(r.num, c) {
				continue
			}
			covered = true
			if seen[m] {
				text = ""
				break
			}
			seen[m] = true
			for _, rr := range rows {
				if rr.num == m.top && rr.at(m.left) != nil {
					text = rr.at(m.left).text
				}
			}
		}
		if text == "" && !covered && i+1 < len(rows) && rows[i+1].at(c) != nil {
			text = groupLeft(r, c, merges)
		}
		if !blank(text) {
			labels = append(labels, text)
			printed = tidy(text)
		}
	}
	return labels, printed
}

// groupLeft returns the nearest text to the left of c in r when it is a group that nothing merges.
func groupLeft(r *row, c int, merges []merge) string {
	for k := c - 1; k > 0 && k > c-8; k-- {
		own := r.at(k)
		if own == nil {
			continue
		}
		for _, m := range merges {
			if m.has(r.num, k) {
				return ""
			}
		}
		return own.text
	}
	return ""
}

// settle leaves one column for each key, and gives 建设地点 its part: place beside a county column, otherwise county and place.
func (h *header) settle() {
	h.dollars()
	for _, c := range h.cols {
		if old, dup := h.by[c.key]; !dup || c.rank < old.rank {
			h.by[c.key] = c
		}
	}
	kept := h.cols[:0]
	for _, c := range h.cols {
		if h.by[c.key].col != c.col {
			c.key = ""
			h.unknown = append(h.unknown, c)
			continue
		}
		kept = append(kept, c)
	}
	h.cols = kept
}

// dollars gives a column of 万美元 beside one of 万元 under the same header its own key, as our own lists have them.
func (h *header) dollars() {
	yuan := map[string]bool{}
	for _, c := range h.cols {
		yuan[c.key] = yuan[c.key] || c.unit == nil || c.unit.cur != usd
	}
	for i := range h.cols {
		c := &h.cols[i]
		if (c.key == "total_wan" || c.key == "fixed_wan") && yuan[c.key] && c.unit != nil && c.unit.cur == usd {
			c.key = currencyKey(c.key, usd)
		}
	}
}

// repeated reports whether r prints a row of the header again.
func (h *header) repeated(r *row) bool {
	for _, texts := range h.printed {
		same := 0
		for i := range r.cells {
			if t, ok := texts[r.cells[i].col]; ok && t == squeeze(r.cells[i].text) {
				same++
			}
		}
		if same >= 2 && same*2 > len(r.cells) || same == len(r.cells) && same == len(texts) {
			return true
		}
	}
	return false
}
