#!/usr/bin/env bash
# Prints a workbook to PDF as an office would, and checks its pages: every page has text,
# no number shows as ####, a sheet's later pages repeat its title, none is nearly empty.
#
#   scripts/workbook-pages.sh FILE.xlsx DIR
#
# DIR gets book.pdf, page-NN.png (60 dpi; DPI=… for more) and page-NN.txt. Ends with 1 when a
# page is bad, 2 when a program is missing.
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 FILE.xlsx DIR" >&2; exit 2; }
for tool in soffice pdftoppm pdftotext pdfinfo; do
	command -v "$tool" >/dev/null || { echo "$tool is missing; install LibreOffice Calc and poppler-utils (scripts/packages.sh)" >&2; exit 2; }
done
file=$(realpath "$1")
mkdir -p "$2"
dir=$(realpath "$2")
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
rm -f "$dir"/book.pdf "$dir"/page-*.png "$dir"/page-*.txt
cp "$file" "$profile/book.xlsx"
# 宋体 and 黑体 are drawn with a font of the same widths where one is there, so that lines
# break and pages end where an office's own program puts them.
if fc-list : family | grep -q 'Noto Sans Mono CJK SC'; then
	{
		echo '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
		for font in 宋体 黑体; do
			echo "<match target=\"pattern\"><test name=\"family\"><string>$font</string></test><edit name=\"family\" mode=\"assign\" binding=\"same\"><string>Noto Sans Mono CJK SC</string></edit></match>"
		done
		echo '</fontconfig>'
	} >"$profile/fonts.conf"
	export FONTCONFIG_FILE="$profile/fonts.conf"
fi
soffice -env:UserInstallation="file://$profile/user" --headless --convert-to pdf --outdir "$dir" "$profile/book.xlsx" >/dev/null 2>&1
[ -s "$dir/book.pdf" ] || { echo "LibreOffice made no PDF of $file" >&2; exit 1; }
pages=$(pdfinfo "$dir/book.pdf" | awk '/^Pages:/ {print $2}')
pdftoppm -r "${DPI:-60}" -png "$dir/book.pdf" "$dir/page"
bad=0
titles=""
complain() { echo "page $1: $2"; bad=$((bad + 1)); }
for n in $(seq 1 "$pages"); do
	name=$(printf '%s/page-%0*d.txt' "$dir" "${#pages}" "$n")
	pdftotext -layout -f "$n" -l "$n" "$dir/book.pdf" "$name"
	body=$(grep -v '第 [0-9]* 页 共 [0-9]* 页' "$name" | grep -c '[^[:space:]]' || true)
	[ "$body" -ge 4 ] || complain "$n" "only $body lines of text"
	if grep -q '###' "$name"; then complain "$n" "a number does not fit its column (###)"; fi
	grep -q '第 [0-9]* 页 共 [0-9]* 页' "$name" || complain "$n" "no page number"
	title=$(grep -m1 '[^[:space:]]' "$name" | sed 's/^[[:space:]]*//; s/[[:space:]]*$//')
	grep -q '^[[:space:]]*表[0-9]' "$name" || complain "$n" "the sheet's heads are not repeated"
	[ "$title" = "${last:-}" ] || titles+="$title"$'\n'
	last=$title
done
echo "$pages pages, $(printf %s "$titles" | sort -u | wc -l) sheets, $bad bad"
if [ "$bad" -gt 0 ]; then exit 1; fi
