package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// What transfers of a lead agree for the attribution (domain §4: on acceptance the attribution is
// agreed). The newest agreement that was accepted stands; signing makes it version 1.

// fillAgreed gives transfers their shares, in official order, by one query.
func fillAgreed(ctx context.Context, q querier, list []crm.Transfer) error {
	if len(list) == 0 {
		return nil
	}
	ids, at := make([]int64, len(list)), map[int64]*crm.Transfer{}
	for i := range list {
		list[i].Shares = []crm.Share{}
		ids[i], at[list[i].ID] = list[i].ID, &list[i]
	}
	type row struct {
		transfer int64
		crm.Share
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.transfer, &x.UnitID, &x.UnitName, &x.Order, &x.BP)
	}, `SELECT s.transfer_id, s.unit_id, u.name, u.sort, s.bp FROM transfer_shares s JOIN units u ON u.id = s.unit_id
		WHERE s.transfer_id IN (`+idList(ids)+`) ORDER BY s.transfer_id, u.sort, u.id`)
	for _, x := range rows {
		at[x.transfer].Shares = append(at[x.transfer].Shares, x.Share)
	}
	for i := range list {
		list[i].SetTerms()
	}
	return err
}

func putAgreed(t *Tx, transfer int64, shares []crm.Share) error {
	for _, s := range shares {
		if _, err := t.exec("INSERT INTO transfer_shares (transfer_id, unit_id, bp) VALUES ($1, $2, $3)", transfer, s.UnitID, s.BP); err != nil {
			return err
		}
	}
	return nil
}

// leadAgreement is the accepted transfer whose agreement stands for a lead, nil for none: one
// without shares is a ruling that ended what was agreed before.
func leadAgreement(ctx context.Context, q querier, lead int64) (*crm.Transfer, error) {
	var w query
	w.add(`tr.id = (SELECT MAX(x.id) FROM transfers x WHERE x.kind = 'lead' AND x.object_id = ? AND x.state = 'accepted' AND x.preset <> '')`, lead)
	x, err := oneTransfer(ctx, q, w)
	if x != nil && len(x.Shares) == 0 {
		x = nil
	}
	return x, err
}

// agreeShares completes and judges what an offer says of the attribution, and returns the 飞出地 of
// a 飞地. An offer that says nothing carries on what stands (nil for nothing), so that who accepts sees it.
func agreeShares(t *Tx, stands *crm.Transfer, from int64, in *crm.TransferInput) (home int64, err error) {
	if stands != nil && in.Preset == "" && len(in.Shares) == 0 {
		in.Preset, in.Shares = stands.Preset, stands.Shares
		return stands.HomeID, nil
	}
	giver, err := creditedAbove(t, from)
	if err != nil {
		return 0, err
	}
	receiver, err := creditedAbove(t, in.ToUnitID)
	if err != nil {
		return 0, err
	}
	set, err := t.settings()
	if err != nil {
		return 0, err
	}
	if err := in.Agree(giver, receiver, set.EnclaveHomeBP); err != nil {
		return 0, err
	}
	if err := checkCredited(t, in.Shares); err != nil {
		return 0, err
	}
	if in.Preset == "enclave" {
		home = giver.UnitID
	}
	return home, in.Keeps(stands, giver, receiver)
}

// signAsAgreed hands what a lead's transfers have agreed to the project that it is signed into: the
// attribution, which a 飞出地 typed beside it may not contradict, and the introductions.
func signAsAgreed(t *Tx, n *newProject) (err error) {
	if n.introduced, err = leadIntroductions(t.ctx, t, n.leadID); err != nil {
		return err
	}
	if n.agreed, err = leadAgreement(t.ctx, t, n.leadID); err != nil || n.agreed == nil {
		return err
	}
	if n.agreed.Preset != "enclave" {
		if n.EnclaveHomeID != 0 {
			return crm.Invalid("sign.enclaveHomeId", "流转约定的统计归属不是飞地（%s），飞出地请留空；要按飞地请在签约后由市招商局调整归属", sharesText(n.agreed.Shares))
		}
		return nil
	}
	if n.EnclaveHomeID != 0 && n.EnclaveHomeID != n.agreed.HomeID {
		home, err := ledgerUnit(t.ctx, t, "sign.enclaveHomeId", n.agreed.HomeID)
		if err != nil {
			return err
		}
		return crm.Invalid("sign.enclaveHomeId", "流转约定的飞出地是%s，请照约定填写", home.UnitName)
	}
	n.EnclaveHomeID = n.agreed.HomeID
	return nil
}

// sharesText tells shares in one line.
func sharesText(shares []crm.Share) string {
	parts := make([]string, len(shares))
	for i, s := range shares {
		parts[i] = s.UnitName + " " + percent(s.BP) + "%"
	}
	return strings.Join(parts, "、")
}

// agreedAttribution makes the first version of what was agreed; a 飞地 counts whole for the 飞出地 in
// its first years, afterwards by the shares that were agreed (domain §6).
func agreedAttribution(t *Tx, project int64, x crm.Transfer, signedYear int) error {
	a := crm.Attribution{Shares: x.Shares, Reason: "流转约定：" + x.FromName + "流转" + x.ToName + "，" + string(x.DecidedOn) + " 接收"}
	if x.Preset != "enclave" {
		return putAttribution(t, project, a)
	}
	set, err := t.settings()
	if err != nil {
		return err
	}
	if set.EnclaveYears > 0 {
		first := crm.Attribution{Shares: []crm.Share{{UnitID: x.HomeID, BP: crm.FullShares}}, Reason: a.Reason + "（飞地，前期全归飞出地）"}
		if err := putAttribution(t, project, first); err != nil {
			return err
		}
		a.FromYear = signedYear + set.EnclaveYears
	}
	a.Reason += "（飞地，按比例分成）"
	if set.EnclaveYears > 0 && len(x.Shares) == 1 && x.Shares[0].UnitID == x.HomeID {
		return nil
	}
	return putAttribution(t, project, a)
}
