package server

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"yinfeng/crm"
)

// note is what is said in one message: a heading and a line for each reminder.
type note struct {
	title string
	lines []crm.OutLine
}

func noteOf(o crm.Outgoing) note {
	return note{title: fmt.Sprintf("%s：%d 条提醒", o.System, len(o.Lines)), lines: o.Lines}
}

// plain keeps what stands in a reminder from acting as mark-up or as a call of somebody's name.
var plain = strings.NewReplacer("<", "＜", ">", "＞", "[", "［", "]", "］", "(", "（", ")", "）", "*", "＊", "_", "＿", "`", "｀", "#", "＃", "@", "＠", "|", "｜", "\\", "＼", "~", "～", "!", "！")

// markdown is the note in the mark-up that 企业微信 and 钉钉 share.
func (n note) markdown() string {
	var b strings.Builder
	b.WriteString("**" + plain.Replace(n.title) + "**\n")
	for _, l := range n.lines {
		b.WriteString("\n> " + plain.Replace(l.Text))
		if l.Link != "" {
			b.WriteString(" [查看](" + l.Link + ")")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// text is the note without mark-up.
func (n note) text() string {
	var b strings.Builder
	b.WriteString(n.title + "\n")
	for _, l := range n.lines {
		b.WriteString("\n· " + l.Text + "\n")
		if l.Link != "" {
			b.WriteString("  " + l.Link + "\n")
		}
	}
	return b.String()
}

// dingTalkSign is the signature of 钉钉's robots (自定义机器人，加签): HMAC-SHA256 over the time in milliseconds and the key, by the key.
func dingTalkSign(key string, at time.Time) (stamp, sign string) {
	stamp = strconv.FormatInt(at.UnixMilli(), 10)
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(stamp + "\n" + key))
	return stamp, base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// feishuSign is the signature of 飞书's robots (自定义机器人，签名校验): HMAC-SHA256 over nothing, by the time in seconds and the key.
func feishuSign(key string, at time.Time) (stamp, sign string) {
	stamp = strconv.FormatInt(at.Unix(), 10)
	m := hmac.New(sha256.New, []byte(stamp+"\n"+key))
	return stamp, base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// robotCall is the address and body that a robot takes.
func robotCall(k crm.ChannelKind, secret crm.ChannelSecret, n note, at time.Time) (address string, body map[string]any) {
	address = secret.URL.Reveal()
	switch k {
	case crm.ChannelWeCom:
		return address, map[string]any{"msgtype": "markdown", "markdown": map[string]any{"content": n.markdown()}}
	case crm.ChannelDingTalk:
		if u, err := url.Parse(address); err == nil && secret.Sign != "" {
			q := u.Query()
			stamp, sign := dingTalkSign(secret.Sign.Reveal(), at)
			q.Set("timestamp", stamp)
			q.Set("sign", sign)
			u.RawQuery = q.Encode()
			address = u.String()
		}
		return address, map[string]any{"msgtype": "markdown", "markdown": map[string]any{"title": n.title, "text": n.markdown()}}
	}
	body = map[string]any{"msg_type": "text", "content": map[string]any{"text": n.text()}}
	if secret.Sign != "" {
		body["timestamp"], body["sign"] = feishuSign(secret.Sign.Reveal(), at)
	}
	return address, body
}

// signedParts are the time and signature of a call, plain and as in an address: with them one may
// send in its name for an hour.
func signedParts(address string, body map[string]any) (parts []string) {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	for _, name := range []string{"sign", "timestamp"} {
		said, _ := body[name].(string)
		for _, part := range []string{u.Query().Get(name), said} {
			parts = append(parts, part, url.QueryEscape(part))
		}
	}
	return parts
}

// sendRobot posts one message to a group's robot. It has arrived when the answer's body says so, not when HTTP does.
func sendRobot(ctx context.Context, o crm.Outgoing, n note, at time.Time) crm.Outcome {
	address, body := robotCall(o.Channel.Kind, o.Secret, n, at)
	raw, err := json.Marshal(body)
	if err != nil {
		return unreached(err)
	}
	connected := false
	req, err := http.NewRequestWithContext(noteConnected(ctx, &connected), http.MethodPost, address, bytes.NewReader(raw))
	if err != nil {
		return crm.Outcome{State: crm.DeliveryFailed, Problem: "机器人地址写法不对，请重新填写"}
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "yinfeng")
	answer, err := outClient(o.Hosts).Do(req)
	if err != nil && !connected {
		return unreached(err)
	}
	if err != nil {
		return unsure(err)
	}
	defer answer.Body.Close()
	reply, err := io.ReadAll(io.LimitReader(answer.Body, maxReply))
	if err != nil {
		return unsure(err)
	}
	return robotOutcome(o, answer.StatusCode, reply, signedParts(address, body))
}

// unsure is how sending ends when the other side was reached and then said nothing.
func unsure(err error) crm.Outcome {
	why := "连接断开"
	if timedOut(err) {
		why = "等待超时"
	}
	return crm.Outcome{State: crm.DeliveryUnsure, Problem: "已发出，没有收到对方的答复（" + why + "），不再重发"}
}

// robotReply is what the three robots answer: errcode of 企业微信 and 钉钉, code (formerly StatusCode) of 飞书.
type robotReply struct {
	ErrCode    *int64 `json:"errcode"`
	ErrMsg     string `json:"errmsg"`
	Code       *int64 `json:"code"`
	Msg        string `json:"msg"`
	StatusCode *int64 `json:"StatusCode"`
	StatusMsg  string `json:"StatusMessage"`
}

func robotOutcome(o crm.Outgoing, status int, body []byte, signed []string) crm.Outcome {
	fail := func(line string) crm.Outcome {
		return crm.Outcome{State: crm.DeliveryFailed, Problem: line}
	}
	switch {
	case status >= 300 && status < 400:
		return fail(fmt.Sprintf("对方要求转到别的地址（HTTP %d），不予跟随", status))
	case status != http.StatusOK:
		return fail(fmt.Sprintf("对方答复 HTTP %d", status))
	}
	var r robotReply
	if err := json.Unmarshal(body, &r); err != nil {
		return fail("对方的答复看不懂，请核对机器人地址")
	}
	code, said := r.ErrCode, r.ErrMsg
	if o.Channel.Kind == crm.ChannelFeishu {
		if code, said = r.Code, r.Msg; code == nil {
			code, said = r.StatusCode, r.StatusMsg
		}
	}
	if code == nil {
		return fail("对方的答复里没有结果码，请核对机器人地址")
	}
	said = shortened(o.Secret.Scrub(o.Channel.Kind, said, signed...))
	out := crm.Outcome{State: crm.DeliverySent, Answer: fmt.Sprintf("%d %s", *code, said)}
	if *code != 0 {
		out.State, out.Problem = crm.DeliveryFailed, "对方没有接受："+out.Answer
	}
	return out
}

// shortened is another side's line as far as it is shown: without line breaks, 160 runes at most.
func shortened(line string) string {
	line = crm.MaskPhones(strings.Join(strings.Fields(line), " "))
	if r := []rune(line); len(r) > 160 {
		line = string(r[:159]) + "…"
	}
	return line
}
