// Which rows of a long list are drawn: every row is equally high, so that it is arithmetic alone. 200,000 rows (the
// importer's limit) of 60 px are 12 million px; browsers scroll up to about 16 million exactly.

export interface Frame {
  /** First row drawn. */
  first: number
  /** One past the last row drawn. */
  end: number
}

/** The rows of `total` that a viewport shows at a scroll position, with `spare` more at both ends. */
export function frame(scroll: number, viewport: number, rowHeight: number, total: number, spare = 6): Frame {
  const top = Math.max(0, Math.min(scroll, total * rowHeight - viewport))
  const first = Math.max(0, Math.floor(top / rowHeight) - spare)
  return { first, end: Math.min(total, Math.ceil((top + viewport) / rowHeight) + spare) }
}

/** The scroll position that shows `row`, moving no more than needed. */
export function reveal(row: number, scroll: number, viewport: number, rowHeight: number): number {
  const top = row * rowHeight
  if (top < scroll) return top
  return top + rowHeight > scroll + viewport ? top + rowHeight - viewport : scroll
}

/** The pages of `size` rows that cover first … end, counted from 0. */
export function pagesOf(first: number, end: number, size: number): number[] {
  if (end <= first) return []
  const from = Math.floor(first / size)
  return Array.from({ length: Math.floor((end - 1) / size) - from + 1 }, (_, i) => from + i)
}

/** How to ask for page `n` (from 0): by number while the server counts pages, else by the cursor of the page before. */
export function wayTo(n: number, size: number, cursors: Map<number, string>, numbered = 10_000): { page: number } | { from: number } {
  if ((n + 1) * size <= numbered) return { page: n + 1 }
  let from = n
  while (from > 0 && !cursors.has(from)) from--
  return { from: Math.max(from, Math.floor(numbered / size) - 1) }
}
