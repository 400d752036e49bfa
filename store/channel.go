package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"yinfeng/crm"
)

const channelColumns = `c.id, c.kind, c.name, c.config, c.secret, c.unit_id, COALESCE(u.name, ''), c.kinds, c.enabled, c.at, c.version`

const channelFrom = " FROM channels c LEFT JOIN units u ON u.id = c.unit_id WHERE NOT c.voided"

// channelConfig is what is kept in the open of how a channel connects.
type channelConfig struct {
	Mail   *crm.MailConfig `json:"mail,omitempty"`
	Host   string          `json:"host"`
	Signed bool            `json:"signed"`
}

// channelRow is a channel with its sealed secret.
type channelRow struct {
	crm.Channel
	sealed string
}

func scanChannel(r *sql.Rows) (c channelRow, err error) {
	var config, kinds string
	if err := r.Scan(&c.ID, &c.Kind, &c.Name, &config, &c.sealed, &c.UnitID, &c.UnitName, &kinds, &c.Enabled, &c.At, &c.Version); err != nil {
		return c, err
	}
	var x channelConfig
	if err := json.Unmarshal([]byte(config), &x); err != nil {
		return c, fmt.Errorf("channel %d: %w", c.ID, err)
	}
	c.Mail, c.Host, c.Signed, c.SecretSet = x.Mail, x.Host, x.Signed, c.sealed != ""
	return c, json.Unmarshal([]byte(kinds), &c.Kinds)
}

func loadChannel(ctx context.Context, q querier, id int64) (channelRow, error) {
	list, err := collect(ctx, q, scanChannel, "SELECT "+channelColumns+channelFrom+" AND c.id = $1", id)
	if err == nil && len(list) == 0 {
		err = crm.NotFound("通道")
	}
	if err != nil {
		return channelRow{}, err
	}
	return list[0], nil
}

// Channels lists the channels by which reminders leave the house, without their secrets.
func (s *Store) Channels(ctx context.Context, v crm.Viewer) ([]crm.Channel, error) {
	if err := v.Require(crm.ActManageSettings); err != nil {
		return nil, err
	}
	rows, err := collect(ctx, s.read, scanChannel, "SELECT "+channelColumns+channelFrom+" ORDER BY c.id")
	out := make([]crm.Channel, len(rows))
	for i, r := range rows {
		out[i] = r.Channel
	}
	return out, s.translate(err)
}

// PutChannel makes (id 0) or changes a channel. Its secret is sealed before it is written.
func (s *Store) PutChannel(ctx context.Context, v crm.Viewer, id int64, in crm.ChannelInput) (crm.Channel, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Channel, error) {
		if err := t.V.Require(crm.ActManageSettings); err != nil {
			return crm.Channel{}, err
		}
		var old *channelRow
		if id != 0 {
			row, err := loadChannel(t.ctx, t, id)
			if err != nil {
				return row.Channel, err
			}
			old = &row
		}
		if err := checkChannel(t, &in, old); err != nil {
			return crm.Channel{}, err
		}
		if old == nil {
			return addChannel(t, in)
		}
		return changeChannel(t, *old, in)
	})
}

func checkChannel(t *Tx, in *crm.ChannelInput, old *channelRow) error {
	set, err := t.settings()
	if err != nil {
		return err
	}
	var was *crm.Channel
	if old != nil {
		if was = &old.Channel; in.Version != old.Version {
			return crm.Conflict(old.Channel, "通道“%s”已被别人修改过，请刷新后再改", old.Name)
		}
	}
	if in.UnitID != 0 {
		if _, err := unitName(t, in.UnitID, "unitId"); err != nil {
			return err
		}
	}
	if in.Kinds == nil {
		in.Kinds = []crm.ReminderKind{}
	}
	return in.Check(was, set.OutHosts)
}

// sealSecret seals a channel's secret; none stays none.
func (t *Tx) sealSecret(id int64, secret crm.ChannelSecret) (string, error) {
	if secret == (crm.ChannelSecret{}) {
		return "", nil
	}
	return t.s.sealer().seal(channelSeal(id), []byte(toJSON(map[string]string{
		"url": secret.URL.Reveal(), "sign": secret.Sign.Reveal(), "password": secret.Password.Reveal()})))
}

// configOf is what is kept in the open.
func configOf(in crm.ChannelInput, secret crm.ChannelSecret) channelConfig {
	if in.Mail != nil {
		return channelConfig{Mail: in.Mail, Host: in.Mail.Host}
	}
	return channelConfig{Host: secret.Host(), Signed: secret.Sign != ""}
}

func channelSeal(id int64) string { return fmt.Sprintf("channel:%d", id) }

// secretOf opens a channel's secret.
func (s *Store) secretOf(c channelRow) (secret crm.ChannelSecret, err error) {
	if c.sealed == "" {
		return secret, nil
	}
	plain, err := s.sealer().open(channelSeal(c.ID), c.sealed)
	if err != nil {
		return secret, err
	}
	return secret, json.Unmarshal(plain, &secret)
}

func addChannel(t *Tx, in crm.ChannelInput) (crm.Channel, error) {
	id, err := t.nextID("channels")
	if err != nil {
		return crm.Channel{}, err
	}
	sealed, err := t.sealSecret(id, in.Secret)
	if err != nil {
		return crm.Channel{}, err
	}
	if _, err := t.exec(`INSERT INTO channels (id, kind, name, config, secret, unit_id, kinds, enabled, voided, next_at, at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, 0, $9, 1)`, id, string(in.Kind), in.Name, toJSON(configOf(in, in.Secret)), sealed, in.UnitID, toJSON(in.Kinds), in.Enabled, t.Now); err != nil {
		return crm.Channel{}, err
	}
	c, err := loadChannel(t.ctx, t, id)
	t.audit("channel.create", "channel", id, in.UnitID, "新建提醒通道："+in.Name, map[string]any{"after": c.Channel})
	return c.Channel, err
}

// afterInput is how a channel connects after in was typed over it. The secret that stands is opened only where part of it stays
// beside what was typed.
func (t *Tx) afterInput(old channelRow, in crm.ChannelInput) (config channelConfig, sealed string, err error) {
	if in.Secret == (crm.ChannelSecret{}) {
		config, sealed = channelConfig{Mail: in.Mail, Host: old.Host, Signed: old.Signed}, old.sealed
		if in.Mail != nil {
			config = configOf(in, crm.ChannelSecret{})
		}
		if in.Mail != nil && in.Mail.User == "" {
			sealed = ""
		}
		return config, sealed, nil
	}
	secret := in.Secret
	if secret.URL == "" && secret.Password == "" {
		if secret, err = t.s.secretOf(old); err != nil {
			return config, "", err
		}
		secret.Sign = in.Secret.Sign // a new address would bring its own
	}
	sealed, err = t.sealSecret(old.ID, secret)
	return configOf(in, secret), sealed, err
}

func changeChannel(t *Tx, old channelRow, in crm.ChannelInput) (crm.Channel, error) {
	config, sealed, err := t.afterInput(old, in)
	if err != nil {
		return crm.Channel{}, err
	}
	if err := t.update("通道", old.Channel, `UPDATE channels SET name = $1, config = $2, secret = $3, unit_id = $4, kinds = $5, enabled = $6, version = version + 1
		WHERE id = $7 AND version = $8`, in.Name, toJSON(config), sealed, in.UnitID, toJSON(in.Kinds), in.Enabled, old.ID, old.Version); err != nil {
		return old.Channel, err
	}
	c, err := loadChannel(t.ctx, t, old.ID)
	t.audit("channel.put", "channel", old.ID, in.UnitID, "修改提醒通道："+in.Name, map[string]any{"before": old.Channel, "after": c.Channel, "secretTyped": in.Secret != (crm.ChannelSecret{})})
	return c.Channel, err
}

// DropChannel ends a channel: its secret is wiped, what waits for it is not sent.
func (s *Store) DropChannel(ctx context.Context, v crm.Viewer, id, version int64) error {
	_, err := act(ctx, s, v, func(t *Tx) (int, error) {
		if err := t.V.Require(crm.ActManageSettings); err != nil {
			return 0, err
		}
		c, err := loadChannel(t.ctx, t, id)
		if err != nil {
			return 0, err
		}
		if err := t.update("通道", c.Channel, "UPDATE channels SET secret = '', enabled = FALSE, voided = TRUE, version = version + 1 WHERE id = $1 AND version = $2",
			id, version); err != nil {
			return 0, err
		}
		if _, err := t.exec("UPDATE deliveries SET state = 'failed', problem = '通道已删除', ended_at = $1 WHERE channel_id = $2 AND state = 'queued'", t.Now, id); err != nil {
			return 0, err
		}
		t.audit("channel.drop", "channel", id, c.UnitID, "删除提醒通道："+c.Name, map[string]any{"before": c.Channel})
		return 0, nil
	})
	return err
}

var deliveryList = listSpec{table: "deliveries d", alias: "d", id: "d.id", def: "-id", sorts: map[string]string{"id": "d.id"},
	cols: "d.id, d.state, d.tries, d.user_id <> 0, d.problem, d.at, d.ended_at"}

// Deliveries lists what went, or did not go, through a channel, newest first: never what was said.
func (s *Store) Deliveries(ctx context.Context, v crm.Viewer, channel int64, p crm.Page) (crm.List[crm.Delivery], error) {
	if err := v.Require(crm.ActManageSettings); err != nil {
		return crm.List[crm.Delivery]{}, err
	}
	if _, err := loadChannel(ctx, s.read, channel); err != nil {
		return crm.List[crm.Delivery]{}, s.translate(err)
	}
	var q query
	q.add("d.channel_id = ?", channel)
	return runList(ctx, s, deliveryList, q, p, func(r *sql.Rows) (d crm.Delivery, err error) {
		return d, r.Scan(&d.ID, &d.State, &d.Tries, &d.Own, &d.Problem, &d.At, &d.EndedAt)
	}, func(d crm.Delivery, _ string) (any, int64) { return d.ID, d.ID })
}

// CheckSeals names the channels whose secret does not open with this data folder's key.
func (s *Store) CheckSeals(ctx context.Context) (locked []string, err error) {
	rows, err := collect(ctx, s.read, scanChannel, "SELECT "+channelColumns+channelFrom+" ORDER BY c.id")
	for _, c := range rows {
		if _, failed := s.secretOf(c); failed != nil {
			locked = append(locked, c.Name)
		}
	}
	return locked, s.translate(err)
}
