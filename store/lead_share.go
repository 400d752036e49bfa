package store

// shareLead lets a unit read a lead, for why; whoever reads it already goes on.
func shareLead(t *Tx, lead, unit int64, why string) error {
	if _, err := t.exec("INSERT INTO lead_shares (lead_id, unit_id, why, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", lead, unit, why, t.Now); err != nil {
		return err
	}
	return indexLead(t, lead)
}

// unshareLead takes a share for why back.
func unshareLead(t *Tx, lead, unit int64, why string) error {
	if _, err := t.exec("DELETE FROM lead_shares WHERE lead_id = $1 AND unit_id = $2 AND why = $3", lead, unit, why); err != nil {
		return err
	}
	return indexLead(t, lead)
}
