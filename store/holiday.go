package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"yinfeng/crm"
)

func scanHoliday(r *sql.Rows) (h crm.Holiday, err error) {
	return h, r.Scan(&h.Day, &h.Workday, &h.Name)
}

// allWorkdays reads the whole holiday table: some thirty days a year. Within an act it is read once.
func allWorkdays(ctx context.Context, q querier) (crm.Workdays, error) {
	t, inAct := q.(*Tx)
	if inAct && t.workdays != nil {
		return t.workdays, nil
	}
	list, err := collect(ctx, q, scanHoliday, "SELECT day, workday, name FROM holidays")
	if err != nil {
		return nil, err
	}
	w := crm.Workdays{}
	for _, h := range list {
		w[h.Day] = h.Workday
	}
	if inAct {
		t.workdays = w
	}
	return w, nil
}

// Holidays lists a year's days that are not worked as their weekday says.
func (s *Store) Holidays(ctx context.Context, year int) ([]crm.Holiday, error) {
	list, err := collect(ctx, s.read, scanHoliday, "SELECT day, workday, name FROM holidays WHERE day >= $1 AND day <= $2 ORDER BY day",
		crm.NewMonth(year, 1).First(), crm.NewMonth(year, 12).Last())
	return list, s.translate(err)
}

// PutHolidays replaces a year's table. before is what the caller had read: a table that has
// changed meanwhile is not overwritten.
func (s *Store) PutHolidays(ctx context.Context, v crm.Viewer, year int, before, days []crm.Holiday) ([]crm.Holiday, error) {
	return act(ctx, s, v, func(t *Tx) ([]crm.Holiday, error) {
		if err := t.V.Require(crm.ActManageSettings); err != nil {
			return nil, err
		}
		days, err := crm.CheckHolidays(year, days)
		if err != nil {
			return nil, err
		}
		first, last := crm.NewMonth(year, 1).First(), crm.NewMonth(year, 12).Last()
		old, err := collect(t.ctx, t, scanHoliday, "SELECT day, workday, name FROM holidays WHERE day >= $1 AND day <= $2 ORDER BY day", first, last)
		if err != nil {
			return nil, err
		}
		if !slices.Equal(old, before) {
			return nil, crm.Conflict(old, "%d 年的节假日表已被别人修改过，请刷新后再改", year)
		}
		if _, err := t.exec("DELETE FROM holidays WHERE day >= $1 AND day <= $2", first, last); err != nil {
			return nil, err
		}
		for _, h := range days {
			if _, err := t.exec("INSERT INTO holidays (day, workday, name) VALUES ($1, $2, $3)", h.Day, h.Workday, h.Name); err != nil {
				return nil, err
			}
		}
		t.workdays = nil
		t.audit("holiday.put", "holidays", 0, 0, fmt.Sprintf("修改 %d 年节假日表", year), map[string]any{"year": year, "before": old, "after": days})
		return days, nil
	})
}

// HolidaysMissing is next year when its table is still empty from November on, else 0: without it
// Monday to Friday count as working days.
func (s *Store) HolidaysMissing(ctx context.Context) (int, error) {
	today := s.Today()
	for _, year := range []int{today.Year(), today.Year() + 1} {
		if year > today.Year() && today.Month().Number() < 11 {
			break
		}
		days, err := s.Holidays(ctx, year)
		if err != nil || len(days) == 0 {
			return year, err
		}
	}
	return 0, nil
}
