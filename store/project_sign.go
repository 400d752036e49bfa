package store

import "yinfeng/crm"

// signProject makes the project of a lead that is being signed: investor, amounts and
// place, attribution version 1, introductions agreed by accepted transfers, and a 签约
// milestone in draft dated in.SignedOn. Statistics begin when that is approved.
func signProject(t *Tx, l crm.Lead, in crm.SignInput) (crm.Project, error) {
	if err := t.V.RequireIn(crm.ActWriteProject, l.UnitID, "线索"); err != nil {
		return crm.Project{}, err
	}
	if _, err := crm.ParseDate(string(in.SignedOn)); err != nil {
		return crm.Project{}, crm.Invalid("sign.signedOn", "签约日期写法不对，请写成 2022-09-26")
	}
	n := newProject{leadID: l.ID, signedOn: string(in.SignedOn), ProjectInput: crm.ProjectInput{
		Name: l.Project, Content: l.Content, Industry: l.Industry, ChainID: l.ChainID, Nature: in.Nature,
		Parties: []crm.Party{{CompanyID: l.CompanyID, Role: "investor"}}, Total: in.Total, Fixed: in.Fixed, Agreed: in.Agreed,
		CountyUnitID: in.CountyUnitID, ParkID: in.ParkID, LandMu: l.LandMu, EnclaveHomeID: in.EnclaveHomeID,
		UnitID: l.UnitID, OwnerID: l.OwnerID, NextStep: l.NextStep}}
	if err := signAsAgreed(t, &n); err != nil {
		return crm.Project{}, err
	}
	id, err := writeProject(t, n)
	if err != nil {
		return crm.Project{}, err
	}
	ms := crm.MilestoneInput{Kind: crm.MilestoneSigned, On: string(in.SignedOn)}
	if err := crm.CheckMilestone(ms, nil, t.Today); err != nil {
		return crm.Project{}, err
	}
	if _, err := insertMilestone(t, id, l.UnitID, 0, ms); err != nil {
		return crm.Project{}, err
	}
	p, err := projectDetail(t.ctx, t, id, t.Today)
	if err != nil {
		return crm.Project{}, err
	}
	t.audit("project.sign", "project", id, p.UnitID, "线索 "+l.Code+" 签约为项目 "+p.Code+" "+p.Name, in)
	return p, nil
}
