package store

import (
	"context"
	"slices"

	"yinfeng/crm"
)

// attributable are the indicators that a version may speak of; "" is all. Foreign capital
// follows capital, since both come from the same lines.
var attributable = []string{"", crm.IndCapital, crm.IndSigned, crm.IndSignedAmount, crm.IndStarted, crm.IndProducing, crm.IndTenants}

// SetAttribution approves a new version of a project's shares. It applies from now on and
// for the years from in.FromYear: what is already posted of those years is adjusted in
// the open month, never in a closed one (domain §6).
func (s *Store) SetAttribution(ctx context.Context, v crm.Viewer, project int64, in crm.AttributionInput) (crm.Project, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Project, error) {
		p, err := projectFor(t, crm.ActSetAttribution, project)
		if err != nil {
			return p.Project, err
		}
		if in.FromYear == 0 {
			in.FromYear = t.Today.Year()
		}
		if err := checkAttribution(t, &in); err != nil {
			return p.Project, err
		}
		before, err := sharesOf(t.ctx, t, project, in.Indicator, in.FromYear)
		if err != nil && crm.ErrCode(err) != crm.CodeConflict {
			return p.Project, err
		}
		p.Version = in.Version
		if err := attribute(t, p, crm.Attribution{Indicator: in.Indicator, FromYear: in.FromYear, Shares: in.Shares, Reason: in.Reason}); err != nil {
			return p.Project, err
		}
		t.audit("attribution.set", "project", project, p.UnitID, "确定统计归属 "+p.Code+" "+p.Name, map[string]any{"before": before, "after": in})
		return projectDetail(t.ctx, t, project, t.Today)
	})
}

// attribute adds versions to a project of p.Version, the first of which begins first, and brings
// what is posted from then on in line with them.
func attribute(t *Tx, p projectRow, versions ...crm.Attribution) error {
	if err := t.update("项目", p.Project, "UPDATE projects SET updated_at = $1, version = version + 1 WHERE id = $2 AND version = $3",
		t.Now, p.ID, p.Version); err != nil {
		return err
	}
	for _, a := range versions {
		if err := putAttribution(t, p.ID, a); err != nil {
			return err
		}
	}
	if err := rebuildShares(t, p.ID); err != nil {
		return err
	}
	return readjust(t, p, crm.AttributionInput{Indicator: versions[0].Indicator, FromYear: versions[0].FromYear})
}

// projectFor loads a live project whose unit lies in the viewer's scope of act a.
func projectFor(t *Tx, a crm.Act, id int64) (projectRow, error) {
	if err := t.V.Require(a); err != nil {
		return projectRow{}, err
	}
	p, err := loadProject(t.ctx, t, id, t.Today)
	if err != nil {
		return p, err
	}
	if err := t.V.RequireIn(a, p.UnitID, "项目"); err != nil {
		return p, err
	}
	if p.Voided {
		return p, crm.Conflict(p.Project, "项目已作废，不能再修改")
	}
	return p, nil
}

func checkAttribution(t *Tx, in *crm.AttributionInput) error {
	if !slices.Contains(attributable, in.Indicator) {
		return crm.Invalid("indicator", "指标“%s”不能单独确定归属（利用外资随到位资金）", in.Indicator)
	}
	if in.FromYear < 2000 || in.FromYear > t.Today.Year()+20 {
		return crm.Invalid("fromYear", "起始年份 %d 不对，请填四位年份", in.FromYear)
	}
	if !crm.Reasoned(in.Reason) {
		return crm.Invalid("reason", "确定归属须写明原因")
	}
	if err := checkCredited(t, in.Shares); err != nil {
		return err
	}
	return crm.CheckShares(in.Shares)
}

// checkCredited refuses shares of units that are not in the unit table.
func checkCredited(t *Tx, shares []crm.Share) error {
	for _, s := range shares {
		u, err := ledgerUnit(t.ctx, t, "shares", s.UnitID)
		if err != nil {
			return err
		}
		if !u.credited {
			return crm.Invalid("shares", "%s不是报送单位，统计归属只能给县市区、功能区和市本级及市直", u.UnitName)
		}
	}
	return nil
}

// readjust brings what is posted of the years from in.FromYear on in line with the new
// shares: verified entries and approved milestones by adjustment lines, submitted
// entries by new pending lines.
func readjust(t *Tx, p projectRow, in crm.AttributionInput) error {
	if in.Indicator == "" || in.Indicator == crm.IndCapital {
		list, err := loadCapital(t.ctx, t, "e.project_id = $1 AND e.state IN ('verified', 'submitted')", p.ID)
		if err != nil {
			return err
		}
		reversed := map[int64]bool{}
		for _, e := range list {
			if e.State == crm.StateVerified && e.ReversesID != 0 {
				reversed[e.ReversesID] = true
			}
		}
		slices.SortStableFunc(list, func(a, b crm.CapitalEntry) int {
			return boolInt(a.State == crm.StateSubmitted) - boolInt(b.State == crm.StateSubmitted)
		})
		for _, e := range list {
			switch {
			case effectiveMonth(e).Year() < in.FromYear:
			case e.State == crm.StateSubmitted:
				if err := dropPending(t, e); err != nil {
					return err
				}
				if err := postPending(t, e); err != nil {
					return err
				}
			case e.ReversesID == 0 && !reversed[e.ID]:
				if err := readjustEntry(t, e); err != nil {
					return err
				}
			}
		}
	}
	return readjustCounts(t, p, in)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// SetIntroductions replaces who introduced the project (引荐): offices and departments,
// 0–100 % together, beside the unit table and never in it (domain §6).
func (s *Store) SetIntroductions(ctx context.Context, v crm.Viewer, project int64, in crm.IntroductionInput) (crm.Project, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Project, error) {
		p, err := projectFor(t, crm.ActSetAttribution, project)
		if err != nil {
			return p.Project, err
		}
		sum, seen := int64(0), map[int64]bool{}
		for _, x := range in.Shares {
			if _, err := ledgerUnit(t.ctx, t, "shares", x.UnitID); err != nil {
				return p.Project, err
			}
			if x.BP <= 0 || seen[x.UnitID] {
				return p.Project, crm.Invalid("shares", "引荐比例须大于 0，同一单位只写一行")
			}
			seen[x.UnitID], sum = true, sum+x.BP
		}
		if sum > crm.FullShares {
			return p.Project, crm.Invalid("shares", "引荐比例合计不能超过 100%%")
		}
		before, err := introductionsOf(t.ctx, t, project)
		if err != nil {
			return p.Project, err
		}
		if err := t.update("项目", p.Project, "UPDATE projects SET updated_at = $1, version = version + 1 WHERE id = $2 AND version = $3",
			t.Now, project, in.Version); err != nil {
			return p.Project, err
		}
		if err := putIntroductions(t, project, in.Shares); err != nil {
			return p.Project, err
		}
		if err := rebuildShares(t, project); err != nil {
			return p.Project, err
		}
		t.audit("introduction.set", "project", project, p.UnitID, "确定引荐单位 "+p.Code+" "+p.Name, map[string]any{"before": before, "after": in.Shares, "reason": in.Reason})
		return projectDetail(t.ctx, t, project, t.Today)
	})
}
