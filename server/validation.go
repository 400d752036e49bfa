package server

import (
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"yinfeng/crm"
)

// huma keeps its texts and its error type in package variables; they are set once,
// before any route is registered.
func init() {
	huma.DefaultArrayNullable = false
	huma.ValidateStrictCasing = true
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		p := fromHuma(status, msg, errs)
		p.ID = numberOf(ctx.Context())
		logProblem(ctx.Context(), p, fmt.Errorf("%s: %v", msg, errs))
		return p
	}
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError { return fromHuma(status, msg, errs) }
	chineseMessages()
}

func chineseMessages() {
	validation.MsgUnexpectedProperty = "没有这一项，请去掉"
	validation.MsgExpectedBoolean = "须为 true 或 false"
	validation.MsgExpectedNumber = "须为数字"
	validation.MsgExpectedInteger = "须为整数"
	validation.MsgExpectedString = "须为文字"
	validation.MsgExpectedArray = "须为列表"
	validation.MsgExpectedObject = "须为对象"
	validation.MsgExpectedArrayItemsUnique = "列表里有重复的项"
	validation.MsgExpectedOneOf = "须为其中之一：%s"
	validation.MsgExpectedMinimumNumber = "不能小于 %v"
	validation.MsgExpectedExclusiveMinimumNumber = "须大于 %v"
	validation.MsgExpectedMaximumNumber = "不能大于 %v"
	validation.MsgExpectedExclusiveMaximumNumber = "须小于 %v"
	validation.MsgExpectedNumberBeMultipleOf = "须为 %v 的倍数"
	validation.MsgExpectedMinLength = "至少 %d 个字"
	validation.MsgExpectedMaxLength = "不能超过 %d 个字"
	validation.MsgExpectedBePattern = "写法须为 %s"
	validation.MsgExpectedMatchPattern = "写法须符合 %s"
	validation.MsgExpectedMinItems = "至少 %d 项"
	validation.MsgExpectedMaxItems = "最多 %d 项"
	validation.MsgExpectedMinProperties = "至少 %d 项"
	validation.MsgExpectedMaxProperties = "最多 %d 项"
	validation.MsgExpectedRequiredProperty = "缺少必填项 %s"
	validation.MsgExpectedRFC3339Date = "日期须写成 2022-09-26"
	validation.MsgExpectedRFC3339DateTime = "时间须写成 2022-09-26T08:00:00Z"
}

// fromHuma turns huma's own refusals into our answer: 422 with fields for bad values.
func fromHuma(status int, msg string, errs []error) *Problem {
	p := &Problem{Status: status, Code: crm.CodeInvalid, Fields: map[string]string{}}
	switch status {
	case http.StatusRequestEntityTooLarge:
		p.Code, p.Detail = crm.CodeTooLarge, "内容太大，请缩小或分次提交"
	case http.StatusUnsupportedMediaType:
		p.Detail = "请求内容须为 JSON（Content-Type: application/json）"
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestTimeout:
		p.Status = http.StatusUnprocessableEntity
		p.fill(msg, errs)
	default:
		p.Status, p.Code, p.Detail = http.StatusInternalServerError, codeInternal, "系统出错了，这次操作没有完成。请把编号告诉管理员"
	}
	p.Title = http.StatusText(p.Status)
	return p
}

func (p *Problem) fill(msg string, errs []error) {
	if len(errs) == 0 {
		p.Detail = "请求没有内容，请填写后再提交"
		return
	}
	for _, e := range errs {
		field, line := "", e.Error()
		if d, ok := e.(huma.ErrorDetailer); ok {
			field, line = d.ErrorDetail().Location, d.ErrorDetail().Message
		}
		where, name, dotted := strings.Cut(field, ".")
		if !dotted && where != "body" {
			name = where // a field of a form
		}
		line = chinese(name, line)
		key, filter := strings.CutPrefix(name, "filter.") // only a basis has one
		if filter = filter && line == validation.MsgUnexpectedProperty; filter {
			line = crm.UnknownDimension(key).Detail
		}
		if rest, missing := strings.CutPrefix(line, "缺少必填项 "); missing {
			name, line = strings.TrimPrefix(name+"."+rest, "."), "必填"
		}
		if _, seen := p.Fields[name]; !seen {
			p.Fields[name] = line
		}
		if p.Detail == "" {
			p.Field, p.Detail = name, "填写有误："+line
			switch {
			case filter:
				p.Detail = line
			case name != "":
				p.Detail = fmt.Sprintf("填写有误：“%s”%s", name, line)
			}
			if name == "file" && line == "必填" { // also an upload without a name, which is no file to the form
				p.Detail = "没有收到文件，或文件名是空的；请选择文件再提交"
			}
		}
	}
	if len(p.Fields) > 1 {
		p.Detail += fmt.Sprintf("（共 %d 处）", len(p.Fields))
	}
}

// chinese translates what huma says outside its table of messages.
func chinese(name, line string) string {
	if strings.IndexFunc(line, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0 {
		return line
	}
	switch {
	case strings.Contains(line, "is missing"), strings.Contains(line, "required"):
		return "必填"
	case strings.HasPrefix(line, "invalid integer"):
		return "须为整数"
	case strings.HasPrefix(line, "invalid boolean"):
		return "须为 true 或 false"
	case strings.HasPrefix(line, "invalid float"):
		return "须为数字"
	case strings.HasPrefix(line, "unknown query parameter"):
		return "没有这个筛选项，请去掉"
	case name == "":
		return "内容不是正确的 JSON，或有数值超出范围"
	}
	return "写法不对"
}
