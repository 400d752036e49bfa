package reports

import "testing"

// A layout's width is a least width: no date and no running number is cut to ####, and what
// ships stays as it is.
func TestLayout_NarrowColumnsWiden(t *testing.T) {
	for _, width := range []float64{minWidth, 0} {
		r := sample(1200)
		shipped, _ := defaultLayout(keyReceptions)
		own := DefaultLayouts()[sheetNumber(keyReceptions)-1]
		for i := range own.Columns {
			if width > 0 {
				own.Columns[i].Width = width
			}
		}
		r.Layouts = append(r.Layouts, own)
		l := receptionsSheet(r)
		l.fit()
		least := map[string]float64{"serial": 3, "on": 9}
		for _, c := range l.columns {
			for _, ships := range shipped.Columns {
				switch {
				case ships.Key != c.key:
				case width == 0 && c.look.align != "right" && c.width != ships.Width:
					t.Errorf("%s ships %g, written %g", c.key, ships.Width, c.width)
				case width > 0 && c.width < least[c.key]:
					t.Errorf("%s is %g wide", c.key, c.width)
				}
			}
		}
	}
}
