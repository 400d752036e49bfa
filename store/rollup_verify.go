package store

import (
	"context"

	"yinfeng/crm"
)

// The dimensions of a cell, as one text.
const (
	unitDims    = `month || ' ' || unit_id || ' ' || adjustment || ' ' || currency || ' ' || origin || ' ' || fixed || ' ' || fdi`
	capitalDims = `month || ' ' || unit_id || ' ' || adjustment || ' ' || currency || ' ' || origin || ' ' || fixed || ' ' || fdi || ' ' || chain_id`
	countDims   = `month || ' ' || indicator || ' ' || unit_id || ' ' || adjustment || ' ' || joint || ' ' || chain_id`
)

// RollupVerify rebuilds every roll-up from its lines and returns the differences, one
// line each; none means that every figure is the sum of its lines (contract §1).
func (s *Store) RollupVerify(ctx context.Context) ([]string, error) {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return nil, s.translate(err)
	}
	defer tx.Rollback()
	var out []string
	for _, check := range []func(context.Context, querier) ([]string, error){
		func(ctx context.Context, q querier) ([]string, error) { return recountCapital(ctx, q, allMonths) },
		func(ctx context.Context, q querier) ([]string, error) { return recountCounts(ctx, q, allMonths) },
		recountProjects, recountLeads, recountVisits} {
		diff, err := check(ctx, tx)
		if err != nil {
			return nil, s.translate(err)
		}
		out = append(out, diff...)
	}
	return out, nil
}

// allMonths bounds a recount of everything; one month is bounded by itself twice.
var allMonths = [2]crm.Month{"", "9999-12"}

// recountCapital compares the capital roll-up with the posted and the pending lines.
func recountCapital(ctx context.Context, q querier, months [2]crm.Month) ([]string, error) {
	var out []string
	for _, c := range []struct {
		state crm.ReviewState
		table string
	}{{crm.StateVerified, "credit_lines"}, {crm.StateSubmitted, "pending_lines"}} {
		for _, n := range []struct{ name, kept, counted string }{
			{"到位资金汇总", "amount, cny", "CAST(SUM(amount) AS BIGINT), CAST(SUM(cny) AS BIGINT)"},
			{"到位资金汇总（美元、行数）", "usd, lines", "CAST(SUM(usd) AS BIGINT), COUNT(*)"},
		} {
			for _, r := range []struct{ name, table, dims, group string }{
				{"（不分产业链）", "rollup_units", unitDims, ""}, {"", "rollup_capital", capitalDims, ", chain_id"},
			} {
				diff, err := compareRollup(ctx, q, n.name+r.name+" "+c.state.Label(),
					"SELECT "+r.dims+", "+n.kept+" FROM "+r.table+" WHERE month BETWEEN $1 AND $2 AND state = '"+string(c.state)+"'",
					"SELECT "+r.dims+", "+n.counted+" FROM "+c.table+" WHERE month BETWEEN $1 AND $2 GROUP BY month, unit_id, adjustment, currency, origin, fixed, fdi"+r.group,
					months[0], months[1])
				if err != nil {
					return nil, err
				}
				out = append(out, diff...)
			}
		}
	}
	return out, nil
}

// recountCounts compares the roll-up of milestones with their lines.
func recountCounts(ctx context.Context, q querier, months [2]crm.Month) ([]string, error) {
	const within, group = " WHERE month BETWEEN $1 AND $2", " GROUP BY month, indicator, unit_id, adjustment, joint, chain_id"
	diff, err := compareRollup(ctx, q, "节点汇总", "SELECT "+countDims+", count, cny FROM rollup_counts"+within,
		"SELECT "+countDims+", CAST(SUM(count) AS BIGINT), CAST(SUM(cny) AS BIGINT) FROM count_lines"+within+group, months[0], months[1])
	if err != nil {
		return nil, err
	}
	lines, err := compareRollup(ctx, q, "节点汇总（行数）", "SELECT "+countDims+", lines, 0 FROM rollup_counts"+within,
		"SELECT "+countDims+", COUNT(*), 0 FROM count_lines"+within+group, months[0], months[1])
	return append(diff, lines...), err
}

// recountMonth compares the roll-ups that a month's figures are read from with their lines.
func recountMonth(ctx context.Context, q querier, m crm.Month) ([]string, error) {
	capital, err := recountCapital(ctx, q, [2]crm.Month{m, m})
	if err != nil {
		return nil, err
	}
	counts, err := recountCounts(ctx, q, [2]crm.Month{m, m})
	return append(capital, counts...), err
}

// recountProjects compares what each project says of itself with its lines.
func recountProjects(ctx context.Context, q querier) ([]string, error) {
	arrived, err := compareRollup(ctx, q, "项目累计到位", "SELECT CAST(id AS TEXT), arrived_cny, 0 FROM projects WHERE arrived_cny <> 0",
		"SELECT CAST(project_id AS TEXT), CAST(SUM(cny) AS BIGINT), 0 FROM credit_lines GROUP BY project_id HAVING SUM(cny) <> 0")
	if err != nil {
		return nil, err
	}
	pending, err := compareRollup(ctx, q, "项目已报未核", "SELECT CAST(id AS TEXT), pending_cny, 0 FROM projects WHERE pending_cny <> 0",
		"SELECT CAST(project_id AS TEXT), CAST(SUM(cny) AS BIGINT), 0 FROM pending_lines GROUP BY project_id HAVING SUM(cny) <> 0")
	return append(arrived, pending...), err
}
