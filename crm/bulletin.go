package crm

import "strings"

// Bulletin (通报) is a month's text with its figures filled in: every number is a segment
// of its own and says which figure it is. Note names basis, cut-off and snapshot and
// stands under the text whatever the template says (domain §7).
type Bulletin struct {
	Month      Month               `json:"month"`
	Title      string              `json:"title"`
	Template   int64               `json:"template" doc:"模板编号，0 为系统自带"`
	Name       string              `json:"name" doc:"模板名称"`
	Snapshot   string              `json:"snapshot" doc:"关账快照编号，空为未关账"`
	AsKnown    Date                `json:"asKnown" doc:"按这一天已知的数据，空为当前"`
	Scope      string              `json:"scope" doc:"单位，空为全市"`
	Paragraphs [][]BulletinSegment `json:"paragraphs"`
	Note       string              `json:"note" doc:"口径、截至日和快照"`
	Plain      string              `json:"plain" doc:"标题、正文和口径说明的纯文本"`
}

// BulletinSegment is a run of text; Ref is the 查数码 of the figure that it prints, ""
// for words.
type BulletinSegment struct {
	Text string `json:"text"`
	Ref  string `json:"ref,omitempty" doc:"查数码"`
}

// BulletinTemplate is a text with placeholders. ID 0 is the one that comes with the program.
type BulletinTemplate struct {
	ID      int64   `json:"id"`
	Name    string  `json:"name"`
	Body    string  `json:"body"`
	Default bool    `json:"default" doc:"不选模板时用它"`
	SetBy   string  `json:"setBy"`
	At      Instant `json:"at"`
	Version int64   `json:"version"`
}

// BulletinTemplateInput makes or changes a template; Version is that of the one changed.
type BulletinTemplateInput struct {
	Name    string `json:"name" minLength:"1" maxLength:"40"`
	Body    string `json:"body" minLength:"1" maxLength:"20000"`
	Default bool   `json:"default,omitempty"`
	Version int64  `json:"version,omitempty" minimum:"0"`
}

// BulletinFigure is an indicator under a basis; "" is the basis that the report has.
type BulletinFigure struct {
	Indicator string
	Basis     string
}

// BulletinSource is what a text is filled from. Others holds, for each figure of
// BulletinText.Figures, figures in which the indicator stands under that basis.
type BulletinSource struct {
	Figures    *Figures
	Others     map[BulletinFigure]*Figures
	Indicators []Indicator
	Bases      []Basis
	City       string // 安康市
	Unit       string // code that the totals stand for, the root's for the whole city
	Scope      string // name of the unit, "" for the whole city
	Day        Date   // the figures stand as of this day
	AsKnown    Date
}

// DefaultBulletin is the text that comes with the program. It names no place and no fact.
const DefaultBulletin = `{城市}[{范围}]{年份}{期间}招商引资工作情况通报
{期间}，{单位}到位资金{到位资金.累计}[，完成年度任务{到位资金.任务}的{到位资金.完成率}][，{到位资金.序时情况}][，同比{到位资金.同比}]；其中{月份}到位{到位资金.本月}。省外资金{到位资金/省外.累计}。
利用外资{利用外资.累计}[，完成年度任务{利用外资.任务}的{利用外资.完成率}][，{利用外资.序时情况}]。
新签约项目{新签约项目数.累计}，总投资{新签约金额.累计}；新开工项目{新开工项目数.累计}，新投产项目{新投产项目数.累计}。
[到位资金完成率居前的有：{领先 到位资金 3}。][居后的有：{落后 到位资金 3}。]
[到位资金低于序时进度的有：{欠序时单位 到位资金}，请对照目标查找原因、加快进度。]`

// Clean is the input as it is kept: trimmed, line ends of one kind.
func (in BulletinTemplateInput) Clean() BulletinTemplateInput {
	in.Name = strings.TrimSpace(in.Name)
	in.Body = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(in.Body, "\r\n", "\n"), "\r", "\n"))
	return in
}

// Check refuses a template whose name or text is bad.
func (in BulletinTemplateInput) Check(inds []Indicator, bases []Basis) error {
	if in.Name == "" {
		return Invalid("name", "请写模板名称")
	}
	if !plainText(in.Name, 40) {
		return Invalid("name", "模板名称最多 40 个字，只能一行，不能以 = + - @ 开头")
	}
	_, err := ParseBulletin(in.Body, inds, bases)
	return err
}

// BulletinQuery asks for a text: by a template (0 the program's own, negative the city's
// default), or by a Body that is still being written.
type BulletinQuery struct {
	FiguresQuery
	Template int64
	Body     string
}
