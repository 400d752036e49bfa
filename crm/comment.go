package crm

import "strings"

// CommentEditMillis is how long who wrote a comment may change it.
const CommentEditMillis = 10 * 60 * 1000

// Reader is somebody who reads a lead or project, and so may be mentioned or given a task: name and unit, nothing else.
type Reader struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	UnitName string `json:"unitName"`
	MayTask  bool   `json:"mayTask" doc:"能承办任务"`
}

// Comment is what somebody says about a lead or project. It is no progress (domain §4).
type Comment struct {
	ID         int64    `json:"id"`
	ObjectKind string   `json:"objectKind" enum:"lead,project"`
	ObjectID   int64    `json:"objectId"`
	Text       string   `json:"text" doc:"作废后为空"`
	Mentions   []Reader `json:"mentions" doc:"提到的人"`
	UserID     int64    `json:"userId"`
	UserName   string   `json:"userName"`
	UnitName   string   `json:"unitName"`
	KnownOn    Date     `json:"knownOn"`
	At         Instant  `json:"at"`
	EditedAt   Instant  `json:"editedAt" doc:"空为没有改过"`
	EditUntil  Instant  `json:"editUntil" doc:"在此之前本人可以修改，空为不能"`
	Voided     bool     `json:"voided"`
	VoidReason string   `json:"voidReason"`
	MayVoid    bool     `json:"mayVoid" doc:"看的人可以作废"`
	Version    int64    `json:"version"`
}

// CommentInput is a comment as it is written.
type CommentInput struct {
	ObjectKind string  `json:"objectKind" enum:"lead,project"`
	ObjectID   int64   `json:"objectId" minimum:"1"`
	Text       string  `json:"text" minLength:"1" maxLength:"2000"`
	Mentions   []int64 `json:"mentions,omitempty" maxItems:"20" doc:"提到的人"`
}

// CommentEdit changes a comment's text and whom it mentions.
type CommentEdit struct {
	Text     string  `json:"text" minLength:"1" maxLength:"2000"`
	Mentions []int64 `json:"mentions,omitempty" maxItems:"20"`
	Version  int64   `json:"version"`
}

// CommentText is a comment's text without blanks around it and with phones masked (trust §2); one that
// says nothing is refused.
func CommentText(text string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", Invalid("text", "请写下评论内容")
	}
	return MaskPhones(text), nil
}

// CheckEdit decides whether user may change the comment now.
func (c Comment) CheckEdit(user, now, version int64) error {
	switch {
	case c.Voided:
		return Conflict(nil, "评论已作废，不能再改")
	case c.UserID != user:
		return Conflict(nil, "评论只能由本人修改")
	case now-int64(c.At) > CommentEditMillis:
		return Conflict(nil, "评论已超过 10 分钟，不能再改，可以作废后重写")
	case c.Version != version:
		return Conflict(nil, "评论已有变化，请刷新后再改")
	}
	return nil
}

// CheckVoid decides whether user may void the comment: his own, or anybody's as a manager.
func (c Comment) CheckVoid(user int64, manager bool, in ReasonInput) error {
	switch {
	case c.Voided:
		return Conflict(nil, "评论已作废")
	case c.UserID != user && !manager:
		return Conflict(nil, "评论只能由本人或市招商局管理作废")
	case c.Version != in.Version:
		return Conflict(nil, "评论已有变化，请刷新后再办")
	case !Reasoned(in.Reason):
		return Invalid("reason", "作废须写明原因")
	}
	return nil
}
