package reports

import "math"

// Page geometry in points: A4 landscape within the margins of pageSetup.
const (
	pageWidth  = 841.9 - 2*0.4*72
	pageHeight = 595.3 - (0.5+0.55)*72
	pageSpare  = 0.92 // 8 % spare: a character of 宋体 is 6 pt wide in Excel, 5.5 pt in LibreOffice
	maxStretch = 1.35
	maxHeight  = 44.0
	maxBreaks  = 1000 // Excel takes 1,026 manual breaks a sheet
)

// capacity is how many points of rows fit on a page of a table `width` characters
// wide, after it has been fitted to the page's width.
func capacity(width float64) float64 {
	scale := min(1, pageWidth/(width*6))
	return pageHeight / scale * pageSpare
}

// pages cuts items (rows, or groups that must not be cut) into pages of about equal
// height. room is a page's height without its repeated heads, foot what follows the
// last item. It returns the index of each page's first item after the first page.
func pages(items []float64, room, foot float64) []int {
	total := sum(items) + foot
	for n := max(1, int(math.Ceil(total/room))); n < len(items); n++ {
		cuts := even(items, n, total)
		if fits(items, cuts, room, foot) {
			return cuts
		}
	}
	return greedy(items, room, foot)
}

// even cuts items into n pages at the borders nearest to equal shares of the total.
func even(items []float64, n int, total float64) []int {
	var cuts []int
	used, page := 0.0, 1.0
	for i, h := range items {
		if i > 0 && used+h/2 > total*page/float64(n) && int(page) < n {
			cuts = append(cuts, i)
			page++
		}
		used += h
	}
	return cuts
}

// fits tells whether every page holds its items, the last one with the foot.
func fits(items []float64, cuts []int, room, foot float64) bool {
	start := 0
	for k := 0; k <= len(cuts); k++ {
		end, space := len(items), room-foot
		if k < len(cuts) {
			end, space = cuts[k], room
		}
		if sum(items[start:end]) > space {
			return false
		}
		start = end
	}
	return true
}

// greedy fills page after page; for items too tall or too few to share out evenly.
func greedy(items []float64, room, foot float64) []int {
	var cuts []int
	used := 0.0
	for i, h := range items {
		if i > 0 && used+h > room {
			cuts = append(cuts, i)
			used = 0
		}
		used += h
	}
	if last := len(items) - 1; used+foot > room && last > 0 && (len(cuts) == 0 || cuts[len(cuts)-1] < last) {
		cuts = append(cuts, last)
	}
	return cuts
}

// stretch returns by how much rows may grow with every page still holding its own.
func stretch(items []float64, cuts []int, room, foot float64) float64 {
	factor, start := maxStretch, 0
	for _, end := range append(append([]int(nil), cuts...), len(items)) {
		sum := 0.0
		for _, h := range items[start:end] {
			sum += h
		}
		space := room
		if end == len(items) {
			space -= foot
		}
		if sum > 0 {
			factor = min(factor, space/sum)
		}
		start = end
	}
	return max(1, factor)
}

// grown is a row's height after stretching; rows that are tall already grow a little.
func grown(h, factor float64) float64 { return max(h, min(h*factor, max(maxHeight, h*1.12))) }
