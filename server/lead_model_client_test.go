package server_test

import (
	"encoding/json"
	"fmt"
	"strings"
)

// op is one request of a player with its answer.
type op struct {
	game          *game
	user          *player
	kind          string
	lead, other   int64
	transfer      int64
	dispute       int64
	merge, claim  int64
	version       int64
	version2      int64 // of the lead that is merged away
	slot, variant int
	unit          int64  // of a report, or to which a lead is offered
	to            string // stage, status or ruling
	decision      string // on duplicates: "", "new" or "continue"
	reason        bool   // a reason is given
	before, after int64  // audit sequence when it was sent and when it was answered
	code          int
	raw           []byte
	got           map[string]any
	seq           int64    // audit sequence of a success
	auditDetail   string   // of that row
	expected      []string // what the model said, where it didn't say the same
}

func (o *op) String() string {
	b, _ := json.Marshal(o.body())
	_, path := o.path()
	return fmt.Sprintf("%s: %s %s %s", o.user.login, o.kind, path, b)
}

// answered is a number of the answer.
func (o *op) answered(key string) int64 { return asInt(o.got[key]) }

func (o *op) text(key string) string { s, _ := o.got[key].(string); return s }

// detail is a number of the audit row's detail.
func (o *op) detail(key string) int64 {
	var d map[string]any
	dec := json.NewDecoder(strings.NewReader(o.auditDetail))
	dec.UseNumber()
	_ = dec.Decode(&d) // a detail that is no object holds no number
	return asInt(d[key])
}

func asInt(v any) int64 {
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return i
}

var modelNames = strings.Fields("云岭 海晏 松涛 石泉 金鼎 白鹭 长虹 玉竹 星汉 凌霄 丰裕 华章 启明 瑞和 沐阳 东篱 墨池 青禾 天工 九畹")

const modelSlots = 20

// modelCompany is a slot's company; its two variants differ in the legal form only (L2).
func modelCompany(slot, variant int) string {
	return modelNames[slot] + []string{"电子有限公司", "电子股份有限公司"}[variant]
}

// path is where the request goes.
func (o *op) path() (method, path string) {
	lead := fmt.Sprintf("/leads/%d", o.lead)
	switch o.kind {
	case "report":
		return "POST", "/leads"
	case "read":
		return "GET", lead
	case "edit":
		return "PUT", lead
	case "note":
		return "POST", lead + "/notes"
	case "visit":
		return "POST", "/visits"
	case "offer":
		return "POST", lead + "/transfers"
	case "accept", "refuse", "withdraw":
		return "POST", fmt.Sprintf("/transfers/%d/%s", o.transfer, o.kind)
	case "unmerge":
		return "POST", fmt.Sprintf("/merges/%d/undo", o.merge)
	case "open":
		return "POST", fmt.Sprintf("/claims/%d/disputes", o.claim)
	case "readDispute":
		return "GET", fmt.Sprintf("/disputes/%d", o.dispute)
	case "retract":
		return "POST", fmt.Sprintf("/disputes/%d/withdraw", o.dispute)
	case "answer", "decide", "appeal", "final":
		return "POST", fmt.Sprintf("/disputes/%d/%s", o.dispute, o.kind)
	}
	return "POST", lead + "/" + o.kind
}

// typed is what a person types of a lead: everything that the stages require.
func (o *op) typed() body {
	in := body{"companyName": modelCompany(o.slot, o.variant), "project": "智能终端生产线", "industry": "C39", "source": "自主招商", "content": fmt.Sprintf("第 %d 稿", o.before),
		"amount": body{"amount": 5_000_000_000, "currency": "CNY"}, "placeUnitId": o.game.place, "nextStep": "上门对接"}
	if o.decision != "" {
		in["decision"] = body{"verdict": o.decision, "reason": "核对过材料", "leadId": o.other}
	}
	return in
}

// body is what is sent.
func (o *op) body() any {
	reason := ""
	if o.reason {
		reason = "双方商定"
	}
	switch o.kind {
	case "read", "readDispute":
		return nil
	case "report":
		in := o.typed()
		in["unitId"] = o.unit
		return in
	case "edit":
		in := o.typed()
		in["version"] = o.version
		return in
	case "note":
		return body{"text": "电话联系"}
	case "visit":
		return body{"kind": "out", "on": o.game.today, "province": "浙江", "theme": "上门对接", "outcome": "推进签约", "companies": []body{{"name": modelCompany(o.slot, o.variant)}}, "leadIds": []int64{o.lead}}
	case "stage":
		return o.stageBody(reason)
	case "status":
		in := body{"status": o.to, "reason": reason, "version": o.version}
		if o.decision != "" {
			in["decision"] = body{"verdict": o.decision, "reason": "核对过材料"}
		}
		return in
	case "undo", "retract":
		return body{"version": o.version}
	case "offer":
		return body{"toUnitId": o.unit, "reason": "更适合落地", "version": o.version}
	case "accept", "refuse", "withdraw":
		return body{"reason": reason}
	case "merge":
		return body{"goneId": o.other, "goneVersion": o.version2, "version": o.version, "reason": "同一项目"}
	case "open":
		return body{"reason": "我单位先接触", "input": o.typed()}
	case "decide", "final":
		return body{"decision": o.to, "reason": "核对双方材料", "version": o.version}
	}
	return body{"reason": "情况属实", "version": o.version}
}

func (o *op) stageBody(reason string) body {
	in := body{"stage": o.to, "reason": reason, "version": o.version}
	if o.to == "signed" {
		in["sign"] = body{"signedOn": o.game.today, "total": body{"amount": 5_000_000_000, "currency": "CNY"}, "countyUnitId": o.game.place}
	}
	return in
}
