package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"yinfeng/crm"
)

// idempotencyDays is how long a key is kept (contract §2).
const idempotencyDays = 7

type idempotencyKey struct{ name, bodyHash string }

type idempotencyCtx struct{}

// WithIdempotency marks ctx so that the act done under it is done once per user and
// key; bodyHash covers method, path and body.
func WithIdempotency(ctx context.Context, name, bodyHash string) context.Context {
	return context.WithValue(ctx, idempotencyCtx{}, idempotencyKey{name, bodyHash})
}

// withoutKey lets an act under ctx stand by itself: its answer is not kept for a repeat.
func withoutKey(ctx context.Context) context.Context {
	return context.WithValue(ctx, idempotencyCtx{}, idempotencyKey{})
}

func idempotencyOf(ctx context.Context) idempotencyKey {
	k, _ := ctx.Value(idempotencyCtx{}).(idempotencyKey)
	return k
}

// replay loads the first answer of a key into out; the same key with another body is
// refused (422, contract §2).
func replay[T any](t *Tx, k idempotencyKey, out *T) (bool, error) {
	if k.name == "" {
		return false, nil
	}
	var hash, answer string
	err := t.tx.QueryRowContext(t.ctx, "SELECT body_hash, answer FROM idempotency_keys WHERE user_id = $1 AND name = $2",
		t.V.UserID, k.name).Scan(&hash, &answer)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	case hash != k.bodyHash:
		return false, crm.Invalid("Idempotency-Key", "这个幂等键已用于另一次不同的提交，请换一个新的键")
	}
	return true, json.Unmarshal([]byte(answer), out)
}

// remember keeps an answer and forgets keys older than a week.
func remember(t *Tx, k idempotencyKey, out any) error {
	if k.name == "" {
		return nil
	}
	answer, err := json.Marshal(out)
	if err != nil {
		return err
	}
	if _, err := t.exec("INSERT INTO idempotency_keys (user_id, name, body_hash, answer, at) VALUES ($1, $2, $3, $4, $5)",
		t.V.UserID, k.name, k.bodyHash, string(answer), t.Now); err != nil {
		return err
	}
	_, err = t.exec("DELETE FROM idempotency_keys WHERE at < $1", t.Now-idempotencyDays*24*3600*1000)
	return err
}
