// Saved views: a list's filters as an address.
import type { ListState } from '@/lib/urlstate'
import { writeState } from '@/lib/urlstate'

/** The list pages that views are kept of; the server knows the same (crm.ViewPages). */
export const VIEW_PAGES = ['/leads', '/visits', '/companies', '/projects', '/capital', '/tasks']

/** The state as the part of the address after ?, "" for the bare list; page and open record are not kept. */
export function viewQuery(s: ListState, defaultSort: string): string {
  return sorted(new URLSearchParams(writeState({ ...s, page: 1, id: '' }, defaultSort)))
}

/** The same query whatever the order and writing of its parts. */
export const sameView = (a: string, b: string): boolean => sorted(new URLSearchParams(a)) === sorted(new URLSearchParams(b))

/** A query as a route takes it. */
export const routeQuery = (query: string): Record<string, string> => Object.fromEntries(new URLSearchParams(query))

function sorted(q: URLSearchParams): string {
  q.sort()
  return q.toString()
}
