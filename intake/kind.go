package intake

import (
	"regexp"
	"strings"

	"yinfeng/crm"
)

var monthLabel = regexp.MustCompile(`^(\d{4}年)?(\d{1,2}[-—–~至])?\d{1,2}月(份|底|累计)?$`)

// signs are what the words over a table say about its kind (ruling 20).
type signs struct {
	visit, trip, guest, prior, month, talk, assess, progress bool
	entry                                                    bool // a list of single arrivals
	company                                                  bool // our own list of companies
	months                                                   int
}

func signsOf(words []string) signs {
	var s signs
	for _, w := range words {
		w = plainLabel(w)
		s.visit = s.visit || hasAny(w, "拜访企业", "拜访单位", "接洽人", "拜访客商", "拜访对象")
		s.trip = s.trip || hasAny(w, "开始时间", "结束时间", "天数", "起止时间", "外出时间", "返回", "结束日期", "外出批次")
		s.guest = s.guest || strings.HasPrefix(w, "来访")
		s.prior = s.prior || hasAny(w, "上年末累计", "上年累计", "上年底累计", "截至上年", "以前年度累计")
		s.company = s.company || w == "首次登记单位"
		s.entry = s.entry || w == "申报数" || w == "到账日期"
		s.month = s.month || strings.HasPrefix(w, "本月") || strings.HasPrefix(w, "当月")
		s.talk = s.talk || hasAny(w, "在谈", "拟投资", "意向县区", "意向投资", "拟建地点")
		s.assess = s.assess || hasAny(w, "研判结果", "投资方简介", "跟踪人", "跟踪单位", "需用土地")
		s.progress = s.progress || hasAny(w, "进展", "进度")
		if monthLabel.MatchString(w) {
			s.months++
		}
	}
	return s
}

// kindOf tells the kind of a table from its header's words, the title rows and the sheet's name (ruling 20).
func kindOf(h *header, words, titles []string) crm.ImportKind {
	s := signsOf(words)
	title := squeeze(strings.Join(titles, " "))
	_, project := h.by["project"]
	_, investors := h.by["investors"]
	switch {
	case s.company && !project:
		return crm.ImportCompany
	case s.visit && s.trip, s.guest && !project:
		return crm.ImportVisits
	case (s.prior && s.month || s.entry) && project:
		return crm.ImportCapital
	case s.months >= 2 && !project && !investors:
		return crm.ImportMatrix
	}
	dated := false
	for _, k := range []string{"sign_date", "start_date", "production_date", "stage", "arrived_wan", "completed_wan", crm.ImportKeyStageDate} {
		_, has := h.by[k]
		dated = dated || has
	}
	leadish := s.talk || s.assess || strings.Contains(title, "在谈")
	if _, signed := h.by["sign_date"]; !signed && (leadish && !hasStageWord(title) || leadish && !dated || s.progress && !dated && !hasStageWord(title)) {
		return crm.ImportLeads
	}
	return crm.ImportProjects
}

func hasStageWord(s string) bool { return hasAny(s, "签约", "开工", "投产") }

// stageOf finds the one stage that words name; "" when they name none or several.
func stageOf(words string) string {
	stage := ""
	for _, w := range []string{"签约", "开工", "投产"} {
		if strings.Contains(words, w) {
			if stage != "" {
				return ""
			}
			stage = w
		}
	}
	return stage
}
