package intake

import (
	"regexp"
	"strings"

	"yinfeng/crm"
)

// leadKeys is the order in which a lead prints its keys.
var leadKeys = []string{"lead_no", "project", "investors", "investor_intro", "investor_home", "content", "industry", "chain", "county", "place", "land_mu",
	"total_wan", "amount_min_wan", "amount_max_wan", "total_usd_wan", "phase1_wan", "fixed_wan", "fixed_usd_wan", "stage", "progress", "progress_on", "is_new",
	"contact", "contact_title", "contact_phones", "follower", "follow_unit", "zone", "assessment", "reported_on", "source", "next_step", "next_due",
	"office", "report_date", "remark"}

// leadShape is the kind leads: 在谈项目, 研判表, the weekly form of the liaison offices.
type leadShape struct {
	weekly   bool // the weekly form: 所属片组, or counts declared above the header
	office   string
	date     string
	declared *declaration
	fresh    int // rows that are new, held ones too
}

func (*leadShape) fits(h *header) bool { return h.has("project") && h.has("investors") }

func (s *leadShape) layout(h *header) *crm.ImportLayout {
	always := []string{"project", "investors", "county", "stage"}
	if s.weekly {
		always = append(always, "is_new")
	}
	if s.office != "" {
		always = append(always, "office")
	}
	if s.date != "" {
		always = append(always, "report_date")
	}
	if h.has(crm.ImportKeySite) {
		always = append(always, "place")
	}
	return newLayout(h, leadKeys, always...).Spare("place", "amount_min_wan", "amount_max_wan", "total_usd_wan", "fixed_usd_wan", "phase1_wan", "contact_phones")
}

func (*leadShape) carrying() []string {
	return []string{"project", "investors", "total_wan", "county", "progress", "content"}
}

func (*leadShape) subject() string { return "investors" }

func (s *leadShape) judge(l *ledger, r *row) []*candidate {
	j := judgeRow(l, r, crm.ImportLeads)
	j.names()
	j.leadPlace()
	j.leadTexts()
	j.land()
	for i, col := range l.head.cols {
		if moneyKeys[col.key] {
			j.amount(i, col)
		}
	}
	j.weigh()
	for _, k := range []string{"progress_on", "reported_on", "next_due"} {
		j.dateUnder(k, k)
	}
	j.c.rec.Set("stage", "在谈")
	s.week(j)
	j.c.whole = j.fingerprint()
	return []*candidate{j.c}
}

// leadTexts reads what is taken as printed, and the contact.
func (j *judging) leadTexts() {
	for _, k := range []string{"lead_no", "investor_intro", "investor_home", "content", "industry", "chain", "progress", "contact_title", "follower", "follow_unit",
		"zone", "assessment", "source", "next_step", "remark"} {
		j.words(k)
	}
	j.contact()
}

// contact reads 企业联系人 and 联系方式 (ruling 29). A phone may stand beside or below the name, in one cell.
func (j *judging) contact() {
	var phones []string
	if x, _, _ := j.cellOf("contact"); x != nil && !j.noWord(x) {
		name, list := splitContact(x.text)
		j.c.rec.Set("contact", name)
		phones = list
	}
	if x, col, _ := j.cellOf("contact_phones"); x != nil && !dashOnly.MatchString(squeeze(x.text)) {
		list, bad := splitPhones(x.text)
		phones = append(phones, list...)
		if bad {
			j.complain(x, crm.WPhoneInvalid, col.label, "电话号码既不是手机也不是座机，照原样保留；请核对")
		}
	}
	j.c.rec.SetList("contact_phones", phones)
}

// splitContact takes the phone numbers out of a cell that holds a name: 张某\n138****1234, 张某 13900000001.
func splitContact(text string) (name string, phones []string) {
	var names []string
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,；;/:：\n\r\t\u3000 ", r) }) {
		n := phoneForm(p)
		if mobile.MatchString(strings.ReplaceAll(n, "-", "")) || landline.MatchString(n) || masked.MatchString(n) {
			list, _ := splitPhones(p)
			phones = append(phones, list...)
			continue
		}
		names = append(names, p)
	}
	if len(phones) == 0 {
		return tidy(text), nil
	}
	return tidy(strings.Join(names, "、")), phones
}

// noCounty are the words of a lead whose county is not settled (ruling 27).
var noCounty = regexp.MustCompile(`^\(?(待定|待选|待选址|待落实|待确定|未定|未确定|暂未确定|尚未确定|暂未定|尚未定|选址中|暂无|无|不详)\)?$`)

// leadPlace settles county and place of a lead, which may have none yet (rulings 8, 27).
func (j *judging) leadPlace() {
	x, col, broken := j.cellOf("county")
	site, siteCol, siteBroken := j.cellOf(crm.ImportKeySite)
	if !settled(x) {
		x = nil
	}
	if !settled(site) {
		site = nil
	}
	if x == nil && site != nil && !broken {
		if _, _, named := j.l.rd.know.Areas.Leading(tidy(site.text)); named || !j.l.has("county") {
			x, col, broken, site = site, siteCol, siteBroken, nil
		}
	}
	switch {
	case broken:
	case x != nil:
		j.countyUnder("county", x, col)
	case !j.l.has("county") && !j.l.has(crm.ImportKeySite):
		j.c.rec.Set("county", j.l.county)
	}
	if site != nil {
		text := tidy(site.text)
		if county := j.c.rec.Text("county"); county != "" {
			text = strings.TrimPrefix(text, county)
		}
		if p := cleanPlace(text); p != "" {
			j.c.rec.Set("place", p)
		}
	}
}

func settled(x *cell) bool {
	if x == nil {
		return false
	}
	s := squeeze(x.text)
	return !noCounty.MatchString(s) && !dashOnly.MatchString(s)
}
