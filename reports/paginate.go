package reports

// Page geometry in points: A4 landscape within the margins of pageSetup.
const (
	pageWidth  = 841.9 - 2*0.4*72
	pageHeight = 595.3 - (0.5+0.55)*72
	pageSpare  = 0.955 // 4.5 % spare: fonts differ between programs
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
	n := len(greedy(items, room, room, foot)) + 1
	if n == 1 {
		return nil
	}
	var total float64
	for _, h := range items {
		total += h
	}
	for target := (total + foot) / float64(n); target < room; target += room / 50 {
		if cuts := greedy(items, target, room, foot); len(cuts)+1 <= n {
			return cuts
		}
	}
	return greedy(items, room, room, foot)
}

// greedy fills pages up to about target, never beyond room; the last page keeps space
// for the foot.
func greedy(items []float64, target, room, foot float64) []int {
	var cuts []int
	used := 0.0
	for i, h := range items {
		if used > 0 && (used+h > room || used+h/2 > target) {
			cuts = append(cuts, i)
			used = 0
		}
		used += h
	}
	last := 0
	if len(cuts) > 0 {
		last = cuts[len(cuts)-1]
	}
	if used+foot > room && last < len(items)-1 {
		cuts = append(cuts, lastThatFits(items, last, room-foot))
	}
	return cuts
}

// lastThatFits moves the tail of the last page on, so that the foot stands with rows.
func lastThatFits(items []float64, first int, room float64) int {
	cut, used := len(items)-1, items[len(items)-1]
	for cut-1 > first && used+items[cut-1] < room/2 {
		cut--
		used += items[cut]
	}
	return cut
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
