package main

import (
	"cmp"
	"slices"
)

// origin13 is where money comes from: tier, then province (境外: country or region; 市外省内 and
// 市内: city), and the city below a province.
type origin13 struct{ tier, place, city string }

const untold = "未注明"

// placeOf reads a party's or a company's place.
func placeOf(origin, province, city string) origin13 {
	p, c := briefPlace(province), briefPlace(city)
	if origin == "inProvince" || origin == "local" {
		return origin13{origin, cmp.Or(c, untold), ""}
	}
	if p == "" {
		p, c = c, ""
	}
	if p == c {
		c = ""
	}
	return origin13{origin, cmp.Or(p, untold), c}
}

// sourceRow is one row of 来源地分布; tier "" is 历史汇总数.
type sourceRow struct {
	tier, place          string
	projects, month, sum int64
	last                 int64
	known                bool // last year's same months are known by place
	cities               map[string]int64
}

// sourceRows sums the money of sheet 2 by where it comes from: the verified origin of each part,
// and the place of the investor who paid it where that is of the same origin.
func (v *monthView) sourceRows(l *figureLine) []*sourceRow {
	var rows []*sourceRow
	at := func(tier, place string) *sourceRow {
		for _, r := range rows {
			if r.tier == tier && r.place == place {
				return r
			}
		}
		r := &sourceRow{tier: tier, place: place, cities: map[string]int64{}}
		rows = append(rows, r)
		return r
	}
	historic := false
	for _, u := range v.creditedUnits(v.year) {
		for _, x := range v.credits {
			if x.unit == u.id && v.has(x.month, x.known) {
				v.addSource(x, u, l, at)
			}
		}
		for m := 1; m <= v.n; m++ {
			if month := monthText(v.year, m); month < u.cutOver {
				n, _ := v.historic(l, u.id, month)
				r := at("", "历史汇总数")
				if r.sum += n; month == v.month {
					r.month += n
				}
			}
			historic = historic || monthText(v.year-1, m) < u.cutOver
		}
	}
	for _, p := range v.ledger() {
		place := origin13{"unknown", untold, ""}
		for _, x := range p.investors() {
			place = placeOf(cmp.Or(x.Origin, "unknown"), x.Province, x.City)
			break
		}
		at(place.tier, place.place).projects++
	}
	for _, r := range rows {
		r.known = !historic && l.total.last != nil
	}
	if historic && l.total.last != nil { // last year is known as a whole only
		r := at("", "历史汇总数")
		r.last, r.known = *l.total.last, true
	}
	return v.sourceOrder(rows)
}

// addSource puts a posting where its money comes from.
func (v *monthView) addSource(x *credit, u *placeUnit, l *figureLine, at func(tier, place string) *sourceRow) {
	month := x.month
	if x.adjust == "earlier" {
		month = x.original
	}
	end := monthText(v.year-1, v.n)
	now := month[:4] == v.month[:4] && x.adjust != "earlier"
	then := month[:4] == end[:4] && month <= end
	if month < u.cutOver || !l.basis.counts(x, month) || !now && !then {
		return
	}
	from := origin13{x.origin, untold, ""}
	if p := v.by[x.project]; p != nil {
		payer := x.company
		if payer == 0 && len(p.investors()) > 0 {
			payer = p.investors()[0].Company
		}
		for _, who := range p.investors() {
			if who.Company == payer && who.Origin == x.origin {
				from = placeOf(who.Origin, who.Province, who.City)
			}
		}
	}
	r := at(from.tier, from.place)
	if then {
		r.last += x.cny
		return
	}
	if r.sum += x.cny; month == v.month {
		r.month += x.cny
	}
	if from.city != "" {
		r.cities[from.city] += x.cny
	}
}

// sourceOrder is by tier, what nobody tells last in it, then by 累计.
func (v *monthView) sourceOrder(rows []*sourceRow) []*sourceRow {
	byKeys(rows, key(func(r *sourceRow) int {
		if i := slices.Index(originCodes, r.tier); i >= 0 {
			return i
		}
		return len(originCodes)
	}), key(func(r *sourceRow) int {
		if r.place == untold {
			return 1
		}
		return 0
	}), key(func(r *sourceRow) int64 { return -r.sum }), key(func(r *sourceRow) string { return r.place }))
	return rows
}

// mainCities names at most three cities by 累计.
func (r *sourceRow) mainCities() string {
	var names []string
	for name, n := range r.cities {
		if n > 0 {
			names = append(names, name)
		}
	}
	byKeys(names, key(func(s string) int64 { return -r.cities[s] }), key(func(s string) string { return s }))
	return joined(names[:min(3, len(names))])
}

// sheet13 is 来源地分布: 合计, then each tier with its places and, where it has several, its 小计.
func (v *monthView) sheet13() wantedSheet {
	lines := v.lines()
	l := lines[slices.IndexFunc(lines, func(l *figureLine) bool { return l.code == "capital" })]
	list := v.sourceRows(l)
	whole := sumSources(list)
	total := whole
	if !whole.known && l.total.last != nil {
		total.last, total.known = *l.total.last, true
	}
	total.tier = "all"
	rows := [][]wanted{append([]wanted{blank(), blank(), words("合计")}, v.sourceCells(&total, whole.sum, blank())...)}
	number := 0
	for i := 0; i < len(list); {
		n := i
		for ; n < len(list) && list[n].tier == list[i].tier; n++ {
			number++
			tier := blank()
			if n == i {
				tier = words(cmp.Or(originWords[list[i].tier], "历史汇总"))
			}
			rows = append(rows, append([]wanted{count(int64(number)), tier, words(list[n].place)}, v.sourceCells(list[n], whole.sum, words(list[n].mainCities()))...))
		}
		if n > i+1 {
			sub := sumSources(list[i:n])
			rows = append(rows, append([]wanted{blank(), blank(), words("小计")}, v.sourceCells(&sub, whole.sum, blank())...))
		}
		i = n
	}
	if len(list) == 0 {
		rows = append(rows, []wanted{words("本期无")})
	}
	return wantedSheet{tab: "来源地分布", blocks: []wantedBlock{{rows: rows, wide: 10}}, side: pieRows(list, whole.sum), sideAt: [2]int{4, 13}, notes: []string{v.rateNote(), v.ref(l, v.root.code, "").text}}
}

// pieRows is the table of the pie, right of the sheet's: each tier's 累计 and its part of all.
func pieRows(list []*sourceRow, whole int64) [][]wanted {
	var rows [][]wanted
	for i := 0; i < len(list); {
		n := i
		for n < len(list) && list[n].tier == list[i].tier {
			n++
		}
		if sum := sumSources(list[i:n]).sum; list[i].tier != "" || sum != 0 {
			rows = append(rows, []wanted{words(cmp.Or(originWords[list[i].tier], "历史汇总")), money(sum, 1e10), ratioOr(fraction(sum, whole))})
		}
		i = n
	}
	return append(rows, []wanted{blank(), blank(), blank()})
}

// sumSources sums rows; last year is known when it is of all of them.
func sumSources(rows []*sourceRow) sourceRow {
	s := sourceRow{known: len(rows) > 0}
	for _, r := range rows {
		s.tier = r.tier
		s.projects, s.month, s.sum, s.last, s.known = s.projects+r.projects, s.month+r.month, s.sum+r.sum, s.last+r.last, s.known && r.known
	}
	return s
}

// sourceCells are 在库项目, 本月, 累计, 占比, 上年同期, 同比, 主要来源城市; amounts in 亿元.
func (v *monthView) sourceCells(r *sourceRow, whole int64, cities wanted) []wanted {
	last, growth := words(""), words("")
	if r.known {
		last = money(r.last, 1e10)
		if r.tier != "" || r.sum != 0 { // months of last year that are known without their places compare with nothing
			growth = ratioOr(growthOver(r.sum, &r.last))
		}
	}
	return []wanted{count(r.projects), money(r.month, 1e10), money(r.sum, 1e10), ratioOr(fraction(r.sum, whole)), last, growth, cities}
}
