package intake

import (
	"regexp"
	"slices"
	"strings"

	"yinfeng/crm"
)

// destination reads where a trip went (ruling 24): one cell, or province and city in columns of their own.
func (j *judging) destination() {
	x, col, _ := j.cellOf("destination")
	text := ""
	if x != nil {
		text = x.text
	} else if p, pCol, _ := j.cellOf(crm.ImportKeyProvince); p != nil {
		x, col, text = p, pCol, p.text
		if c, _, _ := j.cellOf(crm.ImportKeyCity); c != nil {
			text += tidy(c.text)
		}
	}
	if x == nil || dashOnly.MatchString(squeeze(text)) {
		return
	}
	list, unknown := parsePlaces(j.l.rd.know.Places, text)
	j.c.rec.SetList("destination", list)
	if unknown {
		j.complain(x, crm.WPlaceUnknown, col.label, "不是省也不是市，没有取；请写到省、市")
	}
}

var (
	placeSigns = strings.NewReplacer("(", "", ")", "", ":", "", "\n", "", "\r", "")
	placeHead  = regexp.MustCompile(`^(?:前往|赴|到|去|往|经|及|和|与|至|等)`)
	placeTail  = regexp.MustCompile(`(?:等地市|等地|等市|等省市|等省|等|一带|两地|三地|各地|两市|三市)$`)
	localWord  = regexp.MustCompile(`^[\p{Han}A-Za-z0-9]{1,12}(?:区|县|镇|乡|市|街道|园|旗|村)$`)
)

// parsePlaces reads destinations as 省|市, with full names; unknown says that something there is no place.
func parsePlaces(p *crm.Places, text string) (list []string, unknown bool) {
	s := placeScan{places: p}
	for _, part := range strings.FieldsFunc(placeSigns.Replace(squeeze(text)), func(r rune) bool { return strings.ContainsRune("、，,;。/—–―~-", r) }) {
		s.part(placeTail.ReplaceAllString(part, ""))
	}
	return s.list, s.unknown
}

// placeScan goes along a text of places; a city without a province has that of the place before it where it lies there.
type placeScan struct {
	places   *crm.Places
	province crm.Place
	city     bool // the last place was a city of province
	pending  bool // province stands alone so far
	list     []string
	unknown  bool
}

func (s *placeScan) part(text string) {
	rest := text
	for rest != "" {
		if m := placeHead.FindString(rest); m != "" {
			if n := s.next(rest); n == 0 {
				rest = rest[len(m):]
				continue
			} else {
				rest = rest[n:]
				continue
			}
		}
		n := s.next(rest)
		if n == 0 {
			s.unknown = s.unknown || !s.city || !localWord.MatchString(rest) // 南山区 behind 深圳 is no matter
			break
		}
		rest = rest[n:]
	}
	s.flush()
	s.city = false
}

// flush notes a province that no city followed.
func (s *placeScan) flush() {
	if s.pending {
		s.add(s.province.Name, "")
	}
	s.pending = false
}

func (s *placeScan) add(province, city string) {
	if item := province + "|" + city; !slices.Contains(s.list, item) {
		s.list = append(s.list, item)
	}
}

// next takes the longest name of a place at the head of text and returns its length, 0 for none.
func (s *placeScan) next(text string) int {
	runes := []rune(text)
	for n := min(len(runes), 12); n >= 2; n-- {
		name := string(runes[:n])
		if s.take(name) {
			return len(name)
		}
	}
	return 0
}

// take notes name as a city of the province at hand, a province, a city anywhere, or a county, whose city counts.
func (s *placeScan) take(name string) bool {
	cities := s.places.Cities(name)
	for _, c := range cities {
		if c.ProvinceCode == s.province.Code && c.Name != s.province.Name {
			s.cityOf(c)
			return true
		}
	}
	if p, ok := s.places.Province(name); ok {
		s.flush()
		s.province, s.pending, s.city = p, true, false
		if own := s.places.Cities(p.Name); len(own) == 1 && own[0].Name == p.Name { // a municipality is both
			s.cityOf(own[0])
		}
		return true
	}
	if same(cities) {
		s.cityOf(cities[0])
		return true
	}
	return s.county(name)
}

func (s *placeScan) cityOf(c crm.Place) {
	if c.ProvinceCode != s.province.Code {
		s.flush()
	}
	if p, ok := s.places.ByCode(c.ProvinceCode); ok {
		s.province = p
	}
	s.pending, s.city = false, true
	s.add(s.province.Name, c.Name)
}

// county takes a county for its city; one within the city at hand adds nothing.
func (s *placeScan) county(name string) bool {
	var in []crm.Place
	for _, c := range s.places.Counties(name) {
		if c.ProvinceCode == s.province.Code && (s.city || s.pending) {
			in = append(in, c)
		}
	}
	if len(in) > 0 && s.city {
		return true
	}
	if len(in) == 0 {
		in = s.places.Counties(name)
	}
	if len(in) != 1 || len([]rune(name)) < 2 {
		return false
	}
	if c, ok := s.places.ByCode(in[0].CityCode); ok && c.Level == crm.PlaceCity {
		s.cityOf(c)
		return true
	}
	return false
}

// same reports whether all are one city, retired codes included.
func same(cities []crm.Place) bool {
	for _, c := range cities {
		if c.Name != cities[0].Name || c.ProvinceCode != cities[0].ProvinceCode {
			return false
		}
	}
	return len(cities) > 0
}
