package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"yinfeng/frontend"
	"yinfeng/store"
)

type doctorCmd struct{}

// finding is something wrong with its remedy.
type finding struct {
	What   string `json:"what"`
	Remedy string `json:"remedy"`
}

// Run looks at the installation and the data; findings exit 1.
func (doctorCmd) Run(a *app) error {
	facts := map[string]string{"version": version}
	var bad []finding
	if !frontend.Built() {
		bad = append(bad, finding{"程序里没有网页应用", "用 make build 重新构建"})
	}
	s, err := a.openExisting()
	if err != nil {
		bad = append(bad, finding{"数据库打不开：" + err.Error(), "检查 --data 与 --database，空库先运行 yinfeng setup"})
	} else {
		defer s.Close()
		facts["engine"] = s.Engine(a.ctx)
		bad = append(bad, a.checkStore(s)...)
	}
	if a.flags.JSON {
		err = printJSON(a.stdout, map[string]any{"facts": facts, "findings": append([]finding{}, bad...), "ok": len(bad) == 0})
	} else {
		fmt.Fprintf(a.stdout, "版本 %s，数据库 %s\n", facts["version"], facts["engine"])
		for _, f := range bad {
			fmt.Fprintf(a.stdout, "问题：%s → %s\n", f.What, f.Remedy)
		}
		if len(bad) == 0 {
			fmt.Fprintln(a.stdout, "一切正常")
		}
		err = nil
	}
	if err == nil && len(bad) > 0 {
		err = errFindings
	}
	return err
}

// checkStore looks at readiness, the folder's rights, settings still to be checked.
func (a *app) checkStore(s *store.Store) []finding {
	var bad []finding
	if err := s.Ready(a.ctx); err != nil {
		bad = append(bad, finding{err.Error(), "检查磁盘空间与文件夹权限"})
	}
	if _, first, err := s.VerifyAudit(a.ctx); err != nil || first != 0 {
		bad = append(bad, finding{fmt.Sprintf("审计链在第 %d 行断开", first), "用最近一份检验过的备份核对，并报告审计员"})
	}
	if diffs, err := s.RollupVerify(a.ctx); err != nil || len(diffs) > 0 {
		bad = append(bad, finding{fmt.Sprintf("汇总与台账有 %d 处不一致", len(diffs)), "运行 yinfeng rollup verify 查看"})
	}
	if empty, err := s.Empty(a.ctx); err == nil && empty {
		bad = append(bad, finding{"库里还没有单位", "运行 yinfeng setup --pack ankang"})
	}
	if year, err := s.HolidaysMissing(a.ctx); err == nil && year != 0 {
		bad = append(bad, finding{fmt.Sprintf("还没有 %d 年的节假日表，工作日按周一到周五计", year), "在网页“节假日表”里填写"})
	}
	dir := a.dataDir("data")
	if locked, err := s.CheckSeals(a.ctx); err != nil || len(locked) > 0 {
		bad = append(bad, finding{"提醒通道的密码打不开：" + strings.Join(locked, "、"), "从原数据文件夹复制 seal.key，或在“提醒通道”里重新填写密码、机器人地址"})
	}
	if st, err := os.Stat(filepath.Join(dir, "seal.key")); err == nil && st.Mode().Perm()&0o077 != 0 {
		bad = append(bad, finding{"封存密码的密钥文件别人可读", "chmod 600 " + filepath.Join(dir, "seal.key")})
	}
	if st, err := os.Stat(filepath.Join(dir, "yinfeng.db")); err == nil && st.Mode().Perm()&0o007 != 0 {
		bad = append(bad, finding{"数据库文件对所有人可读", "chmod 640 " + filepath.Join(dir, "yinfeng.db")})
	}
	return bad
}
