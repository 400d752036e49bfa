package intake

import "yinfeng/crm"

// collect puts what was read into the result.
func (rd *reader) collect() {
	for _, l := range rd.ledgers {
		for _, c := range l.rows {
			rd.decide(c)
			if c.rec.IsHeld() || c.rec.Choice == crm.ChooseSkip {
				rd.res.Held = append(rd.res.Held, c.rec)
			} else {
				rd.res.Records = append(rd.res.Records, c.rec)
			}
		}
		rd.res.Issues = append(rd.res.Issues, l.issues...)
		rd.res.Skipped = append(rd.res.Skipped, l.skipped...)
		rd.res.Lines = append(rd.res.Lines, l.linesWithIssues()...)
	}
	rd.res.SortIssues()
	rd.res.Count()
}

// decide lays a person's decision about a row over it: one that repeats another goes in as its own or as an update.
func (rd *reader) decide(c *candidate) {
	d, ok := rd.decisions[crm.ImportRowKey{Sheet: c.rec.Sheet, Table: c.rec.Table, Row: c.rec.Row}]
	if !ok {
		return
	}
	c.rec.Choice = d
	if d != crm.ChooseNew && d != crm.ChooseUpdate {
		return
	}
	keep := c.rec.Errors[:0]
	for _, e := range c.rec.Errors {
		if !repeatCode(e) {
			keep = append(keep, e)
		}
	}
	c.rec.Errors = keep
	issues := c.ledger.issues[:0]
	for _, i := range c.ledger.issues {
		if i.Row == nil || *i.Row != c.rec.Row || !repeatCode(i.Code) {
			issues = append(issues, i)
		}
	}
	c.ledger.issues = issues
}

func repeatCode(c crm.ImportCode) bool { return c == crm.EDuplicateExact || c == crm.EDuplicateSuspect }

// linesWithIssues puts the complaints beside the printed cells of their rows.
func (l *ledger) linesWithIssues() []crm.ImportLine {
	at := make(map[int]int, len(l.lines))
	for i := range l.lines {
		at[l.lines[i].Row] = i
	}
	for _, i := range l.issues {
		if i.Row == nil {
			continue
		}
		if n, ok := at[*i.Row]; ok {
			l.lines[n].Issues = append(l.lines[n].Issues, i)
		}
	}
	return l.lines
}

// progress reports every thousandth row.
func (rd *reader) progress(rows int) error {
	if rd.opt.Progress != nil && rows%1000 == 0 {
		rd.opt.Progress("reading", int64(rows), 0)
	}
	return nil
}
