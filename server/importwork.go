package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"yinfeng/crm"
	"yinfeng/intake"
	"yinfeng/store"
)

// firstChecked is the version of a batch whose first check has ended.
const firstChecked = 2

// machine is who ends jobs and leaves messages; what a job reads and writes is its person's.
var machine = crm.Viewer{Operator: true}

// read checks a file against the rulings and the database, and keeps what was found.
func (j *importJobs) read(ctx context.Context, b *crm.ImportBatch) error {
	v, res, err := j.result(ctx, b)
	if err != nil {
		return err
	}
	checked, err := j.s.store.CheckImport(ctx, v, b.ID, b.Version, res, j.progress)
	if err == nil {
		*b = checked
	}
	return err
}

// apply reads the file once more and writes what the check had planned, all or nothing.
func (j *importJobs) apply(ctx context.Context, b *crm.ImportBatch) error {
	v, res, err := j.result(ctx, b)
	if err != nil {
		return err
	}
	applied, err := j.s.store.ApplyChecked(ctx, v, b.ID, b.Version, res, j.progress)
	if err == nil {
		*b = applied
	}
	return err
}

// result reads the kept file as its person said, with that person's rights as they are now.
func (j *importJobs) result(ctx context.Context, b *crm.ImportBatch) (v crm.Viewer, res *crm.ImportResult, err error) {
	if v, err = j.person(ctx, b); err != nil {
		return v, nil, err
	}
	in, err := j.s.store.ImportInput(ctx, v, b.ID)
	if err != nil {
		return v, nil, err
	}
	know, err := j.s.knowledge(ctx)
	if err != nil {
		return v, nil, err
	}
	f, err := j.s.store.ImportContent(ctx, v, b.ID)
	if err != nil {
		return v, nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return v, nil, err
	}
	res, err = intake.Read(ctx, b.FileName, f, st.Size(), know, intake.Options{Kind: in.Kind, AsOf: in.AsOf, Unit: in.Unit, Fixes: in.Fixes,
		Decisions: in.Decisions, Layouts: in.Layouts, Cells: true, Progress: j.progress})
	return v, res, err
}

// person is the viewer of a batch's person; one who may no longer import ends the job with a line that says what to do.
func (j *importJobs) person(ctx context.Context, b *crm.ImportBatch) (crm.Viewer, error) {
	v, err := j.s.store.LoadViewer(ctx, b.UserID)
	switch {
	case crm.ErrCode(err) == crm.CodeUnauthorized:
		err = crm.Forbidden("上传人%s的账号已停用，没有写入任何数据；请管理员启用账号，或由有导入权限的人重新上传这个文件", b.UserName)
	case err == nil && !v.Can(crm.ActImport):
		err = crm.Forbidden("上传人%s已没有导入权限，没有写入任何数据；请管理员重新授权，或由有导入权限的人重新上传这个文件", b.UserName)
	}
	return v, err
}

// knowledge is what intake must know of the city, with the administrator's headers first.
func (s *Server) knowledge(ctx context.Context) (crm.ImportKnowledge, error) {
	units, err := s.store.Units(ctx, machine, store.UnitFilter{})
	if err != nil {
		return crm.ImportKnowledge{}, err
	}
	know, err := s.o.Knowledge(units)
	if err != nil {
		return know, err
	}
	own, err := s.store.ImportHeaders(ctx, machine)
	return know.WithSynonyms(own), err
}

// end settles a job that is over and tells its person; false when the database is away.
func (j *importJobs) end(ctx context.Context, b *crm.ImportBatch, cause, err error, took time.Duration) bool {
	after, done := context.WithTimeout(context.WithoutCancel(ctx), jobGrace)
	defer done()
	switch {
	case err == nil:
		slog.Info("import job done", "import", b.ID, "state", b.State, "ms", took.Milliseconds())
		j.tell(after, b)
		return true
	case errors.Is(cause, errTakenBack):
		return true
	case giveBack(ctx, cause, err):
		if e := j.s.store.ReleaseImportJob(after, b.ID, j.name); e != nil {
			slog.Warn("import job not given back", "import", b.ID, "err", e)
		}
		return false
	}
	fail := j.s.store.FailImport
	if b.State == crm.ImportApplying {
		fail = j.s.store.AbortApply
	}
	failed, e := fail(after, machine, b.ID, b.Version, j.problem(b, cause, err))
	switch {
	case e == nil:
		j.tell(after, &failed)
	case crm.ErrCode(e) != crm.CodeConflict: // a batch that has gone on meanwhile needs no verdict
		slog.Error("import job not ended", "import", b.ID, "err", e)
	}
	return true
}

// problem is the line that a person reads of a job that failed.
func (j *importJobs) problem(b *crm.ImportBatch, cause, err error) string {
	late := fmt.Sprintf("用时超过 %d 分钟，已停止，没有写入任何数据；请把文件拆小后再导入", int(importTime.Minutes()))
	return failure(cause, err, late, "没有写入任何数据", "import", b.ID, "state", b.State)
}

// tell leaves a message for the person of a batch. Checks that follow a person's own correction are
// waited for on the page and need none.
func (j *importJobs) tell(ctx context.Context, b *crm.ImportBatch) {
	m := crm.Message{Kind: "import", Object: "import", ObjectID: b.ID}
	switch {
	case b.State == crm.ImportChecked && b.Problem != "":
		m.Title, m.Body = "没有导入："+b.FileName, b.Problem
	case b.State == crm.ImportChecked && b.Version > firstChecked:
		return
	case b.State == crm.ImportChecked:
		p := b.Plan
		m.Title, m.Body = "检查完成："+b.FileName, fmt.Sprintf("读 %d 行：新增 %d，更新 %d，未变 %d，待处理 %d，不能导入 %d。请查看后导入",
			p.Read, p.Create, p.Update, p.Unchanged, p.Skip, p.Reject)
	case b.State == crm.ImportFailed:
		m.Title, m.Body = "读不了："+b.FileName, b.Problem
	case b.State == crm.ImportApplied && b.Done != nil:
		d := b.Done
		m.Title, m.Body = "已导入："+b.FileName, fmt.Sprintf("读 %d 行：新增 %d，更新 %d，未变 %d，待处理 %d，不能导入 %d",
			d.Read, d.Created, d.Updated, d.Unchanged, d.Skipped, d.Rejected)
	default:
		return
	}
	if err := j.s.store.Notify(ctx, machine, m, b.UserID, "", 0); err != nil {
		slog.Warn("no message about an import", "import", b.ID, "err", err)
	}
}
