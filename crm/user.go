package crm

import (
	"net/mail"
	"strings"
	"unicode"
)

// User is a person in one unit with one or more roles.
type User struct {
	ID          int64   `json:"id"`
	Login       string  `json:"login" doc:"登录名"`
	Name        string  `json:"name" doc:"姓名"`
	Phone       string  `json:"phone" doc:"已脱敏"`
	Title       string  `json:"title" doc:"职务"`
	Mail        string  `json:"mail" doc:"邮箱，收本人的提醒；只有本人和管理员看得到"`
	UnitID      int64   `json:"unitId"`
	UnitName    string  `json:"unitName"`
	Grants      []Grant `json:"grants"`
	Disabled    bool    `json:"disabled"`
	Locked      bool    `json:"locked" doc:"因多次输错密码被锁定"`
	HasPassword bool    `json:"hasPassword"`
	MustChange  bool    `json:"mustChange" doc:"下次登录须改密码"`
	TwoFactor   bool    `json:"twoFactor"`
	LastSeenAt  Instant `json:"lastSeenAt" doc:"空为从未登录"`
	Version     int64   `json:"version"`
}

// UserInput is what an administrator sets on a user. Grants are the security
// administrator's (domain §10) and are set apart.
type UserInput struct {
	Login  string `json:"login" minLength:"2" maxLength:"40"`
	Name   string `json:"name" minLength:"1" maxLength:"30"`
	Phone  string `json:"phone,omitempty" maxLength:"30"`
	Title  string `json:"title,omitempty" maxLength:"40"`
	UnitID int64  `json:"unitId"`

	Mail *string `json:"mail,omitempty" maxLength:"200" doc:"邮箱，空为没有，不带为不改"`

	Disabled  bool  `json:"disabled,omitempty"`
	LeaveWork bool  `json:"leaveWork,omitempty" doc:"停用时不管名下还有没交接的业务"`
	Version   int64 `json:"version,omitempty"`
}

// CheckMail tidies a mail address; an empty one is none.
func CheckMail(address string) (string, error) {
	address = strings.TrimSpace(address)
	if p, err := mail.ParseAddress(address); address != "" && (err != nil || p.Address != address || !ascii(address) || len(address) > 200) {
		return "", Invalid("mail", "邮箱“%s”写法不对，请写成 zhao@example.cn", strings.Join(strings.Fields(address), " "))
	}
	return address, nil
}

// MaskMail is an address as the audit log keeps it: z***@example.cn.
func MaskMail(address string) string {
	name, domain, ok := strings.Cut(address, "@")
	if !ok || name == "" {
		return ""
	}
	return string([]rune(name)[:1]) + "***@" + domain
}

// PasswordPolicy is a setting; the defaults are those of 等保三级 (trust §2).
type PasswordPolicy struct {
	MinLength int  `json:"minLength"`
	Classes   int  `json:"classes" doc:"至少含几类字符（大写、小写、数字、符号）"`
	MaxDays   int  `json:"maxDays" doc:"多少天须更换，0 为不限"`
	History   int  `json:"history" doc:"不得与最近几次相同"`
	Simple    bool `json:"simple" doc:"小单位方案：系统管理员可兼安全管理员"`
	// AdminTwoFactor demands a second factor of administrators (trust §2).
	AdminTwoFactor bool `json:"adminTwoFactor" doc:"管理员须绑定动态验证码"`
}

// DefaultPasswordPolicy is used until the administrator sets another.
var DefaultPasswordPolicy = PasswordPolicy{MinLength: 10, Classes: 3, MaxDays: 90, History: 1}

// Check tells in one line why a password does not satisfy the policy.
func (p PasswordPolicy) Check(login, password string) error {
	n, class := 0, map[int]bool{}
	for _, r := range password {
		n++
		switch {
		case unicode.IsUpper(r):
			class[0] = true
		case unicode.IsLower(r):
			class[1] = true
		case unicode.IsDigit(r):
			class[2] = true
		default:
			class[3] = true
		}
	}
	if n < p.MinLength || n > 128 {
		return Invalid("password", "密码须有 %d 到 128 个字符", p.MinLength)
	}
	if len(class) < p.Classes {
		return Invalid("password", "密码须含大写字母、小写字母、数字、符号中的至少 %d 类", p.Classes)
	}
	if password == login {
		return Invalid("password", "密码不能与登录名相同")
	}
	return nil
}
