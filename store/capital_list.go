package store

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"yinfeng/crm"
)

var capitalSorts = map[string]string{"updatedAt": "e.updated_at", "month": "e.month", "arrivedOn": "e.arrived_on", "amount": "e.amount",
	"submittedAt": "e.submitted_at", "code": "e.code"}

// Capital returns one entry with parts, evidence and opinions; out of scope reads as not found.
func (s *Store) Capital(ctx context.Context, v crm.Viewer, id int64) (crm.CapitalEntry, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.CapitalEntry{}, err
	}
	return reading(ctx, s, func(q querier) (crm.CapitalEntry, error) {
		ok, err := reachable(ctx, q, "capital_entries e", capitalReach, id, v.Scope(crm.ActReadBusiness))
		if err == nil && !ok {
			err = crm.NotFound("到位资金条目")
		}
		if err != nil {
			return crm.CapitalEntry{}, err
		}
		return oneCapital(ctx, q, id)
	})
}

// CapitalEntries lists entries in scope.
func (s *Store) CapitalEntries(ctx context.Context, v crm.Viewer, f crm.CapitalFilter) (crm.List[crm.CapitalEntry], error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.List[crm.CapitalEntry]{Items: []crm.CapitalEntry{}}, err
	}
	q, err := s.capitalQuery(ctx, v, v.Scope(crm.ActReadBusiness), f)
	if err != nil {
		return crm.List[crm.CapitalEntry]{Items: []crm.CapitalEntry{}}, err
	}
	return reading(ctx, s, func(r querier) (crm.List[crm.CapitalEntry], error) {
		out, err := readList(ctx, r, capitalSpec(f), q, f.Page, scanCapital, capitalKey)
		if err != nil {
			return out, err
		}
		return out, fillCapital(ctx, r, out.Items)
	})
}

func capitalSpec(f crm.CapitalFilter) listSpec {
	spec := listSpec{table: "capital_entries e", alias: "e", id: "e.id", sorts: capitalSorts, def: "-updatedAt", cols: capitalCols, joins: capitalJoins}
	if f.Queue {
		spec.def = "submittedAt"
	}
	return spec
}

// EachCapital hands every entry of the list to fn, for exports.
func (s *Store) EachCapital(ctx context.Context, v crm.Viewer, f crm.CapitalFilter, fn func(crm.CapitalEntry) error) error {
	if err := v.Require(crm.ActExport); err != nil {
		return err
	}
	q, err := s.capitalQuery(ctx, v, v.Scope(crm.ActExport), f)
	if err != nil {
		return err
	}
	return eachChunk(ctx, s, capitalSpec(f), q, f.Sort, scanCapital, func(list []crm.CapitalEntry) error {
		if err := fillCapital(ctx, s.read, list); err != nil {
			return s.translate(err)
		}
		for _, e := range list {
			if err := fn(e); err != nil {
				return err
			}
		}
		return nil
	})
}

func capitalKey(e crm.CapitalEntry, sort string) (any, int64) {
	switch sort {
	case "month":
		return e.Month, e.ID
	case "arrivedOn":
		return e.ArrivedOn, e.ID
	case "amount":
		return e.Amount.Amount, e.ID
	case "submittedAt":
		return e.SubmittedAt, e.ID
	case "code":
		return e.Code, e.ID
	}
	return e.UpdatedAt, e.ID
}

// capitalQuery turns a filter into conditions on capital_entries e, scope included.
func (s *Store) capitalQuery(ctx context.Context, v crm.Viewer, sc crm.Scope, f crm.CapitalFilter) (query, error) {
	var q query
	if err := checkQ(f.Q); err != nil {
		return q, err
	}
	q.scope(sc, capitalReach)
	if f.Queue {
		if err := v.Require(crm.ActVerifyCapital); err != nil {
			return q, err
		}
		q.scope(v.Scope(crm.ActVerifyCapital), reach{unit: "e.unit_id"})
		q.add("e.state = 'submitted' AND e.reported_by <> ?", v.UserID)
	}
	for _, c := range []struct {
		set  bool
		cond string
		arg  any
	}{
		{f.ProjectID != 0, "e.project_id = ?", f.ProjectID},
		{f.UnitID != 0, "e.unit_id IN (SELECT d.id FROM units a JOIN units d ON d.path LIKE a.path || '%' WHERE a.id = ?)", f.UnitID},
		{f.Month != "", "e.month = ?", f.Month},
		{f.State != "", "e.state = ?", f.State},
		{f.Mine, "e.reported_by = ?", v.UserID},
		{f.Origin != "", "EXISTS (SELECT 1 FROM capital_parts cp WHERE cp.entry_id = e.id AND cp.origin = ?)", f.Origin},
	} {
		if c.set {
			q.add(c.cond, c.arg)
		}
	}
	if f.Year != 0 {
		q.add("e.month >= ? AND e.month <= ?", fmt.Sprintf("%04d-01", f.Year), fmt.Sprintf("%04d-12", f.Year))
	}
	text := strings.TrimSpace(f.Q)
	if isCode(text) {
		q.add("(e.code = ? OR EXISTS (SELECT 1 FROM attachments at WHERE at.object_kind = 'capital' AND at.object_id = e.id AND at.number = ? AND at.voided = FALSE))",
			strings.ToUpper(text), strings.ToUpper(text))
		return q, nil
	}
	return q, q.search(ctx, s, "projects", "e.project_id", text)
}

// isCode tells the code of an entry or a piece of evidence (ZJ2022-0001) from a name; a
// project's code is found by its search text.
func isCode(text string) bool {
	up := strings.ToUpper(text)
	return len(up) > 6 && strings.Contains(up, "-") && !strings.HasPrefix(up, "XM") && strings.IndexFunc(up, func(r rune) bool {
		return r > unicode.MaxASCII || !(unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-')
	}) < 0
}
