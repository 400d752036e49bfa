package store

import (
	"cmp"
	"encoding/json"
	"slices"

	"yinfeng/crm"
)

// importLine is a row of a file between reading and planning.
type importLine struct {
	rec    *crm.ImportRecord
	held   bool
	cells  []crm.ImportCell
	issues []crm.ImportIssue
}

// key names the line's row.
func (l importLine) key() crm.ImportRowKey {
	return crm.ImportRowKey{Sheet: l.rec.Sheet, Table: l.rec.Table, Row: l.rec.Row}
}

// linesOf lists the rows of a reading in the order of the file, with their cells and
// complaints, and what was found beside them.
func linesOf(res *crm.ImportResult) ([]importLine, importFindings) {
	lines := make([]importLine, 0, len(res.Records)+len(res.Held))
	for i := range res.Records {
		lines = append(lines, importLine{rec: &res.Records[i]})
	}
	for i := range res.Held {
		lines = append(lines, importLine{rec: &res.Held[i], held: true})
	}
	sheets := map[string]int{}
	for i, s := range res.Sheets {
		if _, known := sheets[s.Name]; !known {
			sheets[s.Name] = i
		}
	}
	slices.SortStableFunc(lines, func(a, b importLine) int {
		return cmp.Or(cmp.Compare(sheets[a.rec.Sheet], sheets[b.rec.Sheet]), cmp.Compare(len(a.rec.Table), len(b.rec.Table)),
			cmp.Compare(a.rec.Table, b.rec.Table), cmp.Compare(a.rec.Row, b.rec.Row))
	})
	at := make(map[crm.ImportRowKey]int, len(lines))
	for i := range lines {
		at[lines[i].key()] = i
	}
	for i := range res.Lines {
		x := &res.Lines[i]
		if n, ok := at[x.ImportRowKey]; ok {
			lines[n].cells = x.Cells
		}
	}
	for i := len(lines) - 2; i >= 0; i-- { // a row of a matrix is several records
		if lines[i].key() == lines[i+1].key() {
			lines[i].cells = lines[i+1].cells
		}
	}
	found := importFindings{Totals: orEmpty(res.Totals), Skipped: orEmpty(res.Skipped), Notes: []crm.ImportIssue{}}
	for _, x := range res.Issues {
		if x.Row != nil {
			if n, ok := at[crm.ImportRowKey{Sheet: x.Sheet, Table: x.Table, Row: *x.Row}]; ok {
				lines[n].issues = append(lines[n].issues, x)
				continue
			}
		}
		found.Notes = append(found.Notes, x)
	}
	return lines, found
}

func orEmpty[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// severity is what the check grid filters a line by: an error that holds it, warnings, or
// warnings that a person has accepted.
func (l importLine) severity(s importStep) string {
	open := l.held && l.rec.Choice != crm.ChooseSkip || s.outcome == crm.ImportHeld && !l.held
	switch {
	case open:
		return "error"
	case l.rec.Choice == crm.ChooseSkip, len(l.issues)+len(s.issues) == 0:
		return ""
	case l.rec.Choice == crm.ChooseAccept:
		return "accepted"
	}
	return "warning"
}

// repeats reports whether a line repeats another, or did until a person decided.
func (l importLine) repeats(s importStep) bool {
	if c := l.rec.Choice; c == crm.ChooseNew || c == crm.ChooseUpdate {
		return true
	}
	is := func(i crm.ImportIssue) bool { return i.Code == crm.EDuplicateExact || i.Code == crm.EDuplicateSuspect }
	return slices.ContainsFunc(l.issues, is) || slices.ContainsFunc(s.issues, is)
}

// why is the reason of a line that is not imported: the plan's, else its first error. What is wrong
// with a merged cell is listed at its first row and holds the others as well (samples' README, rule 21).
func (l importLine) why(s importStep) string {
	if s.why != "" || s.outcome != crm.ImportHeld {
		return s.why
	}
	for _, i := range l.issues {
		if i.Severity == "error" {
			return i.Message
		}
	}
	return "它所在的合并单元格有错，见上面的行；改好那一行，这一行也就好了"
}

// countPlan sums up what an application would do.
func countPlan(lines []importLine, steps []importStep, found importFindings) (p crm.ImportPlan) {
	p.Read = int64(len(lines))
	count := func(issues []crm.ImportIssue) {
		for _, i := range issues {
			if i.Severity == "error" {
				p.Errors++
			} else {
				p.Warnings++
			}
		}
	}
	for i, s := range steps {
		switch s.outcome {
		case crm.ImportCreated:
			p.Create++
		case crm.ImportUpdated:
			p.Update++
		case crm.ImportUnchanged:
			p.Unchanged++
		case crm.ImportHeld:
			p.Skip++
		case crm.ImportRejected:
			p.Reject++
		}
		count(lines[i].issues)
		count(s.issues)
		if lines[i].severity(s) == "accepted" {
			p.Accepted++
		}
	}
	count(found.Notes)
	return p
}

// printedFields puts the header as printed, and its column, where the planner named a record's key.
func printedFields(steps []importStep, sheets []crm.ImportSheet) {
	type key struct{ sheet, table, key string }
	columns := map[key]crm.ImportColumn{}
	for _, s := range sheets {
		for _, c := range s.Mapping {
			columns[key{s.Name, s.FirstColumn, c.Key}] = c
		}
	}
	for i := range steps {
		for j := range steps[i].issues {
			x := &steps[i].issues[j]
			if x.Field == nil {
				continue
			}
			if c, ok := columns[key{x.Sheet, x.Table, *x.Field}]; ok {
				label := c.Label
				x.Field, x.Col = &label, c.Col
			}
		}
	}
}

// jsonList prints a list, [] for none.
func jsonList[T any](l []T) string {
	if len(l) == 0 {
		return "[]"
	}
	b, err := json.Marshal(l)
	if err != nil {
		return "[]"
	}
	return string(b)
}
