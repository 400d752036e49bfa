package crm

import "strings"

// ImportCode names a complaint. Those that begin with E_ hold their row, those with W_ do not.
type ImportCode string

// All codes, as the samples' README lists them, and W_RECORD_KEPT.
const (
	EAmountNoUnit        ImportCode = "E_AMOUNT_NO_UNIT"
	EAmountNegative      ImportCode = "E_AMOUNT_NEGATIVE"
	EAmountZero          ImportCode = "E_AMOUNT_ZERO"
	EAmountImplausible   ImportCode = "E_AMOUNT_IMPLAUSIBLE"
	EAmountUnreadable    ImportCode = "E_AMOUNT_UNREADABLE"
	ECountyMissing       ImportCode = "E_COUNTY_MISSING"
	ECountyUnknown       ImportCode = "E_COUNTY_UNKNOWN"
	ECountyMultiple      ImportCode = "E_COUNTY_MULTIPLE"
	ENoInvestor          ImportCode = "E_NO_INVESTOR"
	ENoProject           ImportCode = "E_NO_PROJECT"
	EDateInvalid         ImportCode = "E_DATE_INVALID"
	EDateFuture          ImportCode = "E_DATE_FUTURE"
	EDuplicateExact      ImportCode = "E_DUPLICATE_EXACT"
	EDuplicateSuspect    ImportCode = "E_DUPLICATE_SUSPECT"
	EFormulaError        ImportCode = "E_FORMULA_ERROR"
	EFormulaNoValue      ImportCode = "E_FORMULA_NO_VALUE"
	EUnitMissing         ImportCode = "E_UNIT_MISSING"
	ENoCompany           ImportCode = "E_NO_COMPANY"
	ETripDates           ImportCode = "E_TRIP_DATES"
	ECumulativeMismatch  ImportCode = "E_CUMULATIVE_MISMATCH"
	EPartGtTotal         ImportCode = "E_PART_GT_TOTAL"
	WAmountApprox        ImportCode = "W_AMOUNT_APPROX"
	WAmountRange         ImportCode = "W_AMOUNT_RANGE"
	WAmountMissing       ImportCode = "W_AMOUNT_MISSING"
	WAmountChanged       ImportCode = "W_AMOUNT_CHANGED"
	WArrivedGtTotal      ImportCode = "W_ARRIVED_GT_TOTAL"
	WCurrencyForeign     ImportCode = "W_CURRENCY_FOREIGN"
	WDateAmbiguous       ImportCode = "W_DATE_AMBIGUOUS"
	WDateCoarse          ImportCode = "W_DATE_COARSE"
	WDateYearInferred    ImportCode = "W_DATE_YEAR_INFERRED"
	WDatePlanned         ImportCode = "W_DATE_PLANNED"
	WDateOrder           ImportCode = "W_DATE_ORDER"
	WCompanySimilar      ImportCode = "W_COMPANY_SIMILAR"
	WHiddenSheet         ImportCode = "W_HIDDEN_SHEET"
	WHiddenRow           ImportCode = "W_HIDDEN_ROW"
	WHiddenColumn        ImportCode = "W_HIDDEN_COLUMN"
	WTotalMismatch       ImportCode = "W_TOTAL_MISMATCH"
	WSectionCount        ImportCode = "W_SECTION_COUNT_MISMATCH"
	WDeclaredCount       ImportCode = "W_DECLARED_COUNT_MISMATCH"
	WValueNotReported    ImportCode = "W_VALUE_NOT_REPORTED"
	WFieldUnreadable     ImportCode = "W_FIELD_UNREADABLE"
	WPhoneInvalid        ImportCode = "W_PHONE_INVALID"
	WFormulaRecalculated ImportCode = "W_FORMULA_RECALCULATED"
	WCumulativeDecrease  ImportCode = "W_CUMULATIVE_DECREASE"
	WRateMismatch        ImportCode = "W_RATE_MISMATCH"
	WDaysMismatch        ImportCode = "W_DAYS_MISMATCH"
	WPlaceUnknown        ImportCode = "W_PLACE_UNKNOWN"
	WEvidenceMissing     ImportCode = "W_EVIDENCE_MISSING"
	WEvidenceReused      ImportCode = "W_EVIDENCE_REUSED"
	// Our own, found against the database: what stands there is kept (signed, approved, verified, masked).
	WRecordKept ImportCode = "W_RECORD_KEPT"
)

// IsError reports whether c holds its row.
func (c ImportCode) IsError() bool { return strings.HasPrefix(string(c), "E_") }

// Severity returns "error" or "warning".
func (c ImportCode) Severity() string {
	if c.IsError() {
		return "error"
	}
	return "warning"
}
