package store

import "yinfeng/crm"

// changeWhy says why the viewer may not change project x, "" when they may. Its fields, investors and
// opening balance need the right to edit projects; dates alone the right to file milestones (dateWhy).
func (k *projectKind) changeWhy(x *importProject, fields bool) string {
	if !x.isNew && !k.p.stillOurs(x.unit) {
		return sprintf("项目 %s 由%s负责，不在你的权限范围内，不能修改", x.code, k.p.units.name(x.unit))
	}
	if why := k.p.writeWhy(crm.ActWriteProject, x.unit); why != "" && fields {
		return sprintf("项目 %s：%s，不能修改", k.nameOf(x), why)
	}
	return ""
}

// dateWhy says why the viewer may not lay a date of kind down on x, "" when they may: the signing of
// a new project comes with its registration, everything else is a milestone that is filed.
func (k *projectKind) dateWhy(x *importProject, kind crm.MilestoneKind) string {
	if x.isNew && kind == crm.MilestoneSigned {
		return ""
	}
	if why := k.p.writeWhy(crm.ActReportMilestone, x.unit); why != "" {
		return kind.Label() + "时间没有导入：" + why
	}
	return ""
}

// unfiled tells the dates of a new project's row that the viewer may not file.
func (k *projectKind) unfiled(r *crm.ImportRecord, x *importProject, in projectRowInput) (out []crm.ImportIssue) {
	for _, d := range in.dates {
		if why := k.dateWhy(x, d.kind); why != "" {
			out = append(out, kept(r, dateField(d.kind), why))
		}
	}
	return out
}
