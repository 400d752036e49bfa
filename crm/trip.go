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
}

// Check refuses days out of order, a leader's level that is none and an empty name.
func (in TripInput) Check() error {
	if len([]rune(in.Name)) < 2 {
		return Invalid("name", "请填写批次名称，如“长三角招商小分队”")
	}
	return checkDays(in.StartOn, in.EndOn, "startOn", "endOn", in.LeaderLevel)
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
