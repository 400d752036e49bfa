package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"yinfeng/crm"
	"yinfeng/server"
	"yinfeng/store"
)

type userCmd struct {
	Add    userAddCmd    `cmd:"" help:"新建用户"`
	Passwd userPasswdCmd `cmd:"" help:"设置密码（从标准输入读）"`
	Unlock userUnlockCmd `cmd:"" help:"解除登录锁定"`
	List   userListCmd   `cmd:"" help:"用户列表"`
}

type userAddCmd struct {
	Name  string   `arg:"" help:"登录名"`
	Role  []string `help:"角色，可重复：admin、security、auditor、manager、director、verifier、officer、statistician、liaison、leader" required:"" short:"r"`
	Unit  string   `help:"单位名称" required:""`
	Human string   `help:"姓名，默认同登录名" name:"display-name"`
	City  bool     `help:"角色授在全市（默认授在所写单位）" name:"city-wide"`
}

// Run makes a user and asks for the first password.
func (c userAddCmd) Run(a *app) error {
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	unit, err := a.unit(s, c.Unit)
	if err != nil {
		return err
	}
	at := unit
	if c.City {
		if at, err = a.rootUnit(s); err != nil {
			return err
		}
	}
	var grants []crm.Grant
	for _, r := range c.Role {
		grants = append(grants, crm.Grant{Role: crm.Role(r), UnitID: at})
	}
	set, err := s.Settings(a.ctx)
	if err != nil {
		return err
	}
	if err := crm.CheckGrants(grants, set.Password.Simple); err != nil {
		return err
	}
	password, err := a.readPassword(set.Password, c.Name)
	if err != nil {
		return err
	}
	human := c.Human
	if human == "" {
		human = c.Name
	}
	in := crm.UserInput{Login: c.Name, Name: human, UnitID: unit}
	if err := addUser(a.ctx, s, in, server.HashPassword(password), grants); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "已新建用户 %s\n", c.Name)
	return nil
}

// addUser makes a user with roles and password, all or nothing.
func addUser(ctx context.Context, s *store.Store, in crm.UserInput, hash string, grants []crm.Grant) error {
	return s.Batch(ctx, operator(), func(ctx context.Context) error {
		u, err := s.CreateUser(ctx, operator(), in, "", 0)
		if err != nil {
			return err
		}
		if u, err = s.SetGrants(ctx, operator(), u.ID, grants, u.Version); err != nil {
			return err
		}
		return s.SetPassword(ctx, operator(), u.ID, hash, false)
	})
}

// rootUnit is the whole city.
func (a *app) rootUnit(s *store.Store) (int64, error) {
	units, err := s.Units(a.ctx, operator(), store.UnitFilter{Kind: crm.UnitCity})
	if err != nil {
		return 0, err
	}
	if len(units) == 0 {
		return 0, crm.Conflict(nil, "库里还没有单位，请先运行 yinfeng setup --pack ankang")
	}
	return units[0].ID, nil
}

// readPassword reads a password without echo from a terminal, or a line of a pipe.
func (a *app) readPassword(p crm.PasswordPolicy, login string) (string, error) {
	var text string
	if f, ok := a.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(a.stderr, "密码：")
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(a.stderr)
		if err != nil {
			return "", err
		}
		text = string(b)
	} else {
		line, err := bufio.NewReader(a.stdin).ReadString('\n')
		if err != nil && line == "" {
			return "", crm.Invalid("password", "没有读到密码，请从标准输入给一行")
		}
		text = strings.TrimRight(line, "\r\n")
	}
	return text, p.Check(login, text)
}

type userPasswdCmd struct {
	Name string `arg:"" help:"登录名"`
}

// Run sets a user's password and ends their sessions.
func (c userPasswdCmd) Run(a *app) error {
	s, u, err := a.openUser(c.Name)
	if err != nil {
		return err
	}
	defer s.Close()
	set, err := s.Settings(a.ctx)
	if err != nil {
		return err
	}
	password, err := a.readPassword(set.Password, u.Login)
	if err != nil {
		return err
	}
	if err := s.SetPassword(a.ctx, operator(), u.ID, server.HashPassword(password), false); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "已设置 %s 的密码\n", u.Login)
	return nil
}

// openUser opens the store and finds a user by login.
func (a *app) openUser(login string) (*store.Store, crm.User, error) {
	s, err := a.openExisting()
	if err != nil {
		return nil, crm.User{}, err
	}
	u, err := s.UserByLogin(a.ctx, operator(), login)
	if err != nil {
		s.Close()
	}
	return s, u, err
}

type userUnlockCmd struct {
	Name string `arg:"" help:"登录名"`
}

// Run lifts a lock-out.
func (c userUnlockCmd) Run(a *app) error {
	s, u, err := a.openUser(c.Name)
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := s.UnlockUser(a.ctx, operator(), u.ID); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "已解除 %s 的锁定\n", u.Login)
	return nil
}

type userListCmd struct{}

// Run lists the accounts.
func (userListCmd) Run(a *app) error {
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	list := []crm.User{}
	for p := (crm.Page{Limit: 200, Sort: "login"}); ; {
		got, err := s.Users(a.ctx, operator(), store.UserFilter{Page: p})
		if err != nil {
			return err
		}
		list = append(list, got.Items...)
		if got.Next == "" {
			break
		}
		p.Cursor = got.Next
	}
	if a.flags.JSON {
		return printJSON(a.stdout, map[string]any{"users": list})
	}
	for _, u := range list {
		state := ""
		if u.Disabled {
			state = "已停用"
		} else if u.Locked {
			state = "已锁定"
		}
		roles := ""
		for _, g := range u.Grants {
			roles += " " + g.Role.Label()
		}
		fmt.Fprintf(a.stdout, "%s\t%s\t%s\t%s\t%s\n", u.Login, u.Name, u.UnitName, strings.TrimSpace(roles), state)
	}
	return nil
}
