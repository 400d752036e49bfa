package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"yinfeng/crm"
	"yinfeng/reports"
	"yinfeng/store"
)

type reportCmd struct {
	Month   reportMonthCmd   `cmd:"" help:"月报工作簿"`
	Figures reportFiguresCmd `cmd:"" help:"月报数字（JSON）"`
}

// reportArgs are shared by both reports.
type reportArgs struct {
	Month   string `arg:"" help:"月份 YYYY-MM"`
	AsKnown string `help:"截至某日已知的情况 YYYY-MM-DD" name:"as-known" placeholder:"DATE"`
	Unit    string `help:"只看一个单位" placeholder:"NAME"`
}

// query turns the arguments into a figures query.
func (c reportArgs) query(a *app, s *store.Store) (q crm.FiguresQuery, err error) {
	if q.Month, err = crm.ParseMonth(c.Month); err != nil {
		return q, err
	}
	if c.AsKnown != "" {
		if q.AsKnown, err = crm.ParseDate(c.AsKnown); err != nil {
			return q, crm.Invalid("as-known", "日期“%s”写法不对，请写成 2022-09-26", c.AsKnown)
		}
	}
	if c.Unit != "" {
		q.UnitID, err = a.unit(s, c.Unit)
	}
	return q, err
}

// unit finds a unit by name, short name, alias or code.
func (a *app) unit(s *store.Store, name string) (int64, error) {
	units, err := s.Units(a.ctx, operator(), store.UnitFilter{})
	if err != nil {
		return 0, err
	}
	for _, u := range units {
		if u.Name == name || u.ShortName == name || u.Code == name {
			return u.ID, nil
		}
		for _, alias := range u.Aliases {
			if alias == name {
				return u.ID, nil
			}
		}
	}
	return 0, crm.Invalid("unit", "没有“%s”这个单位，请核对名称", name)
}

type reportMonthCmd struct {
	reportArgs `embed:""`
	Out        string `help:"输出文件 .xlsx" required:"" placeholder:"F.xlsx"`
}

// Run writes the workbook of a month: a closed month's frozen bytes, or one made now.
func (c reportMonthCmd) Run(a *app) error {
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	q, err := c.query(a, s)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := writeWorkbook(a.ctx, s, operator(), q, &b); err != nil {
		return err
	}
	if err := writeFile(c.Out, b.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "已写入 %s（%d 字节）\n", c.Out, b.Len())
	return nil
}

// writeWorkbook writes the month's frozen workbook, or renders its rows.
func writeWorkbook(ctx context.Context, s *store.Store, v crm.Viewer, q crm.FiguresQuery, w io.Writer) error {
	frozen, err := s.FrozenWorkbook(ctx, v, q)
	if err != nil {
		return err
	}
	if frozen != nil {
		_, err := w.Write(frozen)
		return err
	}
	r, err := s.MonthReport(ctx, v, q)
	if err != nil {
		return err
	}
	return reports.WriteMonth(ctx, w, r, nil)
}

// writeFile writes through a temporary neighbour, so that a broken run leaves nothing.
func writeFile(name string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".out-*")
	if err != nil {
		return crm.Invalid("out", "不能在 %s 写文件，请换一个可写的文件夹", filepath.Dir(name))
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(content); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

type reportFiguresCmd struct {
	reportArgs `embed:""`
	Basis      []string `help:"指标=口径，可重复，如 capital=outside" placeholder:"INDICATOR=BASIS"`
}

// Run prints the month's figures; --json is the only form, and may be left out.
func (c reportFiguresCmd) Run(a *app) error {
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	q, err := c.query(a, s)
	if err != nil {
		return err
	}
	for _, b := range c.Basis {
		ind, basis, ok := strings.Cut(b, "=")
		if !ok {
			return crm.Invalid("basis", "口径“%s”写法不对，请写成 指标=口径，如 capital=outside", b)
		}
		if q.Bases == nil {
			q.Bases = map[string]string{}
		}
		q.Bases[ind] = basis
	}
	f, err := s.Figures(a.ctx, operator(), q)
	if err != nil {
		return err
	}
	return printJSON(a.stdout, f)
}

// render makes a month's workbook bytes for the closing.
func render(ctx context.Context) func(*crm.MonthReport) ([]byte, error) {
	return func(r *crm.MonthReport) ([]byte, error) {
		var b bytes.Buffer
		err := reports.WriteMonth(ctx, &b, r, nil)
		return b.Bytes(), err
	}
}
