package main

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// wanted is what a cell must hold.
type wanted struct {
	kind  wantedKind
	text  string
	exact *big.Rat // minor units of money, or a ratio
	per   int64    // of money: minor units in one printed unit
}

type wantedKind int

const (
	wantText  wantedKind = iota // exactly this text; "" is nothing at all
	wantMoney                   // a number that is so many minor units, to the last of them
	wantRatio                   // a number that is this ratio as closely as a double holds it
)

// Texts: a missing value prints as —, a blank cell is empty.
func blank() wanted { return wanted{} }

func words(s string) wanted {
	if s == "" {
		s = "—"
	}
	return wanted{text: s}
}

// money is an amount in a printed unit: 亿元 is 1e10 分.
func money(minor, per int64) wanted {
	return wanted{kind: wantMoney, exact: big.NewRat(minor, 1), per: per}
}

// moneyOr is money that may be missing, moneyNot0 money of which 0 means unknown.
func moneyOr(minor *int64, per int64) wanted {
	if minor == nil {
		return words("")
	}
	return money(*minor, per)
}

func moneyNot0(minor, per int64) wanted {
	if minor == 0 {
		return words("")
	}
	return money(minor, per)
}

func count(n int64) wanted { return money(n, 1) }

func ratioOr(r *big.Rat) wanted {
	if r == nil {
		return words("")
	}
	return wanted{kind: wantRatio, exact: r}
}

// rankOr is a place, — for none.
func rankOr(n int) wanted {
	if n == 0 {
		return words("")
	}
	return count(int64(n))
}

// dated is a date: a day as its serial number, a month or year as text.
func dated(d string) wanted {
	if t, err := time.Parse("2006-01-02", d); err == nil {
		return count(int64(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()) / 24)
	}
	return words(d)
}

// same reports whether a cell as stored holds what is wanted.
func (w wanted) same(cell string) bool {
	if w.kind == wantText {
		return cell == w.text
	}
	have, ok := new(big.Rat).SetString(cell)
	if !ok {
		return false
	}
	if w.kind == wantMoney {
		off := have.Sub(have.Mul(have, big.NewRat(w.per, 1)), w.exact)
		return off.Abs(off).Cmp(big.NewRat(1, 4)) < 0
	}
	off := new(big.Rat).Sub(have, w.exact)
	most := new(big.Rat).Add(big.NewRat(1, 1), new(big.Rat).Abs(w.exact))
	return off.Abs(off).Cmp(most.Mul(most, big.NewRat(1, 1e12))) <= 0
}

func (w wanted) String() string {
	switch w.kind {
	case wantMoney:
		return numberText(w.exact.Num().Int64(), w.per)
	case wantRatio:
		return w.exact.FloatString(14)
	}
	return fmt.Sprintf("%q", w.text)
}

// wantedSheet is what a sheet must hold below its heads: blocks of rows, each after a row that
// marks it, and what its footnotes must say.
type wantedSheet struct {
	tab    string
	blocks []wantedBlock
	notes  []string // figures in footnotes, as printed
	side   [][]wanted
	sideAt [2]int // row and column of side's first cell, from 0
}

// wantedBlock is rows that follow one another: the first is 合计 of its table.
type wantedBlock struct {
	title string // in column A, some rows above; "" = none
	rows  [][]wanted
	wide  int  // columns of the table, 0 = all that there are
	dense bool // cells span columns and heads repeat: compared without what is empty, heads left out
}

// sheetCheck compares a sheet and tells what differs.
type sheetCheck struct {
	tab   string
	rows  [][]string
	at    int // row read last
	cells int // compared
	found []string
	more  int
}

const mostFindings = 20

func (s *sheetCheck) fail(format string, args ...any) {
	if len(s.found) == mostFindings {
		s.more++
		return
	}
	s.found = append(s.found, s.tab+" "+fmt.Sprintf(format, args...))
}

func (s *sheetCheck) cell(row, col int) string {
	if row < len(s.rows) && col < len(s.rows[row]) {
		return s.rows[row][col]
	}
	return ""
}

// seek goes to the next row with a text in one of the first columns.
func (s *sheetCheck) seek(text string) bool {
	for row := s.at; row < len(s.rows); row++ {
		for col := range min(4, len(s.rows[row])) {
			if s.rows[row][col] == text {
				s.at = row
				return true
			}
		}
	}
	s.fail("from row %d on: no %q", s.at+1, text)
	return false
}

// check reads a sheet from its first 合计 to its notes. Whatever stands there and is not expected
// is a finding, so is what is expected and does not stand there.
func (w wantedSheet) check(rows [][]string) *sheetCheck {
	s := &sheetCheck{tab: w.tab, rows: rows}
	for _, b := range w.blocks {
		if b.title != "" && !s.seek(b.title) || !s.seek(b.mark()) {
			return s
		}
		for _, want := range b.rows {
			if b.dense {
				s.condense()
			}
			s.row(want, cmp.Or(b.wide, max(len(want), s.width())))
			s.at++
		}
		if end := s.cell(s.at, 0); end != "" && !strings.HasPrefix(end, "注:") && !strings.HasPrefix(end, "(") {
			s.fail("row %d: %q stands below what is expected", s.at+1, end)
		}
	}
	for i, row := range w.side {
		for k, want := range row {
			if have := s.cell(w.sideAt[0]+i, w.sideAt[1]+k); !want.same(have) {
				s.fail("%s%d: expected %s, found %q", columnName(w.sideAt[1]+k), w.sideAt[0]+i+1, want, have)
			}
		}
	}
	s.notes(w.notes)
	return s
}

// mark is the text of a block's first row, 合计 or 满分或标准.
func (b wantedBlock) mark() string {
	for _, c := range b.rows[0] {
		if c.kind == wantText && c.text != "" {
			return c.text
		}
	}
	panic("recount: a block begins with a text")
}

func (s *sheetCheck) row(want []wanted, wide int) {
	s.cells += wide
	for col := range wide {
		w := blank()
		if col < len(want) {
			w = want[col]
		}
		if have := s.cell(s.at, col); !w.same(have) {
			s.fail("%s%d: expected %s, found %q", columnName(col), s.at+1, w, have)
		}
	}
}

// condense leaves out the empty cells of the row at hand, and goes past heads that are repeated
// on a new page.
func (s *sheetCheck) condense() {
	if s.cell(s.at, 0) == "序号" {
		s.at++
	}
	if s.at < len(s.rows) {
		s.rows[s.at] = slices.DeleteFunc(s.rows[s.at], func(c string) bool { return c == "" })
	}
}

// width is how many cells the row at hand has.
func (s *sheetCheck) width() int {
	if s.at < len(s.rows) {
		return len(s.rows[s.at])
	}
	return 0
}

// notes looks for the figures in the sheet's footnotes.
func (s *sheetCheck) notes(figures []string) {
	var all strings.Builder
	for row := range s.rows {
		if text := s.cell(row, 0); strings.HasPrefix(text, "注:") {
			all.WriteString(text)
		}
	}
	for _, f := range figures {
		if !strings.Contains(all.String(), f) {
			s.fail("footnotes do not say %q, but %q", f, all.String())
		}
	}
}

func columnName(col int) string {
	if col < 26 {
		return string(rune('A' + col))
	}
	return columnName(col/26-1) + string(rune('A'+col%26))
}
