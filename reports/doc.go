// Package reports turns rows into Excel workbooks: the monthly workbook (domain §11),
// plain list exports and the target sheet. It is pure: it reads crm values and writes
// bytes, knows no SQL and no HTTP, and the same rows always give the same bytes.
//
// Every sheet is described by a table of columns (heads, width, look, value); one file
// holds one sheet. Text from users is only ever written as an inline string, so that no
// cell starts a formula with it.
package reports
