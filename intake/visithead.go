package intake

import (
	"regexp"
	"strings"

	"yinfeng/crm"
)

// visitTitle is the label of a title whose owner the column to its left tells.
var visitTitle = regexp.MustCompile(`^(职务|职务职级|职务/职级|职位)$`)

// begin settles what the words of the header leave open: which direction, whose 职务, what 地点 means.
func (s *visitShape) begin(l *ledger) {
	h := l.head
	for _, w := range h.words() {
		s.reception = s.reception || strings.HasPrefix(plainLabel(w), "来访")
	}
	h.titlesOf()
	switch {
	case s.reception:
		h.move("title", "counterpart_title", !h.has("counterpart_title") && !strings.Contains(plainLabel(h.by["title"].label), "接待"))
		h.move("traveller", "counterpart", !h.has("counterpart") && plainLabel(h.by["traveller"].label) == "姓名")
		h.move("destination", "place", !h.has("place"))
		h.move(crm.ImportKeySpan, "start_date", !h.has("start_date"))
		h.forget("destination", "days", crm.ImportKeyProvince, crm.ImportKeyCity)
	case !h.has("destination") && !h.has(crm.ImportKeyProvince):
		h.move("place", "destination", true)
	}
	if h.has("unit") {
		return
	}
	for _, r := range l.pending {
		if r.num >= h.top {
			break
		}
		if m := filingUnit.FindStringSubmatch(r.joined()); m != nil && s.unit == "" {
			s.unit = m[1]
		}
	}
	if l.rd.opt.Unit != "" {
		s.unit = l.rd.opt.Unit
	} else if l.county != "" && s.unit == "" {
		s.unit = l.county
	}
}

var filingUnit = regexp.MustCompile(`(?:填报|报送|上报)单位(?:[（(][^（）()]{0,4}[）)])?[:：][\s　]*([^\s　:：]+)`)

// titlesOf gives each 职务 to the person to its left, where no group tells whose it is.
func (h *header) titlesOf() {
	all := h.all()
	for i := 1; i < len(all); i++ {
		c := all[i]
		if !visitTitle.MatchString(plainLabel(c.label)) || c.key != "" && c.key != "title" {
			continue
		}
		switch all[i-1].key {
		case "counterpart":
			h.give(c, "counterpart_title")
		case "traveller":
			h.give(c, "title")
		}
	}
}

// give makes key the key of column c, unless another has it.
func (h *header) give(c column, key string) {
	if have, taken := h.by[key]; taken && have.col != c.col {
		return
	}
	if c.key == key {
		return
	}
	if c.key == "" {
		for i := range h.unknown {
			if h.unknown[i].col == c.col {
				h.unknown = append(h.unknown[:i], h.unknown[i+1:]...)
				break
			}
		}
		c.key = key
		at := 0
		for at < len(h.cols) && h.cols[at].col < c.col {
			at++
		}
		h.cols = append(h.cols[:at], append([]column{c}, h.cols[at:]...)...)
		h.by[key] = c
		return
	}
	h.rename(c.key, key)
}

// move gives the column of from the key to, where it is wanted and free.
func (h *header) move(from, to string, wanted bool) {
	if wanted && h.has(from) && !h.has(to) {
		h.rename(from, to)
	}
}

// forget takes the columns of keys for unknown ones.
func (h *header) forget(keys ...string) {
	for _, k := range keys {
		c, ok := h.by[k]
		if !ok {
			continue
		}
		delete(h.by, k)
		for i := range h.cols {
			if h.cols[i].col == c.col {
				h.cols = append(h.cols[:i], h.cols[i+1:]...)
				break
			}
		}
		c.key = ""
		h.unknown = append(h.unknown, c)
	}
}
