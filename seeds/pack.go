package seeds

import (
	"embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"yinfeng/crm"
)

//go:embed ankang/* reference/*.csv
var files embed.FS

// Packs names the packs inside the program.
var Packs = []string{"ankang"}

// LoadPack reads a city pack: a name of Packs, or a folder with the same files.
func LoadPack(nameOrDir string) (crm.Pack, error) {
	for _, name := range Packs {
		if name == nameOrDir {
			dir, err := fs.Sub(files, name)
			if err != nil {
				return crm.Pack{}, err
			}
			return readPack(name, dir)
		}
	}
	if st, err := os.Stat(nameOrDir); err != nil || !st.IsDir() {
		return crm.Pack{}, crm.Invalid("pack", "没有“%s”这个数据包或文件夹，内置的有：%s", nameOrDir, strings.Join(Packs, "、"))
	}
	return readPack(nameOrDir, os.DirFS(nameOrDir))
}

// readPack reads the files of one pack; each complaint names file, line and column.
func readPack(name string, dir fs.FS) (crm.Pack, error) {
	p := crm.Pack{Name: name}
	for _, step := range []struct {
		file string
		read func(row) error
	}{
		{"units.csv", func(r row) error { p.Units = append(p.Units, r.unit()); return r.bad() }},
		{"chains.csv", func(r row) error { p.Chains = append(p.Chains, r.chain()); return r.bad() }},
		{"parks.csv", func(r row) error { p.Parks = append(p.Parks, r.park()); return r.bad() }},
		{"indicators.csv", func(r row) error { p.Indicators = append(p.Indicators, r.indicator()); return r.bad() }},
		{"bases.csv", func(r row) error { p.Bases = append(p.Bases, r.basis()); return r.bad() }},
		{"targets.csv", func(r row) error { p.Targets = append(p.Targets, r.target()); return r.bad() }},
		{"history.csv", func(r row) error { p.Historic = append(p.Historic, r.historic()); return r.bad() }},
	} {
		if err := readCSV(dir, step.file, step.read); err != nil {
			return p, err
		}
	}
	if err := readSettings(dir, &p); err != nil {
		return p, err
	}
	if err := readSchemes(dir, &p); err != nil {
		return p, err
	}
	if err := readCSV(files, "reference/holidays.csv", func(r row) error {
		p.Holidays = append(p.Holidays, crm.Holiday{Day: crm.Date(r.text("day")), Workday: r.flag("workday"), Name: r.text("name")})
		return r.bad()
	}); err != nil {
		return p, err
	}
	err := readCSV(files, "reference/industries.csv", func(r row) error {
		p.Industries = append(p.Industries, r.industry())
		return r.bad()
	})
	return p, err
}

func readSettings(dir fs.FS, p *crm.Pack) error {
	b, err := fs.ReadFile(dir, "settings.json")
	if err != nil {
		return crm.Invalid("pack", "数据包缺少 settings.json")
	}
	var list []struct {
		Name        string          `json:"name"`
		Label       string          `json:"label"`
		Value       json.RawMessage `json:"value"`
		Provisional bool            `json:"provisional"`
	}
	if err := json.Unmarshal(b, &list); err != nil {
		return crm.Invalid("pack", "settings.json 不是合法的 JSON：%v", err)
	}
	for _, x := range list {
		p.Settings = append(p.Settings, crm.PackSetting{Name: x.Name, Label: x.Label, Value: x.Value, Provisional: x.Provisional})
	}
	return nil
}

// readSchemes reads the scoring schemes; a pack may have none.
func readSchemes(dir fs.FS, p *crm.Pack) error {
	b, err := fs.ReadFile(dir, "schemes.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, &p.Schemes); err != nil {
		return crm.Invalid("pack", "schemes.json 不是合法的评分方案：%v", err)
	}
	return nil
}

// row is one line of a pack's CSV file; what cannot be read is remembered for bad.
type row struct {
	file   string
	line   int
	fields map[string]string
	err    *error
}

func readCSV(dir fs.FS, file string, each func(row) error) error {
	f, err := dir.Open(file)
	if err != nil {
		return crm.Invalid("pack", "数据包缺少 %s", file)
	}
	defer f.Close()
	r := csv.NewReader(f)
	head, err := r.Read()
	if err != nil {
		return crm.Invalid("pack", "%s 第 1 行不是表头", file)
	}
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		line, _ := r.FieldPos(0)
		if err != nil {
			return crm.Invalid("pack", "%s 第 %d 行的列数与表头不同", file, line)
		}
		w := row{file: file, line: line, fields: map[string]string{}, err: new(error)}
		for i, h := range head {
			w.fields[h] = strings.TrimSpace(rec[i])
		}
		if err := each(w); err != nil {
			return err
		}
	}
}

func (r row) bad() error              { return *r.err }
func (r row) text(name string) string { return r.fields[name] }
func (r row) flag(name string) bool   { return r.fields[name] == "1" }

func (r row) fail(name string) {
	if *r.err == nil {
		*r.err = crm.Invalid("pack", "%s 第 %d 行的“%s”写法不对：%s", r.file, r.line, name, r.fields[name])
	}
}

func (r row) number(name string) int {
	if r.fields[name] == "" {
		return 0
	}
	n, err := strconv.Atoi(r.fields[name])
	if err != nil {
		r.fail(name)
	}
	return n
}

// list splits a cell at semicolons; never nil.
func (r row) list(name string) []string {
	out := []string{}
	for _, s := range strings.Split(r.fields[name], ";") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// amount reads a value in the unit that the row's "in" column names.
func (r row) amount() int64 {
	per, ok := map[string]int64{"亿元": crm.FenPerYi, "亿美元": crm.FenPerYi, "万元": crm.FenPerWan, "万美元": crm.FenPerWan,
		"个": 1, "户": 1, "名": 1}[r.fields["in"]]
	if !ok {
		r.fail("in")
		return 0
	}
	n, err := crm.ParseDecimal(r.fields["value"], per)
	if err != nil {
		r.fail("value")
	}
	return n
}
