package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"yinfeng/crm"
)

// ImportSource is the file that an import was read from.
type ImportSource struct {
	FileName string
	Content  []byte
}

// importer carries one import through its transaction.
type importer struct {
	t     *Tx
	id    int64
	scope crm.Scope
	home  homePlace
	units map[string]int64 // reporting units by name
	done  crm.ImportDone
}

// ApplyImport writes the records of a dry run, all or nothing, in one act. A record is
// recognised again by its 编码, else by investor, project name and county: an equal one
// is unchanged, a different one updates what the file says. Dates become milestones in
// draft, never approved ones; 已到位 becomes the opening balance (domain §7). Every row
// is kept with what stood there before. Held rows are skipped.
func (s *Store) ApplyImport(ctx context.Context, v crm.Viewer, res *crm.ImportResult, src ImportSource) (crm.ImportDone, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ImportDone, error) {
		if err := v.Require(crm.ActImport); err != nil {
			return crm.ImportDone{}, err
		}
		im, err := newImporter(t, res, src)
		if err != nil {
			return crm.ImportDone{}, err
		}
		for i := range res.Records {
			if err := im.record(&res.Records[i]); err != nil {
				return crm.ImportDone{}, im.where(&res.Records[i], err)
			}
		}
		for i := range res.Held {
			r := &res.Held[i]
			note, _ := json.Marshal(r)
			if err := im.row(r, "skipped", 0, "", string(note)); err != nil {
				return crm.ImportDone{}, err
			}
			im.done.Skipped++
		}
		return im.finish()
	})
}

func newImporter(t *Tx, res *crm.ImportResult, src ImportSource) (*importer, error) {
	projects := 0
	for _, r := range res.Records {
		if r.Kind == crm.ImportProjects {
			projects++
		}
	}
	if projects == 0 {
		return nil, crm.Invalid("file", "文件里没有可以导入的项目台账行，请对照检查结果修改后再导入")
	}
	im := &importer{t: t, scope: t.V.Scope(crm.ActImport), units: map[string]int64{}}
	im.done = crm.ImportDone{FileName: src.FileName, Kind: crm.ImportProjects, UnitID: t.V.UnitID, UserName: t.V.Name, KnownOn: t.Today, At: crm.Instant(t.Now),
		State: "applied", Read: int64(len(res.Records) + len(res.Held))}
	var err error
	if im.home, err = loadHome(t, im.units); err != nil {
		return nil, err
	}
	if im.id, err = t.nextID("imports"); err != nil {
		return nil, err
	}
	im.done.ID = im.id
	sum := sha256.Sum256(src.Content)
	_, err = t.exec(`INSERT INTO imports (id, file_name, sha256, kind, unit_id, user_id, as_of, state, counts, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 'applied', '{}', $8)`, im.id, clip(src.FileName, 200), hex.EncodeToString(sum[:]), im.done.Kind,
		t.V.UnitID, t.V.UserID, res.ReferenceDate, t.Now)
	return im, err
}

// where says at which row an import failed; nothing of it remains.
func (im *importer) where(r *crm.ImportRecord, err error) error {
	e, ok := err.(*crm.Error)
	if !ok {
		return err
	}
	sheet := ""
	if r.Sheet != "" {
		sheet = "“" + r.Sheet + "”"
	}
	return crm.Invalid("file", "%s第 %d 行：%s。整个文件都没有导入", sheet, r.Row, e.Detail)
}

// row keeps one line of the import's history.
func (im *importer) row(r *crm.ImportRecord, outcome string, id int64, before, note string) error {
	_, err := im.t.exec(`INSERT INTO import_rows (import_id, sheet, row_number, outcome, object, object_id, before_row, note)
		VALUES ($1, $2, $3, $4, 'project', $5, $6, $7)`, im.id, r.Sheet, r.Row, outcome, id, before, note)
	return err
}

func (im *importer) finish() (crm.ImportDone, error) {
	counts, err := json.Marshal(im.done)
	if err != nil {
		return im.done, err
	}
	if _, err := im.t.exec("UPDATE imports SET counts = $1 WHERE id = $2", string(counts), im.id); err != nil {
		return im.done, err
	}
	im.t.audit("import.apply", "import", im.id, im.t.V.UnitID, "导入台账 "+im.done.FileName, im.done)
	return im.done, nil
}

// Imports lists what the viewer's units have imported, newest first.
func (s *Store) Imports(ctx context.Context, v crm.Viewer) ([]crm.ImportDone, error) {
	if err := v.Require(crm.ActImport); err != nil {
		return nil, err
	}
	var q query
	q.scope(v.Scope(crm.ActImport), reach{unit: "i.unit_id"})
	list, err := collect(ctx, s.read, scanImport, "SELECT i.id, i.state, i.counts, COALESCE(u.name, '本机操作员') FROM imports i LEFT JOIN users u ON u.id = i.user_id"+
		q.clause()+" ORDER BY i.id DESC LIMIT 500", q.args...)
	return list, s.translate(err)
}
