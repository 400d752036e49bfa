package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

const milestoneCols = `m.id, m.project_id, COALESCE(p.name, ''), m.kind, m.on_date, m.date_precision, m.amount, m.currency, m.state, m.note,
	m.capacity, m.output_cny, m.tax_cny, m.jobs, m.reported_by, COALESCE(r.name, ''), m.submitted_at, m.reviewed_by, COALESCE(w.name, ''),
	m.reviewed_at, m.known_on, m.unit_id, COALESCE(u.name, ''), m.version`

const milestoneJoins = `LEFT JOIN projects p ON p.id = m.project_id LEFT JOIN users r ON r.id = m.reported_by
	LEFT JOIN users w ON w.id = m.reviewed_by LEFT JOIN units u ON u.id = m.unit_id`

func scanMilestone(rows *sql.Rows) (crm.Milestone, error) { return readMilestone(rows) }

func scanMilestoneItem(rows *sql.Rows) (x milestoneItem, err error) {
	x.Milestone, err = readMilestone(rows, &x.updatedAt)
	return x, err
}

func readMilestone(rows *sql.Rows, more ...any) (m crm.Milestone, err error) {
	var amount sql.NullInt64
	var currency crm.Currency
	err = rows.Scan(append([]any{&m.ID, &m.ProjectID, &m.ProjectName, &m.Kind, &m.On, &m.Precision, &amount, &currency, &m.State, &m.Note,
		&m.Capacity, &m.OutputCNY, &m.TaxCNY, &m.Jobs, &m.ReportedBy, &m.ReporterName, &m.SubmittedAt, &m.ReviewedBy, &m.ReviewerName,
		&m.ReviewedAt, &m.KnownOn, &m.UnitID, &m.UnitName, &m.Version}, more...)...)
	m.Amount = moneyOf(amount, currency)
	m.Opinions, m.Evidence = []crm.Opinion{}, []crm.Attachment{}
	return m, err
}

// insertMilestone writes a draft; the caller has checked it.
func insertMilestone(t *Tx, project, unit, importID int64, in crm.MilestoneInput) (int64, error) {
	on, precision, err := crm.PartialDate(in.On)
	if err != nil {
		return 0, err
	}
	id, err := t.nextID("milestones")
	if err != nil {
		return 0, err
	}
	currency := crm.CNY
	if in.Amount != nil {
		currency = in.Amount.Currency
	}
	_, err = t.exec(`INSERT INTO milestones (id, project_id, kind, on_date, date_precision, amount, currency, note, capacity, output_cny, tax_cny,
		jobs, state, unit_id, reported_by, submitted_at, reviewed_by, reviewed_at, known_on, import_id, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'draft', $13, $14, 0, 0, 0, '', $15, $16, 1)`,
		id, project, in.Kind, on, precision, amountOf(in.Amount), currency, in.Note, in.Capacity, in.OutputCNY, in.TaxCNY, in.Jobs,
		unit, t.V.UserID, importID, t.Now)
	return id, err
}

// loadMilestones reads milestones by a condition on m, with opinions and evidence.
func loadMilestones(ctx context.Context, q querier, where string, args ...any) ([]crm.Milestone, error) {
	list, err := collect(ctx, q, scanMilestone, "SELECT "+milestoneCols+" FROM milestones m "+milestoneJoins+" WHERE "+where+
		" ORDER BY m.project_id, m.on_date, m.id", args...)
	if err != nil {
		return nil, err
	}
	return list, fillMilestones(ctx, q, list)
}

func fillMilestones(ctx context.Context, q querier, list []crm.Milestone) error {
	ids := make([]int64, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	ops, err := opinionsOf(ctx, q, "milestone", ids)
	if err != nil {
		return err
	}
	files, err := evidenceOf(ctx, q, "milestone", ids)
	for i := range list {
		if o := ops[list[i].ID]; o != nil {
			list[i].Opinions = o
		}
		if f := files[list[i].ID]; f != nil {
			list[i].Evidence = f
		}
	}
	return err
}

// oneMilestone reads one milestone, whoever asks.
func oneMilestone(ctx context.Context, q querier, id int64) (crm.Milestone, error) {
	list, err := loadMilestones(ctx, q, "m.id = $1", id)
	if err == nil && len(list) == 0 {
		return crm.Milestone{}, crm.NotFound("节点")
	}
	if err != nil {
		return crm.Milestone{}, err
	}
	return list[0], nil
}
