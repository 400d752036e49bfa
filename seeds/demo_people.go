package seeds

import (
	"context"
	"strings"

	"yinfeng/crm"
	"yinfeng/store"
)

// DemoPerson is an invented person with an account in the demo city.
type DemoPerson struct {
	Login string
	Name  string
	Title string
	Unit  string // code
	Roles []crm.Role
}

// Label lists the person's roles in Chinese.
func (p DemoPerson) Label() string {
	names := make([]string, len(p.Roles))
	for i, r := range p.Roles {
		names[i] = r.Label()
	}
	return strings.Join(names, " + ")
}

// countyLogins are the account names of the reporting units, by unit code.
var countyLogins = []struct{ code, login, name string }{
	{"610902", "hanbin", "陈思远"}, {"610921", "hanyin", "李晓岚"}, {"610922", "shiquan", "王立川"}, {"610923", "ningshan", "赵一鸣"},
	{"610924", "ziyang", "刘云舟"}, {"610925", "langao", "周楚然"}, {"610926", "pingli", "吴青禾"}, {"610927", "zhenping", "郑子牧"},
	{"610981", "xunyang", "孙若川"}, {"610929", "baihe", "马知行"}, {"ak-hitech", "gaoxin", "朱明澈"}, {"ak-hengkou", "hengkou", "胡远帆"},
	{"ak-yinghu", "yinghu", "林可心"}, {"ak-direct", "shizhi", "何书白"},
}

// DemoPeople lists the accounts of the demo city: one of each role, and an officer who
// is also the statistician in every unit of the tables.
func DemoPeople() []DemoPerson {
	out := []DemoPerson{
		{"admin", "钱守正", "系统管理员", "ak-bureau", []crm.Role{crm.RoleAdmin}},
		{"security", "冯慎行", "安全管理员", "ak-bureau", []crm.Role{crm.RoleSecurity}},
		{"auditor", "卫清源", "审计员", "ak-bureau", []crm.Role{crm.RoleAuditor}},
		{"manager", "蒋文澜", "市招商局综合科", "ak-bureau", []crm.Role{crm.RoleManager}},
		{"director", "沈致远", "局长", "ak-bureau", []crm.Role{crm.RoleDirector}},
		{"verifier", "韩秋实", "市招商局审核科", "ak-bureau", []crm.Role{crm.RoleVerifier}},
		{"verifier2", "杨慕白", "市招商局审核科", "ak-bureau", []crm.Role{crm.RoleVerifier}},
		{"leader", "秦怀瑾", "分管领导", "ak-bureau", []crm.Role{crm.RoleLeader}},
		{"liaison", "许之航", "联络处主任", "ak-office-jjj", []crm.Role{crm.RoleLiaison}},
		{"liaison2", "吕知微", "联络处主任", "ak-office-csj", []crm.Role{crm.RoleLiaison}},
		{"officer", "施予安", "招商干部", "610902", []crm.Role{crm.RoleOfficer}},
		{"statistician", "张念一", "统计员", "610902", []crm.Role{crm.RoleStatistician}},
	}
	for _, u := range countyLogins {
		out = append(out, DemoPerson{u.login, u.name, "招商干部兼统计员", u.code, []crm.Role{crm.RoleOfficer, crm.RoleStatistician}})
	}
	return out
}

// cityWide are the roles that are granted at the root and so reach the whole city.
var cityWide = map[crm.Role]bool{crm.RoleAdmin: true, crm.RoleSecurity: true, crm.RoleAuditor: true, crm.RoleManager: true,
	crm.RoleDirector: true, crm.RoleVerifier: true, crm.RoleLeader: true}

// people makes the accounts and loads what each may see.
func (c *city) people(ctx context.Context) error {
	units, err := c.s.Units(ctx, system, store.UnitFilter{})
	if err != nil {
		return err
	}
	c.units, c.viewers = map[string]crm.Unit{}, map[string]crm.Viewer{}
	for _, u := range units {
		c.units[u.Code] = u
	}
	hash := c.d.Hash(c.d.Password)
	for _, p := range DemoPeople() {
		u, err := c.s.CreateUser(ctx, system, crm.UserInput{Login: p.Login, Name: p.Name, Title: p.Title, UnitID: c.units[p.Unit].ID}, "", 0)
		if err != nil {
			return err
		}
		if err := c.s.SetPassword(ctx, system, u.ID, hash, false); err != nil {
			return err
		}
		var grants []crm.Grant
		for _, r := range p.Roles {
			at := c.units[p.Unit].ID
			if cityWide[r] {
				at = c.units["ak"].ID
			}
			grants = append(grants, crm.Grant{Role: r, UnitID: at})
		}
		if u, err = c.s.User(ctx, system, u.ID); err != nil {
			return err
		}
		if _, err := c.s.SetGrants(ctx, system, u.ID, grants, u.Version); err != nil {
			return err
		}
		if c.viewers[p.Login], err = c.s.LoadViewer(ctx, u.ID); err != nil {
			return err
		}
	}
	return nil
}

// officer is the viewer of a reporting unit's officer and statistician, by unit code.
func (c *city) officer(code string) crm.Viewer {
	for _, u := range countyLogins {
		if u.code == code {
			return c.viewers[u.login]
		}
	}
	return c.viewers["manager"]
}
