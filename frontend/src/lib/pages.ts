/** Numbered pages reach the first 10,000 rows (contract §2). */
export const MAX_ROWS = 10_000

/** How many pages a list shows. */
export function pageCount(total: number, size: number): number {
  return Math.max(1, Math.ceil(Math.min(total, MAX_ROWS) / size))
}

/** The page numbers to print; 0 stands for a gap. */
export function pageNumbers(page: number, count: number): number[] {
  const near = [1, 2, page - 1, page, page + 1, count].filter((n) => n >= 1 && n <= count)
  const sorted = Array.from(new Set(near)).sort((a, b) => a - b)
  return sorted.flatMap((n, i) => (i > 0 && n - sorted[i - 1] > 1 ? [0, n] : [n]))
}
