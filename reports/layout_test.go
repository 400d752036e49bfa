package reports

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// Every shipped layout passes its own check, and every column of it is written.
func TestLayout_Shipped(t *testing.T) {
	all := DefaultLayouts()
	if len(all) != len(crm.SheetKeys) {
		t.Fatalf("%d layouts", len(all))
	}
	for i, l := range all {
		if l.Sheet != crm.SheetKeys[i] {
			t.Errorf("layout %d is of %s", i, l.Sheet)
		}
		if err := CheckLayout(l); err != nil {
			t.Errorf("%s: %v", l.Sheet, err)
		}
	}
	// An office's report has 引荐份额 and no 查数码, the city's the other way round.
	for office, never := range map[string]string{"驻西安联络处": "ref", "": "introShare"} {
		r := sample(20)
		r.Head.Office = office
		f, _ := written(t, r)
		for _, l := range all {
			text := ""
			eachCell(t, f, l.Tab, func(_, v string) { text += v + "\x00" })
			for _, c := range l.Columns {
				absent := c.Key == never
				if leaf := c.Heads[len(c.Heads)-1]; strings.Contains(text, leaf) == absent {
					t.Errorf("%s of %q: head %q of %s, printed %v", l.Tab, office, leaf, c.Key, !absent)
				}
			}
		}
	}
}

// shuffled drops, renames, reorders and widens what the sheet's rule allows.
func shuffled(l crm.SheetLayout, drop func(i int) bool) crm.SheetLayout {
	rule := layoutRules[l.Sheet]
	l.Tab, l.Title = "新"+l.Tab, "=1+1 "+l.Title
	l.Notes = []string{"=HYPERLINK(\"http://x\",\"y\")"}
	keep := append(slices.Clone(rule.must), rule.first...)
	for i := range l.Columns {
		c := &l.Columns[i]
		c.Heads = slices.Clone(c.Heads)
		if !slices.ContainsFunc(codeColumns[l.Sheet], func(code codeColumn) bool { return code.column == c.Key }) {
			c.Heads[len(c.Heads)-1] = "=cmd|'/c calc'!A0" + c.Key
		}
		c.Width = min(maxWidth, c.Width+1.5)
		c.Hidden = !rule.grid && drop(i) && !slices.Contains(keep, c.Key)
	}
	if !rule.grid {
		slices.Reverse(l.Columns[len(rule.first):])
	}
	return l
}

// layoutsFor makes reports whose layouts change everything: all columns turned round, then
// every other column dropped, then the others.
func layoutsFor(t *testing.T, change int) *crm.MonthReport {
	t.Helper()
	r := sample(90)
	for _, l := range DefaultLayouts() {
		l = shuffled(l, func(i int) bool { return change > 0 && i%3 == change-1 })
		if err := CheckLayout(l); err != nil {
			if change > 0 && layoutRules[l.Sheet].least > 0 { // too few are left of this one
				continue
			}
			t.Fatalf("%s: %v", l.Sheet, err)
		}
		r.Layouts = append(r.Layouts, l)
	}
	r.Layouts[0].Order = []string{"producing", "signed", "foreign"}
	return r
}

// A layout that drops, renames, reorders and widens keeps every formula equal to its
// stored value, and no text of it starts a formula.
func TestLayout_FormulasFollow(t *testing.T) {
	for change := range 4 {
		r := layoutsFor(t, change)
		f, _ := written(t, r)
		checked := 0
		for _, sheet := range f.GetSheetList() {
			eachCell(t, f, sheet, func(cell, value string) {
				formula, err := f.GetCellFormula(sheet, cell)
				if err != nil || formula == "" || sheet == tab(r, keyTrips) {
					return
				}
				if strings.Contains(formula, "cmd") || strings.Contains(formula, "HYPERLINK") {
					t.Errorf("%s!%s: text became the formula %s", sheet, cell, formula)
				}
				got, err := f.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
				if err != nil || !near(got, value) {
					t.Errorf("change %d, %s!%s =%s stores %s, computes %s (%v)", change, sheet, cell, formula, value, got, err)
				}
				checked++
			})
		}
		if checked < 400 {
			t.Errorf("change %d: only %d formulas", change, checked)
		}
		text := ""
		eachCell(t, f, tab(r, keyDefinitions), func(_, v string) { text += v + "\n" })
		if strings.Contains(text, "不符") {
			t.Errorf("change %d: a cross-check says 不符", change)
		}
		if got := raw(t, f, tab(r, keySigned), "A1"); !strings.HasPrefix(got, "安康市2022年8月=1+1 新签约") {
			t.Errorf("title %q", got)
		}
	}
}

// Layouts come back from a snapshot's rows and give the same bytes.
func TestLayout_SameBytes(t *testing.T) {
	r := layoutsFor(t, 1)
	_, first := written(t, r)
	rows, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var again crm.MonthReport
	if err := json.Unmarshal(rows, &again); err != nil {
		t.Fatal(err)
	}
	if _, next := written(t, &again); !bytes.Equal(first, next) {
		t.Error("the bytes differ")
	}
}

// A hidden sheet stays in the file, so that cross-checks still read it.
func TestLayout_HiddenSheet(t *testing.T) {
	r := sample(20)
	l, _ := defaultLayout(keySigned)
	l.Hidden = true
	r.Layouts = []crm.SheetLayout{l}
	f, _ := written(t, r)
	if visible, err := f.GetSheetVisible(sheetSigned); err != nil || visible {
		t.Errorf("visible %v %v", visible, err)
	}
}
