package intake_test

import (
	"fmt"
	"strconv"
	"time"

	"yinfeng/crm"
)

// alone lets a noise at rows only that are a trip of their own.
func alone(n noise) noise {
	return func(m *maker, t *table, it *item) bool {
		same := 0
		for _, o := range t.items {
			if o.want["traveller"] == it.want["traveller"] {
				same++
			}
		}
		return same == 1 && it.want["direction"] == "" && n(m, t, it)
	}
}

func wrongDays(m *maker, t *table, it *item) bool {
	if !it.printed(t, "days") {
		return false
	}
	it.want["days"], it.yuan["days"] = "77", 77e4
	return it.spoilt("days", word("77天"), crm.WDaysMismatch)
}

func backwards(m *maker, t *table, it *item) bool {
	start, err := time.Parse("2006-01-02", it.want["start_date"])
	if err != nil {
		return false
	}
	return it.spoilt("end_date", m.date(start.AddDate(0, 0, -2).Format("2006-01-02")), crm.ETripDates)
}

func later(m *maker, _ *table, it *item) bool {
	n, err := strconv.Atoi(it.want["days"])
	if err != nil {
		n = 4
	}
	it.cells["end_date"] = m.date(fmt.Sprintf("2031-05-%02d", 5+n))
	return it.spoilt("start_date", m.date("2031-05-06"), crm.EDateFuture)
}

func nowhere(m *maker, t *table, it *item) bool {
	if !it.printed(t, "destination") {
		return false
	}
	it.want["destination"] = ""
	return it.spoilt("destination", word(pick(m, []string{"长三角", "沿海地区"})), crm.WPlaceUnknown)
}

func notReported(m *maker, t *table, it *item) bool {
	it.none("amount_wan")
	return it.spoilt("amount_wan", word(pick(m, []string{"", "—", "/", "-"})), crm.WValueNotReported)
}

// wrongSum is a year to date that is not the months' sum.
func wrongSum(m *maker, t *table, it *item) bool {
	if !t.has("ytd_wan") {
		return false
	}
	m.amount(it, t, "ytd_wan", it.yuan["ytd_wan"]+1e4)
	it.codes = append(it.codes, crm.ECumulativeMismatch)
	return true
}

func largePart(m *maker, t *table, it *item) bool {
	if !t.has("out_of_province_wan") {
		return false
	}
	m.amount(it, t, "out_of_province_wan", it.yuan["amount_wan"]+1e4)
	it.codes = append(it.codes, crm.EPartGtTotal)
	return true
}

func noEvidence(m *maker, t *table, it *item) bool {
	if !it.printed(t, "evidence_nos") || it.yuan["amount_wan"] == 0 {
		return false
	}
	it.want["evidence_nos"] = ""
	return it.spoilt("evidence_nos", word(pick(m, []string{"", "/"})), crm.WEvidenceMissing)
}

// gapIn is a month that was not reported; the last one stays, since the rate is of it.
func gapIn(m *maker, t *table, it *item) bool {
	n := m.IntN(len(it.wants) - 1)
	it.wants[n]["value_wan"] = ""
	delete(it.wants[n], "value_yi")
	key := fmt.Sprintf("period:2022:%02d", n+1)
	it.vague[key] = true
	return it.spoilt(key, word(pick(m, []string{"—", "/", "－"})), crm.WValueNotReported)
}

// falling is a cumulative figure below that of the month before.
func falling(m *maker, t *table, it *item) bool {
	n := len(it.wants)
	before := it.yuan[fmt.Sprintf("period:2022:%02d", n-1)]
	if before < 1e6 || t.has("-rate") {
		return false
	}
	less := before - 1e6
	m.amount(it, t, fmt.Sprintf("period:2022:%02d", n), less)
	it.wants[n-1]["value_wan"] = wan(less)
	if t.unit == "亿元" {
		it.wants[n-1]["value_yi"] = shifted(less, 8)
	}
	it.codes = append(it.codes, crm.WCumulativeDecrease)
	return true
}

func wrongRate(m *maker, t *table, it *item) bool {
	return it.printed(t, "-rate") && it.spoilt("-rate", word("999.9%"), crm.WRateMismatch)
}
