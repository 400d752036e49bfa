package crm

// TemplateData is what a workbook to fill in offers for choice and prints in its titles.
type TemplateData struct {
	Units  []string // reporting units by their official names, in their order
	Chains []string // industrial chains; none leaves the column free
	Year   int      // of the titles; a date without a year is read as one of it
	Month  Month    // capital: the month that is reported
}
