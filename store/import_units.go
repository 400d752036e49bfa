package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"yinfeng/crm"
)

func sprintf(format string, args ...any) string {
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// importUnits are the units as ledgers name them.
type importUnits struct {
	homePlace
	byID      map[int64]crm.Unit
	byPath    map[string]int64
	reporting map[string]int64 // by name, short name and alias, and 市本级及市直
	named     map[string]int64 // every unit by name and short name
}

// loadImportUnits reads the units that are in use.
func loadImportUnits(ctx context.Context, q querier) (*importUnits, error) {
	list, err := collect(ctx, q, func(r *sql.Rows) (crm.Unit, error) { return scanUnit(r) }, "SELECT "+unitColumns+" FROM units WHERE disabled = FALSE ORDER BY sort, id")
	u := &importUnits{byID: map[int64]crm.Unit{}, byPath: map[string]int64{}, reporting: map[string]int64{}, named: map[string]int64{}}
	for _, x := range list {
		u.byID[x.ID], u.byPath[x.Path] = x, x.ID
		if x.Kind == crm.UnitCity {
			u.province = crm.ProvinceOfCode(x.AdCode)
		}
		for _, name := range append([]string{x.Name, x.ShortName, crm.ShortPlace(x.Name)}, x.Aliases...) {
			if name == "" {
				continue
			}
			if _, taken := u.named[name]; !taken {
				u.named[name] = x.ID
			}
			if x.Kind == crm.UnitCity || x.Reporting {
				u.names = append(u.names, name)
			}
			if _, taken := u.reporting[name]; !taken && (x.Reporting || x.Kind == crm.UnitCityDirect && name == x.Name) {
				u.reporting[name] = x.ID
			}
		}
	}
	return u, err
}

// name is the name of unit id, "" for none.
func (u *importUnits) name(id int64) string { return u.byID[id].Name }

// credited is the unit itself or its nearest ancestor that may be credited; when there is
// none, the county of construction, and introduced is true (as creditedUnit of a form).
func (u *importUnits) credited(unit, county int64) (id int64, introduced bool) {
	x := u.byID[unit]
	up := strings.Split(strings.Trim(x.Path, "/"), "/")
	for i := len(up); i > 0; i-- {
		if a := u.byID[u.byPath["/"+strings.Join(up[:i], "/")+"/"]]; a.ID != 0 && a.Credited() {
			return a.ID, false
		}
	}
	return county, slices.Contains([]crm.UnitKind{crm.UnitOffice, crm.UnitDepartment}, x.Kind)
}

// homePlace tells where an investor comes from, seen from this city.
type homePlace struct {
	province string
	names    []string // of the city and its reporting units, short ones too
}

// of reads 来源地 as ledgers write it; what it does not say stays 待核.
func (h homePlace) of(text string) (province, city string, origin crm.Origin) {
	if text == "" {
		return "", "", ""
	}
	province, rest := crm.SplitHome(text)
	local := false
	for _, n := range h.names {
		local = local || n != "" && strings.HasPrefix(rest, n)
	}
	switch {
	case local:
		if province == "" {
			province = h.province
		}
		return province, rest, crm.OriginLocal
	case province == "":
		return "", "", ""
	case strings.HasPrefix(province, "香港"), strings.HasPrefix(province, "澳门"), province == "台湾省":
		return province, rest, crm.OriginForeign
	case h.province != "" && province != h.province:
		return province, rest, crm.OriginOutProv
	case h.province != "" && rest != "":
		return province, rest, crm.OriginInProvince
	}
	return province, rest, ""
}
