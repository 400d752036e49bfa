// A list's filters, sort, page and open record live in the address, so that a link
// shows the same list (interface §1.8).

export type Query = Record<string, string | string[] | null | undefined>

export interface ListState {
  filters: Record<string, string>
  sort: string
  page: number
  id: string
}

export const PAGE_SIZE = 20

/** Reads the state from a route query; names outside `allowed` are ignored. */
export function readState(query: Query, allowed: string[], defaultSort: string): ListState {
  const filters: Record<string, string> = {}
  for (const name of allowed) {
    const v = first(query[name])
    if (v) filters[name] = v
  }
  const page = Number(first(query.page) || '1')
  return {
    filters,
    sort: first(query.sort) || defaultSort,
    page: Number.isInteger(page) && page > 0 ? page : 1,
    id: first(query.id),
  }
}

/** Writes the state; defaults are left out so that addresses stay short. */
export function writeState(s: ListState, defaultSort: string): Record<string, string> {
  const q: Record<string, string> = {}
  for (const [name, v] of Object.entries(s.filters)) if (v) q[name] = v
  if (s.sort && s.sort !== defaultSort) q.sort = s.sort
  if (s.page > 1) q.page = String(s.page)
  if (s.id) q.id = s.id
  return q
}

/** What the server is asked: the filters and sort with page and limit. */
export function listQuery(s: ListState, limit = PAGE_SIZE): Record<string, string> {
  const q: Record<string, string> = { ...s.filters, page: String(s.page), limit: String(limit) }
  if (s.sort) q.sort = s.sort
  return q
}

/** The next sort when a header is pressed: ascending, descending, default. */
export function nextSort(current: string, key: string): string {
  if (current === key) return '-' + key
  if (current === '-' + key) return ''
  return key
}

function first(v: string | string[] | null | undefined): string {
  return (Array.isArray(v) ? v[0] : v) ?? ''
}
