package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"yinfeng/crm"
	"yinfeng/reports"
	"yinfeng/store"
)

type reportCmd struct {
	Month   reportMonthCmd   `cmd:"" help:"月报工作簿"`
	Window  reportWindowCmd  `cmd:"" help:"季、半年、年或一段时间的工作簿"`
	Figures reportFiguresCmd `cmd:"" help:"月报数字（JSON）"`
}

// reportPart narrows a report; all commands have it.
type reportPart struct {
	AsKnown string   `help:"截至某日已知的情况 YYYY-MM-DD" name:"as-known" placeholder:"DATE"`
	Unit    string   `help:"只看一个单位" placeholder:"NAME"`
	Chain   string   `help:"只看一条产业链" placeholder:"NAME"`
	Office  string   `help:"只看一个联络处或部门引荐的（按引荐份额）" placeholder:"NAME"`
	Basis   []string `help:"指标=口径，可重复，如 capital=outside" placeholder:"INDICATOR=BASIS"`
}

// query turns the arguments into a figures query.
func (c reportPart) query(a *app, s *store.Store, w crm.Window) (q crm.FiguresQuery, err error) {
	if q.Month = w.To; !w.Single() {
		q.From = w.From
	}
	if c.AsKnown != "" {
		if q.AsKnown, err = crm.ParseDate(c.AsKnown); err != nil {
			return q, crm.Invalid("as-known", "日期“%s”写法不对，请写成 2022-09-26", c.AsKnown)
		}
	}
	if c.Unit != "" {
		if q.UnitID, err = a.unit(s, c.Unit); err != nil {
			return q, err
		}
	}
	if c.Office != "" {
		if q.OfficeID, err = a.unit(s, c.Office); err != nil {
			return q, err
		}
	}
	if c.Chain != "" {
		if q.ChainID, err = a.chain(s, c.Chain); err != nil {
			return q, err
		}
	}
	q.Bases, err = crm.ParseBases(c.Basis)
	return q, err
}

// chain finds a chain by name or code.
func (a *app) chain(s *store.Store, name string) (int64, error) {
	chains, err := s.Chains(a.ctx, operator())
	if err != nil {
		return 0, err
	}
	for _, c := range chains {
		if c.Name == name || c.Code == name {
			return c.ID, nil
		}
	}
	return 0, crm.Invalid("chain", "没有“%s”这条产业链，请核对名称", name)
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
	Month      string `arg:"" help:"月份 YYYY-MM"`
	reportPart `embed:""`
	Out        string `help:"输出文件 .xlsx" required:"" placeholder:"F.xlsx"`
}

// Run writes the workbook of a month: a closed month's frozen bytes, or one made now.
func (c reportMonthCmd) Run(a *app) error {
	m, err := crm.ParseMonth(c.Month)
	if err != nil {
		return err
	}
	return c.write(a, crm.Window{From: m, To: m}, c.Out)
}

type reportWindowCmd struct {
	Window     string `arg:"" help:"2022Q3、2022H1、2022、2022-03..2022-09 或 2022-08"`
	reportPart `embed:""`
	Out        string `help:"输出文件 .xlsx" required:"" placeholder:"F.xlsx"`
}

// Run writes the workbook of a quarter, half year, year or any run of months.
func (c reportWindowCmd) Run(a *app) error {
	w, err := crm.ParseWindow(c.Window)
	if err != nil {
		return err
	}
	return c.write(a, w, c.Out)
}

func (c reportPart) write(a *app, w crm.Window, out string) error {
	if at, err := os.Stat(out); err == nil && at.IsDir() {
		return crm.Invalid("out", "%s 是文件夹，请写明文件名，如 %s", out, filepath.Join(out, "月报.xlsx"))
	}
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	q, err := c.query(a, s, w)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := writeWorkbook(a.ctx, s, operator(), q, &b); err != nil {
		return err
	}
	if err := writeFile(out, b.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "已写入 %s（%d 字节）\n", out, b.Len())
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
	Window     string `arg:"" help:"月份 YYYY-MM，或 2022Q3、2022H1、2022、2022-03..2022-09"`
	reportPart `embed:""`
}

// Run prints the figures; --json is the only form, and may be left out.
func (c reportFiguresCmd) Run(a *app) error {
	w, err := crm.ParseWindow(c.Window)
	if err != nil {
		return err
	}
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	q, err := c.query(a, s, w)
	if err != nil {
		return err
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
