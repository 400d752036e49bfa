package crm

// CalendarDays is the longest span that one calendar answers; CalendarRows the most of one kind.
const (
	CalendarDays = 62
	CalendarRows = 500
)

// CalendarFilter asks for the days from From to To, of a unit and what is below it (0: all that
// the viewer reads), or of the viewer's own.
type CalendarFilter struct {
	From, To Date
	UnitID   int64
	Mine     bool
}

// Check refuses days out of order and spans that are too long.
func (f CalendarFilter) Check() error {
	switch {
	case f.From == "" || f.To == "":
		return Invalid("from", "请给出起止日期，如 from=2022-09-01&to=2022-09-30")
	case f.To < f.From:
		return Invalid("to", "结束日期 %s 早于开始日期 %s", f.To, f.From)
	case f.From.DaysUntil(f.To) >= CalendarDays:
		return Invalid("to", "一次最多看 %d 天", CalendarDays)
	}
	return nil
}

// Calendar is what stands on the days of a span.
type Calendar struct {
	From     Date           `json:"from"`
	To       Date           `json:"to"`
	Items    []CalendarItem `json:"items" doc:"按日期"`
	Holidays []CalendarFree `json:"holidays" doc:"节假日和调休上班日"`
	Capped   bool           `json:"capped" doc:"某一类超过 500 条，只列最早的"`
}

// CalendarItem is one thing; End is the last day of what takes several, else On.
type CalendarItem struct {
	Kind     string `json:"kind" enum:"visit,trip,step,transfer,dispute,task" doc:"拜访、外出批次、下一步、流转答复期限、争议期限、任务"`
	Object   string `json:"object" enum:"visit,trip,lead,project,dispute" doc:"点开的对象"`
	ID       int64  `json:"id" doc:"对象编号"`
	On       Date   `json:"on"`
	End      Date   `json:"end"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	UnitName string `json:"unitName"`
}

// CalendarFree is a day of the holiday table.
type CalendarFree struct {
	Day     Date   `json:"day"`
	Workday bool   `json:"workday" doc:"调休上班"`
	Name    string `json:"name"`
}
