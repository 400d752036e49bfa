package store

import (
	"context"
	"database/sql"
	"strconv"

	"yinfeng/crm"
)

const requestColumns = `ar.id, ar.project_id, p.code, p.name, ar.transfer_id, ar.from_year, ar.state, ar.decision_reason, COALESCE(d.name, ''),
	ar.decided_on, ar.known_on, ar.at, ar.version`
const requestJoins = "JOIN projects p ON p.id = ar.project_id LEFT JOIN users d ON d.id = ar.decided_by"

func scanRequest(r *sql.Rows) (x crm.AttributionRequest, err error) {
	return x, r.Scan(&x.ID, &x.ProjectID, &x.ProjectCode, &x.ProjectName, &x.Transfer.ID, &x.FromYear, &x.State, &x.DecisionReason, &x.DeciderName,
		&x.DecidedOn, &x.KnownOn, &x.At, &x.Version)
}

// fillRequests gives requests their transfers, and open ones what their approval would do. Who proposed
// and decided, and why, is for the two units and the bureau (sc reaches the transfer); another reader of
// the project is told what was agreed and what became of it.
func fillRequests(ctx context.Context, q querier, list []crm.AttributionRequest, sc crm.Scope) error {
	for i := range list {
		x, err := visibleTransfer(ctx, q, list[i].Transfer.ID, crm.Scope{All: true}, "")
		if err != nil {
			return err
		}
		if list[i].Transfer = x; !sc.All && !sc.Has(x.FromUnitID) && !sc.Has(x.ToUnitID) {
			list[i].HidePeople()
		}
		if list[i].State != "open" {
			continue
		}
		if err := fillEffect(ctx, q, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

// fillEffect works out what the approval of a request would make, what of the present attribution
// would end by it, and what was decided since it was made.
func fillEffect(ctx context.Context, q querier, r *crm.AttributionRequest) error {
	var asked int64
	var signedOn string
	if err := q.QueryRowContext(ctx, `SELECT ar.seq, p.signed_on, COALESCE(h.name, ''), COALESCE(n.name, '') FROM attribution_requests ar JOIN projects p ON p.id = ar.project_id
		LEFT JOIN units h ON h.id = p.enclave_home_id LEFT JOIN units n ON n.id = $1 WHERE ar.id = $2`, r.Transfer.HomeID, r.ID).
		Scan(&asked, &signedOn, &r.HomeNow, &r.HomeThen); err != nil {
		return err
	}
	set, err := loadSettings(ctx, q)
	if err != nil {
		return err
	}
	signed, err := strconv.Atoi(signedOn[:min(4, len(signedOn))])
	if err != nil {
		signed = r.FromYear // not signed yet: the first years begin with the transfer
	}
	r.Makes = r.Versions(signed, set.EnclaveYears)
	all, err := versionsOf(ctx, q, r.ProjectID)
	if err != nil {
		return err
	}
	r.Ends = crm.Standing(all, r.FromYear)
	for _, a := range all {
		if a.Seq > asked {
			r.Since = append(r.Since, a)
		}
	}
	r.SetSeen()
	return nil
}

// ofProject is the condition that the request's project is reached.
func ofProject(sc crm.Scope) string {
	return "EXISTS (SELECT 1 FROM projects p WHERE p.id = ar.project_id AND " + scopeText(sc, projectReach) + ")"
}

func requestBy(ctx context.Context, q querier, id int64, sc crm.Scope) (crm.AttributionRequest, error) {
	list, err := collect(ctx, q, scanRequest, "SELECT "+requestColumns+" FROM attribution_requests ar "+requestJoins+" WHERE ar.id = $1 AND "+ofProject(sc), id)
	if err != nil {
		return crm.AttributionRequest{}, err
	}
	if len(list) == 0 {
		return crm.AttributionRequest{}, crm.NotFound("归属调整")
	}
	return list[0], fillRequests(ctx, q, list, sc)
}

// AttributionRequest returns one request of a project that the viewer reads.
func (s *Store) AttributionRequest(ctx context.Context, v crm.Viewer, id int64) (crm.AttributionRequest, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.AttributionRequest{}, err
	}
	return reading(ctx, s, func(q querier) (crm.AttributionRequest, error) {
		return requestBy(ctx, q, id, v.Scope(crm.ActReadBusiness))
	})
}

var requestSpec = listSpec{table: "attribution_requests ar", alias: "ar", id: "ar.id", def: "-at", sorts: map[string]string{"at": "ar.at"},
	cols: requestColumns, joins: requestJoins}

// AttributionRequests lists the requests of projects that the viewer reads, the newest first.
func (s *Store) AttributionRequests(ctx context.Context, v crm.Viewer, f crm.AttributionRequestFilter) (crm.List[crm.AttributionRequest], error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.List[crm.AttributionRequest]{}, err
	}
	return s.requestList(ctx, v.Scope(crm.ActReadBusiness), f)
}

func (s *Store) requestList(ctx context.Context, sc crm.Scope, f crm.AttributionRequestFilter) (crm.List[crm.AttributionRequest], error) {
	var q query
	q.where = append(q.where, ofProject(sc))
	if f.State != "" {
		q.add("ar.state = ?", f.State)
	}
	if f.ProjectID != 0 {
		q.add("ar.project_id = ?", f.ProjectID)
	}
	return reading(ctx, s, func(r querier) (crm.List[crm.AttributionRequest], error) {
		list, err := readList(ctx, r, requestSpec, q, f.Page, scanRequest, func(x crm.AttributionRequest, _ string) (any, int64) { return x.At, x.ID })
		if err != nil {
			return list, err
		}
		return list, fillRequests(ctx, r, list.Items, sc)
	})
}

// benchRequests lists the requests that the viewer may decide on.
func (s *Store) benchRequests(ctx context.Context, v crm.Viewer, w *crm.Workbench) (err error) {
	w.Requests = crm.List[crm.AttributionRequest]{Items: []crm.AttributionRequest{}}
	if v.Can(crm.ActSetAttribution) {
		w.Requests, err = s.requestList(ctx, v.Scope(crm.ActSetAttribution), crm.AttributionRequestFilter{State: "open", Page: crm.Page{Limit: benchRows, Sort: "at"}})
	}
	return err
}

// requestAttribution asks the bureau for what an accepted transfer has agreed, unless it stands already.
func requestAttribution(t *Tx, p projectRow, x crm.Transfer) error {
	year := t.Today.Year()
	if x.Preset == "" {
		return nil
	}
	same, err := attributedSo(t, p.ID, x, year)
	if err != nil || same {
		return err
	}
	id, err := t.nextID("attribution_requests")
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO attribution_requests (id, project_id, transfer_id, from_year, state, decision_reason, decided_by, decided_on, decided_at,
		known_on, at, version, seq) SELECT $1, $2, $3, $4, 'open', '', 0, '', 0, $5, $6, 1, COALESCE(MAX(seq), 0) FROM attributions WHERE project_id = $7`,
		id, p.ID, x.ID, year, t.Today, t.Now, p.ID); err != nil {
		return err
	}
	t.audit("attribution.request", "project", p.ID, x.ToUnitID, "流转约定的归属报市招商局审核 "+p.Code+" "+p.Name,
		map[string]any{"transfer": x.ID, "fromYear": year, "preset": x.Preset, "shares": x.Shares})
	return t.tell(crm.Message{Kind: "review", Title: "待审核的归属调整：“" + p.Name + "”", Body: x.FromName + "流转" + x.ToName + "时约定，从 " +
		strconv.Itoa(year) + " 年起", Object: "project", ObjectID: p.ID}, 0, crm.RoleManager, x.ToUnitID)
}

// attributedSo says whether every indicator is attributed as x agrees, from year on. A 飞地 is always
// a matter for the bureau.
func attributedSo(t *Tx, project int64, x crm.Transfer, year int) (bool, error) {
	var later int
	if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM attributions WHERE project_id = $1 AND from_year > $2", project, year).Scan(&later); err != nil {
		return false, err
	}
	if later > 0 || x.Preset == "enclave" {
		return false, nil
	}
	for _, indicator := range attributable {
		have, err := sharesOf(t.ctx, t, project, indicator, year)
		if err != nil && crm.ErrCode(err) != crm.CodeConflict {
			return false, err
		}
		if !sameShares(have, x.Shares) {
			return false, nil
		}
	}
	return true, nil
}

// sameShares compares shares in official order.
func sameShares(a, b []crm.Share) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].UnitID != b[i].UnitID || a[i].BP != b[i].BP {
			return false
		}
	}
	return true
}
