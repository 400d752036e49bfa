package intake_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"
)

// bigBook writes a ledger of n projects in 20 columns.
func bigBook(tb testing.TB, n int) []byte {
	tb.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		tb.Fatal(err)
	}
	put := func(row int, v ...any) {
		if err := w.SetRow(fmt.Sprintf("A%d", row), v); err != nil {
			tb.Fatal(err)
		}
	}
	put(1, "全市招商引资项目台账")
	put(2, "单位：万元")
	put(3, "序号", "县区", "项目名称", "项目编号", "投资方", "来源地", "建设内容", "产业链", "行业", "新建/续建", "总投资", "其中:固定资产投资", "协议引资额", "签约时间", "开工时间",
		"到位资金", "责任单位", "包抓领导", "存在问题", "备注")
	counties := []string{"汉滨区", "汉阴县", "石泉县", "宁陕县", "紫阳县", "岚皋县", "平利县", "镇坪县", "旬阳市", "白河县", "高新区", "恒口", "瀛湖"}
	for i := 0; i < n; i++ {
		put(4+i, i+1, counties[i%13], fmt.Sprintf("第%d号加工项目", i), fmt.Sprintf("P%07d", i), fmt.Sprintf("测试%d商贸有限公司", i/2), "江苏常州", "建设标准化厂房两千平方米，购置生产线三条",
			"富硒食品", "农副食品加工业", "新建", 1000+i%5000, 800, 900.5, 40000+i%4000, "2022.3", 100+i%700, "招商局", "某某", "用地", "")
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// BenchmarkRead prints the time and the peak heap for 100,000 rows of 20 columns.
func BenchmarkRead(b *testing.B) {
	data := bigBook(b, 100_000)
	read := func() {
		res, err := readBytes("big.xlsx", data, "2024-06-30")
		if err != nil {
			b.Fatal(err)
		}
		if len(res.Records) != 100_000 {
			b.Fatalf("%d records, %d held: %v", len(res.Records), len(res.Held), res.Issues[:1])
		}
	}
	peak := peakHeap(read)
	for b.Loop() {
		read()
	}
	b.ReportMetric(float64(peak), "peak-MB")
	b.ReportMetric(float64(len(data)>>10), "file-KB")
}
