package server_test

import (
	"bytes"
	"strings"
	"testing"

	"yinfeng/crm"
)

// verifiedIn files an entry of a month over HTTP and has it verified.
func (l *ledgerCity) verifiedIn(month string, amount int64) (id int64, code string) {
	l.t.Helper()
	in := l.file(amount)
	in["month"], in["arrivedOn"], in["warningReason"] = month, month+"-12", "签约前已投入"
	e := l.as("statistician").post("/capital", in).want(200)
	l.evidence(l.t, "capital", e.int("id"), "银行进账单", int(e.int("id"))+20)
	l.verify(e.int("id"), l.as("statistician").post("/capital/"+itoa(e.int("id"))+"/submit", body{"version": 1}).want(200).int("version"))
	return e.int("id"), e.str("code")
}

func (l *ledgerCity) verify(id, version int64) {
	l.t.Helper()
	l.as("verifier").post("/capital/"+itoa(id)+"/verify", body{"version": version}).want(200)
}

// rowWith is the first row of a sheet that holds a text in some cell; nil for none.
func rowWith(t *testing.T, book []byte, sheet, text string) []string {
	t.Helper()
	for _, r := range rowsOf(t, book, sheet) {
		if strings.Contains(strings.Join(r, "\t"), text) {
			return r
		}
	}
	return nil
}

// A closed month is corrected by a full reversal and a new entry in the open one: the old
// snapshot's workbook keeps its bytes, and the open month's workbook shows both, the
// reversal as an adjustment of the closed month in sheets 4 and 15 (domain §7).
func TestCorrection_OldBytesStay(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager, county := c.as("manager"), c.as("statistician")
		l := newLedgerCity(t, c)
		wrong, wrongCode := l.verifiedIn("2022-01", 700*wan)
		snap := manager.post("/periods/2022-01/close", body{}).want(200)
		old := manager.get("/snapshots/%d/workbook", snap.int("id")).want(200).Raw
		if rowWith(t, old, "到位资金明细", wrongCode) == nil {
			t.Fatalf("%s is not in January's sheet 4", wrongCode)
		}
		back := county.post("/capital/"+itoa(wrong)+"/reverse", body{"reason": "金额填错", "submit": true}).want(200)
		l.verify(back.int("id"), back.int("version"))
		_, rightCode := l.verifiedIn("2022-02", 70*wan)
		for _, path := range []string{"/snapshots/" + itoa(snap.int("id")) + "/workbook", "/reports/month/2022-01/workbook"} {
			if again := manager.get("%s", path).want(200).Raw; !bytes.Equal(old, again) {
				t.Errorf("%s gives other bytes after the correction", path)
			}
		}
		open := manager.get("/reports/month/2022-02/workbook").want(200).Raw
		reversal := strings.Join(rowWith(t, open, "到位资金明细", back.str("code")), "\t")
		if !strings.Contains(reversal, "-700") || !strings.Contains(reversal, "2022-01") && !strings.Contains(reversal, "2022年1月") {
			t.Errorf("the reversal in sheet 4: %q", reversal)
		}
		if rowWith(t, open, "到位资金明细", rightCode) == nil {
			t.Errorf("%s is not in February's sheet 4", rightCode)
		}
		if note := strings.Join(rowWith(t, open, "口径与说明", wrongCode), "\t"); !strings.Contains(note, "-700") {
			t.Errorf("the adjustment in sheet 15: %q", note)
		}
		var f crm.Figures
		manager.get("/reports/month/2022-02/figures").want(200).into(&f)
		if x := f.Total["capital"]; x.Month != -630*wan || x.Adjust != -700*wan || x.Cumulative != 70*wan {
			t.Errorf("February: month %d, adjustment %d, cumulative %d", x.Month, x.Adjust, x.Cumulative)
		}
	})
}
