package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"yinfeng/crm"
)

// loadSettings reads all settings over the defaults; each row's value is JSON.
func loadSettings(ctx context.Context, q querier) (crm.Settings, error) {
	set := crm.Settings{CityName: "", SystemTitle: "引凤招商管理系统", CutOffDay: 25, RatePlaces: 1, Rates: map[int]string{},
		RateUnchecked: map[int]bool{}, EnclaveYears: 5, EnclaveHomeBP: 7000, TransferDays: 3, ClaimMonths: crm.ClaimMonths, DisputeDays: 5, WeekReplyDays: 3, KeepDays: 400, Clocks: crm.DefaultClockRules, RepeatDays: 14,
		TenantMinCNY: 1000 * crm.FenPerWan, Password: crm.DefaultPasswordPolicy}
	raw := map[string]json.RawMessage{}
	rows, err := q.QueryContext(ctx, "SELECT name, value FROM settings")
	if err != nil {
		return set, fmt.Errorf("settings: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return set, err
		}
		raw[name] = json.RawMessage(value)
	}
	if err := rows.Err(); err != nil {
		return set, err
	}
	all, err := json.Marshal(raw)
	if err != nil {
		return set, err
	}
	if err := json.Unmarshal(all, &set); err != nil {
		return set, err
	}
	if set.Stages == nil { // not before: reading would write into the shipped table
		set.Stages = slices.Clone(crm.DefaultStageRequirements)
	}
	if set.OutHosts == nil {
		set.OutHosts = slices.Clone(crm.DefaultOutHosts)
	}
	return set, nil
}

// settingsOf reads the settings; within an act they are read once.
func settingsOf(ctx context.Context, q querier) (crm.Settings, error) {
	if t, ok := q.(*Tx); ok {
		return t.settings()
	}
	return loadSettings(ctx, q)
}

// Settings returns the city's settings.
func (s *Store) Settings(ctx context.Context) (crm.Settings, error) {
	set, err := loadSettings(ctx, s.read)
	return set, s.translate(err)
}

// putSetting writes one setting; value is marshalled to JSON. provisional marks 待核.
func putSetting(t *Tx, name, label string, value any, provisional bool) error {
	b, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO settings (name, value, label, provisional, updated_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, label = excluded.label,
		provisional = excluded.provisional, updated_at = excluded.updated_at`, name, string(b), label, provisional, t.Now)
	return err
}
