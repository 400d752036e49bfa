package reports

import "yinfeng/crm"

// textCol is a column of text.
func textCol[T any](key string, l look, get func(*T) string) column[T] {
	return column[T]{key: key, look: l, value: func(row *T) any { return get(row) }}
}

// dateCol is a column of dates, shown in full or, by a format, as months.
func dateCol[T any](key, format string, get func(*T) string) column[T] {
	l := centre
	l.format = format
	return column[T]{key: key, look: l, value: func(row *T) any { return day(get(row)) }}
}

// landCol is 用地 in 亩, with its sum.
func landCol[T any](rows []T, key string, get func(*T) int64) column[T] {
	return column[T]{key: key, look: number(formatNone),
		value: func(row *T) any { return mu(get(row)) }, total: sumOf(rows, 100, get)}
}

// wanCol is a money column in 万元 (or 万美元), with its sum.
func wanCol[T any](rows []T, key, format string, get func(*T) int64) column[T] {
	return column[T]{key: key, look: number(format),
		value: func(row *T) any { return wan(get(row)) }, total: sumOf(rows, crm.FenPerWan, get)}
}

// wanOrNoneCol is a money column where 0 means unknown.
func wanOrNoneCol[T any](rows []T, key string, get func(*T) int64) column[T] {
	c := wanCol(rows, key, formatZero, get)
	c.value = func(row *T) any { return wanOr(get(row)) }
	return c
}

// yiCol is a money column in 亿元, with its sum.
func yiCol[T any](rows []T, key string, get func(*T) int64) column[T] {
	return column[T]{key: key, look: number(formatMoney),
		value: func(row *T) any { return yi(get(row)) }, total: sumOf(rows, crm.FenPerYi, get)}
}

// tallyCol is a column of counts where 0 is a count, with its sum.
func tallyCol[T any](rows []T, key string, get func(*T) int64) column[T] {
	return column[T]{key: key, look: number(formatWhole),
		value: func(row *T) any { return get(row) }, total: sumOf(rows, 1, get)}
}

// countCol is a column of counts, with its sum; 0 means unknown.
func countCol[T any](rows []T, key string, get func(*T) int64) column[T] {
	return column[T]{key: key, look: number(formatNone),
		value: func(row *T) any { return countOr(get(row)) }, total: sumOf(rows, 1, get)}
}

// labelled puts 合计 into the column's 合计 cell, counted the number of rows.
func (c column[T]) labelled() column[T] { c.total = total{label: "合计"}; return c }

func (c column[T]) counted(unit string) column[T] { c.total = total{count: unit}; return c }
