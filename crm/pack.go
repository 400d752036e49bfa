package crm

// Pack is a city pack: everything that makes the program this city's (domain §3).
// Units are named by code; Parent, Unit and Host refer to codes.
type Pack struct {
	Name       string
	Settings   []PackSetting
	Units      []PackUnit
	Chains     []Chain
	Parks      []PackPark
	Indicators []Indicator
	Bases      []Basis
	Schemes    []ScoreScheme
	Targets    []PackTarget
	Historic   []PackHistoric
	Holidays   []Holiday
	Industries []Industry
}

// PackSetting is one setting with its label; Provisional marks 待核.
type PackSetting struct {
	Name        string
	Label       string
	Value       any
	Provisional bool
}

// PackUnit is a unit with its parent's code ("" for the root).
type PackUnit struct {
	Unit
	Parent string
}

// PackPark is a park with its unit's and its host's code.
type PackPark struct {
	Park
	Unit string
	Host string
}

// PackTarget is a target of a unit named by code.
type PackTarget struct {
	Target
	Unit string
}

// PackHistoric is a historic figure of a unit named by code.
type PackHistoric struct {
	HistoricFigure
	Unit string
}

// Holiday says whether a day is worked, where it is not as the weekday says.
type Holiday struct {
	Day     Date   `json:"day"`
	Workday bool   `json:"workday" doc:"true 为调休上班，false 为放假"`
	Name    string `json:"name" maxLength:"20"`
}
