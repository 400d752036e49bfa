// Package intake reads other people's workbooks: bytes of a file → sheets, headers, units and
// dates → candidate rows with complaints (crm.ImportResult). It is a pure function of the
// bytes and of what it is told (crm.ImportKnowledge); it knows no database and no clock.
//
// The judgements are those of the ledger samples' README ("ruling N" in comments means its N-th judgement).
//
// Workbooks are read by a small streaming reader of our own over the zip parts, not by excelize.Rows: that
// iterator drops what the rulings need (the cell's type and number format for the number 2022.1, whether a
// formula has a cached value, hidden rows together with merged cells), and asking excelize for merges or types loads
// the whole sheet. The tests hold the reader against excelize.
package intake
