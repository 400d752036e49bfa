package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) importRoutes() {
	may, set := need(crm.ActImport), need(crm.ActImport, crm.ActManageSettings)
	get(s, "/imports", may, "导入批次，新的在前", s.handleImportList)
	upload(s, "/imports", may, "上传台账，排队检查", s.handleImportAdd, keyed, bodyUpTo(s.o.MaxImport))
	get(s, "/imports/keys", set, "各种台账的列可以对应的内容", s.handleImportKeys)
	get(s, "/imports/headers", set, "另加的表头（同义词）", s.handleImportHeaders)
	put(s, "/imports/headers", need(crm.ActManageSettings), "改写另加的表头，下次检查起生效", s.handleImportHeadersSet)
	download(s, "/imports/template/{kind}", may, "填报模板", s.handleImportTemplate)
	get(s, "/imports/{id}", may, "一批导入，带进度", s.handleImport)
	get(s, "/imports/{id}/lines", may, "检查结果逐行", s.handleImportLines)
	download(s, "/imports/{id}/marked", may, "原文件，加上检查意见", s.handleImportMarked)
	put(s, "/imports/{id}/columns", may, "改一张表的列对应，并重新检查", s.handleImportColumns)
	put(s, "/imports/{id}/fixes", may, "改正单元格，并重新检查", s.handleImportFixes)
	put(s, "/imports/{id}/decisions", may, "对重复和提示作决定，并重新检查", s.handleImportDecisions)
	post(s, "/imports/{id}/apply", may, "导入，全部成功或全部不变", s.handleImportApply, keyed)
	post(s, "/imports/{id}/undo", may, "撤销已导入的一批", s.handleImportUndo, keyed)
	post(s, "/imports/{id}/discard", may, "放弃一批", s.handleImportDiscard)
}

// ImportListInput filters batches.
type ImportListInput struct {
	ListParams
	State crm.ImportState `query:"state" enum:"reading,checked,failed,applying,applied,undone,discarded"`
}

func (s *Server) handleImportList(ctx context.Context, v crm.Viewer, in *ImportListInput) (crm.List[crm.ImportBatch], error) {
	list, err := s.store.Imports(ctx, v, crm.ImportFilter{Page: in.page(), State: in.State})
	for i := range list.Items {
		s.imports.follow(&list.Items[i])
	}
	return list, err
}

func (s *Server) handleImport(ctx context.Context, v crm.Viewer, in *IDParam) (crm.ImportBatch, error) {
	b, err := s.store.Import(ctx, v, in.ID)
	s.imports.follow(&b)
	return b, err
}

// ImportLinesInput filters the rows of a batch. An empty sheet is the one sheet of a CSV file.
type ImportLinesInput struct {
	IDParam
	ListParams
	Sheet string `query:"sheet" maxLength:"100"`
	Table string `query:"table" maxLength:"3" doc:"并排的表：首列字母"`
	Only  string `query:"only" enum:"all,errors,warnings,duplicates,updates,rejected"`
}

func (s *Server) handleImportLines(ctx context.Context, v crm.Viewer, in *ImportLinesInput) (crm.List[crm.ImportLine], error) {
	f := crm.ImportLineFilter{Page: in.page(), Only: in.Only}
	if asked := callOf(ctx).gin.Request.URL.Query(); asked.Has("sheet") {
		f.Sheet = &in.Sheet
		if asked.Has("table") {
			f.Table = &in.Table
		}
	}
	return s.store.ImportLines(ctx, v, in.ID, f)
}

// ImportColumnsInput says what the columns of one table mean.
type ImportColumnsInput struct {
	Version int64               `json:"version"`
	Sheet   string              `json:"sheet" maxLength:"100"`
	Table   string              `json:"table,omitempty" maxLength:"3"`
	Map     crm.ImportColumnMap `json:"map"`
}

func (s *Server) handleImportColumns(ctx context.Context, v crm.Viewer, in *IDOf[ImportColumnsInput]) (crm.ImportBatch, error) {
	b, err := s.store.MapImport(ctx, v, in.ID, in.Body.Version, in.Body.Sheet, in.Body.Table, in.Body.Map)
	return s.again(b, err)
}

// ImportFixesInput corrects cells.
type ImportFixesInput struct {
	Version int64           `json:"version"`
	Fixes   []crm.ImportFix `json:"fixes" minItems:"1" maxItems:"1000"`
}

func (s *Server) handleImportFixes(ctx context.Context, v crm.Viewer, in *IDOf[ImportFixesInput]) (crm.ImportBatch, error) {
	b, err := s.store.FixImport(ctx, v, in.ID, in.Body.Version, in.Body.Fixes)
	return s.again(b, err)
}

// ImportDecisionsInput decides about rows.
type ImportDecisionsInput struct {
	Version   int64                `json:"version"`
	Decisions []crm.ImportDecision `json:"decisions" minItems:"1" maxItems:"1000"`
}

func (s *Server) handleImportDecisions(ctx context.Context, v crm.Viewer, in *IDOf[ImportDecisionsInput]) (crm.ImportBatch, error) {
	b, err := s.store.DecideImport(ctx, v, in.ID, in.Body.Version, in.Body.Decisions)
	return s.again(b, err)
}

// again hands a batch that has changed to the worker; a job over its former state ends.
func (s *Server) again(b crm.ImportBatch, err error) (crm.ImportBatch, error) {
	if err == nil {
		s.imports.cancel(b.ID)
		s.imports.wake()
	}
	return b, err
}

// ImportVersion is the state that the caller has seen.
type ImportVersion struct {
	Version int64 `json:"version"`
}

func (s *Server) handleImportApply(ctx context.Context, v crm.Viewer, in *IDOf[ImportVersion]) (crm.ImportBatch, error) {
	b, err := s.store.BeginApply(ctx, v, in.ID, in.Body.Version)
	if err == nil {
		s.imports.wake()
	}
	return b, err
}

// ImportUndoInput takes a batch back.
type ImportUndoInput struct {
	Version int64  `json:"version"`
	Reason  string `json:"reason" minLength:"1" maxLength:"200"`
}

func (s *Server) handleImportUndo(ctx context.Context, v crm.Viewer, in *IDOf[ImportUndoInput]) (crm.ImportBatch, error) {
	return s.store.UndoImport(ctx, v, in.ID, in.Body.Version, in.Body.Reason)
}

func (s *Server) handleImportDiscard(ctx context.Context, v crm.Viewer, in *IDOf[ImportVersion]) (crm.ImportBatch, error) {
	b, err := s.store.DiscardImport(ctx, v, in.ID, in.Body.Version)
	if err == nil {
		s.imports.cancel(b.ID)
	}
	return b, err
}

// ImportKeys are the keys of every kind of ledger, and the units that a column of money may be given.
type ImportKeys struct {
	Items []crm.ImportKindKeys `json:"items"`
	Units []string             `json:"units"`
}

func (s *Server) handleImportKeys(context.Context, crm.Viewer, *Empty) (ImportKeys, error) {
	return ImportKeys{Items: crm.ImportKeyList(), Units: crm.ImportMoneyUnits()}, nil
}

func (s *Server) handleImportHeaders(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.ImportSynonym], error) {
	list, err := s.store.ImportHeaders(ctx, v)
	return Items[crm.ImportSynonym]{list}, err
}

// ImportHeadersInput is the whole list of added headers.
type ImportHeadersInput struct {
	Items []crm.ImportSynonym `json:"items" maxItems:"500"`
}

func (s *Server) handleImportHeadersSet(ctx context.Context, v crm.Viewer, in *Of[ImportHeadersInput]) (Items[crm.ImportSynonym], error) {
	list, err := s.store.PutImportHeaders(ctx, v, in.Body.Items)
	return Items[crm.ImportSynonym]{list}, err
}
