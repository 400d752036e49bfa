package store

import (
	"context"
	"strconv"

	"yinfeng/crm"
)

// How an import decides and writes.
//
// A planner reads, in bulk, what the rows of a file may meet in the database, and decides
// row by row in memory what becomes of each. Nothing is written meanwhile, so that the
// same planner serves a check and the application, with the same result. A kind of sheet
// keeps every object that its rows touch once, as it will stand after the whole file: a
// row that continues an earlier one changes that object in memory. write then brings the
// objects to the database, new ones in bulk.

// importKind plans and writes the rows of one kind of sheet.
type importKind interface {
	// load reads what recs may meet. It is called once, before the first plan, with the rows of
	// all kinds that may end as this one.
	load(recs []*crm.ImportRecord) error
	// plan decides one row. Errors are failures of ours; what is wrong with the row is its step.
	plan(r *crm.ImportRecord) (importStep, error)
	// settle looks over the steps of all rows once the last is planned: where rows of the file
	// contradict one another so that a known object ends as it stands, nothing is changed.
	settle(steps []importStep)
	// write brings the planned objects to the database and gives new ones their ids (importTarget.id).
	write(w *importWriter) error
}

// importOrder is the order in which kinds are planned and written: later ones may stand on
// what earlier ones make (arrivals on projects).
var importOrder = []crm.ImportKind{crm.ImportCompany, crm.ImportProjects, crm.ImportLeads, crm.ImportVisits, crm.ImportCapital, crm.ImportMatrix}

// importMakers make the kinds that can be imported; each file of a kind adds its own.
var importMakers = map[crm.ImportKind]func(*importPlanner) importKind{}

// importTarget is the object that a row stands for. Rows of a file that mean the same object share it.
type importTarget struct {
	id   int64 // 0 until a new one is written
	line int   // index of the first row that means it; keeps its before images
}

// importStep is what becomes of a row.
type importStep struct {
	outcome crm.ImportOutcome
	why     string // held and rejected rows: one Chinese line
	object  string // project, lead, visit, capital, historic, company
	target  *importTarget
	matched string // code and name of what was there already
	changes []crm.FieldChange
	issues  []crm.ImportIssue // found against the database
}

func rejected(format string, args ...any) importStep {
	return importStep{outcome: crm.ImportRejected, why: sprintf(format, args...)}
}

// held keeps a row back for a person to decide.
func held(r *crm.ImportRecord, code crm.ImportCode, format string, args ...any) importStep {
	why := sprintf(format, args...)
	return importStep{outcome: crm.ImportHeld, why: why, issues: []crm.ImportIssue{recordIssue(r, code, "", why)}}
}

// recordIssue is a complaint about a row that was found against the database; field is the
// record's key, "" for the row.
func recordIssue(r *crm.ImportRecord, code crm.ImportCode, field, message string) crm.ImportIssue {
	row := r.Row
	i := crm.ImportIssue{Sheet: r.Sheet, Row: &row, Code: code, Severity: code.Severity(), Message: message, Table: r.Table}
	if field != "" {
		i.Field = &field
	}
	return i
}

// kept is the issue that says that what stands in the database was not changed by the row.
func kept(r *crm.ImportRecord, field, message string) crm.ImportIssue {
	return recordIssue(r, crm.WRecordKept, field, message)
}

// importPlanner decides the rows of one file.
type importPlanner struct {
	ctx       context.Context
	s         *Store
	q         querier
	v         crm.Viewer
	scope     crm.Scope
	today     crm.Date
	set       crm.Settings
	asOf      crm.Date
	units     *importUnits
	companies *importCompanies
	kinds     map[crm.ImportKind]importKind
	before    func() error    // called once the rows' facts are read, before any is decided
	at        int             // index of the row that is being planned
	held      map[string]bool // name keys and credit codes past the hour's limit (importNaming)
	told      []importNotice  // of other units' claims
}

// newPlanner prepares a planner for viewer v over q, which is a snapshot or the transaction of the application.
func newPlanner(ctx context.Context, s *Store, q querier, v crm.Viewer, asOf crm.Date) (*importPlanner, error) {
	if err := v.Require(crm.ActImport); err != nil {
		return nil, err
	}
	p := &importPlanner{ctx: ctx, s: s, q: q, v: v, scope: v.Scope(crm.ActImport), today: s.clock.Today(), asOf: asOf, kinds: map[crm.ImportKind]importKind{}}
	var err error
	if p.set, err = loadSettings(ctx, q); err != nil {
		return nil, err
	}
	if p.units, err = loadImportUnits(ctx, q); err != nil {
		return nil, err
	}
	p.companies = newImportCompanies(p)
	for k, maker := range importMakers {
		p.kinds[k] = maker(p)
	}
	return p, nil
}

// plan decides every row; steps stand in the order of lines.
func (p *importPlanner) plan(lines []importLine) ([]importStep, error) {
	steps := make([]importStep, len(lines))
	byKind := map[crm.ImportKind][]int{}
	for i := range lines {
		r := lines[i].rec
		if lines[i].held {
			steps[i] = heldStep(r)
			continue
		}
		byKind[r.Kind] = append(byKind[r.Kind], i)
	}
	if err := p.load(lines, byKind); err != nil {
		return nil, err
	}
	if p.before != nil {
		if err := p.before(); err != nil {
			return nil, err
		}
	}
	for _, k := range importOrder {
		kind := p.kinds[k]
		for _, i := range byKind[k] {
			if kind == nil {
				steps[i] = rejected("还不能导入“%s”", k.Label())
				continue
			}
			p.at = i
			if s := p.beyond(lines[i].rec); s != nil {
				steps[i] = *s
				continue
			}
			var err error
			if steps[i], err = kind.plan(lines[i].rec); err != nil {
				return nil, err
			}
			if err := p.ctx.Err(); err != nil {
				return nil, err
			}
		}
	}
	for _, k := range importOrder {
		if kind := p.kinds[k]; kind != nil {
			kind.settle(steps)
		}
	}
	return steps, nil
}

// backToUnchanged takes the changes of steps back whose object ends as it stands.
func backToUnchanged(steps []importStep, same map[*importTarget]bool) {
	for i := range steps {
		if s := &steps[i]; s.outcome == crm.ImportUpdated && same[s.target] {
			s.outcome, s.changes = crm.ImportUnchanged, nil
		}
	}
}

// load lets the kinds read what their rows may meet. Arrivals are of projects; rows of a
// ledger of projects that are only in talks end as leads, so the leads look at them too.
func (p *importPlanner) load(lines []importLine, byKind map[crm.ImportKind][]int) error {
	recs := func(kinds ...crm.ImportKind) (out []*crm.ImportRecord) {
		for _, k := range kinds {
			for _, i := range byKind[k] {
				out = append(out, lines[i].rec)
			}
		}
		return out
	}
	if len(byKind[crm.ImportLeads])+len(byKind[crm.ImportVisits]) > 0 {
		p.companies.names.mentionAll(recs(crm.ImportProjects, crm.ImportLeads, crm.ImportVisits))
	}
	for _, k := range importOrder {
		kind := p.kinds[k]
		list := recs(k)
		if k == crm.ImportProjects {
			list = append(list, recs(crm.ImportCapital)...)
		}
		if k == crm.ImportLeads {
			for _, r := range recs(crm.ImportProjects) {
				if inTalks(r) {
					list = append(list, r)
				}
			}
		}
		if kind == nil || len(list) == 0 {
			continue
		}
		if err := kind.load(list); err != nil {
			return err
		}
	}
	return nil
}

// heldStep is the step of a row that the reading held, or that a person leaves out.
func heldStep(r *crm.ImportRecord) importStep {
	if r.Choice == crm.ChooseSkip {
		return importStep{outcome: crm.ImportHeld, why: "已选择不导入"}
	}
	return importStep{outcome: crm.ImportHeld}
}

// scopeWhy says why a row of unit is not imported, "" when it is.
func (p *importPlanner) scopeWhy(unit int64, name string) string {
	switch {
	case unit == 0:
		return "没有“" + name + "”这个报送单位"
	case !p.scope.Has(unit):
		return name + "不在你的权限范围内"
	}
	return ""
}

// target notes a new object that stands for the row being planned.
func (p *importPlanner) target(id int64) importTarget { return importTarget{id: id, line: p.at} }

// stillOurs reports whether a row of unit is in scope: what is not is never changed.
func (p *importPlanner) stillOurs(unit int64) bool { return p.scope.Has(unit) }

// wanText prints fen as 万元 without trailing zeros.
func wanText(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	whole, part := fen/crm.FenPerWan, fen%crm.FenPerWan
	out := sign + strconv.FormatInt(whole, 10)
	if part == 0 {
		return out
	}
	digits := strconv.FormatInt(crm.FenPerWan+part, 10)[1:]
	for digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	return out + "." + digits
}
