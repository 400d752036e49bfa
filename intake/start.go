package intake

import (
	"strings"

	"yinfeng/crm"
)

// start finds the header among the pending rows, and feeds those below it.
func (l *ledger) start() error {
	h := l.findHeader()
	if h == nil {
		return nil
	}
	l.take(h)
	l.preface()
	l.layout = l.shape.layout(h)
	l.keys = l.layout.Keys()
	for _, r := range l.pending {
		switch {
		case r.num < h.top:
		case r.num <= h.bottom:
			l.skip(r.num, crm.SkipHeader)
		default:
			if err := l.below(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// findHeader finds the header and the kind of the table: as a person mapped this layout before, as asked for, or as
// headers and title tell (ruling 20). nil when nothing is a header, or no kind can do with it (l.other).
func (l *ledger) findHeader() *header {
	if l.figures = l.isComputed(); l.figures {
		return nil
	}
	found := map[crm.ImportKind]*header{}
	var best *header
	for _, k := range kindOrder {
		t := l.rd.tables[k]
		if t == nil {
			continue
		}
		h := t.find(l.pending, l.merges)
		if h == nil {
			continue
		}
		found[k] = h
		if best == nil || len(h.by) > len(best.by) {
			best = h
		}
	}
	if best == nil {
		best = guessHeader(l.pending, l.merges)
	}
	if best == nil {
		return nil
	}
	l.print = best.fingerprint()
	if m, ok := l.rd.opt.Layouts[l.print]; ok && shapes[m.Kind] != nil {
		l.kind, l.mapped = m.Kind, true
		return l.fitting(best.remapped(m))
	}
	l.kind = l.rd.opt.Kind
	if l.kind == "" || l.kind == crm.ImportAuto || shapes[l.kind] == nil {
		l.kind = kindOf(best, best.words(), l.titles(best))
	}
	if h := found[l.kind]; h != nil && l.fitting(h) != nil {
		return h
	}
	if l.rd.opt.Kind == "" || l.rd.opt.Kind == crm.ImportAuto {
		if h := l.fallback(found); h != nil {
			return h
		}
	}
	l.other = best
	return nil
}

// fitting returns h when the kind can do with it; otherwise it is kept as a header of something else.
func (l *ledger) fitting(h *header) *header {
	if !shapes[l.kind]().fits(h) {
		l.other = h
		return nil
	}
	return h
}

// fallback takes another kind whose header fits where the one that the words suggest does not.
func (l *ledger) fallback(found map[crm.ImportKind]*header) *header {
	var best *header
	for _, k := range kindOrder {
		h := found[k]
		if h == nil || !shapes[k]().fits(h) || best != nil && len(h.by) <= len(best.by) {
			continue
		}
		best, l.kind = h, k
	}
	return best
}

// titles are the words above the header and the sheet's name.
func (l *ledger) titles(h *header) []string {
	titles := []string{l.sheet.name}
	for _, r := range l.pending {
		if r.num < h.top {
			titles = append(titles, r.joined())
		}
	}
	return titles
}

// take sets the header and what follows from it.
func (l *ledger) take(h *header) {
	l.head, l.other, l.shape = h, nil, shapes[l.kind]()
	l.title = squeeze(strings.Join(l.titles(h), " "))
	l.fill.set(l.merges, h.bottom)
	l.wide = map[[2]int]bool{}
	for _, m := range l.merges {
		if m.right-m.left >= 2 {
			l.wide[[2]int{m.top, m.left}] = true
		}
	}
}
