package store

import (
	"database/sql"

	"yinfeng/crm"
)

// planned is a signed contract with what it plans to bring in the year.
type planned struct {
	id         int64
	code, name string
	plan       crm.Money
}

// owed works out what contracts still owe by their plans of the year. Plans are of all
// the money that comes, so only 到位资金 by its default basis has it.
func (w *forecaster) owed() error {
	if w.ind.Code != crm.IndCapital || w.basis.Code != w.ind.DefaultBasis {
		return nil
	}
	list, err := w.planned()
	if err != nil {
		return err
	}
	arrived, err := w.arrived()
	if err != nil {
		return err
	}
	shares, err := w.planShares()
	if err != nil {
		return err
	}
	rate := w.d.set.RateOf(w.out.Month.Year())
	var owed []crm.ForecastCloser
	for _, p := range list {
		left := p.plan.ToCNY(rate) - arrived[p.id]
		if left <= 0 || len(shares[p.id]) == 0 {
			continue
		}
		if part := w.partOf(left, shares[p.id]); part > 0 {
			owed = append(owed, crm.ForecastCloser{ProjectID: p.id, Code: p.code, Name: p.name, Unit: w.unitNames(shares[p.id]), Owed: part})
		}
	}
	w.out.Close(owed, w.every)
	return nil
}

// partOf is what of an amount is credited to the units asked for.
func (w *forecaster) partOf(amount int64, shares []crm.Share) (n int64) {
	for i, part := range crm.Split(amount, shares) {
		if w.keep == nil || w.keep[w.d.tree.byID[shares[i].UnitID].code] {
			n += part
		}
	}
	return n
}

func (w *forecaster) planned() ([]planned, error) {
	return collect(w.ctx, w.q, func(r *sql.Rows) (p planned, err error) {
		return p, r.Scan(&p.id, &p.code, &p.name, &p.plan.Amount, &p.plan.Currency)
	}, `SELECT p.id, p.code, p.name, y.amount, y.currency FROM project_plans y JOIN projects p ON p.id = y.project_id
		WHERE y.year = $1 AND y.amount > 0 AND p.voided = FALSE AND p.status <> 'ended' AND p.signed_on <> '' AND p.signed_on <= $2 ORDER BY p.id`,
		w.out.Month.Year(), w.until())
}

// arrived is what came this year by project, to the month, as the figures count it.
func (w *forecaster) arrived() (map[int64]int64, error) {
	args, then := []any{crm.NewMonth(w.out.Month.Year(), 1), w.out.Month}, ""
	if w.asked.AsKnown != "" {
		args, then = append(args, w.asked.AsKnown), known(w.asked, "", "at", "$3")
	}
	out := map[int64]int64{}
	_, err := collect(w.ctx, w.q, func(r *sql.Rows) (x struct{}, err error) {
		var id, cny int64
		err = r.Scan(&id, &cny)
		out[id] = cny
		return x, err
	}, `SELECT project_id, CAST(SUM(cny) AS BIGINT) FROM credit_lines WHERE month >= $1 AND month <= $2 AND adjustment <> 'earlier'`+then+
		" GROUP BY project_id", args...)
	return out, err
}

// planShares reads who is credited for capital of the projects with a plan: of the
// versions that speak of it the one approved last.
func (w *forecaster) planShares() (map[int64][]crm.Share, error) {
	type row struct {
		project, seq int64
		crm.Share
	}
	year := w.out.Month.Year()
	rows, err := collect(w.ctx, w.q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.project, &x.seq, &x.UnitID, &x.UnitName, &x.Order, &x.BP)
	}, `SELECT a.project_id, a.seq, s.unit_id, u.name, u.sort, s.bp FROM project_plans y JOIN attributions a ON a.project_id = y.project_id
		JOIN attribution_shares s ON s.attribution_id = a.id JOIN units u ON u.id = s.unit_id
		WHERE y.year = $1 AND a.indicator IN ('', 'capital') AND a.from_year <= $2 ORDER BY a.project_id, a.seq, u.sort, u.id`, year, year)
	out, last := map[int64][]crm.Share{}, map[int64]int64{}
	for _, x := range rows {
		if last[x.project] != x.seq {
			out[x.project], last[x.project] = nil, x.seq
		}
		out[x.project] = append(out[x.project], x.Share)
	}
	return out, err
}
