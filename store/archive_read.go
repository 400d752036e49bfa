package store

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"yinfeng/crm"
)

// VerifyBackup proves an archive by opening it: every part's hash, the row counts, the
// audit chain and every evidence file that a row names (trust §1). Damage is refused
// with one line that says where.
func VerifyBackup(file string) (ArchiveInfo, error) {
	a, err := openArchive(file)
	if err != nil {
		return ArchiveInfo{}, err
	}
	defer a.z.Close()
	if err := a.check(); err != nil {
		return a.info, err
	}
	return a.info, a.checkAudit()
}

type archive struct {
	z     *zip.ReadCloser
	info  ArchiveInfo
	files map[string]*zip.File
}

func damaged(format string, args ...any) error {
	return crm.Invalid("file", "备份文件已损坏，不能使用：%s", fmt.Sprintf(format, args...))
}

func openArchive(file string) (*archive, error) {
	z, err := zip.OpenReader(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, crm.Invalid("file", "没有这个备份文件：%s", file)
	}
	if err != nil {
		return nil, damaged("打不开，可能没有传完整")
	}
	a := &archive{z: z, files: map[string]*zip.File{}}
	for _, f := range z.File {
		a.files[f.Name] = f
	}
	m, ok := a.files[archiveManifest]
	if !ok {
		z.Close()
		return nil, crm.Invalid("file", "这不是引凤的备份文件：%s", file)
	}
	r, err := m.Open()
	if err == nil {
		err = json.NewDecoder(io.LimitReader(r, 64<<20)).Decode(&a.info)
		r.Close()
	}
	if err != nil || a.info.Format != archiveFormat {
		z.Close()
		return nil, damaged("清单读不出")
	}
	return a, nil
}

// check compares every part with the manifest, and the parts with the manifest's list.
func (a *archive) check() error {
	if len(a.files) != len(a.info.Parts)+1 {
		return damaged("文件数与清单不符")
	}
	for _, p := range a.info.Parts {
		f, ok := a.files[p.Name]
		if !ok {
			return damaged("缺少 %s", p.Name)
		}
		r, err := f.Open()
		if err != nil {
			return damaged("%s 打不开", p.Name)
		}
		h := sha256.New()
		n, err := io.Copy(h, io.LimitReader(r, p.Size+1))
		r.Close()
		sum := hex.EncodeToString(h.Sum(nil))
		if err != nil || n != p.Size || sum != p.SHA256 {
			return damaged("%s 的内容与清单不符", p.Name)
		}
		if name, isFile := strings.CutPrefix(p.Name, "files/"); isFile && name != sum {
			return damaged("佐证文件 %s 的内容与编号不符", name)
		}
	}
	return nil
}

// checkAudit walks the archived chain.
func (a *archive) checkAudit() error {
	var n int64
	prev := ""
	err := a.rows("audit_log", func(cols []string, vals []any) error {
		n++
		r, err := auditFromRow(cols, vals)
		if err != nil || r.Seq != n || r.PrevHash != prev || r.Hash != auditHash(r) {
			return damaged("审计日志第 %d 行与链不符", n)
		}
		prev = r.Hash
		return nil
	})
	if err != nil {
		return err
	}
	if n != a.info.Audit {
		return damaged("审计日志应有 %d 行，实有 %d 行", a.info.Audit, n)
	}
	return nil
}

// rows streams a table's rows.
func (a *archive) rows(table string, each func(cols []string, vals []any) error) error {
	f, ok := a.files["rows/"+table+".jsonl"]
	if !ok {
		return damaged("缺少表 %s", table)
	}
	r, err := f.Open()
	if err != nil {
		return damaged("表 %s 打不开", table)
	}
	defer r.Close()
	d := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	d.UseNumber()
	var cols []string
	if err := d.Decode(&cols); err != nil {
		return damaged("表 %s 没有列名", table)
	}
	for {
		var vals []any
		err := d.Decode(&vals)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || len(vals) != len(cols) {
			return damaged("表 %s 有一行读不出", table)
		}
		if err := each(cols, vals); err != nil {
			return err
		}
	}
}

// auditFromRow rebuilds an audit row from archived values, by way of its JSON names.
func auditFromRow(cols []string, vals []any) (r crm.AuditRow, err error) {
	camel := map[string]any{}
	for i, c := range cols {
		parts := strings.Split(c, "_")
		for k := 1; k < len(parts); k++ {
			parts[k] = strings.ToUpper(parts[k][:1]) + parts[k][1:]
		}
		camel[strings.Join(parts, "")] = vals[i]
	}
	b, err := json.Marshal(camel)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(b, &r)
}

// Restore fills an empty store from an archive, all or nothing, after proving it. A
// database that holds anything is refused: a restore never runs over a live database.
func (s *Store) Restore(ctx context.Context, v crm.Viewer, file string) (ArchiveInfo, error) {
	a, err := openArchive(file)
	if err != nil {
		return ArchiveInfo{}, err
	}
	defer a.z.Close()
	if err := errors.Join(a.check(), a.checkAudit()); err != nil {
		return a.info, err
	}
	schema, err := s.schemaVersion(ctx)
	if err != nil {
		return a.info, err
	}
	if a.info.Schema != schema {
		return a.info, crm.Conflict(nil, "备份的结构版本是 %d，本程序是 %d，请用同版本的程序恢复后再升级", a.info.Schema, schema)
	}
	if err := s.restoreFiles(a); err != nil {
		return a.info, err
	}
	return a.info, s.do(ctx, v, func(t *Tx) error {
		for _, table := range []string{"units", "users", "audit_log"} {
			var n int64
			if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				return crm.Conflict(nil, "目标数据库不是空的，恢复只能在空库上进行，请换一个数据文件夹")
			}
		}
		for _, table := range archiveTables {
			if err := t.restoreTable(a, table); err != nil {
				return fmt.Errorf("restore %s: %w", table, err)
			}
		}
		// What waited when the backup was made may have gone out since.
		if _, err := t.exec(`UPDATE deliveries SET state = 'unsure', problem = '从备份恢复，不知道是否已经发出，不再发送', ended_at = $1
			WHERE state IN ('queued', 'sending')`, t.Now); err != nil {
			return err
		}
		return t.reindexAll()
	})
}

// restoreTable inserts a table's rows as they were.
func (t *Tx) restoreTable(a *archive, table string) error {
	cols, err := columnsOf(t.ctx, t, table)
	if err != nil {
		return err
	}
	byName := map[string]column{}
	for _, c := range cols {
		byName[c.name] = c
	}
	if _, err := t.exec("DELETE FROM " + table); err != nil { // migrations may seed rows
		return err
	}
	return a.rows(table, func(names []string, vals []any) error {
		marks := make([]string, len(vals))
		for i := range vals {
			c, ok := byName[names[i]]
			if !ok {
				return damaged("表 %s 没有列 %s", table, names[i])
			}
			var err error
			if vals[i], err = c.load(vals[i]); err != nil {
				return damaged("表 %s 的列 %s 有值读不出", table, names[i])
			}
			marks[i] = fmt.Sprintf("$%d", i+1)
		}
		_, err := t.exec("INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", vals...)
		return err
	})
}

// restoreFiles writes evidence files first: a file without a row does no harm.
func (s *Store) restoreFiles(a *archive) error {
	for _, p := range a.info.Parts {
		sha, ok := strings.CutPrefix(p.Name, "files/")
		if !ok {
			continue
		}
		r, err := a.files[p.Name].Open()
		if err != nil {
			return damaged("%s 打不开", p.Name)
		}
		f, err := s.stage(r, false)
		r.Close()
		if err == nil {
			err = s.keep(f, false)
		}
		if err == nil && f.sha != sha {
			err = damaged("佐证文件 %s 的内容与编号不符", sha)
		}
		if err != nil {
			return err
		}
	}
	return s.syncFiles()
}
