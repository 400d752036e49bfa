package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// projectRow is a project with what the API does not show.
type projectRow struct {
	crm.Project
	totalCNY int64 // 总投资 in fen at the signing year's rate
}

const projectJoins = `LEFT JOIN chains ch ON ch.id = p.chain_id LEFT JOIN units cu ON cu.id = p.county_unit_id
	LEFT JOIN parks pk ON pk.id = p.park_id LEFT JOIN units un ON un.id = p.unit_id LEFT JOIN users ow ON ow.id = p.owner_id`

// projectCols lists the outer columns; 本年到位 sums the lines of year, without the
// adjustments of earlier years (domain §7).
func projectCols(year int) string {
	return fmt.Sprintf(`p.id, p.code, p.name, p.lead_id, p.content, p.industry, p.chain_id, COALESCE(ch.name, ''), p.nature, p.currency,
	p.total, p.total_cny, p.fixed, p.agreed, p.opening, p.county_unit_id, COALESCE(cu.name, ''), p.park_id, COALESCE(pk.name, ''),
	p.place, p.land_mu, p.land_mode, p.enclave_home_id, p.unit_id, COALESCE(un.name, ''), p.owner_id, COALESCE(ow.name, ''), p.leader,
	p.task_force, p.status, p.status_reason, p.problem, p.next_step, p.signed_on, p.registered_on, p.started_on, p.producing_on,
	p.arrived_cny, (SELECT CAST(COALESCE(SUM(cl.cny), 0) AS BIGINT) FROM credit_lines cl WHERE cl.project_id = p.id
	AND cl.month >= '%04[1]d-01' AND cl.month <= '%04[1]d-12' AND cl.adjustment <> 'earlier'), p.pending_cny, p.voided, p.void_reason, p.updated_at,
	p.version, (SELECT COUNT(*) FROM milestones ms WHERE ms.project_id = p.id AND ms.state = 'submitted')`, year)
}

func scanProject(rows *sql.Rows) (p projectRow, err error) {
	var currency crm.Currency
	var fixed, agreed sql.NullInt64
	err = rows.Scan(&p.ID, &p.Code, &p.Name, &p.LeadID, &p.Content, &p.Industry, &p.ChainID, &p.ChainName, &p.Nature, &currency,
		&p.Total.Amount, &p.totalCNY, &fixed, &agreed, &p.Opening, &p.CountyUnitID, &p.CountyName, &p.ParkID, &p.ParkName,
		&p.Place, &p.LandMu, &p.LandMode, &p.EnclaveHomeID, &p.UnitID, &p.UnitName, &p.OwnerID, &p.OwnerName, &p.Leader,
		&p.TaskForce, &p.Status, &p.StatusReason, &p.Problem, &p.NextStep, &p.SignedOn, &p.RegisteredOn, &p.StartedOn, &p.ProducingOn,
		&p.ArrivedCNY, &p.ArrivedYear, &p.PendingCNY, &p.Voided, &p.VoidReason, &p.UpdatedAt, &p.Version, &p.PendingMarkers)
	p.Total.Currency = currency
	p.Fixed, p.Agreed = moneyOf(fixed, currency), moneyOf(agreed, currency)
	p.Parties = []crm.Party{}
	return p, err
}

// moneyOf is nil for NULL.
func moneyOf(n sql.NullInt64, c crm.Currency) *crm.Money {
	if !n.Valid {
		return nil
	}
	return &crm.Money{Amount: n.Int64, Currency: c}
}

// amountOf is NULL for nil.
func amountOf(m *crm.Money) sql.NullInt64 {
	if m == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: m.Amount, Valid: true}
}

// loadProject reads one project with its parties, whoever asks; scope is the caller's.
func loadProject(ctx context.Context, q querier, id int64, today crm.Date) (projectRow, error) {
	list, err := collect(ctx, q, scanProject, "SELECT "+projectCols(today.Year())+" FROM projects p "+projectJoins+" WHERE p.id = $1", id)
	if err != nil {
		return projectRow{}, err
	}
	if len(list) == 0 {
		return projectRow{}, crm.NotFound("项目")
	}
	err = fillParties(ctx, q, list, func(p *projectRow) *crm.Project { return &p.Project })
	return list[0], err
}

// fillParties gives a page of projects its parties, by one query.
func fillParties[T any](ctx context.Context, q querier, list []T, of func(*T) *crm.Project) error {
	if len(list) == 0 {
		return nil
	}
	ids, at := make([]int64, len(list)), map[int64]*crm.Project{}
	for i := range list {
		p := of(&list[i])
		ids[i], at[p.ID] = p.ID, p
	}
	type row struct {
		project int64
		party   crm.Party
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) {
		err = r.Scan(&x.project, &x.party.CompanyID, &x.party.Name, &x.party.Role, &x.party.Origin, &x.party.Province, &x.party.City, &x.party.ShareBP)
		return x, err
	}, `SELECT pp.project_id, pp.company_id, c.name, pp.role, pp.origin, pp.province, pp.city, pp.share_bp FROM project_parties pp
		JOIN companies c ON c.id = pp.company_id WHERE pp.project_id IN (`+idList(ids)+`) ORDER BY pp.project_id, pp.sort`)
	if err != nil {
		return err
	}
	for _, x := range rows {
		p := at[x.project]
		if x.party.Role == "investor" {
			if p.Investors == "" {
				p.Origin, p.Province, p.City = x.party.Origin, x.party.Province, x.party.City
			}
			p.Investors = strings.TrimPrefix(p.Investors+"、"+x.party.Name, "、")
		}
		p.Parties = append(p.Parties, x.party)
	}
	return nil
}

// readable answers NotFound when project id is out of scope for act a.
func readableProject(ctx context.Context, q querier, v crm.Viewer, a crm.Act, id int64) error {
	if err := v.Require(a); err != nil {
		return err
	}
	ok, err := reachable(ctx, q, "projects p", projectReach, id, v.Scope(a))
	if err == nil && !ok {
		return crm.NotFound("项目")
	}
	return err
}

// unitRow is what the ledger needs to know of a unit.
type unitRow struct {
	crm.Share
	path     string
	kind     crm.UnitKind
	credited bool
	cutOver  crm.Month
}

// ledgerUnit reads a unit; field names the request field at fault.
func ledgerUnit(ctx context.Context, q querier, field string, id int64) (u unitRow, err error) {
	u.UnitID = id
	var reporting bool
	err = q.QueryRowContext(ctx, "SELECT name, sort, path, kind, reporting, cut_over FROM units WHERE id = $1", id).
		Scan(&u.UnitName, &u.Order, &u.path, &u.kind, &reporting, &u.cutOver)
	if errors.Is(err, sql.ErrNoRows) {
		return u, crm.Invalid(field, "所选的单位不存在，请刷新后重选")
	}
	u.credited = crm.Unit{Reporting: reporting, Kind: u.kind}.Credited()
	return u, err
}
