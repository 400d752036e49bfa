package seeds

import (
	"sort"

	"yinfeng/crm"
)

// Places returns the provinces, cities and counties of GB/T 2260.
func Places() (*crm.Places, error) {
	var rows []crm.Place
	err := readCSV(files, "reference/places.csv", func(r row) error {
		rows = append(rows, crm.Place{Code: r.text("code"), Name: r.text("name"), Level: crm.PlaceLevel(r.text("level")),
			ProvinceCode: r.text("province_code"), CityCode: r.text("city_code")})
		return r.bad()
	})
	return crm.NewPlaces(rows), err
}

// Knowledge is what intake must know of a city: its reporting units with their aliases
// in official order, 市本级及市直, and the country's places.
func Knowledge(units []crm.Unit) (crm.ImportKnowledge, error) {
	places, err := Places()
	if err != nil {
		return crm.ImportKnowledge{}, err
	}
	city, code, direct := "", "", ""
	var reporting []crm.Unit
	for _, u := range units {
		if u.Kind == crm.UnitCity {
			city, code = u.Name, u.AdCode
		}
		if u.Kind == crm.UnitCityDirect {
			direct = u.Name
		}
		if u.Reporting {
			reporting = append(reporting, u)
		}
	}
	sort.SliceStable(reporting, func(a, b int) bool { return reporting[a].Order < reporting[b].Order })
	areas := make([]crm.Area, len(reporting))
	for i, u := range reporting {
		areas[i] = crm.Area{Name: u.Name, Aliases: u.Aliases}
	}
	province := ""
	if len(code) == 6 {
		if p, ok := places.ByCode(code[:2] + "0000"); ok {
			province = p.Name
		}
	}
	return crm.ImportKnowledge{Areas: crm.NewAreas(province, city, areas).WithDirect(direct), Places: places}, nil
}

// PackKnowledge is Knowledge of a pack, for a dry run without a database.
func PackKnowledge(p crm.Pack) (crm.ImportKnowledge, error) {
	units := make([]crm.Unit, len(p.Units))
	for i, u := range p.Units {
		units[i] = u.Unit
	}
	return Knowledge(units)
}
