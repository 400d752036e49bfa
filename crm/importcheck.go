package crm

import (
	"fmt"
	"slices"
	"strings"
)

// Bounds of what a person hands in with a batch.
const (
	MaxImportFixes     = 5000 // fixes or decisions in one request
	MaxImportFixText   = 2000 // characters of a corrected cell
	MaxImportReason    = 200  // characters of a reason
	MaxImportColumns   = 1000 // columns of a map
	MaxImportSynonyms  = 500  // synonyms of headers
	maxImportHeaderLen = 40   // characters of a synonym
)

// Check holds a column map against the kind's keys: every column once, every key known and given to one column only, a
// unit that is one of money.
func (m ImportColumnMap) Check() error {
	if m.Kind == ImportAuto || !m.Kind.Valid() {
		return Invalid("map.kind", "请选择这张表是哪一种台账")
	}
	if len(m.Columns) > MaxImportColumns {
		return Invalid("map.columns", "一张表最多指定 %d 列", MaxImportColumns)
	}
	cols, keys := map[int]bool{}, map[string]int{}
	for i, c := range m.Columns {
		field := fmt.Sprintf("map.columns[%d]", i)
		switch {
		case c.Col < 1:
			return Invalid(field+".col", "列号须从 1 起")
		case cols[c.Col]:
			return Invalid(field+".col", "第 %d 列指定了两次", c.Col)
		case c.Key != "" && ImportKeyName(m.Kind, c.Key) == "" || c.Key == ImportKeyPeriod:
			return Invalid(field+".key", "%s没有“%s”这一项，请重新选择", m.Kind.Label(), c.Key)
		case c.Unit != "" && !slices.Contains(ImportMoneyUnits(), c.Unit):
			return Invalid(field+".unit", "不认识单位“%s”，可用：%s", c.Unit, strings.Join(ImportMoneyUnits(), "、"))
		}
		cols[c.Col] = true
		if c.Key == "" || strings.HasPrefix(c.Key, "-") && c.Key != ImportKeySite {
			continue
		}
		if other, dup := keys[c.Key]; dup {
			return Invalid(field+".key", "第 %d 列和第 %d 列都指定为“%s”，只能留一列", other, c.Col, ImportKeyName(m.Kind, c.Key))
		}
		keys[c.Key] = c.Col
	}
	if len(keys) == 0 {
		return Invalid("map.columns", "至少要指定一列；不导入这张表请不要提交")
	}
	return nil
}

// CheckImportFixes refuses a cell that is named twice and a text that no cell may hold.
func CheckImportFixes(list []ImportFix) error {
	if len(list) == 0 || len(list) > MaxImportFixes {
		return Invalid("fixes", "一次要改 1 至 %d 格", MaxImportFixes)
	}
	seen := map[ImportFix]bool{}
	for i, f := range list {
		field := fmt.Sprintf("fixes[%d]", i)
		switch at := (ImportFix{Sheet: f.Sheet, Row: f.Row, Col: f.Col}); {
		case f.Row < 1 || f.Col < 1:
			return Invalid(field, "行号和列号须从 1 起")
		case seen[at]:
			return Invalid(field, "第 %d 行第 %d 列改了两次", f.Row, f.Col)
		case f.Text != nil && len([]rune(*f.Text)) > MaxImportFixText:
			return Invalid(field+".text", "一格最多 %d 个字", MaxImportFixText)
		default:
			seen[at] = true
		}
	}
	return nil
}

// CheckImportDecisions demands a reason where a person overrules a complaint (accept, new), and one choice a row.
func CheckImportDecisions(list []ImportDecision) error {
	if len(list) == 0 || len(list) > MaxImportFixes {
		return Invalid("decisions", "一次要决定 1 至 %d 行", MaxImportFixes)
	}
	seen := map[ImportRowKey]bool{}
	for i, d := range list {
		field := fmt.Sprintf("decisions[%d]", i)
		reason := len([]rune(strings.TrimSpace(d.Reason)))
		switch {
		case d.Row < 1:
			return Invalid(field+".row", "行号须从 1 起")
		case seen[d.ImportRowKey]:
			return Invalid(field, "第 %d 行决定了两次", d.Row)
		case !slices.Contains([]ImportChoice{ChooseNone, ChooseNew, ChooseUpdate, ChooseSkip, ChooseAccept}, d.Choice):
			return Invalid(field+".choice", "没有“%s”这种处理办法", d.Choice)
		case reason == 0 && (d.Choice == ChooseAccept || d.Choice == ChooseNew):
			return Invalid(field+".reason", "请写明理由（第 %d 行）", d.Row)
		case reason > MaxImportReason:
			return Invalid(field+".reason", "理由最多 %d 个字", MaxImportReason)
		}
		seen[d.ImportRowKey] = true
	}
	return nil
}

// CheckImportSynonyms trims the texts and refuses unknown kinds and keys, texts that are empty or too long, and a text
// that stands twice in a kind (compared as headers are: after Fold, without spaces).
func CheckImportSynonyms(list []ImportSynonym) ([]ImportSynonym, error) {
	if len(list) > MaxImportSynonyms {
		return nil, Invalid("items", "最多 %d 个表头", MaxImportSynonyms)
	}
	out := make([]ImportSynonym, 0, len(list))
	seen := map[string]string{}
	for i, s := range list {
		field := fmt.Sprintf("items[%d]", i)
		s.Text = strings.TrimSpace(s.Text)
		plain := strings.Join(strings.Fields(Fold(s.Text)), "")
		at := string(s.Kind) + "\x00" + plain
		switch n := len([]rune(s.Text)); {
		case s.Kind == ImportAuto || !s.Kind.Valid():
			return nil, Invalid(field+".kind", "没有“%s”这种台账", s.Kind)
		case s.Key == ImportKeyPeriod || ImportKeyName(s.Kind, s.Key) == "":
			return nil, Invalid(field+".key", "%s没有“%s”这一项", s.Kind.Label(), s.Key)
		case n == 0 || plain == "" || n > maxImportHeaderLen:
			return nil, Invalid(field+".text", "表头文字须有 1 至 %d 个字", maxImportHeaderLen)
		case seen[at] != "":
			return nil, Invalid(field+".text", "%s的表头“%s”写了两次（%s）", s.Kind.Label(), s.Text, ImportKeyName(s.Kind, seen[at]))
		}
		seen[at] = s.Key
		out = append(out, s)
	}
	return out, nil
}

// WithSynonyms puts the administrator's header texts before those that ship, so that they win.
func (k ImportKnowledge) WithSynonyms(list []ImportSynonym) ImportKnowledge {
	k = k.WithDefaults()
	if len(list) == 0 {
		return k
	}
	own := make([]ImportHeader, len(list), len(list)+len(k.Headers))
	for i, s := range list {
		own[i] = ImportHeader{s.Kind, s.Key, []string{s.Text}}
	}
	k.Headers = append(own, k.Headers...)
	return k
}
