package server_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// TestImports_Marked: the person's own file comes back with the complaints, and is read like the file before.
func TestImports_Marked(t *testing.T) {
	eachCityOn(t, "2023-06-30", func(t *testing.T, c *city) {
		k := c.as("manager")
		b := k.imported("07_错误行集锦.xlsx", c.sample("07_错误行集锦.xlsx"), map[string]string{"asOf": "2023-06-30"})
		got := k.get("/imports/%d/marked", b.ID).want(200)
		if d := got.Header.Get("Content-Disposition"); !strings.Contains(d, "07_%E9%94%99%E8%AF%AF%E8%A1%8C%E9%9B%86%E9%94%A6_%E6%A0%A1%E9%AA%8C%E6%84%8F%E8%A7%81.xlsx") {
			t.Error(d)
		}
		f, err := excelize.OpenReader(bytes.NewReader(got.Raw))
		c.must(err)
		defer f.Close()
		rows, err := f.GetRows("项目")
		c.must(err)
		if head := rows[1][len(rows[1])-1]; head != "校验意见" {
			t.Errorf("the heading is %q", head)
		}
		if text := strings.Join(rows[14], "|"); !strings.Contains(text, "5O00") || len(rows[14]) != len(rows[1]) {
			t.Errorf("row 15: %s", text)
		}
		again := k.imported("再来.xlsx", got.Raw, map[string]string{"asOf": "2023-06-30"})
		if again.Plan != b.Plan {
			t.Errorf("read again: %+v, before %+v", again.Plan, b.Plan)
		}

		officer := c.as("officer")
		csv := officer.imported("外县.csv", ledger("甲厂,乙丙丁有限公司,旬阳市,1000"), nil)
		if text := string(officer.get("/imports/%d/marked", csv.ID).want(200).Raw); !strings.Contains(text, "不在你的权限范围内") {
			t.Errorf("a rejected row is not explained: %s", text)
		}
		broken := officer.imported("坏.xlsx", []byte("坏"), nil)
		officer.get("/imports/%d/marked", broken.ID).want(409)
	})
}

// TestImports_Templates: each template opens, offers the viewer's units only, and an empty one is no ledger of anything.
func TestImports_Templates(t *testing.T) {
	c := newCity(t, "sqlite")
	for _, kind := range []string{"projects", "leads", "visits", "capital", "matrix"} {
		got := c.as("officer").get("/imports/template/%s", kind).want(200)
		f, err := excelize.OpenReader(bytes.NewReader(got.Raw))
		c.must(err)
		options, err := f.GetRows("选项")
		c.must(err)
		f.Close()
		if text := fmt.Sprint(options); kind != "matrix" && !strings.Contains(text, "汉滨区") || strings.Contains(text, "旬阳市") {
			t.Errorf("%s offers %s", kind, text)
		}
	}
	if got := c.as("manager").get("/imports/template/projects").want(200); len(got.Raw) < 5000 {
		t.Error(len(got.Raw))
	}
	c.as("manager").get("/imports/template/companies").want(422)
}

// TestImports_Columns: a table that nobody knows is mapped by its person, and the same layout is known next time.
func TestImports_Columns(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer")
		strange := func(name string) []byte {
			return []byte("\ufeff事项,谁来投,放哪里,盘子\r\n" + name + "一厂,云山电子有限公司,汉滨区,5000\r\n" + name + "二厂,云海食品有限公司,汉滨区,800\r\n" + name + "三厂,云河纺织有限公司,汉滨区,900\r\n")
		}
		b := k.imported("怪表.csv", strange("星"), nil)
		if b.State != crm.ImportChecked || b.Plan.Create != 0 || len(b.Sheets) != 1 || len(b.Sheets[0].Mapping) != 4 {
			t.Fatalf("%+v", b)
		}
		path := fmt.Sprintf("/imports/%d/columns", b.ID)
		column := func(n int, key, unit string) body { return body{"col": n, "key": key, "unit": unit} }
		say := func(columns ...body) body {
			return body{"version": b.Version, "sheet": "", "map": body{"kind": "projects", "columns": columns}}
		}
		for field, bad := range map[string]body{"map.columns[0].key": column(1, "nonsense", ""), "map.columns[0].unit": column(1, "total_wan", "斤")} {
			if got := k.put(path, say(bad)).want(422); got.at("field") != field {
				t.Errorf("%s: %s", field, got.Raw)
			}
		}
		k.put(path, say(column(1, "project", ""), column(2, "investors", ""), column(3, "county", ""), column(4, "total_wan", "万元"))).want(200)
		if b = k.settled(b.ID); b.Plan.Create != 3 || !b.Sheets[0].Remembered {
			t.Fatalf("%+v %+v", b.Plan, b.Sheets)
		}
		if next := k.imported("下月.csv", strange("月"), nil); next.Plan.Create != 3 {
			t.Errorf("the layout is forgotten: %+v", next.Plan)
		}
		if other := c.as("officer2").imported("下月.csv", strange("月"), nil); len(other.Sheets) != 1 || other.Sheets[0].Remembered {
			t.Errorf("another unit's layout is used: %+v", other.Sheets)
		}
	})
}

// TestImports_Headers: the administrator's words for headers are understood at the next reading.
func TestImports_Headers(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		admin, k := c.as("admin"), c.as("officer")
		keys := admin.get("/imports/keys").want(200)
		if len(keys.items()) < 5 || keys.str("items", 0, "keys", 1, "label") == "" || !strings.Contains(fmt.Sprint(keys.at("units")), "亿元") {
			t.Fatal(string(keys.Raw))
		}
		word := func(kind, key, text string) body { return body{"kind": kind, "key": key, "text": text} }
		put := func(list ...body) *answer { return admin.put("/imports/headers", body{"items": list}) }
		put(word("projects", "nonsense", "盘子")).want(422)
		put(word("projects", "total_wan", "")).want(422)
		put(word("projects", "total_wan", strings.Repeat("盘", 41))).want(422)
		put(word("projects", "total_wan", "盘子"), word("projects", "project", "盘 子")).want(422)
		if n := len(admin.get("/imports/headers").want(200).items()); n != 0 {
			t.Fatalf("%d headers of refused lists", n)
		}
		file := []byte("\ufeff项目名称,投资方,县区,盘子（万元）\r\n青峰厂,青峰电子有限公司,汉滨区,5000\r\n明湖厂,明湖食品有限公司,汉滨区,800\r\n")
		total := func() string {
			b := k.imported("台账.csv", file, nil)
			for _, column := range b.Sheets[0].Mapping {
				if column.Col == 4 {
					return column.Key
				}
			}
			return "none"
		}
		if got := total(); got != "" {
			t.Fatalf("known before it was told: %q", got)
		}
		put(word("projects", "total_wan", "盘子")).want(200)
		if got := total(); got != "total_wan" {
			t.Fatalf("not understood: %q", got)
		}
		if list := k.get("/imports/headers").want(200).items(); len(list) != 1 {
			t.Fatal(list)
		}
		k.put("/imports/headers", body{"items": []body{}}).want(403)
	})
}
