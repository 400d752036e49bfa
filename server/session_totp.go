package server

import (
	"context"

	"github.com/pquerna/otp/totp"

	"yinfeng/crm"
)

// TOTPSecret is shown once, for the authenticator application.
type TOTPSecret struct {
	Secret string `json:"secret"`
	URL    string `json:"url" doc:"otpauth 地址，供生成二维码"`
}

// Password asks for the present password again.
type Password struct {
	Password string `json:"password" minLength:"1" maxLength:"200"`
}

// Code is a code of the authenticator application.
type Code struct {
	Code string `json:"code" minLength:"6" maxLength:"10"`
}

func (s *Server) handleTOTPStart(ctx context.Context, v crm.Viewer, in *Of[Password]) (TOTPSecret, error) {
	a, err := s.store.OwnAccount(ctx, v)
	if err != nil {
		return TOTPSecret{}, err
	}
	if err := s.confirmPassword(ctx, v, a, in.Body.Password, "password"); err != nil {
		return TOTPSecret{}, err
	}
	set, err := s.store.Settings(ctx)
	if err != nil {
		return TOTPSecret{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: set.SystemTitle, AccountName: a.Login})
	if err != nil {
		return TOTPSecret{}, err
	}
	return TOTPSecret{key.Secret(), key.URL()}, s.store.PrepareTOTP(ctx, v, key.Secret())
}

func (s *Server) handleTOTPConfirm(ctx context.Context, v crm.Viewer, in *Of[Code]) (none, error) {
	secret, err := s.store.PendingTOTP(ctx, v)
	if err != nil {
		return none{}, err
	}
	if secret == "" {
		return none{}, crm.Conflict(nil, "没有待确认的动态验证码，请重新开始绑定")
	}
	step, ok := totpStep(secret, in.Body.Code, s.store.Clock().Now())
	if !ok {
		return none{}, crm.Invalid("code", "动态验证码不对，请核对手机时间后输入新的")
	}
	return none{}, s.store.ConfirmTOTP(ctx, v, secret, step)
}

func (s *Server) handleTOTPStop(ctx context.Context, v crm.Viewer, in *Of[Password]) (none, error) {
	a, err := s.store.OwnAccount(ctx, v)
	if err != nil {
		return none{}, err
	}
	if err := s.confirmPassword(ctx, v, a, in.Body.Password, "password"); err != nil {
		return none{}, err
	}
	return none{}, s.store.DisableTOTP(ctx, v)
}
