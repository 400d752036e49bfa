package intake

import (
	"fmt"
	"strings"

	"yinfeng/crm"
)

var dateWords = map[crm.ImportCode]string{
	crm.WDateAmbiguous:    "数字2022.1可能是1月也可能是10月，不取；请写成2022-01或2022-10",
	crm.WDateCoarse:       "只写到半年或季度，不取；请写到月",
	crm.WDateYearInferred: "没写年份，按标题的年份取；请核对",
	crm.WDatePlanned:      "是计划不是事实，实际日期记空",
}

// dates reads the date columns (ruling 10). 时间 belongs to the row's stage.
func (j *judging) dates() {
	for _, k := range []string{"sign_date", "register_date", "start_date", "production_date"} {
		j.dateUnder(k, k)
	}
	if _, ok := j.l.head.by[crm.ImportKeyStageDate]; ok {
		stage := j.c.rec.Text("stage")
		if key := stageDateKey(stage); key != "" && !j.l.has(key) {
			j.dateUnder(crm.ImportKeyStageDate, key)
		} else if x, col, _ := j.cellOf(crm.ImportKeyStageDate); x != nil && key == "" {
			j.complain(x, crm.WFieldUnreadable, col.label, "没有阶段，不知这个时间是签约、开工还是投产，未取；请补填阶段")
		}
	}
	sign, start := j.c.rec.Text("sign_date"), j.c.rec.Text("start_date")
	if n := min(len(sign), len(start)); n > 0 && start[:n] < sign[:n] {
		x, col, _ := j.cellOf("start_date")
		j.complain(x, crm.WDateOrder, col.label, fmt.Sprintf("开工（%s）早于签约（%s）；请核对", start, sign))
	}
}

// stageDateKey is the date that belongs to a stage: of the first stage word in it.
func stageDateKey(stage string) string {
	words := []struct{ word, key string }{{"签约", "sign_date"}, {"框架", "sign_date"}, {"协议", "sign_date"}, {"开工", "start_date"}, {"在建", "start_date"},
		{"建设", "start_date"}, {"投产", "production_date"}, {"竣工", "production_date"}, {"达产", "production_date"}, {"建成", "production_date"}, {"注册", "register_date"}}
	key, at := "", len(stage)
	for _, w := range words {
		if i := strings.Index(stage, w.word); i >= 0 && i < at {
			key, at = w.key, i
		}
	}
	return key
}

func (j *judging) dateUnder(column, key string) {
	x, col, _ := j.cellOf(column)
	if x == nil {
		return
	}
	w := parseDate(x, j.l.date)
	signing := key == "sign_date"
	switch {
	case w.bad && signing:
		j.complain(x, crm.EDateInvalid, col.label, "签约日期不存在或读不懂；请写成2022-09-26或2022年9月")
		return
	case w.bad:
		j.complain(x, crm.WFieldUnreadable, col.label, "日期读不懂，记空；请写成2022-09-26或2022年9月")
		return
	case w.text != "" && after(w.text, j.l.rd.opt.AsOf) && signing:
		j.complain(x, crm.EDateFuture, col.label, "晚于填报日"+string(j.l.rd.opt.AsOf)+"；请核对日期和填报日")
		return
	case w.text != "" && key != "next_due" && after(w.text, j.l.rd.opt.AsOf): // a next step lies ahead
		w = when{code: crm.WDatePlanned}
	}
	if w.code != "" {
		j.complain(x, w.code, col.label, dateWords[w.code])
	}
	j.c.rec.Set(key, w.text)
}
