package crm

// companyHeaders are the headers of our own list of companies, which is read for the round trip only.
func companyHeaders() []ImportHeader {
	k := ImportCompany
	return []ImportHeader{
		{k, "company_no", []string{"编码"}},
		{k, "name", []string{"企业名称"}},
		{k, "credit_code", []string{"统一社会信用代码", "信用代码"}},
		{k, "origin", []string{"来源"}},
		{k, "province", []string{"省份"}},
		{k, "city", []string{"城市"}},
		{k, "industry", []string{"行业"}},
		{k, "tags", []string{"标签"}},
		{k, "address", []string{"地址"}},
		{k, "unit", []string{"首次登记单位"}},
		{k, "-leads", []string{"线索数"}},
		{k, "-projects", []string{"项目数"}},
		{k, "-visits", []string{"拜访数"}},
		{k, "note", []string{"备注"}},
	}
}
