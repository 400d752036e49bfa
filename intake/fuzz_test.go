package intake_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"yinfeng/crm"
)

// FuzzRead: any bytes are read or refused with a line for a person; no panic, and every row is accounted for once (trust S5).
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.[cx][sl]*")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 20_000 {
			f.Add(filepath.Ext(name), data)
		}
	}
	f.Add(".csv", []byte("项目名称,投资方,县区,总投资(万元)\n甲,甲有限公司,平利县,800\n小计,,,800\n"))
	f.Fuzz(func(t *testing.T, ext string, data []byte) {
		res, err := readBytes("a"+ext, data, "2024-06-30")
		if err != nil {
			var e *crm.Error
			if !errors.As(err, &e) || e.Detail == "" {
				t.Fatalf("not for a person: %v", err)
			}
			return
		}
		seen := map[string]bool{}
		once := func(parts ...any) {
			if k := fmt.Sprint(parts...); seen[k] {
				t.Fatalf("row %v twice", k)
			} else {
				seen[k] = true
			}
		}
		for _, list := range [][]crm.ImportRecord{res.Records, res.Held} {
			for _, r := range list { // in a matrix a row has one record a period
				once(r.Sheet, "!", r.Row, r.Table, r.Text("year"), r.Text("month_to"))
			}
		}
		for _, s := range res.Skipped {
			once(s.Sheet, "!", s.Row, s.Table)
		}
	})
}
