package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// page is how a sheet prints and scrolls.
type page struct {
	name       string
	widths     []float64
	lastRow    int
	repeat     int  // rows repeated on every printed page
	freezeRows int  // rows that stay while scrolling
	freezeCols int  // columns that stay while scrolling
	onePage    bool // everything fitted to one page
	portrait   bool
	hidden     bool // the layout hides the sheet
	filterRow  int  // row that carries the filter arrows; 0 = no filter
	filterEnd  int
}

func (p page) width() float64 {
	var w float64
	for _, c := range p.widths {
		w += c
	}
	return w
}

// sheet writes one worksheet, row by row.
type sheet struct {
	*book
	page
	stream *excelize.StreamWriter
	row    int // the row written last
	breaks int
}

// setUp makes the worksheet with everything that must stand before its rows.
func (b *book) setUp(p page) {
	if b.err != nil {
		return
	}
	_, err := b.file.NewSheet(p.name)
	b.fail(err)
	for i, w := range p.widths {
		name := column1(i + 1)
		b.fail(b.file.SetColWidth(p.name, name, name, w))
	}
	b.pageSetup(p)
	b.names(p)
	off, zoom := false, 100.0
	b.fail(b.file.SetSheetView(p.name, 0, &excelize.ViewOptions{ShowGridLines: &off, ZoomScale: &zoom}))
	if p.freezeRows > 0 || p.freezeCols > 0 {
		b.fail(b.file.SetPanes(p.name, &excelize.Panes{
			Freeze: true, XSplit: p.freezeCols, YSplit: p.freezeRows,
			TopLeftCell: at(p.freezeCols+1, p.freezeRows+1), ActivePane: activePane(p),
		}))
	}
	if p.hidden {
		b.fail(b.file.SetSheetVisible(p.name, false))
	}
	b.fail(b.file.SetSheetDimension(p.name, "A1:"+at(len(p.widths), p.lastRow)))
}

func activePane(p page) string {
	switch {
	case p.freezeCols == 0:
		return "bottomLeft"
	case p.freezeRows == 0:
		return "topRight"
	}
	return "bottomRight"
}

// pageSetup sets A4 landscape, fit to width, margins, centring and the footer.
func (b *book) pageSetup(p page) {
	paper, landscape, one, many := 9, "landscape", 1, 0
	if p.portrait {
		landscape = "portrait"
	}
	height := &many
	if p.onePage {
		height = &one
	}
	b.fail(b.file.SetPageLayout(p.name, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &landscape, FitToWidth: &one, FitToHeight: height,
	}))
	side, top, bottom, head, foot, yes := 0.4, 0.5, 0.55, 0.3, 0.28, true
	b.fail(b.file.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &bottom, Header: &head, Footer: &foot, Horizontally: &yes,
	}))
	font := `&"` + fontSong + `,Regular"&9`
	b.fail(b.file.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{
		OddFooter: "&L" + font + " " + footText(b.footLeft) + "&C" + font + " 第 &P 页 共 &N 页&R" + font + " " + footText(b.footEnd),
	}))
}

// footText keeps & from starting a code of the footer.
func footText(s string) string { return strings.ReplaceAll(s, "&", "&&") }

// names defines print titles, print area and filter. The filter comes before the sheet
// properties, which it would otherwise wipe.
func (b *book) names(p page) {
	if p.filterRow > 0 {
		ref := at(1, p.filterRow) + ":" + at(len(p.widths), p.filterEnd)
		b.fail(b.file.AutoFilter(p.name, ref, nil))
	}
	fit := true
	b.fail(b.file.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	if p.repeat > 0 {
		b.fail(b.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", Scope: p.name, RefersTo: fmt.Sprintf("'%s'!$1:$%d", p.name, p.repeat),
		}))
	}
	b.fail(b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", Scope: p.name,
		RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", p.name, column1(len(p.widths)), p.lastRow),
	}))
}

// begin starts the rows of a sheet that was set up.
func (b *book) begin(p page) *sheet {
	s := &sheet{book: b, page: p}
	if b.err == nil {
		var err error
		s.stream, err = b.file.NewStreamWriter(p.name)
		b.fail(err)
	}
	return s
}

// put writes the next row from column A on; a row can be 409 points high at most.
func (s *sheet) put(height float64, cells []any) int {
	s.row++
	if s.err == nil {
		s.fail(s.stream.SetRow(at(1, s.row), cells, excelize.RowOpts{Height: min(round1(height), excelize.MaxRowHeight)}))
		s.step()
	}
	return s.row
}

// merge joins a range of cells, unless it is one cell.
func (s *sheet) merge(col1, row1, col2, row2 int) {
	if s.err == nil && (col1 != col2 || row1 != row2) {
		s.fail(s.stream.MergeCell(at(col1, row1), at(col2, row2)))
	}
}

// breakBefore starts a printed page at a row.
func (s *sheet) breakBefore(row int) {
	if s.err == nil && s.breaks < maxBreaks {
		s.breaks++
		s.fail(s.stream.InsertPageBreak(at(1, row)))
	}
}

// end finishes the sheet.
func (s *sheet) end() {
	if s.err == nil {
		s.fail(s.stream.Flush())
	}
}

// at is the A1 name of a cell, column1 of a column.
func at(col, row int) string {
	name, _ := excelize.CoordinatesToCellName(col, row)
	return name
}

func column1(col int) string {
	name, _ := excelize.ColumnNumberToName(col)
	return name
}

// round1 keeps heights to a tenth of a point, for short and stable files.
func round1(h float64) float64 { return float64(int64(h*10+0.5)) / 10 }
