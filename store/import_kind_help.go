package store

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

// writeWhy says why the viewer may not write a row of unit by act a, "" when they may: an
// import never does what the person's own forms refuse.
func (p *importPlanner) writeWhy(a crm.Act, unit int64) string {
	switch {
	case !p.v.Can(a):
		return "你的角色不能" + a.Label()
	case !p.scope.Has(unit) || !p.v.Scope(a).Has(unit):
		return p.units.name(unit) + "不在你的权限范围内"
	}
	return ""
}

// unitNamed finds a unit by the words of a cell: by its name, short name or alias, else the
// reporting unit whose name the words begin with (某县招商局); 0 for none. Of several the first that is known counts.
func (u *importUnits) unitNamed(text string) int64 {
	for _, part := range splitNames(text) {
		if id := u.named[part]; id != 0 {
			return id
		}
		best, unit := "", int64(0)
		for name, id := range u.reporting {
			if strings.HasPrefix(part, name) && (len(name) > len(best) || len(name) == len(best) && id < unit) {
				best, unit = name, id
			}
		}
		if unit != 0 {
			return unit
		}
	}
	return 0
}

// officeNamed finds a liaison office by the words of 所属片组: 长三角片组 is the 长三角联络处.
func (u *importUnits) officeNamed(text string) int64 {
	if text == "" {
		return 0
	}
	if id := u.named[text]; id != 0 && u.byID[id].Kind == crm.UnitOffice {
		return id
	}
	best := int64(0)
	for id, x := range u.byID {
		if x.Kind == crm.UnitOffice && (best == 0 || id < best) && slices.Contains([]string{region(x.Name), region(x.ShortName)}, region(text)) {
			best = id
		}
	}
	return best
}

// region is an office's name without the words that all of them have.
func region(name string) string {
	for _, word := range []string{"招商", "驻", "联络处", "联络组", "片组", "片区", "小组", "组"} {
		name = strings.ReplaceAll(name, word, "")
	}
	return name
}

// splitNames cuts a cell of several names.
func splitNames(text string) (out []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,；;/\n", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// changeList gathers the fields that a row changes.
type changeList []crm.FieldChange

func (c *changeList) add(field, from, to string) {
	*c = append(*c, crm.FieldChange{Field: field, From: from, To: to})
}

// text lays a text over what stands; what the file does not say stays.
func (c *changeList) text(field string, have *string, give string) {
	if give != "" && !sameWords(*have, give) {
		c.add(field, *have, give)
		*have = give
	}
}

// sameWords reports whether two texts say the same but for white space: a cell, and the
// reading of it, keep line breaks and doubled spaces no better than people do.
func sameWords(a, b string) bool {
	return a == b || strings.Join(strings.Fields(a), "") == strings.Join(strings.Fields(b), "")
}

// day lays a date over what stands.
func (c *changeList) day(field string, have *crm.Date, give crm.Date) {
	text := string(*have)
	c.text(field, &text, string(give))
	*have = crm.Date(text)
}

// adopt makes a company findable that was read beside another object, and returns the one that stands for it.
func (c *importCompanies) adopt(x importCompany) *importCompany {
	if have := c.byID[x.id]; have != nil {
		return have
	}
	c.put(&x)
	return c.byID[x.id]
}

// codes gives new codes of prefix, one for each year of years, in order.
func (w *importWriter) codes(prefix string, years []string) ([]string, error) {
	count, next := map[string]int64{}, map[string]int64{}
	for _, y := range years {
		count[y]++
	}
	for y, n := range count {
		last, err := w.t.next("code:"+prefix+y, n)
		if err != nil {
			return nil, err
		}
		next[y] = last - n + 1
	}
	out := make([]string, len(years))
	for i, y := range years {
		out[i] = sprintf("%s%s-%04d", prefix, y, next[y])
		next[y]++
	}
	return out, nil
}

// writeParts cuts objects into chunks, writes each and tells the progress.
func writeParts[T any](w *importWriter, list []T, write func(*importWriter, []T) error) error {
	for part := range slices.Chunk(list, importChunk) {
		if err := write(w, part); err != nil {
			return err
		}
		if err := w.wrote(len(part)); err != nil {
			return err
		}
	}
	return nil
}
