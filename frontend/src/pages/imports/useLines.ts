// The rows of a batch, page by page as they are looked at. Old rows stay until the new ones are there, so that the
// grid keeps its place over a new check.
import { ref, shallowRef } from 'vue'
import { get, type List, type Query } from '@/api/http'
import type { ImportLine } from './types'
import { pagesOf, wayTo } from './window'

export const PAGE = 200
const KEEP_PAGES = 40

export function useLines(path: string, ask: () => { query: Query; expected: number }) {
  /** Index within the filtered rows → row. */
  const rows = shallowRef(new Map<number, ImportLine>())
  const total = ref(0)
  const loaded = ref(false)
  const error = ref<unknown>(null)
  let generation = 0
  let cursors = new Map<number, string>()
  let fresh = new Set<number>()
  let wanted: [number, number] = [0, 1]
  let running = false

  /** Says which rows are looked at; missing ones are read. */
  function need(first: number, end: number): void {
    wanted = [first, Math.max(end, first + 1)]
    void work()
  }
  /** Everything is asked again: the filter or the batch has changed. With `clear` the old rows go at once. */
  function reload(clear = false): void {
    generation++
    cursors = new Map()
    fresh = new Set()
    if (clear) {
      rows.value = new Map()
      total.value = 0
      loaded.value = false
    }
    void work()
  }
  const missing = () => pagesOf(wanted[0], Math.min(wanted[1], loaded.value ? Math.max(total.value, 1) : wanted[1]), PAGE).find((n) => !fresh.has(n))

  async function work(): Promise<void> {
    if (running) return
    running = true
    try {
      for (let n = missing(); n !== undefined; n = missing()) await read(n)
      error.value = null
    } catch (e) {
      error.value = e
    } finally {
      running = false
    }
  }
  /** Reads page n, or the next one on the way to it where pages have no number. */
  async function read(n: number): Promise<void> {
    const way = wayTo(n, PAGE, cursors)
    const at = 'page' in way ? way.page - 1 : way.from
    const mine = generation
    const { query, expected } = ask()
    const by = cursors.has(at) ? { cursor: cursors.get(at) } : { page: at + 1 }
    const answer = await get<List<ImportLine>>(path, { ...query, limit: PAGE, ...by })
    if (mine !== generation) return
    total.value = answer.totalIsCapped ? Math.max(expected, answer.total) : answer.total
    const items = answer.items ?? []
    if (answer.next) cursors.set(at + 1, answer.next)
    else total.value = at * PAGE + items.length
    keep(at, items)
  }
  function keep(page: number, items: ImportLine[]): void {
    fresh.add(page)
    loaded.value = true
    const all = new Map(rows.value)
    for (let i = 0; i < PAGE; i++) all.delete(page * PAGE + i)
    items.forEach((line, i) => all.set(page * PAGE + i, line))
    const near = Math.floor(wanted[0] / PAGE)
    for (const i of all.keys()) {
      if (i >= total.value || Math.abs(Math.floor(i / PAGE) - near) > KEEP_PAGES) {
        all.delete(i)
        fresh.delete(Math.floor(i / PAGE))
      }
    }
    rows.value = all
  }
  return { rows, total, loaded, error, need, reload }
}
