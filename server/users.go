package server

import (
	"context"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
)

func (s *Server) userRoutes() {
	records := need(crm.ActManageUsers, crm.ActGrantRoles, crm.ActUnlock)
	get(s, "/users", records, "用户列表", s.handleUserList)
	post(s, "/users", need(crm.ActManageUsers), "新建用户", s.handleUserCreate)
	get(s, "/users/{id}", records, "用户", s.handleUser)
	put(s, "/users/{id}", need(crm.ActManageUsers), "修改、停用用户", s.handleUserUpdate)
	post(s, "/users/{id}/reset", need(crm.ActManageUsers), "重置密码", s.handleUserReset)
	post(s, "/users/{id}/unlock", need(crm.ActUnlock), "解除登录锁定", s.handleUserUnlock)
	put(s, "/users/{id}/grants", need(crm.ActGrantRoles), "授予角色", s.handleUserGrants)
	get(s, "/roles", records, "角色及其权限", s.handleRoles)
	get(s, "/people", need(crm.ActReadBusiness), "同事名单，供选择责任人", s.handlePeople)
}

// UserListInput filters users.
type UserListInput struct {
	ListParams
	UnitID   int64    `query:"unitId" minimum:"1"`
	Role     crm.Role `query:"role" enum:"admin,security,auditor,manager,director,verifier,officer,statistician,liaison,leader"`
	Disabled string   `query:"disabled" enum:"true,false" doc:"只看停用或启用的"`
}

func (s *Server) handleUserList(ctx context.Context, v crm.Viewer, in *UserListInput) (crm.List[crm.User], error) {
	f := store.UserFilter{UnitID: in.UnitID, Role: in.Role, Page: in.page()}
	if in.Disabled != "" {
		off := in.Disabled == "true"
		f.Disabled = &off
	}
	return s.store.Users(ctx, v, f)
}

func (s *Server) handleUserCreate(ctx context.Context, v crm.Viewer, in *Of[crm.UserInput]) (Link, error) {
	token, until := s.newLink(ctx, v)
	u, err := s.store.CreateUser(ctx, v, in.Body, linkHash(token), until.UnixMilli())
	return link(token, until, u), err
}

func link(token string, until time.Time, u crm.User) Link {
	return Link{Token: token, Path: "/set-password?token=" + token, ExpiresAt: crm.Instant(until.UnixMilli()), User: u}
}

func (s *Server) handleUser(ctx context.Context, v crm.Viewer, in *IDParam) (crm.User, error) {
	return s.store.User(ctx, v, in.ID)
}

func (s *Server) handleUserUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.UserInput]) (crm.User, error) {
	return s.store.UpdateUser(ctx, v, in.ID, in.Body)
}

// ResetInput resets a password, and with TwoFactor the second factor too.
type ResetInput struct {
	TwoFactor bool `json:"twoFactor,omitempty" doc:"同时停用动态验证码（手机遗失时）"`
}

func (s *Server) handleUserReset(ctx context.Context, v crm.Viewer, in *IDOf[ResetInput]) (Link, error) {
	token, until := s.newLink(ctx, v)
	u, err := s.store.ResetPassword(ctx, v, in.ID, linkHash(token), until.UnixMilli(), in.Body.TwoFactor)
	return link(token, until, u), err
}

func (s *Server) handleUserUnlock(ctx context.Context, v crm.Viewer, in *IDParam) (crm.User, error) {
	return s.store.UnlockUser(ctx, v, in.ID)
}

// GrantsInput is the whole set of a user's roles.
type GrantsInput struct {
	Grants  []crm.Grant `json:"grants" maxItems:"20"`
	Version int64       `json:"version"`
}

func (s *Server) handleUserGrants(ctx context.Context, v crm.Viewer, in *IDOf[GrantsInput]) (crm.User, error) {
	return s.store.SetGrants(ctx, v, in.ID, in.Body.Grants, in.Body.Version)
}

// RoleInfo is a role with what it may do.
type RoleInfo struct {
	Role  crm.Role `json:"role"`
	Label string   `json:"label"`
	Acts  []string `json:"acts" doc:"权限的中文名"`
}

func (s *Server) handleRoles(context.Context, crm.Viewer, *Empty) (Items[RoleInfo], error) {
	out := Items[RoleInfo]{Items: []RoleInfo{}}
	for _, r := range crm.Roles {
		info := RoleInfo{Role: r, Label: r.Label(), Acts: []string{}}
		for _, a := range crm.Acts() {
			if r.May(a) {
				info.Acts = append(info.Acts, a.Label())
			}
		}
		out.Items = append(out.Items, info)
	}
	return out, nil
}

// PeopleInput narrows the picker of colleagues.
type PeopleInput struct {
	UnitID int64  `query:"unitId" minimum:"1"`
	Q      string `query:"q" maxLength:"30"`
}

func (s *Server) handlePeople(ctx context.Context, v crm.Viewer, in *PeopleInput) (Items[store.Person], error) {
	p, err := s.store.People(ctx, v, in.UnitID, in.Q)
	return Items[store.Person]{p}, err
}
