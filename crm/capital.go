package crm

// Forms and uses of capital (domain §7), and evidence kinds.
var (
	CapitalForms = []string{"现金", "实物", "土地", "设备", "无形资产"}
	CapitalUses  = []string{"土地", "土建", "设备", "流动资金", "股权"}
	EvidenceKind = []string{"银行进账单", "验资报告", "发票", "施工合同", "结算单", "设备清单", "现场照片", "投资合同", "营业执照", "开工证明", "投产证明", "其他"}
)

// Part is one origin, currency and amount within an entry; parts sum to the reported
// amount, foreign ones at the year's rate (domain §7).
type Part struct {
	ID       int64    `json:"id,omitempty"`
	Origin   Origin   `json:"origin" enum:"foreign,outProv,inProvince,local,unknown"`
	Currency Currency `json:"currency" enum:"CNY,USD"`
	Amount   int64    `json:"amount" doc:"申报数，最小单位"`
	Verified *int64   `json:"verified,omitempty" doc:"核定数，最小单位"`
	FDI      bool     `json:"fdi" doc:"商务部口径外商直接投资"`
}

// CapitalEntry is one arrival of money on one project in one month (domain §7).
type CapitalEntry struct {
	ID            int64        `json:"id"`
	Code          string       `json:"code"`
	ProjectID     int64        `json:"projectId"`
	ProjectCode   string       `json:"projectCode"`
	ProjectName   string       `json:"projectName"`
	CountyName    string       `json:"countyName"`
	UnitID        int64        `json:"unitId" doc:"填报单位"`
	UnitName      string       `json:"unitName"`
	Month         Month        `json:"month"`
	OrigMonth     Month        `json:"origMonth" doc:"跨期调整所更正的月份"`
	CarriedFrom   Month        `json:"carriedFrom" doc:"结转自哪个月"`
	ArrivedOn     Date         `json:"arrivedOn"`
	Amount        Money        `json:"amount" doc:"申报数（人民币）"`
	Verified      *int64       `json:"verified" doc:"核定数，分"`
	ReduceReason  string       `json:"reduceReason" doc:"核减原因"`
	CompanyID     int64        `json:"companyId"`
	CompanyName   string       `json:"companyName" doc:"投资方"`
	Form          string       `json:"form"`
	Use           string       `json:"use"`
	Fixed         bool         `json:"fixed" doc:"形成固定资产"`
	Parts         []Part       `json:"parts"`
	State         ReviewState  `json:"state" enum:"draft,submitted,verified,returned"`
	Note          string       `json:"note"`
	Warnings      []Warning    `json:"warnings"`
	WarningReason string       `json:"warningReason"`
	ReportedBy    int64        `json:"reportedBy"`
	ReporterName  string       `json:"reporterName"`
	SubmittedAt   Instant      `json:"submittedAt"`
	VerifiedBy    int64        `json:"verifiedBy"`
	VerifierName  string       `json:"verifierName"`
	VerifiedAt    Instant      `json:"verifiedAt"`
	KnownOn       Date         `json:"knownOn" doc:"核定的业务日"`
	ReversesID    int64        `json:"reversesId" doc:"冲回哪一条"`
	CorrectsID    int64        `json:"correctsId" doc:"更正哪一条"`
	ReversedByID  int64        `json:"reversedById"`
	Evidence      []Attachment `json:"evidence"`
	EvidenceNos   []string     `json:"evidenceNos"`
	Opinions      []Opinion    `json:"opinions,omitempty"`
	UpdatedAt     Instant      `json:"updatedAt"`
	Version       int64        `json:"version"`
}

// CapitalInput is what a statistician files. Without parts the whole amount has
// origin 待核 in CNY and counts only in 到位资金.
type CapitalInput struct {
	ProjectID     int64  `json:"projectId"`
	Month         Month  `json:"month"`
	ArrivedOn     Date   `json:"arrivedOn"`
	Amount        Money  `json:"amount"`
	CompanyID     int64  `json:"companyId,omitempty"`
	Form          string `json:"form" maxLength:"20"`
	Use           string `json:"use" maxLength:"20"`
	Fixed         bool   `json:"fixed,omitempty"`
	Parts         []Part `json:"parts,omitempty" maxItems:"20"`
	Note          string `json:"note,omitempty" maxLength:"1000"`
	WarningReason string `json:"warningReason,omitempty" maxLength:"500" doc:"有预警时须写明原因"`
	CorrectsID    int64  `json:"correctsId,omitempty" doc:"更正哪一条已冲回的条目"`
	Submit        bool   `json:"submit,omitempty"`
	Version       int64  `json:"version,omitempty"`
}

// VerifyInput is the verifier's verdict; without Parts everything is verified as
// reported. 核减 needs a reason.
type VerifyInput struct {
	Parts   []VerifiedPart `json:"parts,omitempty"`
	Reason  string         `json:"reason,omitempty" maxLength:"500"`
	Version int64          `json:"version"`
}

// VerifiedPart gives the verified amount of one part, in its currency.
type VerifiedPart struct {
	ID     int64 `json:"id"`
	Amount int64 `json:"amount" minimum:"0"`
}

// Warning is something about an entry that needs a written reason (domain §7).
type Warning struct {
	Code    string `json:"code" enum:"above_ceiling,same_again,evidence_reused,outside_month,before_signing"`
	Message string `json:"message"`
}

// SumParts returns the parts' sum in fen at rate r.
func SumParts(parts []Part, r Rate) int64 {
	sum := int64(0)
	for _, p := range parts {
		sum += Money{p.Amount, p.Currency}.ToCNY(r)
	}
	return sum
}

// CheckCapital validates an entry's values; a reversal passes sign −1.
func CheckCapital(in CapitalInput, r Rate, sign int64) error {
	if in.Amount.Currency != CNY {
		return Invalid("amount", "申报金额以人民币填写，外币写在“其中”里")
	}
	if in.Amount.Amount*sign <= 0 {
		return Invalid("amount", "到位金额须大于 0；要更正已核定的条目请用“冲回”")
	}
	if err := TooLarge(in.Amount.Amount, "amount", "到位金额"); err != nil {
		return err
	}
	if in.ArrivedOn == "" {
		return Invalid("arrivedOn", "请填写到账日期")
	}
	if !contains(CapitalForms, in.Form) {
		return Invalid("form", "出资形式须是现金、实物、土地、设备、无形资产之一")
	}
	if !contains(CapitalUses, in.Use) {
		return Invalid("use", "资金用途须是土地、土建、设备、流动资金、股权之一")
	}
	for _, p := range in.Parts {
		if err := TooLarge(p.Amount, "parts", "“其中”的金额"); err != nil {
			return err
		}
		switch {
		case !p.Origin.Valid():
			return Invalid("parts", "资金来源“%s”不认识", p.Origin)
		case !p.Currency.Valid():
			return Invalid("parts", "“其中”的币种只能是人民币或美元")
		case p.Amount*sign <= 0:
			return Invalid("parts", "“其中”每项须大于 0，没有的请去掉")
		case p.FDI && p.Origin != OriginForeign:
			return Invalid("parts", "只有境外资金可以标为外商直接投资")
		case p.Currency == USD && p.Origin != OriginForeign:
			return Invalid("parts", "美元资金的来源须为境外")
		case p.Currency == USD && r == 0:
			return Invalid("parts", "%d 年的折算汇率还没有设置，请联系管理员", in.Month.Year())
		}
	}
	if len(in.Parts) > 0 {
		if sum := SumParts(in.Parts, r); sum != in.Amount.Amount {
			return Invalid("parts", "“其中”合计 %s 万元，与申报金额 %s 万元不等，请核对", Decimal(sum, FenPerWan), Decimal(in.Amount.Amount, FenPerWan))
		}
	}
	return nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// CapitalFacts is what the store knows around an entry when it asks for warnings.
type CapitalFacts struct {
	CeilingCNY     int64 // 协议引资额, else 总投资, in fen
	OthersCNY      int64 // the project's other live entries and opening balance, fen
	SameAgain      int   // other live entries with same amount, month and investor
	EvidenceReused string
	CutOffBefore   Date // cut-off day of the month before
	SignedOn       string
}

// CapitalWarnings lists what needs a written reason (domain §7). Money that arrived
// after the cut-off of the month before is filed without a warning.
func CapitalWarnings(in CapitalInput, f CapitalFacts) []Warning {
	var ws []Warning
	if f.CeilingCNY > 0 && f.OthersCNY+in.Amount.Amount > f.CeilingCNY {
		ws = append(ws, Warning{"above_ceiling", "累计到位 " + Decimal(f.OthersCNY+in.Amount.Amount, FenPerWan) +
			" 万元，超过协议引资额（或总投资）" + Decimal(f.CeilingCNY, FenPerWan) + " 万元"})
	}
	if f.SameAgain > 0 {
		ws = append(ws, Warning{"same_again", "本项目同月已有同一投资方、同一金额的条目"})
	}
	if f.EvidenceReused != "" {
		ws = append(ws, Warning{"evidence_reused", f.EvidenceReused})
	}
	if in.ArrivedOn > in.Month.Last() || in.ArrivedOn != "" && in.ArrivedOn < in.Month.First() && in.ArrivedOn <= f.CutOffBefore {
		ws = append(ws, Warning{"outside_month", "到账日期 " + string(in.ArrivedOn) + " 不在 " + in.Month.Label() + " 内"})
	}
	n := min(len(f.SignedOn), len(in.ArrivedOn))
	if f.SignedOn != "" && string(in.ArrivedOn)[:n] < f.SignedOn[:n] {
		ws = append(ws, Warning{"before_signing", "到账日期早于签约日期 " + f.SignedOn})
	}
	return ws
}

// CheckVerify decides whether viewer v may verify e as in says: who reports never
// verifies, nobody verifies a reversal of an entry they reported or verified
// (reporterOf is the reversed entry's people), verified ≤ reported, a reduction has a
// reason, reversals are verified whole. It returns the verified amount per part.
func CheckVerify(e CapitalEntry, in VerifyInput, userID int64, reversed *CapitalEntry) ([]int64, error) {
	if e.State != StateSubmitted {
		return nil, Conflict(e, "条目现在是“%s”，只有“已报待核”的才能核定", e.State.Label())
	}
	if userID != 0 && e.ReportedBy == userID {
		return nil, Forbidden("谁填报谁不能审核，请由另一位审核员核定")
	}
	if reversed != nil && userID != 0 && reversed.ReportedBy == userID {
		return nil, Forbidden("不能核定对自己所报条目的冲回，请由另一位审核员核定")
	}
	out, given := make([]int64, len(e.Parts)), map[int64]int64{}
	for _, p := range in.Parts {
		if _, twice := given[p.ID]; twice {
			return nil, Invalid("parts", "“其中”的同一项写了两次，请刷新后再核定")
		}
		given[p.ID] = p.Amount
	}
	reduced := false
	for i, p := range e.Parts {
		out[i] = p.Amount
		a, ok := given[p.ID]
		if !ok {
			continue
		}
		delete(given, p.ID)
		if e.ReversesID != 0 && a != p.Amount {
			return nil, Invalid("parts", "冲回须整笔核定，不能核减")
		}
		if a < 0 || a > p.Amount {
			return nil, Invalid("parts", "核定数须在 0 与申报数之间")
		}
		reduced = reduced || a < p.Amount
		out[i] = a
	}
	if len(given) > 0 {
		return nil, Invalid("parts", "“其中”的编号不属于这个条目，请刷新后再核定")
	}
	if reduced && !Reasoned(in.Reason) {
		return nil, Invalid("reason", "核减须写明原因")
	}
	return out, nil
}
