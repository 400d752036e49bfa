package crm

import "slices"

// Role is what a person may do (domain §10).
type Role string

// The ten roles.
const (
	RoleAdmin        Role = "admin"        // 系统管理员
	RoleSecurity     Role = "security"     // 安全管理员
	RoleAuditor      Role = "auditor"      // 审计员
	RoleManager      Role = "manager"      // 市招商局管理
	RoleDirector     Role = "director"     // 局长
	RoleVerifier     Role = "verifier"     // 审核员
	RoleOfficer      Role = "officer"      // 招商干部
	RoleStatistician Role = "statistician" // 统计员
	RoleLiaison      Role = "liaison"      // 联络处
	RoleLeader       Role = "leader"       // 领导
)

// Roles lists every role in the order of domain §10.
var Roles = []Role{RoleAdmin, RoleSecurity, RoleAuditor, RoleManager, RoleDirector, RoleVerifier, RoleOfficer,
	RoleStatistician, RoleLiaison, RoleLeader}

var roleLabels = map[Role]string{RoleAdmin: "系统管理员", RoleSecurity: "安全管理员", RoleAuditor: "审计员",
	RoleManager: "市招商局管理", RoleDirector: "局长", RoleVerifier: "审核员", RoleOfficer: "招商干部",
	RoleStatistician: "统计员", RoleLiaison: "联络处", RoleLeader: "领导"}

// Label is the role's Chinese name.
func (r Role) Label() string { return roleLabels[r] }

// Valid reports whether r is one of the ten roles.
func (r Role) Valid() bool { return roleLabels[r] != "" }

// Grant gives a role at a unit: it reaches that unit's subtree.
type Grant struct {
	Role   Role  `json:"role" enum:"admin,security,auditor,manager,director,verifier,officer,statistician,liaison,leader"`
	UnitID int64 `json:"unitId"`
}

// CheckGrants refuses roles that exclude one another: admin, security, auditor and
// business roles are kept apart (三员分立, GB/T 22239). With simple, one person may be
// admin and security; the auditor is never either (domain §10).
func CheckGrants(gs []Grant, simple bool) error {
	class := map[string]bool{}
	for _, g := range gs {
		switch g.Role {
		case RoleAdmin, RoleSecurity, RoleAuditor:
			class[string(g.Role)] = true
		default:
			if !g.Role.Valid() {
				return Invalid("grants", "没有“%s”这个角色", g.Role)
			}
			class["business"] = true
		}
	}
	if simple && class["admin"] && class["security"] {
		delete(class, "security")
	}
	if len(class) > 1 {
		return Invalid("grants", "系统管理员、安全管理员、审计员与业务角色不能由同一人担任，请分给不同的人")
	}
	return nil
}

// Viewer is who asks: every read and act takes one (architecture §1). Scopes holds,
// per role, the ids of all units that the role reaches; All marks a role granted at
// the root, which reaches the whole city.
type Viewer struct {
	UserID   int64
	Name     string
	UnitID   int64
	UnitName string
	Grants   []Grant
	Scopes   map[Role][]int64
	All      map[Role]bool
	Address  string // network address, for the audit log
	Operator bool   // a local command acting as the machine's operator
}

// Scope is the set of units that an act of a viewer reaches.
type Scope struct {
	All   bool
	Units []int64 // sorted, unique; empty and !All means nothing
}

// Has reports whether unit id lies in the scope.
func (s Scope) Has(id int64) bool {
	if s.All {
		return true
	}
	_, ok := slices.BinarySearch(s.Units, id)
	return ok
}

// Can reports whether any of the viewer's roles has the act at all (403 otherwise).
func (v Viewer) Can(a Act) bool {
	if v.Operator {
		return true
	}
	for _, g := range v.Grants {
		if g.Role.May(a) {
			return true
		}
	}
	return false
}

// Scope returns where the viewer may do a: the union over the roles that have it.
func (v Viewer) Scope(a Act) Scope {
	if v.Operator {
		return Scope{All: true}
	}
	var s Scope
	for _, g := range v.Grants {
		if !g.Role.May(a) {
			continue
		}
		if v.All[g.Role] {
			return Scope{All: true}
		}
		s.Units = append(s.Units, v.Scopes[g.Role]...)
	}
	slices.Sort(s.Units)
	s.Units = slices.Compact(s.Units)
	return s
}

// Require returns a 403 error when no role of the viewer has the act.
func (v Viewer) Require(a Act) error {
	if v.Can(a) {
		return nil
	}
	return Forbidden("你的角色不能%s，需要时请联系管理员授权", a.Label())
}

// RequireIn returns 403 when the role never has the act, and the not-found error of
// `what` when unitID is out of the act's scope (domain §10: out of scope reads as not found).
func (v Viewer) RequireIn(a Act, unitID int64, what string) error {
	if err := v.Require(a); err != nil {
		return err
	}
	if !v.Scope(a).Has(unitID) {
		return NotFound(what)
	}
	return nil
}
