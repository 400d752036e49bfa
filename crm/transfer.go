package crm

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
)

// Transfer hands a lead or a project to another unit (流转), with acceptance (domain §4). What it
// agrees for the attribution becomes the first version of the project that the lead is signed into;
// of a project it becomes a request to the bureau (domain §6).
type Transfer struct {
	ID             int64   `json:"id"`
	Kind           string  `json:"kind" enum:"lead,project"`
	ObjectID       int64   `json:"objectId"`
	ObjectName     string  `json:"objectName"`
	FromUnitID     int64   `json:"fromUnitId"`
	FromName       string  `json:"fromName"`
	ToUnitID       int64   `json:"toUnitId"`
	ToName         string  `json:"toName"`
	Reason         string  `json:"reason"`
	ProposedBy     int64   `json:"proposedBy"`
	ProposerName   string  `json:"proposerName"`
	At             Instant `json:"at"`
	KnownOn        Date    `json:"knownOn"`
	DueOn          Date    `json:"dueOn"`
	State          string  `json:"state" enum:"pending,accepted,refused,withdrawn,expired"`
	DecisionReason string  `json:"decisionReason"`
	DecidedAt      Instant `json:"decidedAt"`
	DecidedOn      Date    `json:"decidedOn" doc:"答复的业务日期，早先的流转没有"`
	IntroBP        int64   `json:"introBp" doc:"接收后给移交单位的引荐比例，基点"`
	Preset         string  `json:"preset" enum:",single,joint,enclave" doc:"统计归属的约定：空为没有约定，single 单一，joint 联合，enclave 飞地"`
	HomeID         int64   `json:"homeId" doc:"飞出地，仅飞地"`
	Shares         []Share `json:"shares" doc:"约定的统计归属，合计 100%；飞地为前几年过后的分成"`
	BatchID        int64   `json:"batchId,omitempty" doc:"同一批提出的流转"`
	BatchCount     int64   `json:"batchCount,omitempty" doc:"同批待答复的件数；只在工作台给出"`
	Terms          string  `json:"terms" doc:"约定的指纹；接收时带上，约定有变就不接收"`
}

// SetTerms fingerprints what the receiver would agree to.
func (x *Transfer) SetTerms() {
	h := fnv.New64a()
	fmt.Fprint(h, x.Kind, x.ObjectID, x.ToUnitID, x.IntroBP, x.Preset, x.HomeID, x.DueOn)
	for _, s := range x.Shares {
		fmt.Fprint(h, s.UnitID, s.BP)
	}
	x.Terms = strconv.FormatUint(h.Sum64(), 36)
}

// TransferInput offers a lead or a project to a unit.
type TransferInput struct {
	ToUnitID int64   `json:"toUnitId"`
	Reason   string  `json:"reason" minLength:"2" maxLength:"500"`
	IntroBP  int64   `json:"introBp,omitempty" minimum:"0" maximum:"10000" doc:"给移交的联络处、部门的引荐比例，基点"`
	Preset   string  `json:"preset,omitempty" enum:",single,joint,enclave" doc:"统计归属的约定；飞地的飞出地为移交方"`
	Shares   []Share `json:"shares,omitempty" maxItems:"14" doc:"约定的统计归属，合计 100%；single 不写即全归接收方，enclave 不写"`
	Version  int64   `json:"version"`
}

// Agree completes what an offer says of the attribution: nothing, or a preset with shares that sum
// to 100 %. giver and receiver are the units that may be credited for the two sides, id 0 for
// none; homeBP is the share of the 飞出地 once the first years have passed.
func (in *TransferInput) Agree(giver, receiver Share, homeBP int64) error {
	switch {
	case in.Preset == "" && len(in.Shares) == 0:
		return nil
	case in.Preset == "single" && len(in.Shares) == 0:
		if receiver.UnitID == 0 {
			return Invalid("preset", "接收单位不参加统计归属，请写明归属的县市区、功能区及比例")
		}
		receiver.BP = FullShares
		in.Shares = []Share{receiver}
	case in.Preset == "single" && len(in.Shares) > 1:
		return Invalid("shares", "单一归属只写一个单位，多个单位请选联合引进")
	case in.Preset == "joint" && len(in.Shares) < 2:
		return Invalid("shares", "联合引进请写出至少两个单位及比例")
	case in.Preset == "enclave":
		if len(in.Shares) > 0 {
			return Invalid("shares", "飞地按设置的比例分成，不另写归属比例")
		}
		if giver.UnitID == 0 || receiver.UnitID == 0 || giver.UnitID == receiver.UnitID {
			return Invalid("preset", "飞地须由一个县市区、功能区流转给另一个县市区、功能区")
		}
		giver.BP, receiver.BP = homeBP, FullShares-homeBP
		in.Shares = slices.DeleteFunc([]Share{giver, receiver}, func(s Share) bool { return s.BP == 0 })
	case in.Preset == "":
		in.Preset = "joint"
		if len(in.Shares) == 1 {
			in.Preset = "single"
		}
	}
	return CheckShares(in.Shares)
}

// Keeps refuses an offer that takes from a third unit what the lead's earlier transfers have agreed
// for it: giver and receiver divide anew only what is theirs.
func (in TransferInput) Keeps(stands *Transfer, giver, receiver Share) error {
	if stands == nil || in.Preset == "" {
		return nil
	}
	theirs := func(unit int64) bool { return unit == giver.UnitID || unit == receiver.UnitID }
	if stands.Preset == "enclave" && !theirs(stands.HomeID) {
		return Invalid("preset", "以前的流转已约定飞地归属，这次请选“沿用此前约定”；要改请在签约后由市招商局调整")
	}
	for _, s := range stands.Shares {
		var now int64
		for _, n := range in.Shares {
			if n.UnitID == s.UnitID {
				now = n.BP
			}
		}
		if !theirs(s.UnitID) && now < s.BP {
			return Invalid("shares", "以前的流转已约定%s归属 %s%%，不能减少；要改请在签约后由市招商局调整", s.UnitName, Decimal(s.BP, 100))
		}
	}
	return nil
}

// DecisionInput is a verdict with its reason.
type DecisionInput struct {
	Reason  string `json:"reason,omitempty" maxLength:"500"`
	OwnerID int64  `json:"ownerId,omitempty" doc:"接收时指定跟踪人"`
	Terms   string `json:"terms,omitempty" maxLength:"20" doc:"所见约定的指纹，选填；与现在的不同就不接收"`
}

// TransferFilter narrows the list of transfers.
type TransferFilter struct {
	Page
	State    string // pending, accepted, refused, withdrawn, expired
	Box      string // in, out or "" for both
	Kind     string // lead, project or "" for both
	ObjectID int64
	BatchID  int64
	Heads    bool // of each batch only one
}
