package store

import (
	"fmt"
)

// A report of one chain or of what one office introduced leaves out the other rows; these
// say what it has.

// part names the chain or office that the report is about, and finds what the office
// introduced.
func (b *reportBuilder) part() (err error) {
	if id := b.d.q.ChainID; id != 0 {
		b.r.Head.Chain = b.chains[id]
	}
	if b.d.q.OfficeID != 0 {
		b.r.Head.Office = b.unitName(b.d.q.OfficeID)
		b.intro, err = introductionsThen(b.ctx, b.q, b.d.q)
	}
	return err
}

// holds reports whether the report has the project.
func (b *reportBuilder) holds(p *reportProject) bool {
	return p != nil && (b.d.q.ChainID == 0 || p.chainID == b.d.q.ChainID) && b.introduced(p.id)
}

func (b *reportBuilder) introduced(project int64) bool {
	return b.d.q.OfficeID == 0 || b.intro[project] > 0
}

// hasEntry: an entry counts by the chain of its lines; one without lines by its project's.
func (b *reportBuilder) hasEntry(e *reportEntry) bool {
	if len(e.Shares) == 0 && (e.partly || !b.holds(b.byID[e.project])) {
		return false
	}
	return b.introduced(e.project)
}

// hasCounted: a milestone counts by the chain that its line has.
func (b *reportBuilder) hasCounted(m *reportMilestone) bool {
	return b.byID[m.project] != nil && (b.d.q.ChainID == 0 || m.chain == b.d.q.ChainID) && b.introduced(m.project)
}

func (b *reportBuilder) hasLead(l *reportTalk) bool {
	return (b.d.q.ChainID == 0 || l.chain == b.d.q.ChainID) && (b.d.q.OfficeID == 0 || l.reporter == b.d.q.OfficeID)
}

// partOfVisits is the condition on visits v: the office's own, or those with a lead or
// project of the chain.
func (b *reportBuilder) partOfVisits(args *[]any) string {
	where := ""
	add := func(text string, id int64) {
		*args = append(*args, id)
		where += fmt.Sprintf(text, len(*args))
	}
	if id := b.d.q.OfficeID; id != 0 {
		add(" AND v.unit_id = $%d", id)
	}
	if id := b.d.q.ChainID; id != 0 {
		add(" AND (EXISTS (SELECT 1 FROM visit_leads vl JOIN leads x ON x.id = vl.lead_id WHERE vl.visit_id = v.id AND x.chain_id = $%d)", id)
		add(" OR EXISTS (SELECT 1 FROM visit_projects vp JOIN projects x ON x.id = vp.project_id WHERE vp.visit_id = v.id AND x.chain_id = $%d))", id)
	}
	return where
}
