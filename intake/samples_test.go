package intake_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"yinfeng/crm"
	"yinfeng/intake"
	"yinfeng/intake/intaketest"
)

// knowledge is what the Ankang pack would hand in, from the test's own copies of the public lists.
var knowledge = sync.OnceValue(func() crm.ImportKnowledge {
	var areas []crm.Area
	for _, f := range readTable("testdata/areas.csv") {
		areas = append(areas, crm.Area{Name: f[2], Aliases: strings.Split(f[7], ";")})
	}
	var places []crm.Place
	for _, f := range readTable("testdata/places.csv") {
		places = append(places, crm.Place{Code: f[0], Name: f[1], Level: crm.PlaceLevel(f[2]), ProvinceCode: f[3], CityCode: f[4]})
	}
	return crm.ImportKnowledge{Areas: crm.NewAreas("陕西省", "安康市", areas), Places: crm.NewPlaces(places)}
})

func readTable(name string) [][]string {
	data, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))).ReadAll()
	if err != nil {
		panic(err)
	}
	return rows[1:]
}

func readBytes(name string, data []byte, asOf crm.Date) (*crm.ImportResult, error) {
	return intake.Read(context.Background(), name, bytes.NewReader(data), int64(len(data)), knowledge(), intake.Options{AsOf: asOf})
}

// TestRead_samples holds each sample against its expected file.
func TestRead_samples(t *testing.T) {
	for _, name := range []string{"01_签约项目汇总_多行表头.xlsx", "02_混合单位台账.xlsx", "05_多表不同列.xlsx", "04_县区到位资金月报_宽表.xlsx", "07_错误行集锦.xlsx", "11_GBK导出.csv", "21_外出招商情况.xlsx", "22_到位资金月报.xlsx", "安康公开报道项目.csv"} {
		t.Run(name, func(t *testing.T) { checkSample(t, name) })
	}
}

func checkSample(t *testing.T, name string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(strings.TrimSuffix(file, filepath.Ext(file)) + ".expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var head struct {
		Day crm.Date `json:"reference_date"`
	}
	if err := json.Unmarshal(want, &head); err != nil {
		t.Fatal(err)
	}
	res, err := readBytes(name, data, head.Day)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := intaketest.Diff(want, got)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		t.Error(l)
	}
}
