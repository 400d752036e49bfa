package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"yinfeng/crm"
)

// Setting is one setting as the administrator sees it. Provisional marks 待核.
type Setting struct {
	Name        string          `json:"name"`
	Label       string          `json:"label"`
	Value       json.RawMessage `json:"value"`
	Provisional bool            `json:"provisional" doc:"待核"`
	UpdatedAt   crm.Instant     `json:"updatedAt"`
}

// settingLabels name the settings that an administrator may set even before a pack or a
// person has: settings that are not here and not in the table do not exist.
var settingLabels = map[string]string{
	"cityName": "城市名称", "systemTitle": "系统标题", "issuer": "报表填报单位", "preparer": "报表填报人", "leader": "报表单位负责人", "reviewer": "报表审核人", "phone": "报表联系电话",
	"cutOffDay": "月报截止日", "ratePlaces": "完成率和进度差的小数位数", "cohortFrom": "履约情况从哪个月的签约算起", "rates": "年度折算汇率（美元兑人民币）", "rateUnchecked": "汇率待核的年份", "enclaveYears": "飞地项目前几年全归飞出地",
	"enclaveHomeBp": "此后飞出地比例（基点）", "transferDays": "流转须在几个工作日内答复", "claimMonths": "首报首谈保护几个月", "disputeDays": "争议须在几个工作日内答复、申请复核", "clocks": "线索的期限、预警与提醒", "weekReplyDays": "联络处周报须在几个工作日内批复", "tripCosts": "外出批次登记费用", "keepDays": "办结的提醒和发送记录保留几天", "repeatDays": "前后多少天内算重复拜访", "tenantMinCny": "新入园企业总投资下限（分）",
	"password": "密码规则", "evidence": "佐证材料要求", "stages": "各阶段必填项",
	"outHosts": "允许外联的主机（邮件、机器人）", "siteUrl": "系统网址（提醒里的链接）",
}

// SettingList lists every setting with its value now, its label and its mark.
func (s *Store) SettingList(ctx context.Context, v crm.Viewer) ([]Setting, error) {
	if err := v.Require(crm.ActManageSettings); err != nil {
		return nil, err
	}
	set, err := loadSettings(ctx, s.read)
	if err != nil {
		return nil, s.translate(err)
	}
	rows, err := collect(ctx, s.read, scanSetting, "SELECT name, value, label, provisional, updated_at FROM settings ORDER BY name")
	if err != nil {
		return nil, s.translate(err)
	}
	return withDefaults(rows, set)
}

func scanSetting(r *sql.Rows) (x Setting, err error) {
	var value string
	err = r.Scan(&x.Name, &value, &x.Label, &x.Provisional, &x.UpdatedAt)
	x.Value = json.RawMessage(value)
	return x, err
}

// withDefaults adds the settings that have never been set, in the order of settingOrder.
func withDefaults(rows []Setting, set crm.Settings) ([]Setting, error) {
	all, err := json.Marshal(set)
	if err != nil {
		return nil, err
	}
	var now map[string]json.RawMessage
	if err := json.Unmarshal(all, &now); err != nil {
		return nil, err
	}
	have := map[string]bool{}
	out := []Setting{}
	for _, r := range rows {
		if settingLabels[r.Name] != "" {
			have[r.Name] = true
			out = append(out, r)
		}
	}
	for _, name := range sortedKeys(settingLabels) {
		if !have[name] {
			out = append(out, Setting{Name: name, Label: settingLabels[name], Value: now[name]})
		}
	}
	return out, nil
}

// PutSetting changes one setting; seen is the updatedAt that the caller had read. The
// value must have the setting's form, and the whole must still make sense.
func (s *Store) PutSetting(ctx context.Context, v crm.Viewer, name string, value json.RawMessage, provisional bool, seen crm.Instant) (Setting, error) {
	return act(ctx, s, v, func(t *Tx) (Setting, error) {
		if err := t.V.Require(crm.ActManageSettings); err != nil {
			return Setting{}, err
		}
		label, ok := settingLabels[name]
		if !ok {
			return Setting{}, crm.NotFound("设置项")
		}
		old, err := settingRow(t, name)
		if err != nil {
			return old, err
		}
		if old.UpdatedAt != seen {
			return old, crm.Conflict(old, "“%s”已被别人修改过，请刷新后再改", label)
		}
		if err := checkSetting(t, name, label, value); err != nil {
			return old, err
		}
		if err := putSetting(t, name, label, value, provisional); err != nil {
			return old, err
		}
		t.set = nil
		t.audit("setting.put", "settings", 0, 0, "修改设置："+label, map[string]any{"name": name, "before": old.Value, "after": value})
		return settingRow(t, name)
	})
}

func settingRow(t *Tx, name string) (x Setting, err error) {
	var value string
	err = t.QueryRowContext(t.ctx, "SELECT name, value, label, provisional, updated_at FROM settings WHERE name = $1", name).
		Scan(&x.Name, &value, &x.Label, &x.Provisional, &x.UpdatedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return Setting{Name: name, Label: settingLabels[name], Value: json.RawMessage("null")}, nil
	}
	x.Value = json.RawMessage(value)
	return x, err
}

// checkSetting reads the settings as they would be, strictly.
func checkSetting(t *Tx, name, label string, value json.RawMessage) error {
	set, err := t.settings()
	if err != nil {
		return err
	}
	switch name { // lists and tables are read into ones of their own
	case "stages":
		set.Stages = nil
	case "outHosts":
		set.OutHosts = nil
	case "rates":
		set.Rates = nil
	case "rateUnchecked":
		set.RateUnchecked = nil
	}
	one, err := json.Marshal(map[string]json.RawMessage{name: value})
	if err == nil {
		d := json.NewDecoder(bytes.NewReader(one))
		d.DisallowUnknownFields()
		err = d.Decode(&set)
	}
	if err != nil || bytes.Equal(bytes.TrimSpace(value), []byte("null")) {
		return &crm.Error{Code: crm.CodeInvalid, Field: "value", Detail: "“" + label + "”的写法不对，请照原值的形式填写", Cause: err}
	}
	return sane(set)
}

func isMonth(m crm.Month) bool {
	_, err := crm.ParseMonth(string(m))
	return err == nil
}

// boundedTexts refuses texts that titles, lines and files of reports have no room for, and line breaks
// in them; evidence lists are bounded too.
func boundedTexts(set crm.Settings) error {
	for _, x := range []struct {
		label, text string
		most        int
	}{{"城市名称", set.CityName, 20}, {"系统标题", set.SystemTitle, 30}, {"填报单位", set.Issuer, 40}, {"填报人", set.Preparer, 40}, {"单位负责人", set.Leader, 40}, {"审核人", set.Reviewer, 40},
		{"联系电话", set.Phone, 40}, {"系统网址", set.SiteURL, 200}} {
		switch {
		case utf8.RuneCountInString(x.text) > x.most:
			return crm.Invalid("value", "%s不能超过 %d 个字，现有 %d 个字", x.label, x.most, utf8.RuneCountInString(x.text))
		case strings.ContainsFunc(x.text, unicode.IsControl):
			return crm.Invalid("value", "%s里不能有换行等看不见的字符", x.label)
		}
	}
	if len(set.Evidence) > 100 {
		return crm.Invalid("value", "佐证材料要求不能超过 100 行")
	}
	for _, r := range set.Evidence {
		long := utf8.RuneCountInString(r.Form) > 20 || utf8.RuneCountInString(r.Use) > 20 || len(r.Kinds) > 20
		for _, k := range r.Kinds {
			long = long || utf8.RuneCountInString(k) > 30
		}
		if long {
			return crm.Invalid("value", "佐证材料要求里，形式和用途不能超过 20 个字，材料名称不能超过 30 个字，一行不能超过 20 种")
		}
	}
	return nil
}

func sane(set crm.Settings) error {
	switch p := set.Password; {
	case strings.TrimSpace(set.CityName) == "" || strings.TrimSpace(set.SystemTitle) == "":
		return crm.Invalid("value", "名称不能为空")
	case set.CutOffDay < 1 || set.CutOffDay > 31:
		return crm.Invalid("value", "月报截止日须在 1 到 31 之间")
	case set.CohortFrom != "" && !isMonth(set.CohortFrom):
		return crm.Invalid("value", "月份“%s”写法不对，请写成 2020-01", set.CohortFrom)
	case set.RatePlaces < 1 || set.RatePlaces > 3:
		return crm.Invalid("value", "完成率的小数位数须在 1 到 3 之间")
	case set.EnclaveYears < 0 || set.EnclaveYears > 50:
		return crm.Invalid("value", "飞地年数须在 0 到 50 之间")
	case set.EnclaveHomeBP < 0 || set.EnclaveHomeBP > 10000:
		return crm.Invalid("value", "比例须在 0 到 10000 基点之间")
	case set.TransferDays < 1 || set.TransferDays > 60:
		return crm.Invalid("value", "答复期限须在 1 到 60 个工作日之间")
	case set.ClaimMonths < 1 || set.ClaimMonths > 60:
		return crm.Invalid("value", "首报首谈的保护期须在 1 到 60 个月之间")
	case set.DisputeDays < 1 || set.DisputeDays > 60:
		return crm.Invalid("value", "争议的期限须在 1 到 60 个工作日之间")
	case set.WeekReplyDays < 1 || set.WeekReplyDays > 60:
		return crm.Invalid("value", "周报的批复期限须在 1 到 60 个工作日之间")
	case set.KeepDays != 0 && (set.KeepDays < 60 || set.KeepDays > 3650):
		return crm.Invalid("value", "提醒和发送记录须保留 60 到 3650 天，0 为一直保留")
	case set.RepeatDays < 0 || set.RepeatDays > 90:
		return crm.Invalid("value", "重复拜访的天数须在 0 到 90 之间")
	case set.TenantMinCNY < 0:
		return crm.Invalid("value", "总投资下限不能为负")
	case set.TenantMinCNY > crm.MaxAmount:
		return crm.TooLarge(set.TenantMinCNY, "value", "总投资下限")
	case p.MinLength < 8 || p.MinLength > 64 || p.Classes < 1 || p.Classes > 4 || p.MaxDays < 0 || p.MaxDays > 3650 || p.History < 0 || p.History > keepHashes:
		return crm.Invalid("value", "密码规则：长度 8 到 64，种类 1 到 4，天数 0 到 3650，历史 0 到 %d", keepHashes)
	}
	if err := boundedTexts(set); err != nil {
		return err
	}
	if err := set.Clocks.Check(set.ClaimMonths); err != nil {
		return err
	}
	if err := crm.CheckStageTable(set.Stages); err != nil {
		return err
	}
	if err := set.OutHosts.Check(); err != nil {
		return err
	}
	if !crm.IsSiteURL(set.SiteURL) {
		return crm.Invalid("value", "系统网址写法不对，请写成 https://zs.example.cn，后面不带路径")
	}
	for year, r := range set.Rates {
		if rate, err := crm.ParseRate(r); err != nil || rate <= 0 {
			return crm.Invalid("value", "%d 年的汇率“%s”写法不对，请写成 6.4508", year, r)
		}
	}
	return nil
}
