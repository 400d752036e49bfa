package intake

import (
	"fmt"
	"strings"

	"yinfeng/crm"
)

// place settles the row's county and place (rulings 8, 9).
func (j *judging) place() {
	x, col, broken := j.cellOf("county")
	site, siteCol, siteBroken := j.cellOf(crm.ImportKeySite)
	if !j.l.has("county") {
		x, col, broken, site = site, siteCol, siteBroken, nil
	}
	switch {
	case broken:
	case x != nil:
		j.countyUnder("county", x, col)
	case !j.l.has("county") && !j.l.has(crm.ImportKeySite) && j.l.county != "":
		j.c.rec.Set("county", j.l.county)
	default:
		j.complain(nil, crm.ECountyMissing, col.label, "县区是空的，也不是合并单元格，不向下填充；请补填")
	}
	if site != nil {
		text := tidy(site.text)
		if county := j.c.rec.Text("county"); county != "" {
			text = strings.TrimPrefix(text, county)
		}
		if p := cleanPlace(text); p != "" {
			j.c.rec.Set("place", p)
		}
	}
}

// sectionCounty takes the county that a section header names (一、平利县（3个）) for the rows below it, where no column tells theirs.
// A header of the first level that names none ends it.
func (l *ledger) sectionCounty(text string) {
	if l.has("county") || l.has(crm.ImportKeySite) || l.kind == crm.ImportVisits {
		return
	}
	word := squeeze(text)
	name, _, ok := l.rd.know.Areas.Leading(sectionHead.ReplaceAllString(word, ""))
	switch {
	case ok:
		l.county = name
	case !strings.HasPrefix(word, "("):
		l.county = ""
		l.findCounty()
	}
}

// countyUnder reads a county cell into key; what follows the county is the place.
func (j *judging) countyUnder(key string, x *cell, col column) {
	if direct, ok := j.l.rd.know.Areas.Direct(x.text); ok && j.listed() {
		j.c.rec.Set(key, direct)
		return
	}
	name, rest, code := findCounty(j.l.rd.know, x.text)
	if code == "" {
		j.c.rec.Set(key, name)
		j.c.rec.Set("place", rest)
		return
	}
	printed := tidy(x.text)
	j.c.rec.Extra = append(j.c.rec.Extra, crm.ImportExtra{Key: "county_as_printed", Value: printed})
	msg := "一行写了两个县区；请拆成两行"
	if code == crm.ECountyUnknown {
		msg = "不是本市的县区，也不是已知别名；请核对"
		if where := whereIs(j.l.rd.know.Places, squeeze(x.text)); where != "" {
			msg = fmt.Sprintf("%s属%s，不在本市的县区内；请核对", printed, where)
		}
	}
	j.complain(x, code, col.label, msg)
}

func whereIs(p *crm.Places, name string) string {
	var in []string
	for _, c := range p.Counties(name) {
		if w := p.Within(c); w != "" && len(in) < 3 {
			in = append(in, w)
		}
	}
	return strings.Join(in, "、")
}

// findCounty resolves a county cell: the unit, what follows it, or the complaint.
func findCounty(k crm.ImportKnowledge, text string) (name, place string, code crm.ImportCode) {
	text = tidy(text)
	if n, ok := k.Areas.Exact(text); ok {
		return n, "", ""
	}
	parts := splitOutside(text, "、，,;；/+＋和与及&")
	if len(parts) > 1 {
		names := map[string]bool{}
		for _, p := range parts {
			if n, _, ok := k.Areas.Leading(p); ok {
				names[n] = true
			} else if _, first := k.Areas.Exact(parts[0]); first && len(k.Places.Counties(squeeze(p))) > 0 {
				names[p] = true
			}
		}
		if len(names) > 1 {
			return "", "", crm.ECountyMultiple
		}
	}
	name, rest, ok := k.Areas.Leading(text)
	if !ok {
		return "", "", crm.ECountyUnknown
	}
	if second, ok := k.Areas.Exact(strings.TrimLeft(rest, "-—·. ")); ok && second != name {
		return "", "", crm.ECountyMultiple
	}
	return name, cleanPlace(rest), ""
}

// cleanPlace drops outer brackets and what separates a place from its county.
func cleanPlace(s string) string {
	return dropBrackets(strings.TrimLeft(tidy(s), "、，,;；/-—·:：. "))
}

// splitOutside splits s at any of seps, but not within brackets.
func splitOutside(s, seps string) []string {
	var out []string
	depth, from := 0, 0
	for i, r := range s {
		switch {
		case strings.ContainsRune("（(【[", r):
			depth++
		case strings.ContainsRune("）)】]", r):
			depth--
		case depth <= 0 && strings.ContainsRune(seps, r):
			if p := tidy(s[from:i]); p != "" {
				out = append(out, p)
			}
			from = i + len(string(r))
		}
	}
	if p := tidy(s[from:]); p != "" {
		out = append(out, p)
	}
	return out
}
