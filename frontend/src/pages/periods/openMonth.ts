import { get, type List } from '@/api/http'
import type { Period } from '@/api/types'

/** Every reporting month that the server lists, newest first. */
export async function periods(): Promise<Period[]> {
  const list = (await get<List<Period>>('/periods')).items ?? []
  return [...list].sort((a, b) => (a.month < b.month ? 1 : -1))
}

/** The month that is filed now: the earliest open one. */
export async function openMonth(): Promise<string> {
  const open = (await periods()).filter((p) => p.state === 'open').map((p) => p.month)
  return open[open.length - 1] ?? ''
}
