package main

import (
	"fmt"

	"yinfeng/crm"
)

type importsCmd struct {
	List importsListCmd `cmd:"" help:"以往的导入"`
	Undo importsUndoCmd `cmd:"" help:"撤销一次导入，恢复原样"`
}

type importsListCmd struct{}

// Run lists earlier imports, newest first.
func (importsListCmd) Run(a *app) error {
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.Imports(a.ctx, operator(), crm.ImportFilter{Page: crm.Page{Limit: 200}})
	if err != nil {
		return err
	}
	if a.flags.JSON {
		return printJSON(a.stdout, map[string]any{"imports": list.Items})
	}
	for _, i := range list.Items {
		line := fmt.Sprintf("%d\t%s\t%s\t%s", i.ID, i.KnownOn, i.State.Label(), i.FileName)
		if d := i.Done; d != nil {
			line += fmt.Sprintf("\t新增 %d\t更新 %d\t未变 %d\t跳过 %d\t拒绝 %d", d.Created, d.Updated, d.Unchanged, d.Skipped, d.Rejected)
		}
		fmt.Fprintln(a.stdout, line)
	}
	return nil
}

type importsUndoCmd struct {
	ID     int64  `arg:"" help:"导入编号（imports list 的第一列）"`
	Reason string `help:"撤销的原因" default:"在命令行撤销" placeholder:"TEXT"`
}

// Run puts back what an import changed, or says what stands in the way.
func (c importsUndoCmd) Run(a *app) error {
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	b, err := s.Import(a.ctx, operator(), c.ID)
	if err != nil {
		return err
	}
	if b, err = s.UndoImport(a.ctx, operator(), c.ID, b.Version, c.Reason); err != nil {
		return err
	}
	if a.flags.JSON {
		return printJSON(a.stdout, map[string]any{"undone": b.Done, "reason": b.UndoReason})
	}
	fmt.Fprintf(a.stdout, "已撤销导入 %d（%s）：删去新增的 %d 行，恢复更新过的 %d 行\n", b.ID, b.FileName, b.Done.Created, b.Done.Updated)
	return nil
}
