package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// byChain reports whether any filter reads the chain; else cells are read without it.
func (d *figureData) byChain() bool {
	if d.q.ChainID != 0 {
		return true
	}
	for _, b := range d.bases {
		if len(b.Filter.Chains) > 0 {
			return true
		}
	}
	return false
}

// pending reports whether a basis that is asked for counts what is not verified yet.
func (d *figureData) pending() bool {
	for _, b := range d.bases {
		if b.Filter.Pending() && d.q.Bases[b.Indicator] == b.Code {
			return true
		}
	}
	return false
}

// knownStates refuses a past day for a basis that counts what is not verified: what was
// submitted then has left no trace.
func (d *figureData) knownStates() error {
	if d.q.AsKnown == "" || !d.pending() {
		return nil
	}
	return crm.Invalid("basis", "含未核定的口径只有现在的数，不能看已关账的月份或过去某天已知的情况，请换一个口径")
}

// checkAsked refuses bases that do not exist or cannot be answered, before the figures are
// worked out.
func checkAsked(ctx context.Context, q querier, fq crm.FiguresQuery) (err error) {
	d := &figureData{q: fq}
	if d.inds, d.bases, err = indicatorsAndBases(ctx, q); err != nil {
		return err
	}
	if err := d.knownBases(); err != nil {
		return err
	}
	for _, i := range d.inds {
		if code, ok := fq.Bases[i.Code]; ok {
			if _, err := d.basis(i, code); err != nil {
				return err
			}
		}
	}
	return d.knownStates()
}

// cells are the sums of lines over the dimensions; state is a column or a literal.
type cells struct{ dims, group string }

func (d *figureData) cells(state string) cells {
	chain, group := "0", "1, 2, 3, 4, 5, 6, 7"
	if d.byChain() {
		chain, group = "chain_id", group+", 8"
	}
	if state == "state" {
		group += ", 9"
	}
	return cells{"unit_id, month, adjustment, currency, origin, fixed, fdi, " + chain + ", " + state, group}
}

// loadCapital reads this and last year's cells: from the roll-up, or as known on a day
// from the lines themselves.
func (d *figureData) loadCapital(ctx context.Context, q querier, w window) (err error) {
	rollup := "rollup_units"
	if d.byChain() {
		rollup = "rollup_capital"
	}
	c, from, then := d.cells("'verified'"), rollup+" WHERE state = 'verified' AND", ""
	switch {
	case d.q.AsKnown != "":
		from, then = "credit_lines WHERE", known(d.q, "", "at", "$3")
	case d.pending():
		c, from = d.cells("state"), rollup+" WHERE state IN ('verified', 'submitted') AND"
	}
	read := func(a, b crm.Month, extra string) ([]crm.Cell, error) {
		args := []any{a, b}
		if then != "" {
			args = append(args, d.q.AsKnown)
		}
		return collect(ctx, q, scanCell, fmt.Sprintf(`SELECT %s, CAST(SUM(cny) AS BIGINT), CAST(SUM(usd) AS BIGINT)
			FROM %s month >= $1 AND month <= $2%s%s GROUP BY %s`, c.dims, from, then, extra, c.group), args...)
	}
	if d.capital, err = read(w.first, w.month, ""); err != nil {
		return err
	}
	if d.last, err = read(w.lastFirst, w.lastMonth, " AND adjustment <> 'earlier'"); err != nil {
		return err
	}
	if w.before != "" {
		if d.before, err = read(w.before, w.beforeEnd, " AND adjustment <> 'earlier'"); err != nil {
			return err
		}
	}
	return d.loadRestating(ctx, q, w)
}

// loadRestating reads the adjustments of earlier years that correct last year's same
// months: they stand in the month that they correct.
func (d *figureData) loadRestating(ctx context.Context, q querier, w window) error {
	sources := map[string]string{"credit_lines": "'verified'"}
	if d.pending() {
		sources["pending_lines"] = "'submitted'"
	}
	args, then := []any{w.lastFirst, w.lastMonth, w.month}, ""
	if d.q.AsKnown != "" {
		args, then = append(args, d.q.AsKnown), known(d.q, "", "at", "$4")
	}
	for table, state := range sources {
		c := d.cells(state)
		list, err := collect(ctx, q, scanCell, fmt.Sprintf(`SELECT %s, CAST(SUM(cny) AS BIGINT), CAST(SUM(usd) AS BIGINT)
			FROM %s WHERE adjustment = 'earlier' AND orig_month >= $1 AND orig_month <= $2 AND month <= $3%s GROUP BY %s`,
			strings.Replace(c.dims, "month,", "orig_month,", 1), table, then, c.group), args...)
		if err != nil {
			return err
		}
		d.restating = append(d.restating, list...)
	}
	return nil
}

func scanCell(r *sql.Rows) (c crm.Cell, err error) {
	err = r.Scan(&c.UnitID, &c.Month, &c.Adjustment, &c.Currency, &c.Origin, &c.Fixed, &c.FDI, &c.ChainID, &c.State, &c.CNY, &c.USD)
	return c, err
}
