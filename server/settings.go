package server

import (
	"context"
	"encoding/json"

	"yinfeng/crm"
	"yinfeng/store"
)

func (s *Server) settingRoutes() {
	get(s, "/settings", signedIn, "设置，供页面使用", s.handleSettings)
	get(s, "/settings/all", need(crm.ActManageSettings), "全部设置项，带说明与待核标记", s.handleSettingList)
	put(s, "/settings/{name}", need(crm.ActManageSettings), "修改一项设置", s.handleSettingUpdate)
}

func (s *Server) handleSettings(ctx context.Context, v crm.Viewer, _ *Empty) (crm.Settings, error) {
	set, err := s.store.Settings(ctx)
	set.Demo = s.o.Demo
	if !v.Can(crm.ActManageSettings) {
		set.OutHosts = crm.OutHosts{}
	}
	return set, err
}

func (s *Server) handleSettingList(ctx context.Context, v crm.Viewer, _ *Empty) (Items[store.Setting], error) {
	list, err := s.store.SettingList(ctx, v)
	return Items[store.Setting]{list}, err
}

// SettingInput is a new value of one setting.
type SettingInput struct {
	Name string `path:"name" maxLength:"40"`
	Body struct {
		Value       json.RawMessage `json:"value" doc:"与原值同样形式"`
		Provisional bool            `json:"provisional,omitempty" doc:"待核"`
		UpdatedAt   crm.Instant     `json:"updatedAt" doc:"读到的修改时间，防止覆盖别人的修改"`
	}
}

func (s *Server) handleSettingUpdate(ctx context.Context, v crm.Viewer, in *SettingInput) (store.Setting, error) {
	return s.store.PutSetting(ctx, v, in.Name, in.Body.Value, in.Body.Provisional, in.Body.UpdatedAt)
}
