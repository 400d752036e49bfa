package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// writeBigLedger writes a ledger of n projects in 20 columns.
func writeBigLedger(tb testing.TB, file string, n int) {
	tb.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	put := func(row int, v ...any) {
		if err == nil {
			err = w.SetRow(fmt.Sprintf("A%d", row), v)
		}
	}
	put(1, "全市招商引资项目台账")
	put(2, "单位：万元")
	put(3, "序号", "县区", "项目名称", "项目编号", "投资方", "来源地", "建设内容", "产业链", "行业", "新建/续建", "总投资", "其中:固定资产投资", "协议引资额", "签约时间", "开工时间",
		"到位资金", "责任单位", "包抓领导", "存在问题", "备注")
	counties := []string{"汉滨区", "汉阴县", "石泉县", "宁陕县", "紫阳县", "岚皋县", "平利县", "镇坪县", "旬阳市", "白河县", "高新区", "恒口", "瀛湖"}
	for i := range n {
		put(4+i, i+1, counties[i%13], fmt.Sprintf("第%d号加工项目", i), fmt.Sprintf("P%07d", i), fmt.Sprintf("测试%d商贸有限公司", i/2), "江苏常州", "建设标准化厂房两千平方米，购置生产线三条",
			"富硒食品", "农副食品加工业", "新建", 1000+i%5000, 800, 900.5, 40000+i%4000, "2022.3", 100+i%700, "招商局", "某某", "用地", "")
	}
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.SaveAs(file)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkImport dry-runs, applies and takes back a ledger of 100,000 rows × 20 columns on
// the embedded engine, each as a process of its own, and prints seconds, peak memory and
// the shares of reading, judging and writing: go test -bench Import -benchtime 1x -run - .
func BenchmarkImport(b *testing.B) {
	dir := b.TempDir()
	file, data := filepath.Join(dir, "big.xlsx"), filepath.Join(dir, "data")
	writeBigLedger(b, file, 100_000)
	for b.Loop() {
		os.RemoveAll(data)
		measured(b, "", "--data", data, "setup", "--pack", "ankang")
		measured(b, "dry-run", "--data", data, "import", file, "--dry-run", "--as-of", "2024-06-30")
		measured(b, "apply", "--data", data, "import", file, "--as-of", "2024-06-30")
		measured(b, "again", "--data", data, "import", file, "--dry-run", "--as-of", "2024-06-30")
		measured(b, "undo", "--data", data, "imports", "undo", "1", "--reason", "测量")
	}
}

// measured runs the program in a process of its own and reports seconds and peak memory under name.
func measured(b *testing.B, name string, args ...string) {
	b.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%v: %s", err, errs.String())
	}
	if name == "" {
		return
	}
	b.ReportMetric(time.Since(start).Seconds(), name+"-s")
	if used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		b.ReportMetric(float64(used.Maxrss>>10), name+"-MB")
	}
	for _, line := range strings.Split(errs.String(), "\n") {
		if strings.HasPrefix(line, "用时") {
			fmt.Println(name, line)
		}
	}
}
