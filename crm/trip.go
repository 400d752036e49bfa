package crm

// Trip is one journey that several visits belong to (外出批次): the monthly sheet of
// outgoing visits merges its cells (domain §11, sheet 9).
type Trip struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	UnitID      int64  `json:"unitId"`
	UnitName    string `json:"unitName"`
	StartOn     Date   `json:"startOn"`
	EndOn       Date   `json:"endOn"`
	LeaderName  string `json:"leaderName" doc:"带队领导"`
	LeaderTitle string `json:"leaderTitle"`
	LeaderLevel string `json:"leaderLevel"`
	PeopleCount int    `json:"peopleCount"`
	Destination string `json:"destination" doc:"目的地"`
	Visits      int64  `json:"visits" doc:"拜访数"`
	Version     int64  `json:"version"`

	Costs *TripCosts `json:"costs,omitempty" doc:"费用，启用后才有"`
}

// TripCosts is what a journey cost, all optional, in 分.
type TripCosts struct {
	Transport int64 `json:"transport" minimum:"0" doc:"交通，分"`
	Lodging   int64 `json:"lodging" minimum:"0" doc:"住宿，分"`
	Other     int64 `json:"other" minimum:"0" doc:"其他，分"`
	Total     int64 `json:"total" readOnly:"true" doc:"合计，分；由系统算出"`
}

// maxTripCost is the most that one kind of cost of a journey may be: a slip of the unit is more.
const maxTripCost = 1000 * FenPerWan

// Summed is c with its total.
func (c TripCosts) Summed() TripCosts {
	c.Total = c.Transport + c.Lodging + c.Other
	return c
}

// Plus adds two sums of costs.
func (c TripCosts) Plus(d TripCosts) TripCosts {
	return TripCosts{Transport: c.Transport + d.Transport, Lodging: c.Lodging + d.Lodging, Other: c.Other + d.Other}.Summed()
}

// check refuses costs below nothing or beyond belief.
func (c TripCosts) check() error {
	for _, x := range []struct {
		field, label string
		fen          int64
	}{{"transport", "交通费", c.Transport}, {"lodging", "住宿费", c.Lodging}, {"other", "其他费用", c.Other}} {
		if x.fen < 0 || x.fen > maxTripCost {
			return Invalid("costs."+x.field, "%s须在 0 到 1000 万元之间，请核对单位和位数", x.label)
		}
	}
	return nil
}

// TripInput is what a person types of a trip.
type TripInput struct {
	Name        string `json:"name" minLength:"2" maxLength:"100"`
	UnitID      int64  `json:"unitId,omitempty" doc:"默认本单位"`
	StartOn     Date   `json:"startOn"`
	EndOn       Date   `json:"endOn"`
	LeaderName  string `json:"leaderName,omitempty" maxLength:"40"`
	LeaderTitle string `json:"leaderTitle,omitempty" maxLength:"60"`
	LeaderLevel string `json:"leaderLevel,omitempty" maxLength:"20"`
	PeopleCount int    `json:"peopleCount,omitempty" minimum:"0" maximum:"500"`
	Destination string `json:"destination,omitempty" maxLength:"200"`
	Version     int64  `json:"version,omitempty"`

	Costs *TripCosts `json:"costs,omitempty" doc:"费用；启用后才能填，不带为不改"`
}

// maxJourneyDays is how long one visit or trip may last, both ends counted: more is a slip of the
// year or month, and would count for ever.
const maxJourneyDays = 60

// JourneyEnd is the last day of a journey that counts: its end, else its start, and never more
// than maxJourneyDays days, whatever was stored before longer ones were refused.
func JourneyEnd(start, end Date) Date {
	return min(max(start, end), start.AddDays(maxJourneyDays-1))
}

// Check refuses days out of order or too far away, a leader's level that is none and an empty name.
// A trip may be planned: its days may lie ahead, and count once they are over.
func (in TripInput) Check(today Date) error {
	if len([]rune(in.Name)) < 2 {
		return Invalid("name", "请填写批次名称，如“长三角招商小分队”")
	}
	if in.Costs != nil {
		if err := in.Costs.check(); err != nil {
			return err
		}
	}
	if err := checkDays(in.StartOn, in.EndOn, "startOn", "endOn", in.LeaderLevel); err != nil {
		return err
	}
	if in.StartOn > today.AddDays(maxJourneyDays) {
		return Invalid("startOn", "开始日期 %s 太远，批次最多提前 %d 天登记，请核对年份", in.StartOn, maxJourneyDays)
	}
	return nil
}

// checkDays validates the span of a trip or visit and the level of who led it.
func checkDays(start, end Date, startField, endField, level string) error {
	if _, err := ParseDate(string(start)); err != nil {
		return Invalid(startField, "日期“%s”写法不对，请写成 2022-09-26", start)
	}
	if end != "" {
		if _, err := ParseDate(string(end)); err != nil {
			return Invalid(endField, "结束日期“%s”写法不对，请写成 2022-09-26", end)
		}
		if end < start {
			return Invalid(endField, "结束日期 %s 早于开始日期 %s", end, start)
		}
		if end > JourneyEnd(start, end) {
			return Invalid(endField, "从 %s 到 %s 超过 %d 天，一次外出或来访最多 %d 天，请核对日期", start, end, maxJourneyDays, maxJourneyDays)
		}
	}
	if level != "" && !contains(LeaderLevels, level) {
		return Invalid("leaderLevel", "领导层级须是市级领导、县级主要领导、部门、小分队之一")
	}
	return nil
}

// Footprint is 足迹: the provinces and cities that 外出 visits have reached. A
// municipality counts as one province and one city.
type Footprint struct {
	Provinces int64            `json:"provinces"`
	Cities    int64            `json:"cities"`
	Visits    int64            `json:"visits"`
	Places    []FootprintPlace `json:"places"`
}

// FootprintPlace is one place reached and how often.
type FootprintPlace struct {
	Province string `json:"province"`
	City     string `json:"city"`
	Visits   int64  `json:"visits"`
}
