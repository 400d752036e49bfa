package store

import (
	"encoding/json"
	"slices"

	"yinfeng/crm"
)

// write brings trips and new visits to the database in bulk, and changed ones one by one.
func (k *visitKind) write(w *importWriter) error {
	if err := k.writeTrips(w); err != nil {
		return err
	}
	fresh := slices.DeleteFunc(slices.Clone(k.list), func(x *importVisit) bool { return !x.isNew })
	known := slices.DeleteFunc(slices.Clone(k.list), func(x *importVisit) bool { return x.isNew })
	if err := writeParts(w, fresh, k.insert); err != nil {
		return err
	}
	return writeParts(w, known, k.change)
}

// writeTrips brings new and changed trips to the database.
func (k *visitKind) writeTrips(w *importWriter) error {
	fresh := slices.DeleteFunc(slices.Clone(k.moved), func(t *importTrip) bool { return !t.isNew })
	if len(fresh) > 0 {
		first, err := w.t.span("trips", len(fresh))
		if err != nil {
			return err
		}
		rows := make([][]any, len(fresh))
		for i, t := range fresh {
			t.id = first + int64(i)
			f := t.has
			rows[i] = []any{t.id, f.name, t.unit, string(f.start), string(f.end), f.leader, f.title, f.level, f.count, f.destination, 1, w.id}
		}
		if err := w.t.bulkInsert(bulkTable{name: "trips", columns: `id, name, unit_id, start_on, end_on, leader_name, leader_title, leader_level, people_count,
			destination, version, import_id`, rows: rows}); err != nil {
			return err
		}
	}
	for _, t := range k.moved {
		if t.isNew {
			continue
		}
		if err := w.touch("trips", []int64{t.id}, func(int64) int { return t.line }); err != nil {
			return err
		}
		f := t.has
		if _, err := w.t.exec(`UPDATE trips SET start_on = $1, end_on = $2, leader_name = $3, leader_title = $4, leader_level = $5, people_count = $6,
			destination = $7, version = version + 1 WHERE id = $8`, f.start, f.end, f.leader, f.title, f.level, f.count, f.destination, t.id); err != nil {
			return err
		}
		w.t.audit("trip.import", "trip", t.id, t.unit, "导入更新外出批次 "+f.name, map[string]any{"import": w.id})
	}
	return nil
}

// visitCell is a cell of the roll-up of visits.
type visitCell struct {
	month          crm.Month
	unit           int64
	kind           crm.VisitKind
	province, city string
}

// visitSums gather changes of the roll-up, cell by cell.
type visitSums map[visitCell]int64

func (s visitSums) add(in crm.VisitInput, sign int64) {
	s[visitCell{in.On.Month(), in.UnitID, in.Kind, in.Province, in.City}] += sign
}

func (s visitSums) write(t *Tx) error {
	for c, n := range s {
		if n == 0 {
			continue
		}
		in := crm.VisitInput{On: c.month.First(), UnitID: c.unit, Kind: c.kind, Province: c.province, City: c.city}
		if err := bumpVisits(t, in, n); err != nil {
			return err
		}
	}
	return nil
}

// cell is x as the roll-up sees it.
func (x *importVisit) cell(f visitFields) crm.VisitInput {
	return crm.VisitInput{On: f.on, UnitID: x.unit, Kind: f.kind, Province: f.province, City: f.city}
}

const visitMetColumns = "visit_id, company_id, counterpart, counterpart_title, sort"

// insert writes new visits with their companies, roll-up and search rows, as logging them
// does, under the day, the unit and the person that the ledger tells.
func (k *visitKind) insert(w *importWriter, list []*importVisit) error {
	first, err := w.t.span("visits", len(list))
	if err != nil {
		return err
	}
	years := make([]string, len(list))
	for i, x := range list {
		years[i] = string(x.has.on)[:4]
	}
	codes, err := w.codes("BF", years)
	if err != nil {
		return err
	}
	var rows, met [][]any
	sums, ids := visitSums{}, make([]int64, len(list))
	for i, x := range list {
		x.id, x.code = first+int64(i), codes[i]
		ids[i] = x.id
		f := x.has
		rows = append(rows, []any{x.id, x.code, string(f.kind), string(f.on), string(f.end), f.province, f.city, f.place, f.people, f.count, f.level, f.leader, f.title,
			f.theme, f.outcome, f.content, f.next, string(f.due), x.tripID(), x.unit, x.user, w.id, w.t.Now, w.t.Now, false, "", 1})
		met = append(met, x.metRows()...)
		sums.add(x.cell(f), 1)
	}
	if err := w.t.bulkInsert(
		bulkTable{name: "visits", columns: `id, code, kind, on_date, end_on, province, city, place, people, people_count, leader_level, leader_name, leader_title,
			theme, outcome, content, next_step, next_due, trip_id, unit_id, user_id, import_id, created_at, updated_at, voided, void_reason, version`, rows: rows},
		bulkTable{name: "visit_companies", columns: visitMetColumns, rows: met}); err != nil {
		return err
	}
	if err := sums.write(w.t); err != nil {
		return err
	}
	return w.t.bulkIndex("visits", ids, func(i int) []string {
		return visitTexts(list[i].code, list[i].has.theme, list[i].has.place, namesMet(list[i].met))
	})
}

func (x *importVisit) tripID() int64 {
	if x.trip == nil {
		return 0
	}
	return x.trip.id
}

func (x *importVisit) metRows() [][]any {
	rows := make([][]any, len(x.met))
	for i, m := range x.met {
		rows[i] = []any{x.id, m.company.id, m.counterpart, m.title, i}
	}
	return rows
}

// change brings known visits in line, keeping the rows as they stood.
func (k *visitKind) change(w *importWriter, list []*importVisit) error {
	lines, met := map[int64]int{}, map[int64]int{}
	for _, x := range list {
		lines[x.id] = x.line
		if !slices.Equal(x.met, x.wasMet) {
			met[x.id] = x.line
		}
	}
	if err := w.touch("visits", idsOf(lines), func(id int64) int { return lines[id] }); err != nil {
		return err
	}
	if err := w.keepMet(met); err != nil {
		return err
	}
	sums := visitSums{}
	for _, x := range list {
		if err := k.changeOne(w, x, sums); err != nil {
			return err
		}
	}
	return sums.write(w.t)
}

func (k *visitKind) changeOne(w *importWriter, x *importVisit, sums visitSums) error {
	f := x.has
	sums.add(x.cell(x.was), -1)
	sums.add(x.cell(f), 1)
	if _, err := w.t.exec(`UPDATE visits SET kind = $1, on_date = $2, end_on = $3, province = $4, city = $5, place = $6, people = $7, people_count = $8,
		leader_level = $9, leader_name = $10, leader_title = $11, theme = $12, outcome = $13, content = $14, next_step = $15, next_due = $16, trip_id = $17,
		updated_at = $18, version = version + 1 WHERE id = $19`, f.kind, f.on, f.end, f.province, f.city, f.place, f.people, f.count, f.level, f.leader, f.title,
		f.theme, f.outcome, f.content, f.next, f.due, x.tripID(), w.t.Now, x.id); err != nil {
		return err
	}
	if !slices.Equal(x.met, x.wasMet) {
		if _, err := w.t.exec("DELETE FROM visit_companies WHERE visit_id = $1", x.id); err != nil {
			return err
		}
		if err := w.t.bulkInsert(bulkTable{name: "visit_companies", columns: visitMetColumns, rows: x.metRows()}); err != nil {
			return err
		}
	}
	w.t.audit("visit.import", "visit", x.id, x.unit, "导入更新拜访 "+x.code+" "+f.theme, map[string]any{"import": w.id, "from": x.input(x.was, x.wasMet), "to": x.input(f, x.met)})
	return visitFollows(w.t, x.id)
}

// input is what a form would hold of a visit.
func (x *importVisit) input(f visitFields, met []importMeeting) crm.VisitInput {
	in := x.cell(f)
	in.EndOn, in.Place, in.People, in.PeopleCount, in.LeaderLevel, in.LeaderName, in.LeaderTitle = f.end, f.place, f.people, int(f.count), f.level, f.leader, f.title
	in.Theme, in.Outcome, in.Content, in.NextStep, in.NextDue = f.theme, f.outcome, f.content, f.next, f.due
	for _, m := range met {
		in.Companies = append(in.Companies, crm.VisitCompany{CompanyID: m.company.id, Name: m.company.in.Name, Counterpart: m.counterpart, CounterpartTitle: m.title})
	}
	return in
}

// visitMet is a row of visit_companies as an image keeps it.
type visitMet struct {
	Company     int64  `json:"c"`
	Counterpart string `json:"n"`
	Title       string `json:"t"`
	Sort        int64  `json:"s"`
}

// keepMet keeps whom visits met, by the line that changes it, for taking the batch back.
func (w *importWriter) keepMet(lines map[int64]int) error {
	list, err := lookUp(w.t.ctx, w.t.s, w.t, scanMet, "SELECT visit_id, company_id, counterpart, counterpart_title, sort FROM visit_companies WHERE %s ORDER BY visit_id, sort",
		"visit_id", idsOf(lines))
	if err != nil {
		return err
	}
	of := map[int64][]visitMet{}
	for _, m := range list {
		of[m.visit] = append(of[m.visit], m.visitMet)
	}
	for id, line := range lines {
		before, err := json.Marshal(of[id])
		if err != nil {
			return err
		}
		w.images[line] = append(w.images[line], rowImage{Table: "visit_companies", Key: map[string]any{"visit_id": id}, Before: before})
	}
	return nil
}
