package crm

import "strings"

// kangxi holds the 214 Kangxi radicals U+2F00…U+2FD5 in order, as ordinary characters.
// Text copied out of PDF files often holds the radicals instead.
const kangxi = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳" +
	"心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸" +
	"缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音" +
	"頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"

var kangxiRunes = []rune(kangxi)

// foldOthers are the compatibility characters outside the ranges of foldRune that Chinese
// ledgers use. The marks after the roman numerals are the usual superscripts and units.
var foldOthers = map[rune]string{
	'Ⅰ': "I", 'Ⅱ': "II", 'Ⅲ': "III", 'Ⅳ': "IV", 'Ⅴ': "V", 'Ⅵ': "VI", 'Ⅶ': "VII", 'Ⅷ': "VIII", 'Ⅸ': "IX", 'Ⅹ': "X",
	'²': "2", '³': "3", '¹': "1", '㎡': "m2", '㎥': "m3", '㎞': "km", '㎏': "kg", '℃': "°C", '№': "No", '…': "...", '℡': "TEL",
	'￠': "¢", '￡': "£", '￥': "¥", '￢': "¬", '￦': "₩", '\u00a0': " ", '\u202f': " ", 'ﬁ': "fi", 'ﬂ': "fl",
}

// foldRune returns the replacement of r; ok is false where r stays.
func foldRune(r rune) (s string, ok bool) {
	switch {
	case r < 0x00a0:
		return "", false
	case r >= 0xff01 && r <= 0xff5e: // full-width ASCII
		return string(r - 0xfee0), true
	case r == 0x3000 || (r >= 0x2000 && r <= 0x200a): // ideographic space and typographic spaces
		return " ", true
	case r >= 0x200b && r <= 0x200d || r == 0x2060 || r == 0xfeff: // zero width: not there for a reader
		return "", true
	case r >= 0x2f00 && r <= 0x2fd5:
		return string(kangxiRunes[r-0x2f00]), true
	case r >= 0x2460 && r <= 0x2473: // ① … ⑳
		return small(int(r-0x2460) + 1), true
	case r >= 0x2474 && r <= 0x2487: // ⑴ … ⒇
		return "(" + small(int(r-0x2474)+1) + ")", true
	case r >= 0x2488 && r <= 0x249b: // ⒈ … ⒛
		return small(int(r-0x2488)+1) + ".", true
	case r >= 0x3220 && r <= 0x3229: // ㈠ … ㈩
		return "(" + string([]rune("一二三四五六七八九十")[r-0x3220]) + ")", true
	}
	s, ok = foldOthers[r]
	return s, ok
}

func small(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return string([]rune{rune('0' + n/10), rune('0' + n%10)})
}

// Fold brings text to one form of its characters: full-width letters, digits and signs to half
// width, brackets with them, the ideographic space to a space, circled and bracketed digits,
// roman numerals, common unit signs and Kangxi radicals to ordinary characters. It is the subset
// of Unicode NFKC that Chinese ledgers need (domain §4 "Name key"): this room may import only the
// standard library, and NFKC itself lives in golang.org/x/text. Zero-width characters are dropped,
// which NFKC keeps. Composition of accents and the CJK compatibility ideographs are left out.
func Fold(s string) string {
	i := 0
	for i < len(s) && s[i] < 0x80 {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	changed := false
	for _, r := range s {
		if f, ok := foldRune(r); ok {
			b.WriteString(f)
			changed = true
			continue
		}
		b.WriteRune(r)
	}
	if !changed {
		return s
	}
	return b.String()
}
