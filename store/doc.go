// Package store keeps the business on SQLite or PostgreSQL: migrations, reads that
// take a crm.Viewer, and acts, each one transaction that reads the facts, asks a pure
// crm function for the decision, writes rows, roll-ups and the audit row, and commits.
//
// # How it is written
//
// Every change is an act: act(ctx, s, v, func(t *Tx) (T, error)). It checks rights
// first (v.RequireIn, before and in the same transaction as the change), reads facts
// through t, asks the crm rule, writes, calls t.audit and returns the crm object, which
// is the HTTP answer and what an idempotent repeat gets. Unexported functions take a
// querier (reads) or a *Tx (writes) and never open a transaction, so that acts share
// them and work inside Batch; an act never reads through s.read.
//
// Ids come from t.nextID, codes from t.code, stale versions are told by t.update. Lists
// are a listSpec with runList; scope comes from query.scope and nowhere else.
//
// SQL is hand-written, one text for both engines: $1… numbered in order of first
// appearance, BOOLEAN compared with = FALSE or = TRUE (partial indexes need the same
// words), CAST(SUM(x) AS BIGINT), conditions added only when set. Roll-ups are kept by
// upsert in the transaction that writes the line.
//
// One writer works at a time on both engines (on PostgreSQL by an advisory lock, taken
// at the start of a group), so that an act sees what it would see alone. Tests run on
// both engines through storetest.Each.
package store
