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
	tx, err := s.read.BeginTx(ctx, s.engine.snapshotOptions())
	if err != nil {
		return nil, s.translate(err)
	}
	defer tx.Rollback()
	var out []string
	for _, check := range []func(context.Context, querier) ([]string, error){recountCapital, recountCounts, recountProjects, recountLeads, recountVisits} {
		diff, err := check(ctx, tx)
		if err != nil {
			return nil, s.translate(err)
		}
		out = append(out, diff...)
	}
	return out, nil
}

// recountCapital compares the capital roll-up with the posted and the pending lines.
func recountCapital(ctx context.Context, q querier) ([]string, error) {
	var out []string
	for _, c := range []struct {
		state crm.ReviewState
		table string
	}{{crm.StateVerified, "credit_lines"}, {crm.StateSubmitted, "pending_lines"}} {
		for _, n := range []struct{ name, kept, counted string }{
			{"到位资金汇总", "amount, cny", "CAST(SUM(amount) AS BIGINT), CAST(SUM(cny) AS BIGINT)"},
			{"到位资金汇总（美元、行数）", "usd, lines", "CAST(SUM(usd) AS BIGINT), COUNT(*)"},
		} {
			diff, err := compareRollup(ctx, q, n.name+"（不分产业链） "+c.state.Label(),
				"SELECT "+unitDims+", "+n.kept+" FROM rollup_units WHERE state = '"+string(c.state)+"'",
				"SELECT "+unitDims+", "+n.counted+" FROM "+c.table+" GROUP BY month, unit_id, adjustment, currency, origin, fixed, fdi")
			if err != nil {
				return nil, err
			}
			out = append(out, diff...)
			diff, err = compareRollup(ctx, q, n.name+" "+c.state.Label(),
				"SELECT "+capitalDims+", "+n.kept+" FROM rollup_capital WHERE state = '"+string(c.state)+"'",
				"SELECT "+capitalDims+", "+n.counted+" FROM "+c.table+" GROUP BY month, unit_id, adjustment, currency, origin, fixed, fdi, chain_id")
			if err != nil {
				return nil, err
			}
			out = append(out, diff...)
		}
	}
	return out, nil
}

// recountCounts compares the roll-up of milestones with their lines.
func recountCounts(ctx context.Context, q querier) ([]string, error) {
	diff, err := compareRollup(ctx, q, "节点汇总", "SELECT "+countDims+", count, cny FROM rollup_counts",
		"SELECT "+countDims+", CAST(SUM(count) AS BIGINT), CAST(SUM(cny) AS BIGINT) FROM count_lines GROUP BY month, indicator, unit_id, adjustment, joint, chain_id")
	if err != nil {
		return nil, err
	}
	lines, err := compareRollup(ctx, q, "节点汇总（行数）", "SELECT "+countDims+", lines, 0 FROM rollup_counts",
		"SELECT "+countDims+", COUNT(*), 0 FROM count_lines GROUP BY month, indicator, unit_id, adjustment, joint, chain_id")
	return append(diff, lines...), err
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
