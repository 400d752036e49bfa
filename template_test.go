package main

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
	"yinfeng/intake"
	"yinfeng/reports"
	"yinfeng/seeds"
)

// templateKinds are the kinds with a template, and how many records the two examples of each table make.
var templateKinds = map[crm.ImportKind]int{crm.ImportProjects: 2, crm.ImportLeads: 2, crm.ImportVisits: 4, crm.ImportCapital: 2}

func templateBytes(t *testing.T, k crm.ImportKnowledge, kind crm.ImportKind) []byte {
	t.Helper()
	var b bytes.Buffer
	err := reports.WriteTemplate(&b, kind, crm.TemplateData{Units: k.Areas.Names(), Chains: []string{"富硒食品", "新型材料"}, Year: 2026, Month: "2026-11"})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packKnowledge(t *testing.T) crm.ImportKnowledge {
	t.Helper()
	p, err := seeds.LoadPack(seeds.Packs[0])
	if err != nil {
		t.Fatal(err)
	}
	k, err := seeds.PackKnowledge(p)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// typed is the value that a spreadsheet program makes of an example that a person types in.
func typed(kind, text string) any {
	switch kind {
	case "数字", "整数":
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n
		}
	case "年月日":
		if d, err := time.Parse("2006-01-02", text); err == nil {
			return d
		}
	}
	return text
}

// filled types the guide's examples into the tables.
func filled(t *testing.T, data []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	guide, err := f.GetRows("填报说明")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range guide[3:] {
		if len(row) < 7 {
			continue
		}
		head, err := f.GetRows(row[0])
		if err != nil {
			t.Fatal(err)
		}
		for col, title := range head[2] {
			if strings.ReplaceAll(title, "\n", "") != row[1] {
				continue
			}
			for i, text := range row[4:6] {
				at, _ := excelize.CoordinatesToCellName(col+1, 4+i)
				style, _ := f.GetCellStyle(row[0], at)
				if text == "—" {
					continue
				}
				if err := f.SetCellValue(row[0], at, typed(row[6], text)); err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellStyle(row[0], at, at, style); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A template filled in with its own examples reads without a complaint; its guide and lists are no tables.
func TestTemplate_FilledReadsClean(t *testing.T) {
	k := packKnowledge(t)
	for kind, want := range templateKinds {
		t.Run(string(kind), func(t *testing.T) {
			data := filled(t, templateBytes(t, k, kind))
			res, err := intake.Read(context.Background(), "t.xlsx", bytes.NewReader(data), int64(len(data)), k, intake.Options{AsOf: "2026-11-28"})
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Records) != want || len(res.Held) > 0 {
				t.Errorf("%d records, %d held", len(res.Records), len(res.Held))
			}
			for _, i := range res.Issues {
				t.Errorf("%s %v: %s %s", i.Sheet, i.Row, i.Code, i.Message)
			}
			sheetsOf(t, res, kind)
		})
	}
}

func sheetsOf(t *testing.T, res *crm.ImportResult, kind crm.ImportKind) {
	t.Helper()
	for _, s := range res.Sheets {
		if aside := s.Name == "填报说明" || s.Name == "选项"; aside != (s.Role == "ignored") || !aside && s.Kind != kind {
			t.Errorf("%s is read as %s %s", s.Name, s.Role, s.Kind)
		}
		for _, c := range s.Columns {
			if strings.HasSuffix(c, "→ 不读") {
				t.Errorf("%s: the importer does not know the column %s", s.Name, c)
			}
		}
	}
}

// The table of units by months comes with its units; filled in, each month gives a record.
func TestTemplate_MatrixReadsClean(t *testing.T) {
	k := packKnowledge(t)
	f, err := excelize.OpenReader(bytes.NewReader(templateBytes(t, k, crm.ImportMatrix)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := range k.Areas.Names() {
		for col, v := range []int{12000, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200} {
			at, _ := excelize.CoordinatesToCellName(3+col, 4+i)
			if err := f.SetCellValue("县区月份表", at, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	res, err := intake.Read(context.Background(), "t.xlsx", bytes.NewReader(b.Bytes()), int64(b.Len()), k, intake.Options{AsOf: "2026-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	if want := 12 * len(k.Areas.Names()); len(res.Records) != want || len(res.Held)+len(res.Issues) > 0 {
		t.Errorf("%d records instead of %d, %d held: %s", len(res.Records), want, len(res.Held), fmt.Sprint(res.Issues))
	}
	sheetsOf(t, res, crm.ImportMatrix)
}
