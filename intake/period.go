package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// period is what a column of a matrix counts: the months of a year up to and with one, or that one alone.
type period struct {
	year  int // 0: the title's
	month int
	alone bool // one month only: 3月, where others say 1-3月
}

var (
	periodLabel = regexp.MustCompile(`^(?:((?:19|20)\d\d)年?度?[-./]?)?(?:(\d{1,2})月?[-—–―~～至到]+)?(\d{1,2})月(?:份|底|末)?(?:累计|止)?$`)
	periodYear  = regexp.MustCompile(`(?:19|20)\d\d`)
	periodWords = map[string]int{"一季度": 3, "第一季度": 3, "1季度": 3, "上半年": 6, "半年": 6, "前三季度": 9, "前3季度": 9, "三季度末": 9, "全年": 12, "年度累计": 12}
)

// periodOf reads the labels over a column, top to bottom; ok is false where the lowest is no period.
func periodOf(labels []string) (p period, ok bool) {
	if len(labels) == 0 {
		return p, false
	}
	last := plainLabel(labels[len(labels)-1])
	last, _ = splitUnit(last)
	if m := periodLabel.FindStringSubmatch(last); m != nil {
		p.year, _ = strconv.Atoi(m[1])
		p.month, _ = strconv.Atoi(m[3])
		p.alone = m[2] == ""
		if m[2] != "" && m[2] != "1" && m[2] != "01" {
			return p, false // 4-6月 is no figure from the year's beginning
		}
	} else {
		word := strings.TrimSuffix(labelYear.ReplaceAllString(last, ""), "累计")
		if p.month = periodWords[word]; p.month == 0 {
			return p, false
		}
		p.year, _ = strconv.Atoi(periodYear.FindString(last))
	}
	for i := len(labels) - 2; i >= 0 && p.year == 0; i-- {
		p.year, _ = strconv.Atoi(periodYear.FindString(labels[i]))
	}
	return p, p.month >= 1 && p.month <= 12
}

// key is the key of the period's column.
func (p period) key() string {
	word := ""
	if p.alone {
		word = ":alone"
	}
	return fmt.Sprintf("%s%04d:%02d%s", crm.ImportKeyPeriod, p.year, p.month, word)
}

// periodOfKey reads a column's key; ok is false for any other.
func periodOfKey(key string) (p period, ok bool) {
	rest, ok := strings.CutPrefix(key, crm.ImportKeyPeriod)
	if !ok || len(rest) < 7 {
		return p, false
	}
	p.year, _ = strconv.Atoi(rest[:4])
	p.month, _ = strconv.Atoi(rest[5:7])
	p.alone = strings.HasSuffix(rest, ":alone")
	return p, p.month >= 1 && p.month <= 12
}
