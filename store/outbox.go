package store

import (
	"context"
	"database/sql"
	"time"

	"yinfeng/crm"
)

// A delivery goes out at most once: that sending begins is committed before anybody is dialled, and what a
// worker began and did not end is never sent again, because nobody can know how far it came.

// OutboxTimes bound the work of a worker.
type OutboxTimes struct {
	Silent time.Duration // a worker that says nothing for so long is gone: what it was sending is unsure
	Pace   time.Duration // between two messages of one channel: robots refuse more than 20 a minute
	Again  time.Duration // before a second try; the third comes after as long again
}

const (
	maxDeliveryTries = 3
	maxOutLines      = 20
	maxOutBytes      = 3000 // of the lines of a message: 企业微信 takes 4,096 bytes
	maxDeliveryAge   = 3 * 24 * time.Hour
)

// waitingNow names the states of the partial index deliveries_waiting, which SQLite takes only where its own words stand.
const waitingNow = `d.state IN ('queued', 'sending')`

const deliveryDue = waitingNow + ` AND d.state = 'queued' AND d.next_at <= $1 AND d.channel_id IN (SELECT id FROM channels WHERE enabled AND NOT voided AND next_at <= $2)`

// ClaimOutgoing gives worker the next message of a channel and marks its deliveries as being sent; nil for
// none. On its way it settles what can no longer be sent.
func (s *Store) ClaimOutgoing(ctx context.Context, worker string, w OutboxTimes) (out *crm.Outgoing, err error) {
	now := s.clock.Now()
	var waits int
	if err := s.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM deliveries d WHERE "+waitingNow+" AND ("+deliveryDue+
		" OR d.state = 'sending' AND d.heartbeat < $3 OR d.at < $4) LIMIT 1) found", now.UnixMilli(), now.UnixMilli(), now.Add(-w.Silent).UnixMilli(),
		now.Add(-maxDeliveryAge).UnixMilli()).Scan(&waits); err != nil || waits == 0 {
		return nil, s.translate(err) // nothing waits: the writer is left alone
	}
	err = s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error {
		out = nil
		if err := t.settleLost(w.Silent); err != nil {
			return err
		}
		var channel, user int64
		if err := t.QueryRowContext(t.ctx, "SELECT COALESCE(MIN(d.channel_id), 0), COALESCE(MIN(d.user_id), 0) FROM deliveries d WHERE d.id = (SELECT MIN(d.id) FROM deliveries d WHERE "+deliveryDue+")",
			t.Now, t.Now).Scan(&channel, &user); err != nil || channel == 0 {
			return err
		}
		o, err := t.takeLines(channel, user)
		if err != nil {
			return err
		}
		return t.beginSending(worker, w.Pace, o, &out)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// settleLost ends what a silent worker was sending, and what has waited too long to be news.
func (t *Tx) settleLost(silent time.Duration) error {
	if _, err := t.exec(`UPDATE deliveries SET state = 'unsure', problem = '发送中断，不知道对方是否收到，不再重发', ended_at = $1
		WHERE state IN ('queued', 'sending') AND state = 'sending' AND heartbeat < $2`, t.Now, t.Now-silent.Milliseconds()); err != nil {
		return err
	}
	_, err := t.exec(`UPDATE deliveries SET state = 'failed', problem = '超过三天没有发出，不再发送', ended_at = $1
		WHERE state IN ('queued', 'sending') AND state = 'queued' AND at < $2`, t.Now, t.Now-maxDeliveryAge.Milliseconds())
	return err
}

// takeLines gathers the oldest reminders that wait for a channel, or for one person's mail through it,
// as many as go into one message.
func (t *Tx) takeLines(channel, user int64) (o crm.Outgoing, err error) {
	set, err := t.settings()
	if err != nil {
		return o, err
	}
	type waiting struct {
		id       int64
		reminder crm.Reminder
	}
	found, err := collect(t.ctx, t, func(r *sql.Rows) (x waiting, err error) {
		return x, r.Scan(&x.id, &x.reminder.Title, &x.reminder.Object, &x.reminder.ObjectID)
	}, `SELECT d.id, r.title, r.object, r.object_id FROM deliveries d JOIN reminders r ON r.id = d.reminder_id
		WHERE d.channel_id = $1 AND d.user_id = $2 AND d.state IN ('queued', 'sending') AND d.state = 'queued' AND d.next_at <= $3 ORDER BY d.id LIMIT $4`,
		channel, user, t.Now, maxOutLines)
	size := 0
	for _, x := range found {
		line := crm.OutLine{DeliveryID: x.id, Text: x.reminder.Outgoing()}
		if set.SiteURL != "" {
			line.Link = set.SiteURL + crm.ObjectPath(x.reminder.Object, x.reminder.ObjectID)
		}
		if size += len(line.Text) + len(line.Link) + 20; size > maxOutBytes && len(o.Lines) > 0 {
			break
		}
		o.Lines = append(o.Lines, line)
	}
	o.Channel.ID, o.UserID, o.Hosts, o.System = channel, user, set.OutHosts, set.SystemTitle
	return o, err
}

// beginSending marks the lines of o as being sent. A channel whose secret does not open sends nothing.
func (t *Tx) beginSending(worker string, pace time.Duration, o crm.Outgoing, out **crm.Outgoing) error {
	row, err := loadChannel(t.ctx, t, o.Channel.ID)
	if err != nil {
		return err
	}
	o.Channel = row.Channel
	if o.Secret, err = t.s.secretOf(row); err != nil {
		return t.giveUp(o, "密钥文件不在或不对，通道的密码打不开")
	}
	if o.UserID != 0 && o.Channel.Mail != nil {
		address, err := mailOfUser(t.ctx, t, o.UserID)
		if err != nil {
			return err
		}
		if address == "" {
			return t.giveUp(o, "本人没有邮箱了，或账号已停用")
		}
		to := *o.Channel.Mail
		to.To = []string{address}
		o.Channel.Mail = &to
	}
	if _, err := t.exec("UPDATE deliveries SET state = 'sending', worker = $1, heartbeat = $2, tries = tries + 1 WHERE id IN ("+deliveryIDs(o)+")", worker, t.Now); err != nil {
		return err
	}
	*out = &o
	_, err = t.exec("UPDATE channels SET next_at = $1 WHERE id = $2", t.Now+pace.Milliseconds(), o.Channel.ID)
	return err
}

// giveUp ends deliveries that can't be sent.
func (t *Tx) giveUp(o crm.Outgoing, why string) error {
	_, err := t.exec("UPDATE deliveries SET state = 'failed', problem = $1, ended_at = $2 WHERE id IN ("+deliveryIDs(o)+")", why, t.Now)
	return err
}

// SettleOutgoing writes down how sending went. Rows that were meanwhile given up as unsure learn the truth, and are not sent again either.
func (s *Store) SettleOutgoing(ctx context.Context, worker string, o crm.Outgoing, end crm.Outcome, w OutboxTimes) error {
	return s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error {
		ids := " AND id IN (" + deliveryIDs(o) + ")"
		if end.Again {
			if _, err := t.exec(`UPDATE deliveries SET state = 'queued', problem = $1, next_at = $2, worker = ''
				WHERE worker = $3 AND state = 'sending' AND tries < $4`+ids, end.Problem, t.Now+w.Again.Milliseconds(), worker, maxDeliveryTries); err != nil {
				return err
			}
		}
		_, err := t.exec(`UPDATE deliveries SET state = $1, problem = $2, ended_at = $3 WHERE worker = $4 AND state IN ('sending', 'unsure')`+ids,
			string(end.State), end.Problem, t.Now, worker)
		return err
	})
}

func deliveryIDs(o crm.Outgoing) string {
	ids := make([]int64, len(o.Lines))
	for i, l := range o.Lines {
		ids[i] = l.DeliveryID
	}
	return idList(ids)
}

// ChannelToTest gives a channel with its secret for a test message, and notes the test in the audit log.
func (s *Store) ChannelToTest(ctx context.Context, v crm.Viewer, id int64) (o crm.Outgoing, err error) {
	err = s.do(ctx, v, func(t *Tx) error {
		if err := t.V.Require(crm.ActManageSettings); err != nil {
			return err
		}
		row, err := loadChannel(t.ctx, t, id)
		if err != nil {
			return err
		}
		set, err := t.settings()
		if err != nil {
			return err
		}
		o = crm.Outgoing{Channel: row.Channel, Hosts: set.OutHosts, System: set.SystemTitle}
		if o.Secret, err = s.secretOf(row); err != nil {
			return err
		}
		t.audit("channel.test", "channel", id, row.UnitID, "测试提醒通道："+row.Name, nil)
		return nil
	})
	return o, err
}
