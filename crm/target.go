package crm

// CheckTarget validates a target's value and place: an indicator that exists, a basis
// of it, never negative (domain §8).
func CheckTarget(in TargetInput, inds []Indicator, bases []Basis) error {
	if in.Year < 2000 || in.Year > 2100 {
		return Invalid("year", "年份 %d 不对", in.Year)
	}
	var of *Indicator
	for i := range inds {
		if inds[i].Code == in.Indicator {
			of = &inds[i]
		}
	}
	if of == nil {
		return Invalid("indicator", "没有“%s”这个指标", in.Indicator)
	}
	if in.Value != nil && *in.Value < 0 {
		return Invalid("value", "“%s”的任务数不能为负数", of.Label)
	}
	if in.Value != nil {
		if err := TooLarge(*in.Value, "value", "“"+of.Label+"”的任务数"); err != nil {
			return err
		}
	}
	if in.Basis == "" {
		return nil
	}
	for _, b := range bases {
		if b.Indicator == in.Indicator && b.Code == in.Basis {
			return nil
		}
	}
	return Invalid("basis", "指标“%s”没有“%s”这个口径", of.Label, in.Basis)
}

// TargetRow is an indicator (or an 其中 of it) in the grid of a year: the whole's target
// and the sum of the units' against it; over-allocation is normal (domain §8).
type TargetRow struct {
	Indicator string   `json:"indicator"`
	Basis     string   `json:"basis" doc:"其中项的口径，空为指标本身"`
	Label     string   `json:"label"`
	Kind      string   `json:"kind" enum:"money,count"`
	Currency  Currency `json:"currency"`
	Unit      string   `json:"unit" doc:"计量单位"`
	Whole     *Target  `json:"whole" doc:"全市任务"`
	Sum       int64    `json:"sum" doc:"各单位任务之和（只含可见单位）"`
	Complete  bool     `json:"complete" doc:"可见单位是否为全部报送单位"`
	Units     []Target `json:"units"`
}

// TargetGrid is a year's targets: rows of indicators over units in official order.
type TargetGrid struct {
	Year   int         `json:"year"`
	RootID int64       `json:"rootId" doc:"全市的单位编号"`
	Units  []GridUnit  `json:"units"`
	Rows   []TargetRow `json:"rows"`
}

// GridUnit is a column of the grid.
type GridUnit struct {
	ID   int64  `json:"id"`
	Code string `json:"code"`
	Name string `json:"name"`
}

// TargetsInput sets several targets at once, all or nothing.
type TargetsInput struct {
	Targets []TargetInput `json:"targets" minItems:"1" maxItems:"2000"`
}

// TargetCurve is a custom cumulative pace of an indicator in a year: 12 values in basis
// points that never fall, the last 10,000; empty goes back to months ÷ 12.
type TargetCurve struct {
	Year      int     `json:"year"`
	Indicator string  `json:"indicator"`
	Months    []int64 `json:"months" maxItems:"12" doc:"各月累计应完成的万分比"`
}

// Check validates the curve.
func (c TargetCurve) Check() error {
	if len(c.Months) == 0 {
		return nil
	}
	if len(c.Months) != 12 {
		return Invalid("months", "序时曲线须填满 12 个月")
	}
	prev := int64(0)
	for i, bp := range c.Months {
		if bp < prev {
			return Invalid("months", "序时曲线 %d 月低于上月，累计应完成只增不减", i+1)
		}
		prev = bp
	}
	if prev != FullShares {
		return Invalid("months", "序时曲线 12 月须为 100%%")
	}
	return nil
}

// ManualValue is a month's value of an indicator that is typed in (domain §12).
type ManualValue struct {
	Indicator string `json:"indicator"`
	UnitID    int64  `json:"unitId"`
	UnitName  string `json:"unitName"`
	Month     Month  `json:"month"`
	Value     int64  `json:"value" doc:"当月数，分、美分或个"`
	KnownOn   Date   `json:"knownOn"`
}

// PerUnit is the minor units of a printed unit of measure: 亿元, 万美元 …; 1 for counts.
func PerUnit(unit, kind string) int64 {
	switch {
	case kind == FigureCount:
		return 1
	case unit == "亿元" || unit == "亿美元":
		return FenPerYi
	case unit == "万元" || unit == "万美元":
		return FenPerWan
	}
	return 100
}
