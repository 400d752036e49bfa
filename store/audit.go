package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// toJSON marshals a detail; what cannot be marshalled is a programming error and is
// recorded as such rather than lost.
func toJSON(v any) string {
	if v == nil {
		return "{}"
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf(`{"unmarshalled":%q}`, err.Error())
	}
	return string(b)
}

// auditHash covers every field of the row and the hash before it; fields are
// length-prefixed so that no two rows read alike.
func auditHash(r crm.AuditRow) string {
	var b strings.Builder
	for _, f := range []any{r.Seq, r.At, r.KnownOn, r.UserID, r.Actor, r.Address, r.Act, r.Object, r.ObjectID, r.UnitID, r.Label, r.Detail, r.PrevHash} {
		s := fmt.Sprint(f)
		fmt.Fprintf(&b, "%d:%s;", len(s), s)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// writeAudit appends rows to the chain, giving sequence and hash.
func writeAudit(t *Tx, rows []crm.AuditRow) error {
	if len(rows) == 0 {
		return nil
	}
	var seq int64
	var prev string
	err := t.QueryRowContext(t.ctx, "SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1").Scan(&seq, &prev)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	b := bulkTable{name: "audit_log", columns: auditColumns}
	for _, r := range rows {
		seq++
		r.Seq, r.PrevHash = seq, prev
		r.Hash = auditHash(r)
		prev = r.Hash
		b.rows = append(b.rows, []any{r.Seq, r.At, r.KnownOn, r.UserID, r.Actor, r.Address, r.Act, r.Object, r.ObjectID, r.UnitID, r.Label,
			r.Detail, r.PrevHash, r.Hash})
	}
	return t.bulkInsert(b)
}

const auditColumns = "seq, at, known_on, user_id, actor, address, act, object, object_id, unit_id, label, detail, prev_hash, hash"

func scanAudit(rows *sql.Rows) (r crm.AuditRow, err error) {
	err = rows.Scan(&r.Seq, &r.At, &r.KnownOn, &r.UserID, &r.Actor, &r.Address, &r.Act, &r.Object, &r.ObjectID, &r.UnitID,
		&r.Label, &r.Detail, &r.PrevHash, &r.Hash)
	return r, err
}

// VerifyAudit walks the whole chain and returns the number of rows and the sequence of
// the first bad one (0 when the chain is whole), trust §1.
func (s *Store) VerifyAudit(ctx context.Context) (count, bad int64, err error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+auditColumns+" FROM audit_log ORDER BY seq")
	if err != nil {
		return 0, 0, s.translate(err)
	}
	defer rows.Close()
	prev := ""
	for rows.Next() {
		r, err := scanAudit(rows)
		if err != nil {
			return count, 0, err
		}
		count++
		if r.Seq != count || r.PrevHash != prev || r.Hash != auditHash(r) {
			return count, r.Seq, nil
		}
		prev = r.Hash
	}
	return count, 0, s.translate(rows.Err())
}
