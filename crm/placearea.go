package crm

import (
	"sort"
	"strings"
)

// Area is a reporting unit as an importer must know it: the name to be used and every alias (旬阳县 for
// 旬阳市). Order is the official one.
type Area struct {
	Name    string
	Aliases []string
}

// Areas finds reporting units by alias. The zero value knows none.
type Areas struct {
	city    string   // 安康市: may stand before an alias
	direct  string   // 市本级及市直
	prefix  []string // what may stand before an alias
	names   []string
	aliases []areaAlias // longest first
	exact   map[string]string
}

type areaAlias struct {
	text, name string
	full       bool // ends in an administrative word, so that any text may follow
}

// NewAreas indexes the reporting units of a city; city and province are full names (安康市, 陕西省), which may stand
// before a unit's name in a cell.
func NewAreas(province, city string, areas []Area) *Areas {
	a := &Areas{city: city, exact: map[string]string{}}
	if city != "" {
		a.prefix = []string{province + city, ShortPlace(province) + city, city, ShortPlace(province) + ShortPlace(city), ShortPlace(city)}
	}
	for _, ar := range areas {
		a.names = append(a.names, ar.Name)
		for _, al := range append([]string{ar.Name}, ar.Aliases...) {
			al = areaText(al)
			if _, dup := a.exact[al]; dup || al == "" {
				continue
			}
			a.exact[al] = ar.Name
			a.aliases = append(a.aliases, areaAlias{al, ar.Name, endsAdmin(al)})
		}
	}
	sort.SliceStable(a.aliases, func(i, j int) bool { return len(a.aliases[i].text) > len(a.aliases[j].text) })
	return a
}

// WithDirect returns the areas with the unit that is credited beside the reporting ones (市本级及市直), "" for none.
func (a *Areas) WithDirect(name string) *Areas {
	out := *a
	out.direct = areaText(name)
	return &out
}

// Direct returns the unit beside the reporting ones when text names it and nothing more. It is
// none of the areas: only our own lists print it in a column of counties.
func (a *Areas) Direct(text string) (string, bool) {
	if a == nil || a.direct == "" || areaText(text) != a.direct {
		return "", false
	}
	return a.direct, true
}

func endsAdmin(s string) bool {
	for _, e := range []string{"区", "县", "市", ")"} {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// areaText is Fold without spaces.
func areaText(s string) string { return strings.Join(strings.Fields(Fold(s)), "") }

// Names returns the units' names in official order.
func (a *Areas) Names() []string {
	if a == nil {
		return nil
	}
	return append([]string(nil), a.names...)
}

// Exact returns the unit that text names and nothing more, also with city and province before it.
func (a *Areas) Exact(text string) (string, bool) {
	name, rest, ok := a.Leading(text)
	return name, ok && rest == ""
}

// Leading returns the unit whose alias text begins with, and what follows it in the cell as printed
// (汉滨区吉河镇 → 汉滨区, 吉河镇). A short alias followed by another administrative word is no match (白河区), and
// one followed by 镇, 乡 … keeps the whole text as the place (恒口镇 → 恒口示范区, 恒口镇).
func (a *Areas) Leading(text string) (name, rest string, ok bool) {
	if a == nil {
		return "", "", false
	}
	t := areaText(text)
	if n, ok := a.exact[t]; ok {
		return n, "", true
	}
	for _, p := range a.prefix {
		if cut, has := strings.CutPrefix(t, p); has && cut != "" {
			if n, r, ok := a.leading(text, cut); ok {
				return n, r, true
			}
		}
	}
	return a.leading(text, t)
}

func (a *Areas) leading(text, t string) (name, rest string, ok bool) {
	for _, al := range a.aliases {
		cut, has := strings.CutPrefix(t, al.text)
		if !has {
			continue
		}
		if !al.full && cut != "" {
			switch []rune(cut)[0] {
			case '县', '区', '市', '州', '省':
				continue
			case '镇', '乡', '街', '村', '办':
				return al.name, strings.TrimSpace(text), true
			}
		}
		return al.name, tailAsPrinted(text, cut), true
	}
	return "", "", false
}

// tailAsPrinted returns the end of text whose folded, spaceless form is tail.
func tailAsPrinted(text, tail string) string {
	if tail == "" {
		return ""
	}
	rs := []rune(text)
	for i := range rs {
		if areaText(string(rs[i:])) == tail {
			return strings.TrimSpace(string(rs[i:]))
		}
	}
	return tail
}
