package main

import (
	"fmt"
	"strings"

	"yinfeng/store"
)

type backupCmd struct {
	File string `arg:"" help:"备份文件，如 backup.zip"`
}

// Run writes a backup and proves it by opening it.
func (c backupCmd) Run(a *app) error {
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	info, err := s.Backup(a.ctx, c.File)
	if err != nil {
		return err
	}
	if _, err := store.VerifyBackup(c.File); err != nil {
		return err
	}
	if err := a.printArchive("已备份并检验", info); err != nil {
		return err
	}
	if len(info.Missing) > 0 {
		return errFindings
	}
	return nil
}

type verifyBackupCmd struct {
	File string `arg:"" help:"备份文件"`
}

// Run proves a backup file.
func (c verifyBackupCmd) Run(a *app) error {
	info, err := store.VerifyBackup(c.File)
	if err != nil {
		return err
	}
	return a.printArchive("备份完好", info)
}

type restoreCmd struct {
	File string `arg:"" help:"备份文件"`
}

// Run restores a backup into an empty database.
func (c restoreCmd) Run(a *app) error {
	if _, err := store.VerifyBackup(c.File); err != nil {
		return err
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.Close()
	info, err := s.Restore(a.ctx, operator(), c.File)
	if err != nil {
		return err
	}
	if locked, err := s.CheckSeals(a.ctx); err == nil && len(locked) > 0 {
		fmt.Fprintf(a.stderr, "提醒通道的密码打不开：%s。请从原数据文件夹复制 seal.key，或重新填写\n", strings.Join(locked, "、"))
	}
	return a.printArchive("已恢复", info)
}

func (a *app) printArchive(what string, i store.ArchiveInfo) error {
	if a.flags.JSON {
		return printJSON(a.stdout, i)
	}
	fmt.Fprintf(a.stdout, "%s：%s，%d 行，%d 个文件，审计日志 %d 行\n", what, i.City, i.Rows, i.Files, i.Audit)
	for _, sha := range i.Missing {
		fmt.Fprintf(a.stdout, "缺少佐证文件 %s\n", sha)
	}
	return nil
}
