package intake_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"yinfeng/crm"
)

// TestFold_isNFKC: crm.Fold, which may use the standard library only, agrees with NFKC on every character it changes, and on what
// ledgers are written with: ASCII, Chinese punctuation, full-width forms, the common ideographs.
func TestFold_isNFKC(t *testing.T) {
	dropped := "\u200b\u200c\u200d\u2060\ufeff" // zero width: NFKC keeps them
	check := func(r rune) {
		s := string(r)
		if got, want := crm.Fold(s), norm.NFKC.String(s); got != want && !strings.ContainsRune(dropped, r) {
			t.Errorf("%U %s: got %q, NFKC gives %q", r, s, got, want)
		}
	}
	for _, span := range [][2]rune{{0x20, 0x7e}, {0x2010, 0x2027}, {0x3000, 0x3020}, {0x4e00, 0x9fff}, {0xff01, 0xff5e}, {0x2f00, 0x2fd5}, {0x2460, 0x249b}} {
		for r := span[0]; r <= span[1]; r++ {
			if r == 0x2011 || r == 0x2017 || r == 0x2024 || r == 0x2025 { // rare dashes and leaders, left as they are
				continue
			}
			check(r)
		}
	}
	for r := rune(0x80); r < 0x1_0000; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		if s := string(r); crm.Fold(s) != s {
			check(r)
		}
	}
}
