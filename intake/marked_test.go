package intake_test

import (
	"bytes"
	"context"
	"testing"

	"yinfeng/crm"
	"yinfeng/intake"
)

// TestRead_marked: in a marked file two equal rows are still equal, though our opinion stands beside one of them only; the layout has
// the same fingerprint, and the check grid does not show the opinions.
func TestRead_marked(t *testing.T) {
	table := "某市签约项目台账,,,\n项目名称,投资方,县区,总投资(万元)\n甲,甲有限公司,平利县,800\n一、续建项目（1个）,,,\n甲,甲有限公司,平利县,800\n合计,,,1600\n"
	marked := "某市签约项目台账,,,,\n项目名称,投资方,县区,总投资(万元),校验意见\n甲,甲有限公司,平利县,800,\n一、续建项目（1个）,,,,提示：请核对\n甲,甲有限公司,平利县,800,错误：与第 3 行完全相同\n合计,,,1600,\n"
	var res [2]*crm.ImportResult
	for i, text := range []string{table, marked} {
		var err error
		res[i], err = intake.Read(context.Background(), "a.csv", bytes.NewReader([]byte(text)), int64(len(text)), knowledge(), intake.Options{AsOf: "2024-06-30", Cells: true})
		if err != nil {
			t.Fatal(err)
		}
		if said(res[i]) != "5 E_DUPLICATE_EXACT" {
			t.Errorf("file %d: %s", i, said(res[i]))
		}
		for _, l := range res[i].Lines {
			if len(l.Cells) != 4 {
				t.Errorf("file %d row %d: %d cells", i, l.Row, len(l.Cells))
			}
		}
	}
	if a, b := res[0].Sheets[0].Fingerprint, res[1].Sheets[0].Fingerprint; a != b || a == "" {
		t.Errorf("fingerprints %q and %q", a, b)
	}
}
