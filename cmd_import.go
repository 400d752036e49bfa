package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"yinfeng/crm"
	"yinfeng/intake"
	"yinfeng/seeds"
	"yinfeng/store"
)

type importCmd struct {
	File   string `arg:"" help:"台账文件（.xlsx 或 .csv）"`
	Kind   string `help:"表的种类：auto、projects、leads、visits、capital、matrix" default:"auto" enum:"auto,projects,leads,visits,capital,matrix"`
	DryRun bool   `help:"只检查，不写入" name:"dry-run"`
	AsOf   string `help:"填报日 YYYY-MM-DD，默认业务日" name:"as-of" placeholder:"DATE"`
	Unit   string `help:"表中没有县区列时所属的单位" placeholder:"NAME"`
}

// Where the collector begins to work hard: a dry run of 100,000 rows stays within 300 MB,
// its application, which also keeps what it writes, in less time than that would leave it.
const (
	dryRunMemory = 215 << 20
	applyMemory  = 700 << 20
)

// Run reads the file, and applies it all or nothing unless it is a dry run, which with a
// database tells what would be done there.
func (c importCmd) Run(a *app) error {
	s, k, err := c.knowledge(a)
	if err != nil {
		return err
	}
	if s != nil {
		defer s.Close()
	}
	if c.DryRun {
		debug.SetMemoryLimit(dryRunMemory)
	} else {
		debug.SetMemoryLimit(applyMemory)
	}
	times := newImportTimes()
	times.enter("reading")
	res, err := c.read(a, s, k)
	if err != nil {
		return err
	}
	times.enter("judging")
	defer times.print(a.stderr)
	if c.DryRun {
		return c.dryRun(a, s, res)
	}
	content, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	b, err := s.ApplyImport(a.ctx, operator(), res, crm.ImportUpload{Kind: crm.ImportKind(c.Kind)}, store.ImportSource{FileName: filepath.Base(c.File), Content: content},
		func(phase string, _, _ int64) { times.enter(phase) })
	if err != nil {
		return err
	}
	return c.print(a, res, b.Done)
}

// dryRun prints the reading; with a database every record also says what would become of it.
func (c importCmd) dryRun(a *app, s *store.Store, res *crm.ImportResult) error {
	if s == nil {
		return c.print(a, res, nil)
	}
	plan, err := s.PlanImport(a.ctx, operator(), res, func(r *crm.ImportRecord, l crm.ImportLine) {
		if a.flags.JSON {
			r.Extra = append(r.Extra, crm.ImportExtra{Key: "outcome", Value: l.Outcome})
			if l.Why != "" && !r.IsHeld() {
				r.Extra = append(r.Extra, crm.ImportExtra{Key: "why", Value: l.Why})
			}
			return
		}
		for _, i := range l.Issues {
			fmt.Fprintf(a.stderr, "%s 第 %d 行：%s（%s）\n", r.Sheet, r.Row, i.Message, i.Code)
		}
		if l.Outcome == crm.ImportRejected {
			fmt.Fprintf(a.stderr, "%s 第 %d 行：不能导入，%s\n", r.Sheet, r.Row, l.Why)
		}
	})
	if err != nil {
		return err
	}
	if a.flags.JSON {
		return printJSON(a.stdout, struct {
			*crm.ImportResult
			Plan crm.ImportPlan `json:"plan"`
		}{res, plan})
	}
	if err := c.print(a, res, nil); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "导入后：共 %d 行，新增 %d，更新 %d，未变 %d，待处理 %d，不能导入 %d\n", plan.Read, plan.Create, plan.Update, plan.Unchanged, plan.Skip, plan.Reject)
	return nil
}

// knowledge opens the database, or for a dry run without one takes the built-in pack
// and creates nothing.
func (c importCmd) knowledge(a *app) (*store.Store, crm.ImportKnowledge, error) {
	_, missing := os.Stat(filepath.Join(a.dataDir("data"), "yinfeng.db"))
	if c.DryRun && a.flags.Database == "" && missing != nil {
		p, err := seeds.LoadPack(seeds.Packs[0])
		if err != nil {
			return nil, crm.ImportKnowledge{}, err
		}
		k, err := seeds.PackKnowledge(p)
		return nil, k, err
	}
	s, err := a.openExisting()
	if err != nil {
		return nil, crm.ImportKnowledge{}, err
	}
	units, err := s.Units(a.ctx, operator(), store.UnitFilter{})
	if err != nil {
		s.Close()
		return nil, crm.ImportKnowledge{}, err
	}
	k, err := seeds.Knowledge(units)
	if err != nil {
		s.Close()
		return nil, k, err
	}
	own, err := s.ImportHeaders(a.ctx, operator())
	if err != nil {
		s.Close()
	}
	return s, k.WithSynonyms(own), err
}

func (c importCmd) read(a *app, s *store.Store, k crm.ImportKnowledge) (*crm.ImportResult, error) {
	opt := intake.Options{Kind: crm.ImportKind(c.Kind), Unit: c.Unit, AsOf: crm.Clock{}.Today(), Cells: !c.DryRun}
	if s != nil {
		opt.AsOf = s.Today()
	}
	if c.AsOf != "" {
		d, err := crm.ParseDate(c.AsOf)
		if err != nil {
			return nil, crm.Invalid("as-of", "填报日“%s”写法不对，请写成 2022-09-26", c.AsOf)
		}
		if d > opt.AsOf {
			return nil, crm.Invalid("as-of", "填报日 %s 晚于今天（%s），请写今天或更早的日期", d, opt.AsOf)
		}
		opt.AsOf = d
	}
	if c.Unit != "" {
		name, ok := k.Areas.Exact(c.Unit)
		if !ok {
			return nil, crm.Invalid("unit", "没有“%s”这个报送单位，请写十三个县区之一", c.Unit)
		}
		opt.Unit = name
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, crm.Invalid("file", "打不开文件 %s，请检查路径", c.File)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || st.IsDir() {
		return nil, crm.Invalid("file", "%s 不是文件", c.File)
	}
	return intake.Read(a.ctx, filepath.Base(c.File), f, st.Size(), k, opt)
}

// print writes the result: JSON on stdout, or a summary with every complaint.
func (c importCmd) print(a *app, res *crm.ImportResult, done *crm.ImportDone) error {
	if a.flags.JSON {
		if done == nil {
			return printJSON(a.stdout, res)
		}
		return printJSON(a.stdout, map[string]any{"result": res, "applied": done})
	}
	for _, i := range res.Issues {
		where := i.Sheet
		if i.Row != nil {
			where = fmt.Sprintf("%s 第 %d 行", i.Sheet, *i.Row)
		}
		fmt.Fprintf(a.stderr, "%s：%s（%s）\n", where, i.Message, i.Code)
	}
	fmt.Fprintf(a.stdout, "读到 %d 行可导入，%d 行待处理，%d 个错误，%d 个提示\n", res.Counts.Records, res.Counts.Held, res.Counts.Errors, res.Counts.Warnings)
	if done != nil {
		fmt.Fprintf(a.stdout, "导入编号 %d：共 %d 行，新增 %d，更新 %d，未变 %d，跳过 %d，拒绝 %d\n", done.ID, done.Read, done.Created,
			done.Updated, done.Unchanged, done.Skipped, done.Rejected)
	}
	return nil
}
