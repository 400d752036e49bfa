package seeds

import "yinfeng/crm"

func (r row) unit() crm.PackUnit {
	return crm.PackUnit{Parent: r.text("parent"), Unit: crm.Unit{Code: r.text("code"), Name: r.text("name"), ShortName: r.text("short"),
		Kind: crm.UnitKind(r.text("kind")), Order: r.number("order"), AdCode: r.text("adcode"), Reporting: r.flag("reporting"),
		Aliases: r.list("aliases"), ValidFrom: r.number("valid_from"), CutOver: crm.Month(r.text("cut_over")),
		Example: r.flag("example"), Note: r.text("note")}}
}

func (r row) chain() crm.Chain {
	return crm.Chain{Code: r.text("code"), Name: r.text("name"), Order: r.number("order"), Provisional: r.flag("provisional"), Note: r.text("note")}
}

func (r row) park() crm.PackPark {
	return crm.PackPark{Unit: r.text("unit"), Host: r.text("host"), Park: crm.Park{Name: r.text("name"), Kind: r.text("kind"),
		Since: r.text("since"), Industries: r.text("industries"), Note: r.text("note")}}
}

func (r row) indicator() crm.Indicator {
	return crm.Indicator{Code: r.text("code"), Label: r.text("label"), Kind: r.text("kind"), Currency: crm.Currency(r.text("currency")),
		Unit: r.text("unit"), Source: r.text("source"), DefaultBasis: r.text("default_basis"), ParentCode: r.text("parent"),
		Order: r.number("order"), Note: r.text("note")}
}

func (r row) basis() crm.Basis {
	b := crm.Basis{Code: r.text("code"), Indicator: r.text("indicator"), Label: r.text("label"), FromYear: r.number("from_year"),
		ToYear: r.number("to_year"), Default: r.flag("default"), Order: r.number("order"), Note: r.text("note")}
	var err error
	if b.Filter, err = crm.ParseBasisFilter(r.text("filter")); err != nil {
		r.fail("filter")
	}
	return b
}

func (r row) target() crm.PackTarget {
	return crm.PackTarget{Unit: r.text("unit"), Target: crm.Target{Year: r.number("year"), Indicator: r.text("indicator"),
		Basis: r.text("basis"), Value: r.amount(), Note: r.text("note"), KnownOn: crm.Date(r.text("year") + "-01-01")}}
}

func (r row) historic() crm.PackHistoric {
	currency := crm.Currency("")
	switch r.text("in") {
	case "亿元", "万元":
		currency = crm.CNY
	case "亿美元", "万美元":
		currency = crm.USD
	}
	return crm.PackHistoric{Unit: r.text("unit"), HistoricFigure: crm.HistoricFigure{Indicator: r.text("indicator"), Basis: r.text("basis"),
		Currency: currency, Year: r.number("year"), Month: crm.Month(r.text("month")), Period: r.text("period"), Value: r.amount(),
		Source: r.text("source"), Note: r.text("note")}}
}

// industry is a class of GB/T 4754-2017; a section is known by its letter alone.
func (r row) industry() crm.Industry {
	return crm.Industry{Code: r.text("code"), Section: r.text("section"), Name: r.text("name"), Level: r.number("level")}
}
