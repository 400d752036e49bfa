package store

import "yinfeng/crm"

// besideProject lists the leads of other units that hold a protected claim on what a project of unit
// says with one of its investors (domain §4): a project is no way around first claim. Imports don't
// ask: a ledger tells what has long been signed, and goes in whole.
func besideProject(t *Tx, in crm.ProjectInput, unit int64) (out []crm.NearLead, err error) {
	at := map[int64]int{}
	for _, p := range in.Parties {
		if p.Role == "local" {
			continue
		}
		near, err := nearFor(t, crm.LeadCheck{CompanyID: p.CompanyID, CompanyName: p.Name, Project: in.Name, Industry: in.Industry}, unit, 0)
		if err != nil {
			return nil, err
		}
		for _, n := range near {
			i, seen := at[n.ID]
			switch {
			case n.Own || !n.Protected(t.Today):
			case !seen:
				at[n.ID] = len(out)
				out = append(out, n)
			case n.Level < out[i].Level:
				out[i] = n
			}
		}
	}
	return out, nil
}

// judgeProject decides whether a unit may register a project beside the claims of others, or change one
// (was, nil for a new one) into what they hold: the same company stands in the way, a company of a
// like name needs a person's decision. What the decision passes by is returned.
func judgeProject(t *Tx, in crm.ProjectInput, unit int64, was *crm.Project) (passed []crm.NearLead, err error) {
	if in.Decision != nil && in.Decision.Verdict != "new" {
		return nil, crm.Invalid("decision.verdict", "登记项目不能选“继续”或“并入”已有线索：有线索的项目请在线索里推进到“签约”")
	}
	if err := in.Decision.Check(); err != nil {
		return nil, err
	}
	before := map[int64]string{}
	if was != nil {
		old, err := besideProject(t, crm.ProjectInput{Name: was.Name, Industry: was.Industry, Parties: was.Parties}, unit)
		if err != nil {
			return nil, err
		}
		for _, n := range old {
			before[n.ID] = n.Level
		}
	}
	near, err := besideProject(t, in, unit)
	if err != nil {
		return nil, err
	}
	for _, n := range near {
		if level := before[n.ID]; level != "" && level <= n.Level {
			continue
		}
		if n.Level == "L1" {
			return nil, crm.Conflict(n.Notice(), "投资方的相同意向已由%s首报，保护至 %s，不能登记为本单位的项目；有异议的请登记线索时提出争议", n.Holder, n.Until)
		}
		passed = append(passed, n)
	}
	if len(passed) > 0 && in.Decision == nil {
		n := passed[0]
		return nil, crm.Conflict(n.Notice(), "与投资方名称相近企业的相同意向已由%s首报，保护至 %s；确是另一家企业或另一个意向的，请写明理由后登记", n.Holder, n.Until)
	}
	return passed, nil
}

// passProject tells the units that hold like claims, and the bureau, that and why a project was
// registered beside them; the decision stands in the project's audit row.
func passProject(t *Tx, p crm.Project, passed []crm.NearLead, d *crm.DuplicateDecision) error {
	for _, n := range passed {
		if err := tellHolder(t, crm.Message{Object: "project", ObjectID: p.ID}, p.UnitID, "项目", n, d.Reason); err != nil {
			return err
		}
	}
	return nil
}

// firstInvestor is the name under which a refusal's notice is kept.
func firstInvestor(in crm.ProjectInput) string {
	for _, p := range in.Parties {
		if p.Role != "local" && p.Name != "" {
			return p.Name
		}
	}
	return in.Name
}
