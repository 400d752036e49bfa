package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"yinfeng/crm"
)

// deskPage is how many rows a page of a desk's number holds.
const deskPage = 100

// DeskRows answers what stands behind one number of an office's desk, from row `after` on.
func (s *Store) DeskRows(ctx context.Context, v crm.Viewer, office int64, month crm.Month, code, span string, after int) (out crm.DeskRows, err error) {
	if span == "" {
		span = crm.SpanMonth
	}
	err = s.atDesk(ctx, v, office, month, func(x *deskReader) error {
		out = crm.DeskRows{OfficeID: x.office.id, Name: x.office.name, Month: x.month, Code: code, Span: span, Snapshot: x.snapshot, Items: []crm.DeskRow{}}
		row, err := x.sheet()
		if err != nil {
			return err
		}
		if out.Value, err = row.DeskValue(code, span); err != nil {
			return err
		}
		for _, c := range row.Counts() {
			if c.Code == code {
				out.Label, out.Unit = c.Label, c.Unit
			}
		}
		list, err := x.rows(code, span)
		if err != nil {
			return err
		}
		for _, r := range list {
			if out.Unit == "亿元" {
				out.Sum += r.Amount
			} else {
				out.Sum++
			}
		}
		out.Total = int64(len(list))
		from := min(max(after, 0), len(list))
		to := min(from+deskPage, len(list))
		out.Items = append(out.Items, list[from:to]...)
		if to < len(list) {
			out.Next = to
		}
		return nil
	})
	return out, err
}

// rows lists all rows of a number, those only that the viewer may read.
func (x *deskReader) rows(code, span string) ([]crm.DeskRow, error) {
	from, to := x.month.First(), x.b.visitsTo()
	if span == crm.SpanYear {
		from = crm.NewMonth(x.month.Year(), 1).First()
	}
	switch code {
	case "visits":
		return x.visitRows("v.kind = 'out'", from, to)
	case "receptions":
		return x.visitRows("v.kind IN ('in', 'site')", from, to)
	case "companies":
		return x.companyRows(from, to)
	case "days":
		return x.dayRows(from, to)
	case "leads", "bigLeads":
		return x.leadRows(code == "bigLeads", from, to)
	case "talking", "agreeing":
		return x.talkRows(code == "agreeing")
	case "transferred":
		return x.transferRows(from, to)
	case "signed", "signedAmount":
		return x.signedRows(from, to)
	}
	return x.arrivedRows(from.Month())
}

func scanDeskRow(r *sql.Rows) (x crm.DeskRow, err error) {
	return x, r.Scan(&x.Kind, &x.ID, &x.Code, &x.Title, &x.Text, &x.On, &x.Amount)
}

// firstCompany names the first company of visit v.
const firstCompany = "COALESCE((SELECT c.name FROM visit_companies vc JOIN companies c ON c.id = vc.company_id WHERE vc.visit_id = v.id ORDER BY vc.sort LIMIT 1), '')"

func (x *deskReader) visitRows(kinds string, from, to crm.Date) ([]crm.DeskRow, error) {
	return collect(x.ctx, x.q, scanDeskRow, "SELECT 'visit', v.id, v.code, "+firstCompany+`, v.theme, v.on_date, 0 FROM visits v
		WHERE v.voided = FALSE AND v.unit_id = $1 AND `+kinds+" AND v.on_date >= $2 AND v.on_date <= $3 ORDER BY v.on_date, v.id", x.office.id, from, to)
}

func (x *deskReader) companyRows(from, to crm.Date) ([]crm.DeskRow, error) {
	return collect(x.ctx, x.q, scanDeskRow, `SELECT 'company', c.id, '', c.name, c.province || c.city, MIN(v.on_date), 0 FROM visits v
		JOIN visit_companies vc ON vc.visit_id = v.id JOIN companies c ON c.id = vc.company_id WHERE v.voided = FALSE AND v.kind = 'out'
		AND v.unit_id = $1 AND v.on_date >= $2 AND v.on_date <= $3 GROUP BY c.id, c.name, c.province, c.city ORDER BY 6, c.id`, x.office.id, from, to)
}

// dayRows lists each day on the road once, with a visit of it or the journey that it is part of.
func (x *deskReader) dayRows(from, to crm.Date) ([]crm.DeskRow, error) {
	type stretch struct {
		crm.DeskRow
		end crm.Date
	}
	list, err := collect(x.ctx, x.q, func(r *sql.Rows) (s stretch, err error) {
		return s, r.Scan(&s.Kind, &s.ID, &s.Code, &s.Title, &s.Text, &s.On, &s.end)
	}, "SELECT 'visit', v.id, v.code, "+firstCompany+`, v.theme, v.on_date, v.end_on FROM visits v WHERE v.voided = FALSE AND v.kind = 'out'
		AND v.unit_id = $1 AND v.on_date <= $2 AND (v.on_date >= $3 OR v.end_on >= $4)
		UNION ALL SELECT 'trip', t.id, '', t.name, t.destination, t.start_on, t.end_on FROM trips t WHERE t.unit_id = $5 AND t.start_on <= $6
		AND (t.start_on >= $7 OR t.end_on >= $8) AND EXISTS (SELECT 1 FROM visits v WHERE v.trip_id = t.id AND v.voided = FALSE AND v.kind = 'out'
		AND v.on_date <= $9) ORDER BY 1 DESC, 6, 2`, x.office.id, to, from, from, x.office.id, to, from, from, to)
	if err != nil {
		return nil, err
	}
	byDay := map[crm.Date]crm.DeskRow{}
	for _, s := range list {
		days := map[crm.Date]bool{}
		x.b.onTheRoad(days, max(crm.Date(s.On), from), min(crm.JourneyEnd(crm.Date(s.On), s.end), to))
		for d := range days {
			if _, ok := byDay[d]; !ok {
				row := s.DeskRow
				row.On = string(d)
				byDay[d] = row
			}
		}
	}
	out := make([]crm.DeskRow, 0, len(byDay))
	for _, r := range byDay {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b crm.DeskRow) int { return cmp.Compare(a.On, b.On) })
	return out, nil
}

// leadRows lists the leads that the office reported first.
func (x *deskReader) leadRows(big bool, from, to crm.Date) ([]crm.DeskRow, error) {
	more := ""
	if big {
		more = fmt.Sprintf(" AND l.amount_sort >= %d", bigLead)
	}
	return collect(x.ctx, x.q, scanDeskRow, `SELECT 'lead', l.id, l.code, l.project, c.name, l.reported_on, l.amount_sort FROM leads l
		JOIN companies c ON c.id = l.company_id WHERE l.voided = FALSE AND l.reporter_unit_id = $1 AND l.reported_on >= $2 AND l.reported_on <= $3`+
		more+" AND "+scopeText(x.v.Scope(crm.ActReadBusiness), leadReach)+" ORDER BY l.reported_on, l.id", x.office.id, from, to)
}

// talkRows lists the leads in talks on the month's last day.
func (x *deskReader) talkRows(agreeing bool) ([]crm.DeskRow, error) {
	out := []crm.DeskRow{}
	for _, l := range x.b.talking {
		if agreeing && l.stage != crm.StageAgreeing {
			continue
		}
		ok, err := reachable(x.ctx, x.q, "leads l", leadReach, l.id, x.v.Scope(crm.ActReadBusiness))
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, crm.DeskRow{Kind: "lead", ID: l.id, Code: l.Code, Title: l.Name, Text: l.Investor + " · " + l.stage.Label() + " · " + x.b.unitName(l.unit),
				On: string(l.ReportedOn), Amount: l.Amount})
		}
	}
	return out, nil
}

// transferRows lists what counties have taken over from the office.
func (x *deskReader) transferRows(from, to crm.Date) ([]crm.DeskRow, error) {
	return collect(x.ctx, x.q, scanDeskRow, `SELECT 'lead', tr.object_id, COALESCE(l.code, ''), COALESCE(l.project, ''), u.name, `+handedDay+`, COALESCE(l.amount_sort, 0)
		FROM transfers tr JOIN units u ON u.id = tr.to_unit_id LEFT JOIN leads l ON l.id = tr.object_id
		WHERE `+handedOn+" AND tr.from_unit_id = $1 AND "+handedDay+" >= $2 AND "+handedDay+" <= $3 ORDER BY 6, tr.id", x.office.id, from, to)
}

// signedRows lists the contracts that came through the office's introduction.
func (x *deskReader) signedRows(from, to crm.Date) ([]crm.DeskRow, error) {
	args := []any{x.office.id, monthText(from), to}
	known := x.b.knownTo("m.known_on", "reviewed_at", &args, "4")
	then := introducedThen(&args, x.b.until)
	return collect(x.ctx, x.q, scanDeskRow, `SELECT 'project', p.id, p.code, p.name, u.name, m.on_date, p.total_cny FROM introductions i
		JOIN projects p ON p.id = i.project_id JOIN units u ON u.id = p.county_unit_id
		JOIN milestones m ON m.project_id = p.id AND m.kind = 'signed' AND m.state = 'approved' WHERE p.voided = FALSE
		AND i.unit_id = $1 AND m.on_date >= $2 AND m.on_date <= $3`+known+" AND "+then+" AND "+
		scopeText(x.v.Scope(crm.ActReadBusiness), projectReach)+" ORDER BY m.on_date, p.id", args...)
}

// arrivedRows lists the office's part of the money of each introduced project's months.
func (x *deskReader) arrivedRows(from crm.Month) ([]crm.DeskRow, error) {
	args := []any{x.office.id, from, x.month}
	known := x.b.knownTo("l.known_on", "at", &args, "4")
	then := introducedThen(&args, x.b.until)
	type row struct {
		crm.DeskRow
		bp int64
	}
	list, err := collect(x.ctx, x.q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.ID, &x.Code, &x.Title, &x.Text, &x.On, &x.bp, &x.Amount)
	}, `SELECT p.id, p.code, p.name, u.name, l.month, i.bp, CAST(SUM(l.cny) AS BIGINT) FROM introductions i JOIN credit_lines l ON l.project_id = i.project_id
		JOIN projects p ON p.id = i.project_id JOIN units u ON u.id = p.county_unit_id WHERE i.unit_id = $1 AND l.month >= $2 AND l.month <= $3
		AND l.adjustment <> 'earlier'`+known+" AND "+then+" AND "+scopeText(x.v.Scope(crm.ActReadBusiness), projectReach)+
		" GROUP BY p.id, p.code, p.name, u.name, l.month, i.bp ORDER BY l.month, p.id", args...)
	out := make([]crm.DeskRow, len(list))
	for i, r := range list {
		out[i] = r.DeskRow
		out[i].Kind, out[i].Text = "project", fmt.Sprintf("%s · 引荐份额 %s%%", r.Text, percent(r.bp))
		out[i].Amount = crm.MulDiv(r.Amount, r.bp, crm.FullShares)
	}
	return out, err
}
