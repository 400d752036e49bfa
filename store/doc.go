// Package store keeps the business on SQLite or PostgreSQL: migrations, reads that
// take a crm.Viewer, and acts, each one transaction that reads the facts, asks a pure
// crm function for the decision, writes rows, roll-ups and the audit row, and commits.
//
// Exported methods are named for the act (ReportLead, VerifyCapital); they open the
// transaction through act. Unexported functions take a *Tx or a querier and never
// open one. SQL is hand-written with $1… placeholders numbered in order of first
// appearance: one text for both engines.
package store
